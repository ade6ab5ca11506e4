import type { Logger } from 'pino';
import type { Browser, Page } from 'puppeteer';
import type { EngineActions } from '../actions.ts';
import {
  type Engine,
  type EngineEvent,
  type EngineListener,
  type LookUp,
  PairingError,
  type Probe,
  type SendOutcome,
  type StoreReading,
} from '../engine.ts';
import type { OutgoingMessage } from '../outgoing.ts';
import { type BrowserProgram, endBrowser } from './browser.ts';
import { classifyError, classifyState, type End, errorText, isUnknownModule } from './classify-error.ts';
import { reportClientEvents } from './client-events.ts';
import { withDeadline } from './deadlines.ts';
import { Heartbeat } from './heartbeat.ts';
import { HeldProfile } from './held-profile.ts';
import { GuardedClient } from './library-client.ts';
import { LifeStages } from './life-stages.ts';
import { NetworkSwitch } from './network-switch.ts';
import { findOwn, readMessagesSince } from './page-calls.ts';
import type { PageState, PageWindow } from './page-connection.ts';
import { probePage } from './page-probe.ts';
import { PageWatch } from './page-watch.ts';
import { askForPairingCode } from './pairing-code.ts';
import { memoryOfTree } from './process-memory.ts';
import type { Profile } from './profile.ts';
import { Sender } from './sender.ts';
import type { WebjsTimings } from './timings.ts';
import { onSuspicion } from './unhandled-rejections.ts';
import { createWebjsActions } from './webjs-actions.ts';

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

/** How long a failing page may take to say what state it is in, in milliseconds. */
const EXPLAIN_MS = 2_000;

/**
 * One life of a WhatsApp Web page in a browser of its own, driven by whatsapp-web.js. `LifeStages` says where it is;
 * every way out leads through `#end`, once.
 */
export class WebjsEngine implements Engine {
  readonly #options: WebjsEngineOptions;
  readonly #logger: Logger;
  readonly #stages: LifeStages;
  readonly #heartbeat: Heartbeat<PageState | undefined>;
  readonly #network: NetworkSwitch;
  readonly #profile: HeldProfile;
  readonly #sender: Sender;
  readonly actions: EngineActions;
  readonly #aborting = new AbortController();

  #running: Promise<void> | undefined;
  #ending: Promise<void> | undefined;
  #isTold = false;
  #forgetSuspicion: (() => void) | undefined;

  #client: GuardedClient | undefined;
  #browser: Browser | undefined;
  #page: Page | undefined;
  #watch: PageWatch | undefined;

  constructor(options: WebjsEngineOptions) {
    this.#options = options;
    this.#logger = options.logger;
    const { timings } = options;
    this.#profile = new HeldProfile(options.profile, options.claimProfile);
    const readyPage = () => this.#readyPage();
    this.#sender = new Sender(readyPage, timings);
    this.actions = createWebjsActions({ readyPage, timings, logger: options.logger });
    this.#network = new NetworkSwitch(timings.switchMs);
    this.#stages = new LifeStages(timings, {
      emit: (event) => this.#emit(event),
      end: (end) => void this.#end(end),
      fail: (error) => void this.#fail(error),
      probe: async () => await this.#page?.evaluate(() => window.wagwConnection?.probe()),
      reach: async () => await this.#page?.evaluate(async () => await window.wagwConnection?.reach()),
      refreshQr: () => this.#inBackground(this.#page?.evaluate(() => window.wagwConnection?.refreshQr())),
      linked: async () =>
        await this.#profile
          .markLinked()
          .catch((error) =>
            this.#logger.warn({ err: error }, 'the profile cannot remember that it is linked'),
          ),
    });
    this.#heartbeat = new Heartbeat({
      everyMs: timings.heartbeatEveryMs,
      deadlineMs: timings.heartbeatDeadlineMs,
      ask: async () => await this.#page?.evaluate(() => window.wagwConnection?.observe()),
      onAnswer: (state) => this.#stages.observed(state),
      onSilence: (error) => void this.#end({ reason: 'unresponsive', detail: error.message }),
    });
  }

  async start(): Promise<void> {
    if (this.#running || this.#ending) return;
    this.#forgetSuspicion = onSuspicion(() => this.#heartbeat.beatNow());
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    await this.#end({ reason: 'stopped', detail: 'stopped by request' });
  }

  async logout(): Promise<void> {
    if (this.#page && !this.#ending) {
      const told = this.#page.evaluate(async () => await window.wagwConnection?.logout());
      await withDeadline('logging out', this.#options.timings.callMs, told).catch((error) =>
        this.#logger.warn(
          { err: error },
          'WhatsApp could not be told of the logout; the stored login is removed',
        ),
      );
    }
    await this.#end({ reason: 'logged_out', detail: 'logged out by request' });
    await this.#profile.wipeAfterwards();
  }

  async requestPairingCode(phone: string): Promise<string> {
    const client = this.#client;
    if (!client || this.#ending || this.#stages.stage !== 'login') {
      throw new PairingError('not_waiting', 'The session does not wait for a login');
    }
    return await askForPairingCode(client, this.#stages, phone, this.#options.timings);
  }

  async send(message: OutgoingMessage, mayLeave: () => boolean = () => true): Promise<SendOutcome> {
    return await this.#sender.send(message, mayLeave);
  }

  async find(id: string, chats: readonly string[]): Promise<LookUp> {
    const page = this.#readyPage();
    if (!page) return { found: 'unknown', detail: 'the session is not connected' };
    return await findOwn(page, id, chats, this.#options.timings.callMs);
  }

  async messagesSince(since: number): Promise<StoreReading> {
    const page = this.#readyPage();
    if (!page) throw new Error('the session is not connected');
    return await readMessagesSince(page, since, this.#options.timings.callMs, (error) =>
      this.#logger.warn({ err: error }, 'not all messages of a chat could be read'),
    );
  }

  async probe(): Promise<Probe> {
    const page = this.#readyPage();
    const client = this.#client;
    if (!page || !client) return { healthy: false, detail: 'the session is not connected' };
    return await probePage(page, client, this.#options.timings.heartbeatDeadlineMs);
  }

  async memoryBytes(): Promise<number | undefined> {
    const pid = this.#ending === undefined ? this.#browser?.process()?.pid : undefined;
    return pid === undefined ? undefined : await memoryOfTree(pid);
  }

  async setOffline(offline: boolean): Promise<void> {
    if (this.#ending) return;
    if (offline) this.#stages.offline();
    try {
      await this.#network.turn(offline);
      if (!this.#network.isOffline) this.#stages.online();
    } catch (error) {
      // A page that cannot be silenced could act for a session that has another owner by now.
      await this.#end({ reason: 'unresponsive', detail: errorText(error) });
    }
  }

  #readyPage(): Page | undefined {
    return this.#ending === undefined && this.#stages.stage === 'ready' ? this.#page : undefined;
  }

  async #run(): Promise<void> {
    this.#stages.launching();
    try {
      const wasLinked = await this.#profile.take();
      const program = await this.#options.findProgram();
      if (wasLinked === undefined || this.#ending) return;
      this.#client = this.#makeClient(program, wasLinked);
      await this.#client.initialize();
    } catch (error) {
      void this.#fail(error);
    }
  }

  #makeClient(program: BrowserProgram, wasLinked: boolean): GuardedClient {
    const { flags, deviceName, timings } = this.#options;
    const client = new GuardedClient(
      {
        program,
        flags,
        deviceName,
        profilePath: this.#profile.path,
        signal: this.#aborting.signal,
        launchMs: timings.launchMs,
        bootMs: timings.bootMs,
        protocolMs: Math.max(timings.connectMs, timings.mediaMs, timings.sendMs, timings.callMs) + 10_000,
      },
      {
        launched: async (browser, page) => {
          this.#stages.launched(wasLinked);
          await this.#watchPage(browser, page);
        },
        documentLoaded: () => this.#stages.documentLoaded(),
        documentHooked: () => this.#heartbeat.start(),
        isWanted: () => this.#ending === undefined,
        hookingFailed: (error) => void this.#fail(error),
        closeWanted: () => void this.#end({ reason: 'unresponsive', detail: 'the library gave the page up' }),
      },
    );
    client.on('qr', (qr) => this.#stages.qrReceived(qr));
    client.on('authenticated', () => this.#stages.synchronising());
    client.on('loading_screen', (percent) => this.#stages.synchronising(Number(percent)));
    client.on('ready', () => this.#stages.attached());
    client.on('disconnected', (state) => {
      const unknown: End = { reason: 'unresponsive', detail: `WhatsApp's page has disconnected: ${state}` };
      void this.#end(classifyState(String(state)) ?? unknown);
    });
    reportClientEvents(client, (event) => this.#emit(event), this.#logger);
    return client;
  }

  async #watchPage(browser: Browser, page: Page): Promise<void> {
    this.#browser = browser;
    this.#page = page;
    this.#watch = new PageWatch(browser, page, {
      crashed: (detail) => void this.#end({ reason: 'crashed', detail }),
      loggedOut: () => void this.#end({ reason: 'logged_out', detail: 'WhatsApp has removed this device' }),
      pageError: (message) => this.#pageFailed(message),
    });
    await page.exposeFunction('wagwSocketState', (state: string) => this.#stages.socketIs(state));
    await this.#network.attach(browser, page);
    await this.#network.online;
  }

  /** The library's own functions run in the page too; what they lack would otherwise show as silence only. */
  #pageFailed(message: string): void {
    this.#logger.warn({ detail: message }, 'an error in the page');
    if (isUnknownModule(message) && this.#stages.stage !== 'ready') void this.#fail(new Error(message));
  }

  /** Ends for the reason behind an error; the page is asked for what it knows. */
  async #fail(error: unknown): Promise<void> {
    if (this.#ending) return;
    const { stage } = this.#stages;
    const asked = this.#page?.evaluate(() => window.wagwConnection?.observe()) ?? Promise.resolve(undefined);
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
    this.#ending ??= this.#finish(end);
    return this.#ending;
  }

  /** Nothing of the life is left when `ended` is told: no process, no timer, and after a logout no profile. */
  async #finish(end: End): Promise<void> {
    this.#stages.stop();
    this.#heartbeat.stop();
    this.#network.close();
    this.#forgetSuspicion?.();
    try {
      await this.#clearAway(end);
    } catch (error) {
      this.#logger.error({ err: error }, 'the browser or its profile could not be cleared away');
    }
    this.#profile.giveBack();
    this.#emit({ type: 'ended', ...end });
    this.#isTold = true;
  }

  async #clearAway({ reason }: End): Promise<void> {
    const { closeMs } = this.#options.timings;
    if (this.#browser) await endBrowser(this.#browser, closeMs);
    // A browser that is just starting is found by its arguments, which a dying one shows no more: it is ended before its launch.
    else await this.#profile.clear(false).finally(() => this.#aborting.abort());
    // A launch that was under way must settle: what it still brings is ended below.
    const settled = this.#running ?? Promise.resolve();
    await withDeadline('settling', closeMs, settled).catch(() => undefined);
    await this.#profile.clear(reason === 'logged_out');
  }

  #emit(event: EngineEvent): void {
    if (this.#isTold) return;
    try {
      this.#options.listener(event);
    } catch (error) {
      this.#logger.error({ err: error, event: event.type }, 'a listener has thrown');
    }
  }

  #inBackground(work: Promise<void> | undefined): void {
    work?.catch((error) => this.#logger.warn({ err: error }, 'a call that nobody waits for has failed'));
  }
}
