/**
 * Exponential backoff with jitter: `first`, doubling up to `most`, each varied by ±20 % so that many sessions that
 * fail together do not come back together.
 */
export function exponentialDelay(attempt: number, first: number, most: number, random = Math.random): number {
  const plain = Math.min(first * 2 ** Math.min(attempt, 30), most);
  return Math.round(plain * (0.8 + 0.4 * random()));
}
