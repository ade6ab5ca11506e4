import { GatewayError, type ProblemCode, UnreachableError } from './gateway-error.ts';

/** How often and how patiently a call is tried. */
export interface RetryOptions {
  /** With the first one; 1 tries no more than once. */
  readonly attempts: number;
  /** Before the second attempt; it doubles with each one, and is varied by up to a half. */
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
  /** A gateway that asks for a longer wait is not waited for. */
  readonly longestRetryAfterMs: number;
}

export const DEFAULT_RETRY: RetryOptions = {
  attempts: 4,
  firstDelayMs: 250,
  longestDelayMs: 8_000,
  longestRetryAfterMs: 30_000,
};

/** Trying these again within seconds makes it worse: somebody has to do something first, or minutes must pass. */
const NEEDS_PATIENCE: ReadonlySet<ProblemCode | 'unexpected_answer'> = new Set([
  'pairing_refused',
  'pairing_timeout',
  'version_mismatch',
]);

export function isWorthRetrying(error: unknown): boolean {
  if (error instanceof GatewayError) return error.retryable && !NEEDS_PATIENCE.has(error.code);
  return error instanceof UnreachableError;
}

/**
 * Calls `attempt` until it succeeds, fails for good, or enough is enough.
 * @param signal ends it, also while it waits for the next attempt
 * @throws the last error, or the reason of `signal`
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  retry: RetryOptions,
  signal?: AbortSignal,
): Promise<T> {
  for (let made = 1; ; made += 1) {
    signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      signal?.throwIfAborted();
      if (made >= retry.attempts || !isWorthRetrying(error)) throw error;
      const asked = error instanceof GatewayError ? (error.retryAfterMs ?? 0) : 0;
      if (asked > retry.longestRetryAfterMs) throw error;
      await sleep(Math.max(asked, backoffMs(made, retry)), signal);
    }
  }
}

/** The wait after so many failures in a row. */
export function backoffMs(
  failures: number,
  { firstDelayMs, longestDelayMs }: Pick<RetryOptions, 'firstDelayMs' | 'longestDelayMs'>,
  random: () => number = Math.random,
): number {
  const delay = Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(failures - 1, 30));
  return delay * (0.5 + random() / 2);
}

/** @throws the reason of `signal` as soon as it is aborted */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    }, ms);
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
}
