import { createRedisLook } from '@wagw/shared/health/look-at-redis';
import { REASONS, type Readiness, type ReasonCode, readinessOf } from '@wagw/shared/health/reasons';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';

/** Whether this worker does its work, and if not, why and what to do. */
export interface WorkerReadiness {
  readonly status: Readiness;
  readonly reasons: readonly {
    readonly code: ReasonCode;
    readonly message: string;
    readonly remedy: string;
  }[];
}

/** @param ownsSessions whether it has that role, and so a lease */
export function createReadiness(
  redis: Redis,
  workerId: string,
  ownsSessions: boolean,
): () => Promise<WorkerReadiness> {
  const lookAtRedis = createRedisLook(redis);
  return async () => {
    const { probe, reasons } = await lookAtRedis();
    const asksLease = ownsSessions && probe.isReachable && probe.facts.isLoading !== true;
    const all = asksLease ? [...reasons, ...(await leaseReasons(redis, workerId))] : reasons;
    return {
      status: readinessOf(all),
      reasons: all.map((code) => ({ code, message: REASONS[code].message, remedy: REASONS[code].remedy })),
    };
  };
}

async function leaseReasons(redis: Redis, workerId: string): Promise<ReasonCode[]> {
  // Should Redis go in this moment, the lease is unknown, which is no better than none.
  const lease = await redis.hmget(keys.worker(workerId), 'host', 'draining').catch(() => []);
  const [host = null, draining] = lease;
  if (host === null) return ['no_lease'];
  return draining === '1' ? ['draining'] : [];
}
