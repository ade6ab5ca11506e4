/** Lets one through at a time: the next one waits until the one before has left, or has stayed for too long. */
export class Turnstile {
  #last: Promise<void> = Promise.resolve();
  #leave: () => void = () => undefined;

  /** @param ms how long the one who enters may stay */
  async enter(ms: number): Promise<void> {
    const before = this.#last;
    let leave: () => void = () => undefined;
    this.#last = new Promise((resolve) => {
      leave = resolve;
    });
    await before;
    const timer = setTimeout(leave, ms).unref();
    this.#leave = () => {
      clearTimeout(timer);
      leave();
    };
  }

  leave(): void {
    this.#leave();
  }
}
