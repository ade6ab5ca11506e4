import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';

/** How long Redis may take to count, in milliseconds; then this process counts by itself. A request is counted twice at most. */
export const COUNT_MS = 50;

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
 * hence this library.
 * @param countMs after this Redis is not waited for any more
 */
export function createLimiter(redis: Redis, policy: string, limit: number, countMs = COUNT_MS): Limiter {
  const counting = { points: limit, duration: WINDOW_S, keyPrefix: keys.rateLimits(policy) };
  const shared = new RateLimiterRedis({
    ...counting,
    storeClient: redis,
    rejectIfRedisNotReady: true,
    // Whoever has used it up costs Redis nothing more.
    inMemoryBlockOnConsumed: limit + 1,
  });
  const own = new RateLimiterMemory(counting);
  const quota = (consumed: number, msToReset: number): Quota => ({
    policy,
    limit,
    remaining: Math.max(limit - consumed, 0),
    resetS: Math.ceil(msToReset / 1000),
    isExceeded: consumed > limit,
  });
  // The library throws what it refuses, and does not always say how much was asked for.
  const refused = (thrown: unknown): Quota | undefined =>
    thrown instanceof RateLimiterRes ? quota(limit + 1, thrown.msBeforeNext) : undefined;
  const counted = ({ consumedPoints, msBeforeNext }: RateLimiterRes): Quota =>
    quota(consumedPoints, msBeforeNext);
  const seen = (found: RateLimiterRes | null): Quota =>
    found === null ? quota(0, WINDOW_S * 1000) : counted(found);

  return {
    async take(who) {
      const together = await within(countMs, shared.consume(who).then(counted, refused));
      return together ?? own.consume(who).then(counted, (thrown) => refused(thrown) ?? seen(null));
    },
    async look(who) {
      const together = await within(
        countMs,
        shared.get(who).then(seen, () => undefined),
      );
      return together ?? seen(await own.get(who));
    },
  };
}

/** Undefined when it takes longer. What has come meanwhile, while this process was busy with something else, is not too late. */
function within<T>(ms: number, work: Promise<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => setImmediate(resolve, undefined), ms);
    void work.then((result) => {
      clearTimeout(timer);
      resolve(result);
    });
  });
}
