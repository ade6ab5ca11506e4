import type { EngineEvent } from '../engine.ts';
import { classifyState, type End, isUnknownModule, type Stage } from './classify-error.ts';
import { DeadlineError, pause, StageClock, withDeadline } from './deadlines.ts';
import type { PageReadiness, PageState } from './page-connection.ts';
import { QrCodes } from './qr-codes.ts';
import type { WebjsTimings } from './timings.ts';

export interface LifeHooks {
  emit(event: EngineEvent): void;
  /** The life is over for a reason that is known. */
  end(end: End): void;
  /** The life is over, and the reason is to be found out. */
  fail(error: unknown): void;
  /** Looks into the page whether a message could be sent now. */
  probe(): Promise<PageReadiness | undefined>;
  /** Gets an answer from WhatsApp's server over the page's connection. */
  reach(): Promise<void>;
  refreshQr(): void;
  /** The session is logged in, which its profile shall remember. Resolves when it does; never rejects. */
  linked(): Promise<void>;
}

/** The pause after the first look whether the session is ready, and the longest one, in milliseconds. */
const PROBE_MS = { first: 50, longest: 1_000 };

const whatTakesLong: Record<Stage, string> = {
  launch: 'starting the browser',
  open: 'loading web.whatsapp.com',
  connect: 'connecting to WhatsApp',
  login: 'logging in',
  sync: 'synchronising the account',
  ready: 'being ready',
  reconnect: 'connecting again to WhatsApp',
};

/**
 * Where a life is, from what the library and the page say: launch → open → connect → login → sync → ready ⇄ reconnect,
 * each with its deadline. Login is left out where the profile holds one. Each event of the session's state comes from
 * here, once, however often the page repeats itself.
 */
export class LifeStages {
  readonly #timings: WebjsTimings;
  readonly #hooks: LifeHooks;
  readonly #clock = new StageClock<Stage>('launch', (stage, ms) => this.#expired(stage, ms));
  readonly #qrCodes: QrCodes;

  #isOver = false;
  #socketState: string | undefined;
  #wasLinked = false;
  /** The library's listeners are in the present document. */
  #isAttached = false;
  #isProving = false;
  #isOffline = false;
  /** The network was away: the connection may be dead although its state does not say so. */
  #mustReach = false;
  #percent: number | undefined;
  #scanUntil: number | undefined;

  constructor(timings: WebjsTimings, hooks: LifeHooks) {
    this.#timings = timings;
    this.#hooks = hooks;
    this.#qrCodes = new QrCodes({
      firstMs: timings.qrFirstMs,
      nextMs: timings.qrNextMs,
      silenceMs: timings.qrSilenceMs,
      emit: (event) => hooks.emit(event),
      refresh: () => hooks.refreshQr(),
    });
  }

  get stage(): Stage {
    return this.#clock.stage;
  }

  /** Nothing is told and nothing expires any more. */
  stop(): void {
    this.#isOver = true;
    this.#clock.stop();
    this.#qrCodes.stop();
  }

  /** The network is taken away on purpose. No deadline runs meanwhile, for nothing can go on. */
  offline(): void {
    if (this.#isOver || this.#isOffline) return;
    this.#isOffline = true;
    this.#mustReach = true;
    this.#clock.hold();
    this.#loseConnection('the network is switched off');
  }

  online(): void {
    if (this.#isOver || !this.#isOffline) return;
    this.#isOffline = false;
    this.#clock.goOn();
    void this.#proveReady();
  }

  launching(): void {
    this.#clock.enter('launch', this.#timings.launchMs);
  }

  /** @param wasLinked the profile holds a login, so a QR code means that WhatsApp no longer accepts it */
  launched(wasLinked: boolean): void {
    this.#wasLinked = wasLinked;
    this.#clock.enter('open', this.#timings.openMs);
  }

  documentLoaded(): void {
    if (this.#isOver) return;
    if (this.stage === 'ready') {
      this.#hooks.emit({ type: 'interrupted', detail: 'WhatsApp Web loads itself anew' });
    }
    this.#isAttached = false;
    this.#clock.enter('connect', this.#timings.connectMs);
  }

  qrReceived(qr: string): void {
    if (this.#isOver) return;
    if (this.#wasLinked) {
      this.#hooks.end({ reason: 'logged_out', detail: 'WhatsApp no longer accepts the stored login' });
      return;
    }
    if (!this.#qrCodes.received(qr) || this.stage === 'login') return;
    this.#scanUntil ??= Date.now() + this.#timings.notScannedMs;
    this.#clock.enter('login', this.#scanUntil - Date.now());
  }

  /** Somebody types a code: the QR codes rest for so long, in milliseconds. */
  restQrCodes(ms: number): void {
    if (!this.#isOver) this.#qrCodes.keepQuiet(ms);
  }

  /** WhatsApp has accepted the login and copies the account; each sign of progress prolongs the deadline. */
  synchronising(percent?: number): void {
    const { stage } = this;
    if (this.#isOver || stage === 'ready' || stage === 'reconnect') return;
    this.#qrCodes.stop();
    this.#clock.enter('sync', this.#timings.syncMs);
    if (stage === 'sync' && percent === this.#percent) return;
    this.#percent = percent;
    this.#hooks.emit({ type: 'authenticating', ...(percent === undefined ? {} : { percent }) });
  }

  /** The library says that it is ready. It may say so again and again. */
  attached(): void {
    this.#isAttached = true;
    void this.#proveReady();
  }

  /** What a heartbeat brings: the state once more, should the page's own report of it have been lost. */
  observed(state: PageState | undefined): void {
    if (this.#isOver) return;
    if (this.stage === 'ready' && !state?.hooked) {
      this.#hooks.fail(new Error('the library has lost the page'));
    } else if (state?.socketState !== undefined) {
      this.socketIs(state.socketState);
    }
  }

  socketIs(state: string): void {
    if (this.#isOver) return;
    if (state !== this.#socketState) {
      this.#socketState = state;
      this.#hooks.emit({ type: 'connection_state', state });
    }
    const { stage } = this;
    const isPaired = stage === 'ready' || stage === 'reconnect' || stage === 'sync';
    const end = classifyState(state);
    if (end && (isPaired || end.reason !== 'logged_out')) {
      this.#hooks.end(end);
    } else if (state === 'UNPAIRED_IDLE') {
      this.#qrCodes.exhausted();
    } else if (state === 'CONNECTED') {
      if (!isPaired) this.synchronising();
      void this.#proveReady();
    } else if (state === 'PAIRING' && stage === 'login') {
      this.synchronising();
    } else {
      this.#loseConnection(`the connection to WhatsApp is ${state}`);
    }
  }

  #loseConnection(detail: string): void {
    if (this.stage !== 'ready') return;
    this.#clock.enter('reconnect', this.#timings.reconnectMs);
    this.#hooks.emit({ type: 'interrupted', detail });
  }

  /** Ready is what a look into the page proves, not what the library says. */
  async #proveReady(): Promise<void> {
    if (this.#isProving) return;
    this.#isProving = true;
    let rest = PROBE_MS.first;
    while (this.#mayBecomeReady()) {
      await this.#look();
      if (!this.#mayBecomeReady()) break;
      await pause(rest);
      rest = Math.min(rest * 2, PROBE_MS.longest);
    }
    this.#isProving = false;
  }

  #mayBecomeReady(): boolean {
    const isConnected = this.#socketState === 'CONNECTED' || this.#socketState === undefined;
    return !this.#isOver && !this.#isOffline && this.#isAttached && isConnected && this.stage !== 'ready';
  }

  async #look(): Promise<void> {
    if (this.#mustReach && !(await this.#reaches())) return;
    try {
      const answer = await withDeadline('the proof of readiness', this.#timings.callMs, this.#hooks.probe());
      // A login that has been told of shall not be lost, however the browser ends.
      if (answer?.ready === true && !this.#wasLinked) {
        await pause(this.#timings.storeMs);
        if (this.#mayBecomeReady()) await this.#hooks.linked();
      }
      if (answer?.ready === true && this.#mayBecomeReady()) {
        const { phone, name, platform } = answer;
        this.#wasLinked = true;
        this.#clock.enter('ready');
        this.#hooks.emit({ type: 'ready', account: { phone, name, platform } });
      } else if (answer?.ready === false && isUnknownModule(answer.why)) {
        this.#hooks.fail(new Error(answer.why));
      }
    } catch (error) {
      // Anything else is a page that is just going; whoever watches it sees that, too.
      if (error instanceof DeadlineError) this.#hooks.end({ reason: 'unresponsive', detail: error.message });
    }
  }

  async #reaches(): Promise<boolean> {
    this.#mustReach = false;
    try {
      await withDeadline('an answer from WhatsApp', this.#timings.callMs, this.#hooks.reach());
    } catch {
      this.#mustReach = true;
    }
    return !this.#mustReach;
  }

  #expired(stage: Stage, ms: number): void {
    if (stage === 'login') this.#hooks.end({ reason: 'not_scanned', detail: 'nobody has logged in in time' });
    else this.#hooks.fail(new DeadlineError(`${whatTakesLong[stage]} took longer than ${ms} ms`));
  }
}
