import { randomBytes, randomInt } from 'node:crypto';
import type { FrameToPage } from '../protocol/frames.ts';
import type { Policies } from './policies.ts';

/** A page that nobody is logged in on, waiting to be linked. */
export interface Unlinked {
  send(frame: FrameToPage): void;
  /** Called once, when a phone has scanned the page's QR or entered its code. */
  link(phone: string): void;
}

interface Offer {
  readonly page: Unlinked;
  readonly expiresAt: number;
}

const CODE_ALPHABET = '123456789ABCDEFGHJKLMNPQRSTVWXYZ';
const CODE_VALID_MS = 180_000;

/** Hands QRs and pairing codes to pages that wait to be linked, and takes them back from phones. */
export class Linking {
  readonly #policies: Policies;
  readonly #changed: () => void;
  readonly #refs = new Map<string, Offer>();
  readonly #codes = new Map<string, Offer & { phone: string }>();
  readonly #expired = new Set<string>();
  readonly #rounds = new Map<Unlinked, NodeJS.Timeout>();

  /** @param changed is called whenever other QRs are on show. */
  constructor(policies: Policies, changed: () => void) {
    this.#policies = policies;
    this.#changed = changed;
  }

  /** Starts a round of QRs: the first is valid longer, and after the last the page idles. */
  start(page: Unlinked): void {
    this.#endRound(page);
    if (!this.#policies.policy.holdRefs) this.#offer(page, 1);
  }

  stop(page: Unlinked): void {
    this.#endRound(page);
    for (const [code, offer] of this.#codes) if (offer.page === page) this.#codes.delete(code);
  }

  /** The refs on show now, newest last, with their expiry in unix milliseconds. */
  current(): { ref: string; expiresAt: number }[] {
    return [...this.#refs].map(([ref, { expiresAt }]) => ({ ref, expiresAt }));
  }

  /** @throws the reason, when the QR is not (or no longer) on show. */
  scan(qr: string, phone: string): void {
    const [ref = '', ...keys] = qr.split(',');
    if (keys.length !== 4)
      throw new Error('This is not a QR of WhatsApp Web: it has 5 parts, separated by commas');
    if (this.#expired.has(ref)) throw new Error('This QR has expired');
    const offer = this.#refs.get(ref);
    if (!offer) throw new Error('This QR is unknown');
    this.stop(offer.page);
    offer.page.link(phone);
  }

  /** Makes the code that the owner of `phone` has to enter there. */
  code(page: Unlinked, phone: string): string {
    const { pairingCodeError } = this.#policies.policy;
    if (pairingCodeError !== null) throw new Error(pairingCodeError);
    const code = Array.from({ length: 8 }, () => CODE_ALPHABET[randomInt(CODE_ALPHABET.length)]).join('');
    for (const [older, offer] of this.#codes) if (offer.page === page) this.#codes.delete(older);
    this.#codes.set(code, { page, phone, expiresAt: Date.now() + CODE_VALID_MS });
    return code;
  }

  enterCode(code: string, phone: string): void {
    const offer = this.#codes.get(code.replace('-', '').toUpperCase());
    if (!offer || offer.expiresAt < Date.now()) throw new Error('This code is unknown or has expired');
    if (offer.phone !== phone) throw new Error('This code is for another phone number');
    this.stop(offer.page);
    offer.page.link(phone);
  }

  close(): void {
    for (const page of [...this.#rounds.keys()]) this.stop(page);
  }

  #offer(page: Unlinked, number: number): void {
    const { qrFirstMs, qrNextMs, qrCount } = this.#policies.policy;
    const validMs = number === 1 ? qrFirstMs : qrNextMs;
    const ref = `2@${randomBytes(48).toString('base64')}`;
    this.#refs.set(ref, { page, expiresAt: Date.now() + validMs });
    page.send({ t: 'ref', ref });
    this.#changed();
    const timer = setTimeout(() => {
      this.#expire(page);
      if (number < qrCount) this.#offer(page, number + 1);
      else page.send({ t: 'idle' });
    }, validMs);
    this.#rounds.set(page, timer);
  }

  #endRound(page: Unlinked): void {
    clearTimeout(this.#rounds.get(page));
    this.#rounds.delete(page);
    this.#expire(page);
  }

  #expire(page: Unlinked): void {
    for (const [ref, offer] of this.#refs) {
      if (offer.page !== page) continue;
      this.#refs.delete(ref);
      this.#expired.add(ref);
      this.#changed();
    }
  }
}
