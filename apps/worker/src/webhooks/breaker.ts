/** Says when an endpoint should be left alone: most of what was tried of late has failed. */
export interface Breaker {
  /** Takes an attempt down; true when it is enough. */
  note(isFailure: boolean): boolean;
}

const WINDOW = 20;
const FEWEST = 10;
const WINDOW_MS = 60_000;
const TOO_MANY = 0.7;

/** @param now monotonic milliseconds */
export function createBreaker(now: () => number = () => performance.now()): Breaker {
  let recent: { readonly at: number; readonly isFailure: boolean }[] = [];
  return {
    note(isFailure) {
      const at = now();
      recent = [...recent, { at, isFailure }].slice(-WINDOW).filter((seen) => at - seen.at < WINDOW_MS);
      const failures = recent.filter((seen) => seen.isFailure).length;
      const isOpen = recent.length >= FEWEST && failures >= TOO_MANY * recent.length;
      // What comes after the pause is judged by itself.
      if (isOpen) recent = [];
      return isOpen;
    },
  };
}
