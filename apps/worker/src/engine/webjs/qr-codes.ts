import type { EngineEvent } from '../engine.ts';

export interface QrOptions {
  readonly firstMs: number;
  readonly nextMs: number;
  readonly silenceMs: number;
  readonly emit: (event: EngineEvent) => void;
  /** Asks WhatsApp's page for a new code. */
  readonly refresh: () => void;
}

/** Passes good QR codes on and sees to it that there is always another one. */
export class QrCodes {
  readonly #options: QrOptions;
  #last = '';
  #isFirstOfCycle = true;
  #silence: NodeJS.Timeout | undefined;
  #quietUntil = 0;

  constructor(options: QrOptions) {
    this.#options = options;
  }

  /** A code from the page. The library makes one also when WhatsApp's reference is not there yet: `undefined,…`. */
  received(qr: string): boolean {
    if (!isComplete(qr)) return false;
    if (qr === this.#last) return true;
    this.#last = qr;
    const lifeMs = this.#isFirstOfCycle ? this.#options.firstMs : this.#options.nextMs;
    this.#isFirstOfCycle = false;
    this.#watchForSilence();
    this.#options.emit({ type: 'qr', qr, expiresAt: Date.now() + lifeMs });
    return true;
  }

  /**
   * The page has shown its codes and stopped (`UNPAIRED_IDLE`); the library means to go on, but its attempt fails
   * without a word.
   */
  exhausted(): void {
    const quietMs = this.#quietUntil - Date.now();
    if (quietMs > 0) {
      this.#watchForSilence(quietMs);
      return;
    }
    this.#isFirstOfCycle = true;
    this.#watchForSilence();
    this.#options.refresh();
  }

  /** Asks for no QR code for so long: that would end the wait for a pairing code. */
  keepQuiet(ms: number): void {
    this.#quietUntil = Date.now() + ms;
    this.#watchForSilence(ms);
  }

  stop(): void {
    clearTimeout(this.#silence);
  }

  #watchForSilence(ms = this.#options.silenceMs): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => this.exhausted(), ms);
  }
}

/** Reference, two public keys, a secret and a platform, none of them missing. */
function isComplete(qr: string): boolean {
  const fields = qr.split(',');
  return (
    fields.length >= 4 && fields.every((field) => field !== '' && field !== 'undefined' && field !== 'null')
  );
}
