import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { createTenantFilter } from '../sessions/tenant-filter.ts';
import type { MessageRecord } from './message-record.ts';
import { loadMessage } from './message-store.ts';

/** Where a message stands among all that wait for their time. */
export interface ScheduledPlace {
  /** When it is due, in unix milliseconds. */
  readonly dueAt: number;
  /** `sessionId/messageId`. */
  readonly member: string;
}

export interface ScheduledPage {
  readonly items: readonly MessageRecord[];
  /** The place after which the next page begins; undefined when this is the last one. */
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
  let rank = after === undefined ? 0 : await rankAfter(redis, after);
  let next = after;
  for (let looked = 0; looked < LOOKED_AT; looked += CHUNK) {
    const places = await readPlaces(redis, rank);
    for (const place of places) {
      if (after !== undefined && !isAfter(place, after)) continue;
      next = place;
      const record = await loadScheduled(redis, place, isMeant);
      if (record !== undefined) items.push(record);
      if (items.length === limit) return { items, next };
    }
    if (places.length < CHUNK) return { items, next: undefined };
    rank += CHUNK;
  }
  return { items, next };
}

/** Many may be due in the same millisecond. */
async function rankAfter(redis: Redis, { dueAt, member }: ScheduledPlace): Promise<number> {
  return (await redis.zrank(keys.scheduled, member)) ?? redis.zcount(keys.scheduled, '-inf', `(${dueAt}`);
}

async function readPlaces(redis: Redis, rank: number): Promise<ScheduledPlace[]> {
  const reply = await redis.zrange(keys.scheduled, rank, `${rank + CHUNK - 1}`, 'WITHSCORES');
  return reply.flatMap((member, at) => (at % 2 === 0 ? [{ member, dueAt: Number(reply[at + 1]) }] : []));
}

const isAfter = (place: ScheduledPlace, other: ScheduledPlace): boolean =>
  place.dueAt > other.dueAt || (place.dueAt === other.dueAt && place.member > other.member);

/** Those whose job is only about to be added stand in the same list. */
async function loadScheduled(
  redis: Redis,
  { member }: ScheduledPlace,
  isMeant: (sessionId: string) => Promise<boolean>,
): Promise<MessageRecord | undefined> {
  const [sessionId = '', id = ''] = member.split('/');
  const record = (await isMeant(sessionId)) ? await loadMessage(redis, sessionId, id) : undefined;
  return record?.status === 'scheduled' ? record : undefined;
}
