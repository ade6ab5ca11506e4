/** A step did not finish in the time that it was given. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/**
 * The result of `work`, or a `DeadlineError` after `ms`. The work itself goes on: nothing that runs in a page can
 * be taken back. Its late rejection is swallowed.
 */
export async function withDeadline<T>(what: string, ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new DeadlineError(`${what} took longer than ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, expiry]);
  } finally {
    clearTimeout(timer);
    work.catch(() => undefined);
  }
}

/** True as soon as `condition` holds, false when it still does not after `ms`. */
export async function waitUntil(ms: number, condition: () => boolean | Promise<boolean>): Promise<boolean> {
  const end = performance.now() + ms;
  while (!(await condition())) {
    if (performance.now() > end) return false;
    await pause(25);
  }
  return true;
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/**
 * The one deadline that runs at a time: entering a stage replaces the deadline of the one before. While it is held no
 * deadline runs; afterwards the one of the present stage begins anew.
 */
export class StageClock<Stage extends string> {
  readonly #onExpired: (stage: Stage, ms: number) => void;
  #timer: NodeJS.Timeout | undefined;
  #stage: Stage;
  #ms: number | undefined;
  #isHeld = false;
  #isStopped = false;

  constructor(first: Stage, onExpired: (stage: Stage, ms: number) => void) {
    this.#stage = first;
    this.#onExpired = onExpired;
  }

  get stage(): Stage {
    return this.#stage;
  }

  /** Without `ms` the stage may last for ever. */
  enter(stage: Stage, ms?: number): void {
    clearTimeout(this.#timer);
    this.#stage = stage;
    this.#ms = ms;
    if (ms === undefined || this.#isHeld || this.#isStopped) return;
    this.#timer = setTimeout(() => this.#onExpired(stage, ms), ms);
  }

  hold(): void {
    this.#isHeld = true;
    clearTimeout(this.#timer);
  }

  goOn(): void {
    this.#isHeld = false;
    this.enter(this.#stage, this.#ms);
  }

  /** For good. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }
}
