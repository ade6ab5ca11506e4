import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';

/** A worker's sign of life: it owns its sessions for as long as this key lives. */
export interface WorkerLease {
  readonly id: string;
  readonly host: string;
  readonly sessions: number;
  readonly capacity: number;
}

export async function renewLease(redis: Redis, lease: WorkerLease, durationMs: number): Promise<void> {
  await redis
    .multi()
    .set(keys.worker(lease.id), JSON.stringify(lease), 'PX', durationMs)
    .sadd(keys.workers, lease.id)
    .exec();
}

export async function endLease(redis: Redis, workerId: string): Promise<void> {
  await redis.multi().del(keys.worker(workerId)).srem(keys.workers, workerId).exec();
}

/** How many workers have a lease just now; forgets those that have had none. */
export async function countLiveWorkers(redis: Redis): Promise<number> {
  const ids = await redis.smembers(keys.workers);
  const leases = ids.length === 0 ? [] : await redis.mget(ids.map(keys.worker));
  const gone = ids.filter((_, index) => leases[index] === null);
  if (gone.length > 0) await redis.srem(keys.workers, ...gone);
  return ids.length - gone.length;
}
