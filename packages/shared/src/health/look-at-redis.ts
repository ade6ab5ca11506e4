import type { Redis } from 'ioredis';
import { watchDataset } from './dataset-watch.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { probeRedis, type RedisProbe } from './probe-redis.ts';
import type { ReasonCode } from './reasons.ts';
import { redisReasons } from './redis-reasons.ts';

/** How Redis is, and what is wrong with it for the gateway. */
export interface RedisLook {
  readonly probe: RedisProbe;
  readonly reasons: readonly ReasonCode[];
}

/**
 * Makes the look at Redis that readiness stands on. It never rejects; whoever asks while one is under way shares it. From now on this
 * process remembers which data it saw.
 */
export function createRedisLook(redis: Redis): () => Promise<RedisLook> {
  const dataset = watchDataset(redis);
  const remember = () => void dataset.isSame().catch(() => undefined);
  if (redis.status === 'ready') remember();
  else redis.once('ready', remember);

  return oneAtATime(async () => {
    const probe = await probeRedis(redis);
    const reasons = redisReasons(probe);
    // Data that are just being read, or that nobody can write to, have no name to compare.
    const isAnswering = probe.isReachable && probe.facts.isLoading !== true && probe.refusal === undefined;
    const isSame = isAnswering ? await dataset.isSame().catch(() => true) : true;
    return { probe, reasons: isSame ? reasons : [...reasons, 'redis_emptied'] };
  });
}
