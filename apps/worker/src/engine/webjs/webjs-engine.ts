import type { Logger } from 'pino';
import type { Browser, Page } from 'puppeteer';
import {
  type Account,
  type Engine,
  type EngineEvent,
  type EngineListener,
  type EngineMessage,
  type LookUp,
  PairingError,
  type SendOutcome,
  type TextToSend,
} from '../engine.ts';
import { type BrowserProgram, endBrowser } from './browser.ts';
import {
  classifyError,
  classifyState,
  type End,
  errorText,
  isUnknownModule,
  type Stage,
} from './classify-error.ts';
import { reportClientEvents } from './client-events.ts';
import { DeadlineError, pause, StageClock, withDeadline } from './deadlines.ts';
import { Heartbeat } from './heartbeat.ts';
import { GuardedClient } from './library-client.ts';
import { findOwn, readMessagesSince, sendText } from './page-calls.ts';
import type { PageState, PageWindow } from './page-program.ts';
import { PageWatch } from './page-watch.ts';
import type { Profile } from './profile.ts';
import { QrCodes } from './qr-codes.ts';
import type { WebjsTimings } from './timings.ts';
import { onSuspicion } from './unhandled-rejections.ts';

declare const window: PageWindow;

export interface WebjsEngineOptions {
  readonly profile: Profile;
  /** Waits until no other engine of this process uses the profile; the result gives it back. */
  readonly claimProfile: () => Promise<() => void>;
  readonly findProgram: () => Promise<BrowserProgram>;
  readonly flags: readonly string[];
  readonly deviceName?: string | undefined;
  readonly timings: WebjsTimings;
  readonly listener: EngineListener;
  readonly logger: Logger;
}

/** From one look whether the session is ready to the next, in milliseconds. */
const PROBE_EVERY_MS = 100;
/** How long a failing page may take to say what state it is in, in milliseconds. */
const EXPLAIN_MS = 2_000;

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
 * One life of a WhatsApp Web page in a browser of its own, driven by whatsapp-web.js.
 *
 * The stages are launch → open → connect → login → sync → ready ⇄ reconnect, each with a deadline; login is left out
 * where the profile holds one. Every way out of them leads through `#end`, once.
 */
export class WebjsEngine implements Engine {
  readonly #options: WebjsEngineOptions;
  readonly #logger: Logger;
  readonly #clock = new StageClock<Stage>('launch', (stage, ms) => this.#expired(stage, ms));
  readonly #heartbeat: Heartbeat<PageState | undefined>;
  readonly #qrCodes: QrCodes;
  readonly #aborting = new AbortController();

  #running: Promise<void> | undefined;
  #ending: Promise<void> | undefined;
  #endReason: End['reason'] | undefined;
  #giveBack: () => void = () => undefined;
  #forgetSuspicion: () => void = () => undefined;

  #client: GuardedClient | undefined;
  #browser: Browser | undefined;
  #page: Page | undefined;
  #watch: PageWatch | undefined;

  #socketState: string | undefined;
  #wasLinked = false;
  /** The library's listeners are in the present document. */
  #isAttached = false;
  #isConfirming = false;
  #percent: number | undefined;
  #loginUntil: number | undefined;
  #sending: Promise<unknown> = Promise.resolve();

  constructor(options: WebjsEngineOptions) {
    this.#options = options;
    this.#logger = options.logger;
    const { timings } = options;
    this.#heartbeat = new Heartbeat({
      everyMs: timings.heartbeatEveryMs,
      deadlineMs: timings.heartbeatDeadlineMs,
      ask: async () => await this.#page?.evaluate(() => window.wagw?.observe()),
      onAnswer: (state) => this.#observed(state),
      onSilence: (error) => void this.#end({ reason: 'unresponsive', detail: error.message }),
    });
    this.#qrCodes = new QrCodes({
      firstMs: timings.qrFirstMs,
      nextMs: timings.qrNextMs,
      silenceMs: timings.qrSilenceMs,
      emit: (event) => this.#emit(event),
      refresh: () => this.#tell(() => window.wagw?.refreshQr()),
    });
  }

  async start(): Promise<void> {
    if (this.#ending) return;
    if (this.#running) return;
    this.#forgetSuspicion = onSuspicion(() => this.#heartbeat.beatNow());
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    await this.#end({ reason: 'stopped', detail: 'stopped by request' });
  }

  async logout(): Promise<void> {
    const page = this.#page;
    if (page && !this.#ending) {
      const told = page.evaluate(async () => await window.wagw?.logout());
      await withDeadline('logging out', this.#options.timings.callMs, told).catch((error) =>
        this.#logger.warn(
          { err: error },
          'WhatsApp could not be told of the logout; only the stored login is removed',
        ),
      );
    }
    await this.#end({ reason: 'logged_out', detail: 'logged out by request' });
    if (this.#endReason !== 'logged_out') await this.#wipeLater();
  }

  async requestPairingCode(phone: string): Promise<string> {
    const client = this.#client;
    if (!client || this.#ending || this.#clock.stage !== 'login') {
      throw new PairingError('not_waiting', 'The session does not wait for a login');
    }
    const { callMs, pairingMs } = this.#options.timings;
    this.#qrCodes.keepQuiet(pairingMs);
    // The library would ask for another code after the interval and could tell nobody; ours is longer than a life.
    const asked = client.requestPairingCode(phone, true, 2 ** 31 - 1);
    try {
      return await withDeadline('asking for a pairing code', callMs, asked);
    } catch (error) {
      this.#qrCodes.keepQuiet(0);
      throw new PairingError(error instanceof DeadlineError ? 'timeout' : 'refused', errorText(error));
    }
  }

  async sendText(message: TextToSend): Promise<SendOutcome> {
    const turn = this.#sending.then(async (): Promise<SendOutcome> => {
      const page = this.#readyPage();
      if (!page) return { outcome: 'not_sent', code: 'not_ready', detail: 'the session is not connected' };
      return await sendText(page, message, this.#options.timings.sendMs);
    });
    this.#sending = turn;
    return await turn;
  }

  async find(id: string, chats: readonly string[]): Promise<LookUp> {
    const page = this.#readyPage();
    if (!page) return { found: 'unknown', detail: 'the session is not connected' };
    return await findOwn(page, id, chats, this.#options.timings.callMs);
  }

  async messagesSince(since: number): Promise<EngineMessage[]> {
    const page = this.#readyPage();
    if (!page) throw new Error('the session is not connected');
    return await readMessagesSince(page, since, this.#options.timings.callMs, (chat, error) =>
      this.#logger.warn({ err: error, chat }, 'the messages of a chat could not be read'),
    );
  }

  #readyPage(): Page | undefined {
    return this.#ending === undefined && this.#clock.stage === 'ready' ? this.#page : undefined;
  }

  async #run(): Promise<void> {
    const { profile, claimProfile, findProgram, timings } = this.#options;
    this.#clock.enter('launch', timings.launchMs);
    try {
      this.#giveBack = await claimProfile();
      await profile.open();
      this.#wasLinked = await profile.isLinked();
      const program = await findProgram();
      if (this.#ending) return;
      this.#client = this.#makeClient(program);
      await this.#client.initialize();
    } catch (error) {
      void this.#fail(error);
    }
  }

  #makeClient(program: BrowserProgram): GuardedClient {
    const { flags, deviceName, profile, timings } = this.#options;
    const client = new GuardedClient(
      {
        program,
        flags,
        deviceName,
        profilePath: profile.path,
        signal: this.#aborting.signal,
        launchMs: timings.launchMs,
        bootMs: timings.bootMs,
        protocolMs: Math.max(timings.connectMs, timings.sendMs, timings.callMs) + 10_000,
      },
      {
        launched: async (browser, page) => await this.#launched(browser, page),
        documentLoaded: () => this.#documentLoaded(),
        documentHooked: () => this.#heartbeat.start(),
        isWanted: () => this.#ending === undefined,
        hookingFailed: (error) => void this.#fail(error),
        closeWanted: () =>
          void this.#end({ reason: 'unresponsive', detail: 'the library has given the page up' }),
      },
    );
    client.on('qr', (qr) => this.#qrReceived(qr));
    client.on('authenticated', () => this.#synchronising());
    client.on('loading_screen', (percent) => this.#synchronising(Number(percent)));
    client.on('ready', () => {
      this.#isAttached = true;
      void this.#confirmReady();
    });
    client.on('disconnected', (state) => {
      const end = classifyState(String(state));
      void this.#end(
        end ?? { reason: 'unresponsive', detail: `WhatsApp's page ended the connection: ${state}` },
      );
    });
    reportClientEvents(client, (event) => this.#emit(event), this.#logger);
    return client;
  }

  async #launched(browser: Browser, page: Page): Promise<void> {
    this.#browser = browser;
    this.#page = page;
    this.#clock.enter('open', this.#options.timings.openMs);
    this.#watch = new PageWatch(browser, page, {
      crashed: (detail) => void this.#end({ reason: 'crashed', detail }),
      loggedOut: () => void this.#end({ reason: 'logged_out', detail: 'WhatsApp has removed this device' }),
      pageError: (message) => this.#pageFailed(message),
    });
    await page.exposeFunction('wagwSocketState', (state: string) => this.#socketIs(state));
  }

  /** The library's own functions run in the page too; what they lack would otherwise show as silence only. */
  #pageFailed(message: string): void {
    this.#logger.warn({ message }, 'an error in the page');
    if (isUnknownModule(message) && this.#clock.stage !== 'ready') void this.#fail(new Error(message));
  }

  #documentLoaded(): void {
    if (this.#clock.stage === 'ready')
      this.#emit({ type: 'interrupted', detail: 'WhatsApp Web loads itself anew' });
    this.#isAttached = false;
    this.#clock.enter('connect', this.#options.timings.connectMs);
  }

  #qrReceived(qr: string): void {
    if (this.#ending) return;
    if (this.#wasLinked) {
      void this.#end({ reason: 'logged_out', detail: 'WhatsApp no longer accepts the stored login' });
      return;
    }
    if (!this.#qrCodes.received(qr) || this.#clock.stage === 'login') return;
    this.#loginUntil ??= Date.now() + this.#options.timings.notScannedMs;
    this.#clock.enter('login', this.#loginUntil - Date.now());
  }

  /** WhatsApp has accepted the login and copies the account; each sign of progress prolongs the deadline. */
  #synchronising(percent?: number): void {
    const { stage } = this.#clock;
    if (this.#ending || stage === 'ready' || stage === 'reconnect') return;
    this.#qrCodes.stop();
    this.#clock.enter('sync', this.#options.timings.syncMs);
    if (stage === 'sync' && percent === this.#percent) return;
    this.#percent = percent;
    this.#emit({ type: 'authenticating', ...(percent === undefined ? {} : { percent }) });
  }

  #observed(state: PageState | undefined): void {
    if (this.#clock.stage === 'ready' && !state?.hooked) {
      void this.#fail(new Error('the library has lost the page'));
      return;
    }
    if (state?.socketState !== undefined) this.#socketIs(state.socketState);
    if (this.#isAttached && this.#clock.stage !== 'ready') void this.#confirmReady();
  }

  #socketIs(state: string): void {
    if (this.#ending) return;
    if (state !== this.#socketState) {
      this.#socketState = state;
      this.#emit({ type: 'connection_state', state });
    }
    const { stage } = this.#clock;
    const isPaired = stage === 'ready' || stage === 'reconnect' || stage === 'sync';
    if (state === 'UNPAIRED' || state === 'UNPAIRED_IDLE') {
      if (isPaired) this.#endBecauseOf(state);
      else if (state === 'UNPAIRED_IDLE') this.#qrCodes.exhausted();
    } else if (classifyState(state)) {
      this.#endBecauseOf(state);
    } else if (state === 'CONNECTED') {
      if (stage === 'reconnect') void this.#confirmReady();
      else if (!isPaired) this.#synchronising();
    } else if (state === 'PAIRING' && stage === 'login') {
      this.#synchronising();
    } else if (stage === 'ready') {
      this.#clock.enter('reconnect', this.#options.timings.reconnectMs);
      this.#emit({ type: 'interrupted', detail: `the connection to WhatsApp is ${state}` });
    }
  }

  #endBecauseOf(state: string): void {
    const end = classifyState(state);
    if (end) void this.#end(end);
  }

  /** Ready is what a look into the page proves, not what the library says. */
  async #confirmReady(): Promise<void> {
    if (this.#isConfirming) return;
    this.#isConfirming = true;
    while (!this.#ending && this.#isAttached && this.#clock.stage !== 'ready') {
      try {
        const asked = this.#page?.evaluate(() => window.wagw?.probe()) ?? Promise.resolve(undefined);
        const answer = await withDeadline('the proof of readiness', this.#options.timings.callMs, asked);
        if (answer?.ready === true) this.#becomeReady(answer);
        else if (answer && isUnknownModule(answer.why)) void this.#fail(new Error(answer.why));
      } catch (error) {
        if (error instanceof DeadlineError) void this.#end({ reason: 'unresponsive', detail: error.message });
      }
      await pause(PROBE_EVERY_MS);
    }
    this.#isConfirming = false;
  }

  #becomeReady({ phone, name, platform }: Account): void {
    if (this.#ending || !this.#isAttached || this.#clock.stage === 'ready') return;
    this.#wasLinked = true;
    this.#clock.enter('ready');
    this.#options.profile
      .markLinked()
      .catch((error) => this.#logger.error({ err: error }, 'profile not marked'));
    this.#emit({ type: 'ready', account: { phone, name, platform } });
  }

  #expired(stage: Stage, ms: number): void {
    if (stage === 'login') void this.#end({ reason: 'not_scanned', detail: 'nobody has logged in in time' });
    else void this.#fail(new DeadlineError(`${whatTakesLong[stage]} took longer than ${ms} ms`));
  }

  /** Ends for the reason behind an error; the page is asked for what it knows. */
  async #fail(error: unknown): Promise<void> {
    if (this.#ending) return;
    const { stage } = this.#clock;
    const asked = this.#page?.evaluate(() => window.wagw?.observe()) ?? Promise.resolve(undefined);
    const state = await withDeadline('the state of the page', EXPLAIN_MS, asked).catch(() => undefined);
    await this.#end(
      classifyError(error, {
        stage,
        httpStatus: this.#watch?.httpStatus,
        pageErrors: this.#watch?.pageErrors ?? [],
        socketState: state?.socketState,
      }),
    );
  }

  #end(end: End): Promise<void> {
    this.#endReason ??= end.reason;
    this.#ending ??= this.#finish(end);
    return this.#ending;
  }

  /** Nothing of the life is left when `ended` is told: no process, no timer, and after a logout no profile. */
  async #finish(end: End): Promise<void> {
    const { profile, timings } = this.#options;
    this.#clock.stop();
    this.#heartbeat.stop();
    this.#qrCodes.stop();
    this.#forgetSuspicion();
    try {
      if (this.#browser) await endBrowser(this.#browser, timings.closeMs);
      else this.#aborting.abort();
      // A launch that was under way must have settled: what it still brings is ended with it.
      await withDeadline('settling', timings.closeMs, this.#running ?? Promise.resolve()).catch(
        () => undefined,
      );
      if (this.#running) await profile.release();
      if (end.reason === 'logged_out') await profile.wipe();
    } catch (error) {
      this.#logger.error({ err: error }, 'the browser or its profile could not be cleared away');
    }
    this.#giveBack();
    this.#emit({ type: 'ended', ...end });
    this.#isTold = true;
  }

  /** The life had ended for another reason before it was logged out. */
  async #wipeLater(): Promise<void> {
    const giveBack = await this.#options.claimProfile();
    try {
      await this.#options.profile.wipe();
    } finally {
      giveBack();
    }
  }

  #isTold = false;

  #emit(event: EngineEvent): void {
    if (this.#isTold) return;
    try {
      this.#options.listener(event);
    } catch (error) {
      this.#logger.error({ err: error, event: event.type }, 'a listener has thrown');
    }
  }

  /** Says something to the page that needs no answer. */
  #tell(what: () => void): void {
    this.#page
      ?.evaluate(what)
      .catch((error) => this.#logger.warn({ err: error }, 'the page could not be told'));
  }
}
