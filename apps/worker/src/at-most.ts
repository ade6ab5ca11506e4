import { setTimeout as sleep } from 'node:timers/promises';

/** Resolves when the work is over, or after `ms`; the work goes on then. Rejects when the work does so in time. */
export async function atMost(ms: number, work: Promise<unknown>): Promise<void> {
  const timer = new AbortController();
  const late = sleep(ms, undefined, { signal: timer.signal }).catch(() => undefined);
  await Promise.race([work, late]).finally(() => timer.abort());
}
