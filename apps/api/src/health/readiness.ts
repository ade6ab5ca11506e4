import { createRedisLook } from '@wagw/shared/health/look-at-redis';
import type { RedisProbe } from '@wagw/shared/health/probe-redis';
import { type Readiness, type ReasonCode, readinessOf } from '@wagw/shared/health/reasons';
import { type LiveWorker, listWorkers } from '@wagw/shared/sessions/workers';
import type { Redis } from 'ioredis';

/** Whether this api accepts requests, and what that stands on. */
export interface ReadinessLook {
  readonly status: Readiness;
  readonly reasons: readonly ReasonCode[];
  readonly redis: RedisProbe;
  /** Those with a lease; undefined while Redis does not say. */
  readonly workers: readonly LiveWorker[] | undefined;
}

/** Without a worker everything is accepted and waits, so that alone keeps nobody from sending here. It never rejects. */
export function createReadiness(redis: Redis): () => Promise<ReadinessLook> {
  const lookAtRedis = createRedisLook(redis);
  return async () => {
    const { probe, reasons } = await lookAtRedis();
    const workers = probe.isReachable ? await listWorkers(redis).catch(() => undefined) : undefined;
    const all: ReasonCode[] = workers?.length === 0 ? [...reasons, 'no_workers'] : [...reasons];
    return { status: readinessOf(all), reasons: all, redis: probe, workers };
  };
}
