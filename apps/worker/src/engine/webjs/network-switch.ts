import type { Browser, CDPSession, Page, Target } from 'puppeteer';
import { withDeadline } from './deadlines.ts';

/** Workers that several pages could share, which the page's own switch does not reach. */
const sharedKinds: ReadonlySet<string> = new Set(['shared_worker', 'service_worker']);

/**
 * Cuts a page from the network and gives it back, whatever it does meanwhile.
 *
 * What Chromium does when it emulates a page without network (156, watched on the wire): new connections fail; an open
 * web socket of the page or of its own workers stays open, says nothing, keeps what is written to it, and says it when
 * the network is back. Shared and service workers have no such emulation and go on; they are halted by the debugger.
 */
export class NetworkSwitch {
  readonly #deadlineMs: number;
  readonly #halted = new Map<Target, CDPSession>();
  #browser: Browser | undefined;
  #page: Page | undefined;
  #isOffline = false;
  #isApplied = false;
  #turn: Promise<void> = Promise.resolve();
  #release: () => void = () => undefined;
  #online: Promise<void> = Promise.resolve();

  /** @param deadlineMs for one switch */
  constructor(deadlineMs: number) {
    this.#deadlineMs = deadlineMs;
  }

  get isOffline(): boolean {
    return this.#isOffline;
  }

  /** Resolves when the network may be used, or nobody cares any more. */
  get online(): Promise<void> {
    return this.#online;
  }

  /** Resolves when it is so. @throws when the browser does not obey in time */
  async turn(offline: boolean): Promise<void> {
    if (offline !== this.#isOffline) {
      this.#isOffline = offline;
      if (offline)
        this.#online = new Promise((resolve) => {
          this.#release = resolve;
        });
    }
    await this.#apply();
    if (!this.#isOffline) this.#release();
  }

  /** The browser has come and has loaded nothing yet. */
  async attach(browser: Browser, page: Page): Promise<void> {
    this.#browser = browser;
    this.#page = page;
    browser.on('targetcreated', (target) => {
      if (this.#isApplied) this.#halt(target).catch(() => undefined);
    });
    await this.#apply();
  }

  /** The life is over: nobody waits for the network any more. */
  close(): void {
    this.#release();
  }

  /** One switch at a time, each to what is wanted by then. */
  #apply(): Promise<void> {
    const work = this.#turn.then(() =>
      withDeadline('switching the network', this.#deadlineMs, this.#switch()),
    );
    this.#turn = work.catch(() => undefined);
    return work;
  }

  async #switch(): Promise<void> {
    const offline = this.#isOffline;
    if (!this.#page || !this.#browser || offline === this.#isApplied) return;
    this.#isApplied = offline;
    await this.#page.setOfflineMode(offline);
    // A worker that is gone before it is halted is as good.
    if (offline) await Promise.allSettled(this.#browser.targets().map((target) => this.#halt(target)));
    else await this.#resumeAll();
  }

  async #halt(target: Target): Promise<void> {
    if (!sharedKinds.has(target.type()) || this.#halted.has(target)) return;
    const session = await target.createCDPSession();
    this.#halted.set(target, session);
    await session.send('Debugger.enable');
    await session.send('Debugger.pause');
  }

  /** A debugger that leaves lets its worker go on. */
  async #resumeAll(): Promise<void> {
    const sessions = [...this.#halted.values()];
    this.#halted.clear();
    await Promise.allSettled(sessions.map((session) => session.detach()));
  }
}
