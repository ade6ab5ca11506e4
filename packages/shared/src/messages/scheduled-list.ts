import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { createTenantFilter } from '../sessions/tenant-filter.ts';
import type { MessageRecord } from './message-record.ts';
import { loadMessage } from './message-store.ts';

/** A place in the order of all messages that wait for their time. */
export interface ScheduledPlace {
  /** When the message is due, in unix milliseconds. */
  readonly dueAt: number;
  /** `sessionId/messageId`; empty for the place before all that are due then. */
  readonly member: string;
}

export interface ScheduledPage {
  readonly items: readonly MessageRecord[];
  /** The place after which the next page begins; undefined when this is the last one. It names no message that is not meant. */
  readonly next: ScheduledPlace | undefined;
}

const CHUNK = 100;
/** How many places one page looks at, so that a tenant with few messages does not hold Redis up. */
const LOOKED_AT = 1_000;

/**
 * The messages of all sessions that wait for their time, or of one tenant's, in the order in which they are due. A page may be shorter
 * than `limit` although there are more.
 * @param after `next` of the page before; what stands there need not wait any more
 */
export async function listScheduled(
  redis: Redis,
  tenantId: string | undefined,
  after: ScheduledPlace | undefined,
  limit: number,
): Promise<ScheduledPage> {
  const isMeant = createTenantFilter(redis, tenantId);
  const items: MessageRecord[] = [];
  const begin = after ?? BEGINNING;
  let next = begin;
  let looked = 0;
  for await (const places of placesAfter(redis, begin)) {
    for (const place of places) {
      const [sessionId = '', id = ''] = place.member.split('/');
      if (await isMeant(sessionId)) {
        next = place;
        const record = await loadMessage(redis, sessionId, id);
        // Those whose job is only about to be added stand in the same list.
        if (record?.status === 'scheduled') items.push(record);
        if (items.length === limit) return { items, next };
      } else if (place.dueAt > next.dueAt) next = { dueAt: place.dueAt, member: '' };
    }
    looked += places.length;
    // Of others many may be due at one moment; only behind them there is a place that can be told.
    if (looked >= LOOKED_AT && next !== begin) return { items, next };
  }
  return { items, next: undefined };
}

const BEGINNING: ScheduledPlace = { dueAt: 0, member: '' };

/** All places after one, in parts: others may come and go meanwhile, so each part is found by the last place of the one before. */
async function* placesAfter(redis: Redis, after: ScheduledPlace): AsyncGenerator<ScheduledPlace[]> {
  let last = after;
  // Only what is due at the moment of a place that is not there any more.
  let passed = 0;
  for (;;) {
    const seen = toPlaces(
      await readFrom.run(redis, [keys.scheduled], [last.member, last.dueAt, passed, CHUNK]),
    );
    const places = seen.filter((place) => isAfter(place, last));
    if (places.length > 0) yield places;
    if (seen.length < CHUNK) return;
    passed = places.length > 0 ? 0 : passed + CHUNK;
    last = places.at(-1) ?? last;
  }
}

/** Begins with the place itself, or with all that is due at its moment when it is gone. */
const readFrom = defineScript(`
  local place, dueAt, passed, count = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
  local first = redis.call('ZRANK', KEYS[1], place) or redis.call('ZCOUNT', KEYS[1], '-inf', '(' .. dueAt)
  return redis.call('ZRANGE', KEYS[1], first + passed, first + passed + count - 1, 'WITHSCORES')
`);

function toPlaces(reply: unknown): ScheduledPlace[] {
  const flat = Array.isArray(reply) ? reply.map(String) : [];
  return flat.flatMap((member, at) => (at % 2 === 0 ? [{ member, dueAt: Number(flat[at + 1]) }] : []));
}

const isAfter = (place: ScheduledPlace, other: ScheduledPlace): boolean =>
  place.dueAt > other.dueAt || (place.dueAt === other.dueAt && place.member > other.member);
