import { ApiError } from '@wagw/shared/errors/problem';
import { type LoggedEvent, parseEnvelope, readEvents, readLogBounds } from '@wagw/shared/events/event-log';
import { type Endpoint, wants } from '@wagw/shared/webhooks/endpoint-store';
import type { NewDelivery } from '@wagw/shared/webhooks/hand-out';
import type { ReplayWish, SeqRange } from '@wagw/shared/webhooks/replay-schema';
import { toDelivery } from '@wagw/shared/webhooks/to-delivery';
import type { Redis } from 'ioredis';
import { addAll, isMeant, type Limits, PAGE, type Replayed, splitCursor } from './replay-part.ts';

/**
 * Replays events of one session by their numbers, in their order. What comes after the first call is not part of it.
 * @throws ApiError when the log does not have the first one any more
 */
export async function replaySeqs(
  redis: Redis,
  endpoint: Endpoint,
  wish: ReplayWish,
  range: SeqRange,
  limits: Limits,
): Promise<Replayed> {
  const { sessionId } = range;
  const [last, after] =
    wish.cursor === undefined ? await endsOf(redis, range) : endsIn(splitCursor(wish.cursor));
  // What waits for a disabled endpoint is kept until it is enabled.
  const scope = { ...endpoint, enabled: true };
  const size = Math.min(PAGE, limits.added, limits.lookedAt);
  let place = after;
  let [added, skipped, looked] = [0, 0, 0];
  while (place < last && added + skipped < limits.added && looked < limits.lookedAt) {
    const page = (await readEvents(redis, sessionId, place, size)).filter(({ seq }) => seq <= last);
    const wanted = page.map(read).filter((delivery) => delivery !== 'unwanted');
    const count = await addAll(redis, wanted, async (chunk) => chunk);
    const end = page.length < size ? last : (page.at(-1)?.seq ?? last);
    const lost = end - place - page.length;
    added += count;
    skipped += wanted.length - count + lost;
    looked += page.length;
    place = end;
  }
  return { added, skipped, nextCursor: place < last ? `${last}.${place}-0` : null };

  /** Undefined when the format of the endpoint does not carry it. */
  function read({ json, recordedAt }: LoggedEvent): NewDelivery | undefined | 'unwanted' {
    const envelope = parseEnvelope(json);
    if (!isMeant(wish, envelope) || !wants(scope, envelope)) return 'unwanted';
    return toDelivery(endpoint, { envelope, json, recordedAt });
  }
}

const endsIn = ([last, place]: [string, string]): [number, number] => [
  Number(last),
  Number.parseInt(place, 10),
];

/** The last number that is meant, and the one before the first. */
async function endsOf(redis: Redis, { sessionId, fromSeq, toSeq }: SeqRange): Promise<[number, number]> {
  const { first, last } = await readLogBounds(redis, sessionId);
  if (fromSeq < first) {
    const message = `must be at least ${first}: the event log of this session begins there`;
    throw new ApiError('invalid_request', undefined, [{ path: '/fromSeq', message }]);
  }
  return [Math.min(toSeq ?? last, last), fromSeq - 1];
}
