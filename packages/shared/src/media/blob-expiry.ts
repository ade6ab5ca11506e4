import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';

/** When stored files may be removed. Whoever stores or uses one keeps it at least for so long; the worker removes the rest. */

/** Keeps the file at least until `until`, in unix milliseconds; never shortens what was set before. */
export async function keepBlob(redis: Redis, key: string, until: number): Promise<void> {
  await redis.zadd(keys.blobExpiry, 'GT', until, key);
}

/** The keys of files that may be removed by now. */
export async function expiredBlobs(redis: Redis, now: number, count: number): Promise<string[]> {
  return redis.zrangebyscore(keys.blobExpiry, '-inf', now, 'LIMIT', 0, count);
}

/** After the file was removed, unless somebody has asked meanwhile to keep it for longer. */
export async function forgetBlob(redis: Redis, key: string, now: number): Promise<void> {
  const until = await redis.zscore(keys.blobExpiry, key);
  if (until !== null && Number(until) <= now) await redis.zrem(keys.blobExpiry, key);
}
