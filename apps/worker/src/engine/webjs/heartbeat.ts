import { DeadlineError, withDeadline } from './deadlines.ts';

export interface HeartbeatOptions<Answer> {
  readonly everyMs: number;
  readonly deadlineMs: number;
  readonly ask: () => Promise<Answer>;
  readonly onAnswer: (answer: Answer) => void;
  /** Nobody answered in time. Other failures are for those who see the page or the browser go. */
  readonly onSilence: (error: DeadlineError) => void;
}

/**
 * Asks again and again until stopped: a frozen browser says nothing by itself, and neither does a frozen page. It asks
 * for little, often, and ends the life of what is silent; whether a message could be sent and heard is for the probe.
 */
export class Heartbeat<Answer> {
  readonly #options: HeartbeatOptions<Answer>;
  #timer: NodeJS.Timeout | undefined;
  #isStarted = false;
  #isStopped = false;

  constructor(options: HeartbeatOptions<Answer>) {
    this.#options = options;
  }

  start(): void {
    if (this.#isStarted || this.#isStopped) return;
    this.#isStarted = true;
    this.#schedule();
  }

  /** For the case of doubt: does not wait for its time. */
  beatNow(): void {
    if (!this.#isStarted || this.#isStopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#beat(), 0);
  }

  /** For good: a page that is just being hooked into may still call for the first beat. */
  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(): void {
    this.#timer = setTimeout(() => void this.#beat(), this.#options.everyMs);
  }

  async #beat(): Promise<void> {
    const { ask, deadlineMs, onAnswer, onSilence } = this.#options;
    try {
      const answer = await withDeadline('the answer to a heartbeat', deadlineMs, ask());
      if (!this.#isStopped) onAnswer(answer);
    } catch (error) {
      if (!this.#isStopped && error instanceof DeadlineError) onSilence(error);
    }
    if (!this.#isStopped) this.#schedule();
  }
}
