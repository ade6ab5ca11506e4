import type { Redis } from 'ioredis';
import { z } from 'zod';
import { keys } from '../redis/keys.ts';
import {
  DELIVERY_STATUSES,
  type DeliveryAttempt,
  type DeliveryStatus,
  type DeliveryView,
  deliveryAttemptSchema,
} from './webhook-schema.ts';

/** Reading deliveries: one by its id, or those of an endpoint by pages. */

const recordSchema = z.object({
  endpointId: z.string(),
  eventId: z.string(),
  event: z.string(),
  sessionId: z.string(),
  tenantId: z.string(),
  seq: z.coerce.number(),
  /** Unix milliseconds, as all times. */
  recordedAt: z.coerce.number(),
  createdAt: z.coerce.number(),
  settledAt: z.coerce.number().optional(),
  status: z.enum(DELIVERY_STATUSES),
  attempts: z.coerce.number().default(0),
  replays: z.coerce.number().default(0),
  /** The bytes to post; those of what was delivered are in the event log. */
  body: z.string().optional(),
});

/** One event for one endpoint, as it is stored. */
export type DeliveryRecord = Readonly<z.infer<typeof recordSchema>> & { readonly id: string };

/** Undefined when there is none, or none any more. */
export async function readDelivery(redis: Redis, id: string): Promise<DeliveryRecord | undefined> {
  const fields = await redis.hgetall(keys.delivery(id));
  return fields.status === undefined ? undefined : { ...recordSchema.parse(fields), id };
}

/** What of a delivery says where its event stands. */
export type DeliveryOutline = Pick<DeliveryRecord, 'id' | 'sessionId' | 'event' | 'seq' | 'recordedAt'>;

/** Of many at once, without their bytes; those that are gone are left out. */
export async function readOutlines(redis: Redis, ids: readonly string[]): Promise<DeliveryOutline[]> {
  const found = await Promise.all(
    ids.map(async (id): Promise<DeliveryOutline | undefined> => {
      const fields = await redis.hmget(keys.delivery(id), 'sessionId', 'event', 'seq', 'recordedAt');
      const [sessionId, event, seq, recordedAt] = fields;
      if (!sessionId || !event) return undefined;
      return { id, sessionId, event, seq: Number(seq), recordedAt: Number(recordedAt) };
    }),
  );
  return found.filter((outline) => outline !== undefined);
}

/** The latest attempts, the oldest first. */
export async function readAttempts(redis: Redis, id: string): Promise<DeliveryAttempt[]> {
  const attempts = await redis.lrange(keys.deliveryAttempts(id), 0, -1);
  return attempts.map((json) => deliveryAttemptSchema.parse(JSON.parse(json)));
}

/** Undefined before the first one. */
export async function readLastAttempt(redis: Redis, id: string): Promise<DeliveryAttempt | undefined> {
  const json = await redis.lindex(keys.deliveryAttempts(id), -1);
  return json === null ? undefined : deliveryAttemptSchema.parse(JSON.parse(json));
}

/** What is wanted of a list; what is not said is not asked. */
export interface DeliveryFilter {
  readonly status?: DeliveryStatus | undefined;
  readonly event?: string | undefined;
  readonly sessionId?: string | undefined;
}

/** A place in one of an endpoint's lists. */
export interface Place {
  readonly score: number;
  readonly id: string;
}

export interface DeliveryPage {
  readonly items: readonly DeliveryRecord[];
  /** Where the next page begins; undefined when this is the last one. */
  readonly next: Place | undefined;
}

/** How many records are looked at together. */
const CHUNK = 100;
/** How many one page looks at, so that a filter that seldom fits does not hold Redis up. */
const LOOKED_AT = 1_000;

/**
 * A page of an endpoint's deliveries, newest first: the latest that were handed out, all that wait by when their events were
 * recorded, or all dead letters by when they were given up. It may be shorter than `limit` although there are more.
 * @param after `next` of the page before
 */
export async function listDeliveries(
  redis: Redis,
  endpointId: string,
  filter: DeliveryFilter,
  after: Place | undefined,
  limit: number,
): Promise<DeliveryPage> {
  const list = listOf(endpointId, filter.status);
  const items: DeliveryRecord[] = [];
  let place = after;
  for (let looked = 0; looked < LOOKED_AT; looked += CHUNK) {
    const chunk = await placesAfter(redis, list, place, CHUNK);
    const records = await Promise.all(chunk.map(({ id }) => readDelivery(redis, id)));
    for (const [at, record] of records.entries()) {
      place = chunk[at];
      if (record !== undefined && isMeant(filter, record)) items.push(record);
      if (items.length === limit) return { items, next: place };
    }
    // Their records have had their time.
    const gone = chunk.filter((_, at) => records[at] === undefined).map(({ id }) => id);
    if (gone.length > 0) await redis.zrem(list, ...gone);
    if (chunk.length < CHUNK) return { items, next: undefined };
  }
  return { items, next: place };
}

const isMeant = ({ status, event, sessionId }: DeliveryFilter, record: DeliveryRecord): boolean =>
  (status === undefined || record.status === status) &&
  (event === undefined || record.event === event) &&
  (sessionId === undefined || record.sessionId === sessionId);

function listOf(endpointId: string, status: DeliveryStatus | undefined): string {
  if (status === 'pending') return keys.webhookPending(endpointId);
  return status === 'dead' ? keys.webhookDead(endpointId) : keys.webhookDeliveries(endpointId);
}

/** What stands behind `place` in a list, from the highest score down. Many have the same; those go by their ids. */
async function placesAfter(
  redis: Redis,
  list: string,
  place: Place | undefined,
  count: number,
): Promise<Place[]> {
  const from = place === undefined ? 0 : await rankAfter(redis, list, place);
  const flat = await redis.zrevrange(list, from, from + count - 1, 'WITHSCORES');
  return pairs(flat);
}

/** Where to go on, also when the one at `place` is not there any more, or elsewhere. */
async function rankAfter(redis: Redis, list: string, { score, id }: Place): Promise<number> {
  const [now, rank] = await Promise.all([redis.zscore(list, id), redis.zrevrank(list, id)]);
  if (now !== null && rank !== null && Number(now) === score) return rank + 1;
  const [above, same] = await Promise.all([
    redis.zcount(list, `(${score}`, '+inf'),
    redis.zrevrangebyscore(list, score, score),
  ]);
  const behind = same.findIndex((other) => other < id);
  return above + (behind === -1 ? same.length : behind);
}

function pairs(flat: readonly string[]): Place[] {
  const places: Place[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) {
    places.push({ id: flat[at] ?? '', score: Number(flat[at + 1]) });
  }
  return places;
}

/** Dead letters behind `place`, the first that were given up first. At least `count`, when there are: all of one moment together. */
export async function deadLettersAfter(
  redis: Redis,
  endpointId: string,
  after: number,
  until: number,
  count: number,
): Promise<Place[]> {
  const list = keys.webhookDead(endpointId);
  const first = pairs(await redis.zrangebyscore(list, `(${after}`, until, 'WITHSCORES', 'LIMIT', 0, count));
  const last = first.at(-1);
  if (last === undefined || first.length < count) return first;
  const together = pairs(await redis.zrangebyscore(list, last.score, last.score, 'WITHSCORES'));
  return [...first.filter(({ score }) => score < last.score), ...together];
}

/** The delivery as the API shows it. */
export function viewDelivery(record: DeliveryRecord): DeliveryView {
  const { id, endpointId, eventId, event, sessionId, tenantId, seq, status, attempts, replays } = record;
  return {
    id,
    webhookId: endpointId,
    eventId,
    event,
    sessionId,
    tenantId,
    seq,
    status,
    attempts,
    replays,
    recordedAt: iso(record.recordedAt),
    createdAt: iso(record.createdAt),
    settledAt: record.settledAt === undefined ? null : iso(record.settledAt),
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
