import type { Browser, Page } from 'puppeteer';
import WAWebJS from 'whatsapp-web.js';
import type { Presence } from '../actions.ts';
import type { BrowserProgram } from './browser.ts';
import type { BrowserIdentity } from './browser-flags.ts';
import { errorText, isNavigation } from './classify-error.ts';
import { pause } from './deadlines.ts';
import type { PageWindow } from './page-connection.ts';
import { documentScript } from './page-programs.ts';

declare const window: PageWindow;

/** What the library's client tells its engine besides its events. */
export interface LibraryHooks {
  /** The browser runs and has loaded nothing yet. */
  launched(browser: Browser, page: Page): Promise<void>;
  /** A document is loaded and the library begins to hook into it: the first, or another one in its place. */
  documentLoaded(): void;
  /** The library is hooked into the document. */
  documentHooked(): void;
  /** False when the engine is ending and nothing shall be begun. */
  isWanted(): boolean;
  /** A page that came in the place of the first could not be hooked into. */
  hookingFailed(error: unknown): void;
  /** The library wants to close its browser because of a state that it cannot leave. */
  closeWanted(): void;
}

export interface LibraryOptions {
  readonly program: BrowserProgram;
  readonly flags: readonly string[];
  readonly profilePath: string;
  readonly deviceName?: string | undefined;
  /** Ends a launch that is under way. */
  readonly signal: AbortSignal;
  readonly launchMs: number;
  readonly bootMs: number;
  /** A bound for calls that have no deadline of their own. */
  readonly protocolMs: number;
}

/** The page may load itself anew so many times while the library hooks into it. */
const ATTEMPTS = 5;

/** `inject` and `initWebVersionCache` are not in the library's types; `initialize` calls both by name. */
type Injecting = WAWebJS.Client & { inject(): Promise<void>; initWebVersionCache(): Promise<void> };
const LibraryClient = WAWebJS.Client as unknown as new (options: WAWebJS.ClientOptions) => Injecting;

/**
 * The library's client with its dangerous corners covered, by its own extension points and three overrides.
 */
export class GuardedClient extends LibraryClient {
  readonly #hooks: LibraryHooks;
  readonly #identity: BrowserIdentity;
  #injecting: Promise<void> = Promise.resolve();
  #isLaunched = false;
  #isInjecting = false;

  constructor(options: LibraryOptions, hooks: LibraryHooks) {
    super({
      puppeteer: {
        executablePath: options.program.path,
        headless: options.program.headless,
        args: [...options.flags],
        userDataDir: options.profilePath,
        // A browser on a pipe dies with this process, however it dies.
        pipe: true,
        // Signals are for the process to handle; the library's handlers would close the browser and go on running.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
        timeout: options.launchMs,
        protocolTimeout: options.protocolMs,
        signal: options.signal,
        defaultViewport: null,
      },
      userAgent: options.program.identity.userAgent,
      authTimeoutMs: options.bootMs,
      // A cached page would be served by interception, and a failed write of the cache keeps `ready` from coming.
      webVersionCache: { type: 'none' },
      ...(options.deviceName === undefined ? {} : { deviceName: options.deviceName, browserName: 'Chrome' }),
      evalOnNewDoc: documentScript() as unknown as () => void,
      authStrategy: strategy(),
    });
    this.#hooks = hooks;
    this.#identity = options.program.identity;
  }

  /** Runs once the browser is there; its answer to a response body that is gone would be an unhandled rejection. */
  override async initWebVersionCache(): Promise<void> {}

  /** Never by the library: the engine closes the browser, with a deadline and to the last process. */
  override async destroy(): Promise<void> {
    this.#hooks.closeWanted();
  }

  /**
   * The library calls this for its first document and, unawaited, after every navigation of any frame. Only the
   * first call may reject. A document is hooked into once: a second time would double every event.
   */
  override async inject(): Promise<void> {
    const isFirst = !this.#isInjecting;
    this.#isInjecting = true;
    const turn = this.#injecting.then(() => this.#injectOnce());
    this.#injecting = turn.catch((error) => {
      if (!isFirst) this.#hooks.hookingFailed(error);
    });
    await (isFirst ? turn : this.#injecting);
  }

  async #injectOnce(): Promise<void> {
    for (let attempt = 1; this.#hooks.isWanted(); attempt += 1) {
      try {
        if (await this.#isHooked()) return;
        if (attempt > ATTEMPTS) throw new Error('WhatsApp Web loads itself anew again and again');
        this.#hooks.documentLoaded();
        await this.#page.evaluate(() => window.wagwConnection?.hook());
        await super.inject();
        // Another document may have come in the middle, of which only the second half is hooked.
        if (!(await this.#isHooked())) continue;
        await this.#page.evaluate(() => window.wagwConnection?.watchSocket());
        this.#hooks.documentHooked();
        this.#announceSynced();
        return;
      } catch (error) {
        // In a document that is just coming up anything may be missing; only what fails in the same one counts.
        const isSame = !isNavigation(error) && (await this.#isHooked().catch(() => false));
        if (isSame || attempt > ATTEMPTS) throw error;
        await pause(100);
      }
    }
  }

  async #isHooked(): Promise<boolean> {
    return (await this.#page.evaluate(() => window.wagwConnection?.observe().hooked)) ?? false;
  }

  /** The account may have been synchronised before the library listened; then nothing would ever be ready. */
  #announceSynced(): void {
    this.#page
      .evaluate(async () => await window.wagwConnection?.announceSynced())
      .catch((error) => {
        if (!isNavigation(error)) this.#hooks.hookingFailed(error);
      });
  }

  /** Called by the library between the launch of the browser and the first page, and again after a logout. */
  async browserLaunched(): Promise<void> {
    if (this.#isLaunched) return;
    this.#isLaunched = true;
    // The library sets the plain text only, and leaves scripts to wonder about a Chrome without a brand.
    await this.#page.setUserAgent(this.#identity);
    guardExposedFunctions(this.#page);
    // The library would read a whole chat for each incoming message, to report how many are unread: in bursts of 200
    // messages that made each of them some five times later.
    await this.#page.exposeFunction('onChatUnreadCountEvent', () => undefined);
    // The same before it told that a chat was archived or removed; one that is removed would even be made anew by that.
    await this.#page.exposeFunction('onArchiveChatEvent', (chat: unknown, isArchived: boolean) =>
      this.emit('chat_archived', chat, isArchived),
    );
    await this.#page.exposeFunction('wagwTellPresence', (chat: string, presence: Presence) =>
      this.emit('presence', chat, presence),
    );
    await this.#page.exposeFunction('onRemoveChatEvent', (chat: unknown) => this.emit('chat_removed', chat));
    // The library listens only when it is through with its first document, and misses one that comes in its place.
    this.#page.on('framenavigated', (frame) => {
      if (this.#isInjecting && frame === this.#page.mainFrame()) void this.inject();
    });
    if (this.pupBrowser) await this.#hooks.launched(this.pupBrowser, this.#page);
  }

  get #page(): Page {
    if (!this.pupPage) throw new Error('the page is not there yet');
    return this.pupPage;
  }
}

/**
 * The library looks into the page whether a function is there and exposes it if not. When another document comes in the
 * middle of that, the function is known to the driver and yet not in the page; it is taken back and exposed anew.
 *
 * What the library does when the account is synchronised is done by one at a time: two rounds at once would both find
 * its listeners missing and attach them twice.
 */
function guardExposedFunctions(page: Page): void {
  const expose = page.exposeFunction.bind(page);
  page.exposeFunction = async (name, exposed) => {
    const fn = name === 'onAppStateHasSyncedEvent' ? oneAtATime(exposed as () => Promise<void>) : exposed;
    try {
      await expose(name, fn);
    } catch (error) {
      if (!errorText(error).includes('already exists')) throw error;
      await page.removeExposedFunction(name);
      await expose(name, fn);
    }
  };
}

function oneAtATime(work: () => Promise<void>): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return async () => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    await turn;
  };
}

/** The library's own place for what is to happen at the turns of its life. The profile is the engine's affair. */
function strategy(): WAWebJS.AuthStrategy {
  let client: GuardedClient;
  return {
    setup: (owner) => {
      client = owner as GuardedClient;
    },
    beforeBrowserInitialized: async () => undefined,
    afterBrowserInitialized: async () => await client.browserLaunched(),
    onAuthenticationNeeded: async () => ({}),
    getAuthEventPayload: async () => undefined,
    afterAuthReady: async () => undefined,
    disconnect: async () => undefined,
    destroy: async () => undefined,
    logout: async () => undefined,
  };
}
