import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import WhatsAppWeb, {
  type Call,
  type Chat,
  type Client,
  type ClientOptions,
  type GroupNotification,
  type Message,
  type PollVote,
  type Reaction,
} from 'whatsapp-web.js';
import type { Emulator } from '../emulator.ts';

export const CHROMIUM = '/usr/lib/chromium/chromium-headless-shell';
const PATIENCE_MS = 20_000;

/** The events of the library that the tests look at, each with its arguments as one value. */
const events = {
  qr: (qr: string) => qr,
  code: (code: string) => code,
  authenticated: () => true,
  ready: () => true,
  loading_screen: (percent: number) => percent,
  disconnected: (reason: string) => reason,
  change_state: (state: string) => state,
  change_battery: (battery: { battery: number; plugged: boolean }) => battery,
  call: (call: Call) => call,
  message: (message: Message) => message,
  message_create: (message: Message) => message,
  message_ack: (message: Message, ack: number) => ({ message, ack: ack as number }),
  message_ciphertext: (message: Message) => message,
  message_edit: (message: Message, now: string, before: string) => ({ message, now, before }),
  message_revoke_everyone: (after: Message, before: Message | undefined) => ({ after, before }),
  message_revoke_me: (message: Message) => message,
  message_reaction: (reaction: Reaction) => reaction,
  media_uploaded: (message: Message) => message,
  vote_update: (vote: PollVote) => vote,
  unread_count: (chat: Chat) => chat,
  chat_removed: (chat: Chat) => chat,
  chat_archived: (chat: Chat, now: boolean, before: boolean) => ({ chat, now, before }),
  group_join: (notification: GroupNotification) => notification,
  group_leave: (notification: GroupNotification) => notification,
  group_update: (notification: GroupNotification) => notification,
  group_admin_changed: (notification: GroupNotification) => notification,
  group_membership_request: (notification: GroupNotification) => notification,
};

type Events = typeof events;
type Value<Name extends keyof Events> = ReturnType<Events[Name]>;

/** The unmodified library in a browser that takes the emulator for WhatsApp, and everything it emits. */
export class TestClient {
  library: Client;
  readonly #emulator: Emulator;
  readonly #profiles: string;
  readonly #options: Partial<ClientOptions>;
  readonly #injections = new Set<Promise<void>>();
  #history: { name: string; value: unknown }[] = [];
  #waiting = new Set<() => void>();
  /** What `initialize` came to: undefined, or the error. */
  initialized: Promise<unknown> = Promise.resolve();

  constructor(emulator: Emulator, profiles: string, options: Partial<ClientOptions>) {
    this.#emulator = emulator;
    this.#profiles = profiles;
    this.#options = options;
    this.library = this.#launch();
  }

  /** The first such event that no earlier call has returned, waiting for it if need be. */
  async next<Name extends keyof Events>(
    name: Name,
    matches: (value: Value<Name>) => boolean = () => true,
  ): Promise<Value<Name>> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const index = this.#history.findIndex(
        (entry) => entry.name === name && matches(entry.value as Value<Name>),
      );
      const [found] = index < 0 ? [] : this.#history.splice(index, 1);
      if (found) return found.value as Value<Name>;
      if (!(await this.#something(deadline)))
        throw new Error(`No ${name} came. There were: ${this.#names()}`);
    }
  }

  /** The events of that name which nobody has waited for. */
  others<Name extends keyof Events>(name: Name): Value<Name>[] {
    return this.#history.filter((entry) => entry.name === name).map((entry) => entry.value as Value<Name>);
  }

  /** Asks again, after each event and some times a second, until it is so. */
  async until(isSo: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await isSo())) {
      if (Date.now() > deadline) throw new Error(`It did not become so. There were: ${this.#names()}`);
      await this.#something(Date.now() + 50);
    }
  }

  /** Resolves when the library has hooked into the page after every navigation so far. */
  async hookedIn(): Promise<void> {
    await Promise.all(this.#injections);
  }

  /** Calls the listener with the first error that the page itself reports. */
  pageError(listener: (error: unknown) => void): void {
    this.library.pupPage?.once('pageerror', listener);
  }

  /** The state of the socket as the page has it now; undefined while there is no page. */
  async state(): Promise<unknown> {
    return this.#ask("window.require?.('WAWebSocketModel').Socket.state");
  }

  async pageText(): Promise<unknown> {
    return this.#ask('document.body?.innerText');
  }

  /** Closes the browser, and starts another one with the same profile. */
  async restart(): Promise<void> {
    await this.stop();
    this.relaunch();
  }

  /** Starts another browser with the same profile once the one before is gone. */
  relaunch(): void {
    this.#history = [];
    this.library = this.#launch();
  }

  /** Closes the browser, also while the library still waits for something in it. */
  async stop(): Promise<void> {
    await this.until(async () => this.library.pupBrowser !== null);
    await this.library.destroy();
    await this.initialized;
  }

  /** Ends the browser as a crash does. */
  async kill(): Promise<void> {
    const browser = this.library.pupBrowser;
    const gone = new Promise((resolve) => browser?.once('disconnected', resolve));
    browser?.process()?.kill('SIGKILL');
    await gone;
  }

  async dispose(): Promise<void> {
    await this.stop();
    await rm(this.#profiles, { recursive: true, force: true });
  }

  /** The library hooks into the page again after each navigation, and lets nobody know when it is done. */
  #watchInjections(library: Client): void {
    const watched = library as unknown as { inject(): Promise<void> };
    const inject = watched.inject.bind(library);
    watched.inject = () => {
      const injection = inject();
      const settled = injection.catch(() => {});
      this.#injections.add(settled);
      settled.then(() => this.#injections.delete(settled));
      return injection;
    };
  }

  async #ask(expression: string): Promise<unknown> {
    return this.library.pupPage?.evaluate(expression).catch(() => undefined);
  }

  #launch(): Client {
    const library = new WhatsAppWeb.Client({
      ...this.#options,
      authStrategy: new WhatsAppWeb.LocalAuth({ dataPath: this.#profiles }),
      webVersionCache: { type: 'none' },
      puppeteer: { executablePath: CHROMIUM, args: ['--no-sandbox', ...this.#emulator.chromeArgs] },
    });
    this.#watchInjections(library);
    for (const [name, convert] of Object.entries(events)) {
      library.on(name, (...args: unknown[]) => {
        this.#history.push({ name, value: (convert as (...args: unknown[]) => unknown)(...args) });
        for (const wake of this.#waiting) wake();
      });
    }
    this.initialized = library.initialize().catch((error: unknown) => error);
    return library;
  }

  #something(deadline: number): Promise<boolean> {
    return new Promise((resolve) => {
      const done = (came: boolean): void => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        resolve(came);
      };
      const wake = (): void => done(true);
      const timer = setTimeout(() => done(false), Math.max(0, deadline - Date.now()));
      this.#waiting.add(wake);
    });
  }

  #names(): string {
    return this.#history.map(({ name }) => name).join(', ') || 'none';
  }
}

export async function startClient(
  emulator: Emulator,
  options: Partial<ClientOptions> = {},
): Promise<TestClient> {
  return new TestClient(emulator, await mkdtemp(join(tmpdir(), 'emulator-profile-')), options);
}

/** A client that is linked to the account of a phone, and ready. */
export async function startLinkedClient(
  emulator: Emulator,
  phone: string,
  options: Partial<ClientOptions> = {},
): Promise<TestClient> {
  const client = await startClient(emulator, options);
  await emulator.control.scan({ qr: await client.next('qr'), phone });
  await client.next('ready');
  return client;
}
