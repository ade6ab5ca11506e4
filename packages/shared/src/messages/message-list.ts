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
  const index = await indexOf(redis, sessionId, filter);
  const from = filter.since ?? '-inf';
  const items: AnyMessage[] = [];
  let place = before;
  for (let looked = 0; looked < LOOKED_AT; looked += CHUNK) {
    const to = place === undefined ? boundary(filter.until) : `(${place}`;
    const chunk = await readChunk(redis, sessionId, index, filter.status, [to, from]);
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
  /** Undefined when the record has just expired, or is known to be none that is wanted. */
  readonly record: AnyMessage | undefined;
}

async function readChunk(
  redis: Redis,
  sessionId: string,
  index: string,
  status: MessageStatus | undefined,
  [to, from]: readonly [string, string | number],
): Promise<Entry[]> {
  const reply = await redis.zrevrangebyscore(index, to, from, 'WITHSCORES', 'LIMIT', 0, CHUNK);
  const places = reply.filter((_, position) => position % 2 === 1);
  const ids = reply.filter((_, position) => position % 2 === 0);
  const records = await Promise.all(ids.map((id) => loadIfIn(redis, sessionId, id, status)));
  return records.map((record, position) => ({ place: Number(places[position]), record }));
}

/** Where few are wanted most of the time goes into reading whole records. */
async function loadIfIn(redis: Redis, sessionId: string, id: string, status: MessageStatus | undefined) {
  const isOther =
    status !== undefined && (await redis.hget(keys.message(sessionId, id), 'status')) !== status;
  return isOther ? undefined : loadAnyMessage(redis, sessionId, id);
}

const boundary = (until: number | undefined): string => (until === undefined ? '+inf' : `(${until}`);

/** What is on its way has an index of its own, in which a message has the same place as in the others. */
const ON_ITS_WAY: ReadonlySet<MessageStatus | undefined> = new Set(['queued', 'sending', 'unconfirmed']);

/** The shortest list that has all that is wanted. */
async function indexOf(redis: Redis, sessionId: string, { chatId, status }: MessageFilter): Promise<string> {
  // What waits for its time may be older than all that `messages` keeps.
  if (status === 'scheduled') return keys.scheduledOf(sessionId);
  const all = chatId === undefined ? keys.messages(sessionId) : keys.chatMessages(sessionId, chatId);
  if (!ON_ITS_WAY.has(status)) return all;
  const onItsWay = keys.unsettled(sessionId);
  const [some, many] = await Promise.all([redis.zcard(onItsWay), redis.zcard(all)]);
  return some < many ? onItsWay : all;
}

function fits(record: AnyMessage, { chatId, direction, status }: MessageFilter): boolean {
  return (
    (chatId === undefined || record.chatId === chatId) &&
    (direction === undefined || (isSeen(record) ? record.direction : 'outbound') === direction) &&
    (status === undefined || (!isSeen(record) && record.status === status))
  );
}
