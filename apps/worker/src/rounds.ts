import { setTimeout as sleep } from 'node:timers/promises';

/** The same work in rounds, one after the other, until somebody ends it. */

export interface Pace {
  /** From the end of a round to the next one, in milliseconds; asked each time. */
  readonly waitMs: () => number;
  /** A round that fails is followed by others all the same. */
  readonly onError: (error: unknown) => void;
}

/** Begins at once. Resolves when the last round is over; never rejects. */
export async function repeat(
  round: () => Promise<void> | void,
  { waitMs, onError }: Pace,
  signal: AbortSignal,
): Promise<void> {
  while (!signal.aborted) {
    try {
      await round();
    } catch (error) {
      onError(error);
    }
    await sleep(waitMs(), undefined, { signal }).catch(() => undefined);
  }
}

export interface Rounds {
  /** Begins none any more, and waits for the one under way. Idempotent. */
  close(): Promise<void>;
}

/** Begins after the first wait. @param round is told by its signal when it need not go on */
export function startRounds(round: (signal: AbortSignal) => Promise<void>, pace: Pace): Rounds {
  const closing = new AbortController();
  const { signal } = closing;
  const running = sleep(pace.waitMs(), undefined, { signal })
    .catch(() => undefined)
    .then(() => repeat(() => round(signal), pace, signal));
  return {
    async close() {
      closing.abort();
      await running;
    },
  };
}
