import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  RLWrapperTimeouts,
} from 'rate-limiter-flexible';

/** How long Redis may take to count; then this process counts by itself. A request is counted twice at most. */
const COUNT_MS = 50;

export const WINDOW_S = 60;

/** How much of a quota is left to somebody. */
export interface Quota {
  /** Its name in the headers. */
  readonly policy: string;
  /** Requests in each window. */
  readonly limit: number;
  readonly remaining: number;
  /** Seconds until all of it is there again, rounded up. */
  readonly resetS: number;
  /** More came than is allowed. */
  readonly isExceeded: boolean;
}

/**
 * Counts in windows of a minute, which begin with somebody's first request. All processes count together in Redis; one that cannot reach
 * it, or waits too long for it, goes on counting alone.
 */
export interface Limiter {
  /** Counts one request. */
  take(who: string): Promise<Quota>;
  /** Counts nothing. */
  look(who: string): Promise<Quota>;
}

/**
 * @fastify/rate-limit has one limit a route and only the headers of an older draft, and waits for Redis as long as its connection does;
 * hence this library, which has time-outs and a second count in memory.
 */
export function createLimiter(redis: Redis, policy: string, limit: number): Limiter {
  const counting = { points: limit, duration: WINDOW_S, keyPrefix: keys.rateLimits(policy) };
  const limiter = new RLWrapperTimeouts({
    timeoutMs: COUNT_MS,
    limiter: new RateLimiterRedis({
      ...counting,
      storeClient: redis,
      rejectIfRedisNotReady: true,
      // Whoever has used it up costs Redis nothing more.
      inMemoryBlockOnConsumed: limit + 1,
    }),
    insuranceLimiter: new RateLimiterMemory(counting),
  });
  const quota = (counted: RateLimiterRes | null): Quota => ({
    policy,
    limit,
    remaining: counted === null ? limit : Math.max(limit - counted.consumedPoints, 0),
    resetS: counted === null ? WINDOW_S : Math.ceil(counted.msBeforeNext / 1000),
    isExceeded: counted !== null && counted.consumedPoints > limit,
  });

  return {
    async take(who) {
      try {
        return quota(await limiter.consume(who));
      } catch (refusal) {
        if (refusal instanceof RateLimiterRes) return quota(refusal);
        throw refusal;
      }
    },
    look: async (who) => quota(await limiter.get(who)),
  };
}
