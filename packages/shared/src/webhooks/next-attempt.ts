import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import type { DeliveryRecord } from './delivery-store.ts';
import { COMMON_LANE } from './to-delivery.ts';

/** When a delivery is tried next, and what goes before it. */
export interface NextAttempt {
  /** ISO; null of what is settled, and of what stands behind others in a lane. */
  readonly nextAttemptAt: string | null;
  /** The delivery at the head of the lane. */
  readonly waitsFor: string | null;
}

const NONE: NextAttempt = { nextAttemptAt: null, waitsFor: null };

export async function readNextAttempt(redis: Redis, record: DeliveryRecord): Promise<NextAttempt> {
  const { id, endpointId, sessionId, status } = record;
  if (status !== 'pending') return NONE;
  const due = keys.webhookDue(endpointId);
  const alone = await redis.zscore(due, `one:${id}`);
  if (alone !== null) return { nextAttemptAt: iso(alone), waitsFor: null };
  // It stays in the lane that its endpoint had when it was handed out.
  for (const lane of [sessionId, COMMON_LANE]) {
    const list = keys.webhookLane(endpointId, lane);
    if ((await redis.lpos(list, id)) === null) continue;
    const [first, at] = await Promise.all([redis.lindex(list, 0), redis.zscore(due, `lane:${lane}`)]);
    if (first !== id) return { nextAttemptAt: null, waitsFor: first };
    return { nextAttemptAt: at === null ? null : iso(at), waitsFor: null };
  }
  return NONE;
}

const iso = (ms: string): string => new Date(Number(ms)).toISOString();
