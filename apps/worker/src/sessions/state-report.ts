import type { EventData } from '@wagw/shared/events/catalogue';
import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import type { StateCode } from '@wagw/shared/sessions/session-state';
import type { SessionRecord } from '@wagw/shared/sessions/session-store';
import type { Account } from '../engine/engine.ts';
import type { Recorder } from '../events/recorder.ts';
import type { Ownership } from './ownership.ts';
import { connectionState, qrEvent, statusEvent } from './session-events.ts';

/** What is forgotten with a login. */
export const NO_LOGIN = { account: '', linkedAt: '', reconciledAt: '' };

export interface StateReportParts {
  readonly fence: Fence;
  readonly ownership: Pick<Ownership, 'update'>;
  readonly recorder: Recorder;
  readonly logger: Logger;
  /** Called when it turns out that the session belongs to someone else. */
  readonly onFenced: () => void;
}

/** What a session is doing, written down and told to the customer in the same moment. */
export class StateReport {
  readonly #parts: StateReportParts;
  #code: StateCode | undefined;
  /** What this owner has told of it. */
  #connection: EventData<'connection.status'>['state'] | undefined;
  /** When it was open last, in unix seconds. */
  #lastSeen: number | undefined;
  #phone: string | undefined;

  constructor(parts: StateReportParts) {
    this.#parts = parts;
  }

  /** As it was reported last, by whichever owner. */
  get code(): StateCode {
    return this.#code ?? 'starting';
  }

  /** Whether somebody has logged in, as far as is known. */
  get isLinked(): boolean {
    return this.#phone !== undefined;
  }

  /** Goes on from what the owner before has written. */
  continueFrom(record: SessionRecord): void {
    this.#code ??= record.code;
    this.#phone ??= record.account?.phone;
  }

  /**
   * Enters a state; a second time in a row only writes the fields.
   * @param fields of the session's record that change with the state
   */
  async enter(code: StateCode, fields: Readonly<Record<string, string>> = {}): Promise<void> {
    const { fence, ownership, recorder, logger, onFenced } = this.#parts;
    const same = this.#code === code;
    if (same && Object.keys(fields).length === 0) return;
    const session = { ...(code === 'scan_qr' ? {} : { qr: '' }), ...fields };
    if (same) {
      if (!(await ownership.update(fence, session))) onFenced();
      return;
    }
    this.#code = code;
    logger.info({ code }, 'session state');
    // Sent together, and recorded in this order.
    const [appended] = await Promise.all([
      recorder.record(
        { event: 'session.status', data: statusEvent(code, this.#phone) },
        { session: { code, stateSince: String(Date.now()), ...session } },
      ),
      this.#tellConnection(code),
    ]);
    if (appended === 'fenced') onFenced();
  }

  async #tellConnection(code: StateCode): Promise<void> {
    const state = connectionState(code);
    if (state === this.#connection) return;
    if (this.#connection === 'open') this.#lastSeen = Math.floor(Date.now() / 1000);
    this.#connection = state;
    const lastSeen = state === 'open' ? undefined : this.#lastSeen;
    await this.#parts.recorder.record({
      event: 'connection.status',
      data: { state, ...(lastSeen === undefined ? {} : { lastSeen }) },
    });
  }

  async enterReady(account: Account): Promise<void> {
    this.#phone = account.phone;
    await this.enter('ready', { account: JSON.stringify(account), connectedAt: String(Date.now()) });
  }

  /** @param expiresAt unix milliseconds */
  async showQr(qr: string, expiresAt: number): Promise<void> {
    const data = await qrEvent(qr, expiresAt, Date.now());
    await this.enter('scan_qr');
    await this.#parts.recorder.record(
      { event: 'qr_code', data },
      { session: { qr: JSON.stringify({ text: qr, expiresAt }) } },
    );
  }
}
