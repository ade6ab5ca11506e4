import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { type AnyMessage, isSeen } from './message-record.ts';
import type { MessageDirection, MessageStatus } from './message-schema.ts';
import { loadAnyMessage } from './message-store.ts';

/** Which messages of a session are wanted; what is undefined does not matter. Times are unix milliseconds. */
export interface MessageFilter {
  readonly chatId?: string | undefined;
  readonly direction?: MessageDirection | undefined;
  readonly status?: MessageStatus | undefined;
  /** Accepted then or later. */
  readonly since?: number | undefined;
  /** Accepted before then. */
  readonly until?: number | undefined;
}

export interface MessagePage {
  readonly items: readonly AnyMessage[];
  /** Where the next page begins; undefined when this is the last one. */
  readonly next: number | undefined;
}

/** How many records are looked at together. */
const CHUNK = 100;
/** How many one page looks at, so that a filter that seldom fits does not hold Redis up. */
const LOOKED_AT = 1_000;

/**
 * A page of messages, newest first. It may be shorter than `limit` although there are more.
 * @param before `next` of the page before
 */
export async function listMessages(
  redis: Redis,
  sessionId: string,
  filter: MessageFilter,
  before: number | undefined,
  limit: number,
): Promise<MessagePage> {
  const index = indexOf(sessionId, filter);
  const from = filter.since ?? '-inf';
  const items: AnyMessage[] = [];
  let place = before;
  for (let looked = 0; looked < LOOKED_AT; looked += CHUNK) {
    const to = place === undefined ? boundary(filter.until) : `(${place}`;
    const chunk = await readChunk(redis, sessionId, index, [to, from]);
    for (const entry of chunk) {
      place = entry.place;
      if (entry.record !== undefined && fits(entry.record, filter)) items.push(entry.record);
      if (items.length >= limit) return { items, next: place };
    }
    if (chunk.length < CHUNK) return { items, next: undefined };
  }
  return { items, next: place };
}

interface Entry {
  readonly place: number;
  /** Undefined when the record has just expired. */
  readonly record: AnyMessage | undefined;
}

async function readChunk(
  redis: Redis,
  sessionId: string,
  index: string,
  [to, from]: readonly [string, string | number],
): Promise<Entry[]> {
  const reply = await redis.zrevrangebyscore(index, to, from, 'WITHSCORES', 'LIMIT', 0, CHUNK);
  const places = reply.filter((_, position) => position % 2 === 1);
  const ids = reply.filter((_, position) => position % 2 === 0);
  const records = await Promise.all(ids.map((id) => loadAnyMessage(redis, sessionId, id)));
  return records.map((record, position) => ({ place: Number(places[position]), record }));
}

const boundary = (until: number | undefined): string => (until === undefined ? '+inf' : `(${until}`);

/** What waits for its time may be older than all that `messages` keeps. */
function indexOf(sessionId: string, { chatId, status }: MessageFilter): string {
  if (status === 'scheduled') return keys.scheduledOf(sessionId);
  return chatId === undefined ? keys.messages(sessionId) : keys.chatMessages(sessionId, chatId);
}

function fits(record: AnyMessage, { chatId, direction, status }: MessageFilter): boolean {
  return (
    (chatId === undefined || record.chatId === chatId) &&
    (direction === undefined || (isSeen(record) ? record.direction : 'outbound') === direction) &&
    (status === undefined || (!isSeen(record) && record.status === status))
  );
}
