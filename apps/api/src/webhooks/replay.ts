import type { EventName } from '@wagw/shared/events/catalogue';
import { BEFORE_ALL, readIndex, readPlaces } from '@wagw/shared/events/event-index';
import { parseEnvelope } from '@wagw/shared/events/event-log';
import {
  type DeliveryOutline,
  deadLettersAfter,
  readDelivery,
  readOutlines,
} from '@wagw/shared/webhooks/delivery-store';
import { type Endpoint, wants } from '@wagw/shared/webhooks/endpoint-store';
import type { NewDelivery } from '@wagw/shared/webhooks/hand-out';
import { type ReplayWish, seqRangeOf } from '@wagw/shared/webhooks/replay-schema';
import { toDelivery } from '@wagw/shared/webhooks/to-delivery';
import type { Redis } from 'ioredis';
import { again, bodyOf } from './redeliver.ts';
import {
  addAll,
  isMeant,
  type Limits,
  PAGE,
  type Part,
  REPLAY_LIMITS,
  type Replayed,
  splitCursor,
} from './replay-part.ts';
import { replaySeqs } from './replay-seqs.ts';

/** Delivering much again: what was given up, or what the event log has, by time or by number. */

/**
 * Replays what is wished, up to about ten thousand deliveries.
 * @param now unix milliseconds; what comes later is not meant, in no part of the replay
 * @throws ApiError when it begins with a number that the log does not have any more
 */
export async function replay(
  redis: Redis,
  endpoint: Endpoint,
  wish: ReplayWish,
  now: number,
  limits: Limits = REPLAY_LIMITS,
): Promise<Replayed> {
  const range = seqRangeOf(wish);
  if (range !== undefined) return replaySeqs(redis, endpoint, wish, range, limits);
  const [began = now, place] = wish.cursor === undefined ? [] : splitCursor(wish.cursor);
  const { next, ...counts } =
    wish.status === 'all'
      ? await replayLog(redis, endpoint, wish, place ?? beforeTime(wish.since), Number(began), limits)
      : await replayDead(redis, endpoint, wish, place ?? BEFORE_ALL, Number(began), limits);
  return { ...counts, nextCursor: next === undefined ? null : `${began}.${next}` };
}

/** In the order of each session's events, whatever order they were given up in. */
async function replayDead(
  redis: Redis,
  endpoint: Endpoint,
  wish: ReplayWish,
  after: string,
  began: number,
  limits: Limits,
): Promise<Part> {
  const places = await deadLettersAfter(redis, endpoint.id, Number.parseInt(after, 10), began, limits.added);
  const outlines = await readOutlines(
    redis,
    places.map(({ id }) => id),
  );
  const wanted = outlines
    .filter((outline) => isMeant(wish, outline) && isWithin(wish, outline.recordedAt))
    .sort(byPlaceInLog);
  const added = await addAll(redis, wanted, (chunk) => Promise.all(chunk.map(redelivery)));
  const last = places.at(-1);
  const next = last === undefined || places.length < limits.added ? undefined : `${last.score}-0`;
  return { added, skipped: wanted.length - added, next };

  async function redelivery({ id }: DeliveryOutline): Promise<NewDelivery | undefined> {
    const record = await readDelivery(redis, id);
    const body = record && (await bodyOf(redis, endpoint, record));
    return record === undefined || body === undefined ? undefined : again(endpoint, record, body);
  }
}

/** In the order in which they were recorded. */
async function replayLog(
  redis: Redis,
  endpoint: Endpoint,
  wish: ReplayWish,
  after: string,
  began: number,
  limits: Limits,
): Promise<Part> {
  const until = Math.min(wish.until ?? began, began);
  // What waits for a disabled endpoint is kept until it is enabled.
  const scope = { ...endpoint, enabled: true };
  const size = Math.min(PAGE, limits.added, limits.lookedAt);
  const logged = (json: string | undefined, recordedAt: number): NewDelivery | undefined =>
    json === undefined
      ? undefined
      : toDelivery(endpoint, { envelope: parseEnvelope(json), json, recordedAt });
  let place = after;
  let [added, skipped, looked] = [0, 0, 0];
  while (added + skipped < limits.added && looked < limits.lookedAt) {
    const page = await readIndex(redis, place, size);
    const entries = page.filter(({ cursor }) => Number.parseInt(cursor, 10) < until);
    const wanted = entries.filter(
      (entry) => isMeant(wish, entry) && wants(scope, { ...entry, event: entry.event as EventName }),
    );
    const count = await addAll(redis, wanted, async (chunk) => {
      const jsons = await readPlaces(redis, chunk);
      return chunk.map(({ cursor }, at) => logged(jsons[at], Number.parseInt(cursor, 10)));
    });
    added += count;
    skipped += wanted.length - count;
    looked += entries.length;
    place = entries.at(-1)?.cursor ?? place;
    if (entries.length < size) return { added, skipped, next: undefined };
  }
  return { added, skipped, next: place };
}

const byPlaceInLog = (a: DeliveryOutline, b: DeliveryOutline): number =>
  a.sessionId === b.sessionId ? a.seq - b.seq : a.sessionId < b.sessionId ? -1 : 1;

const isWithin = ({ since = 0, until = Number.POSITIVE_INFINITY }: ReplayWish, at: number): boolean =>
  since <= at && at < until;

/** The last place in the index before a moment. */
function beforeTime(since: number | undefined): string {
  return since === undefined || since < 1 ? BEFORE_ALL : `${since - 1}-18446744073709551615`;
}
