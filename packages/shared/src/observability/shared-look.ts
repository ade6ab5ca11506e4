import { setTimeout as sleep } from 'node:timers/promises';
import type { Redis } from 'ioredis';

/** A Redis that stands still must not hold a scrape up for longer than Prometheus waits. */
const LONGEST_MS = 3_000;

/**
 * Asks Redis once for what several metrics tell: scrapes that come close together, and the metrics of one scrape, share a look.
 * @param keptMs how old the last look may be, in milliseconds
 * @returns undefined while Redis does not answer
 */
export function shareLooks<T>(
  redis: Redis,
  keptMs: number,
  look: () => Promise<T>,
  longestMs = LONGEST_MS,
): () => Promise<T | undefined> {
  let looking: Promise<T | undefined> = Promise.resolve(undefined);
  let lookedAt = Number.NEGATIVE_INFINITY;
  return () => {
    // Not every connection fails at once while Redis is away; a scrape must not wait for it.
    if (redis.status !== 'ready') return Promise.resolve(undefined);
    if (performance.now() - lookedAt >= keptMs) {
      lookedAt = performance.now();
      const late = sleep(longestMs, undefined, { ref: false });
      looking = Promise.race([look(), late]).catch(() => undefined);
    }
    return looking;
  };
}
