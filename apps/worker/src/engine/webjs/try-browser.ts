import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { type BrowserProgram, endBrowser } from './browser.ts';
import { browserFlags, runsAsRoot } from './browser-flags.ts';
import { errorText } from './classify-error.ts';
import { pause, withDeadline } from './deadlines.ts';
import { NEEDED_TO_LINK, NEEDED_WHEN_LINKED, type PageContract, readContract } from './page-contract.ts';
import { documentScript } from './page-programs.ts';

const LAUNCH_MS = 60_000;
const CLOSE_MS = 10_000;
const LOAD_MS = 60_000;
const LOOK_EVERY_MS = 250;
const LOOK_MS = 10_000;
/** A page that shows a QR code has all that it will have without a login. */
const SETTLED_MS = 5_000;

/** A browser as sessions have it, with an empty profile that goes with it. */
export interface TriedBrowser {
  /**
   * Opens WhatsApp Web and waits until it shows what a login needs; what it shows `ms` after it was loaded is returned in any case.
   * @throws when the page cannot be reached
   */
  openWhatsApp(ms: number): Promise<OpenedPage>;
  close(): Promise<void>;
}

export interface OpenedPage {
  readonly httpStatus: number | undefined;
  readonly contract: PageContract | undefined;
  /** Why the page could not be looked into. */
  readonly failure: string | undefined;
}

export interface TryOptions {
  readonly program: BrowserProgram;
  /** The operator's further flags. */
  readonly extraArgs: readonly string[];
}

/** @throws when it does not start */
export async function tryBrowser({ program, extraArgs }: TryOptions): Promise<TriedBrowser> {
  const profile = await mkdtemp(join(tmpdir(), 'wagw-doctor-'));
  const removeProfile = () => rm(profile, { recursive: true, force: true, maxRetries: 5 });
  let browser: Browser;
  try {
    browser = await puppeteer.launch({
      executablePath: program.path,
      headless: program.headless,
      args: browserFlags({ extraArgs, asRoot: runsAsRoot() }),
      userDataDir: profile,
      pipe: true,
      timeout: LAUNCH_MS,
      defaultViewport: null,
    });
  } catch (error) {
    await removeProfile();
    throw error;
  }
  return {
    async openWhatsApp(ms) {
      const page = (await browser.pages())[0] ?? (await browser.newPage());
      await page.setUserAgent(program.identity);
      await page.evaluateOnNewDocument(documentScript());
      return await open(page, ms);
    },
    async close() {
      await endBrowser(browser, CLOSE_MS);
      await removeProfile();
    },
  };
}

async function open(page: Page, ms: number): Promise<OpenedPage> {
  const response = await page.goto('https://web.whatsapp.com/', { waitUntil: 'load', timeout: LOAD_MS });
  const httpStatus = response?.status();
  // Nothing will come of an error page.
  const end = performance.now() + (response?.ok() === false ? 0 : ms);
  let contract: PageContract | undefined;
  let failure: string | undefined;
  let qrSince: number | undefined;
  do {
    try {
      const looked = page.evaluate(readContract, NEEDED_TO_LINK, NEEDED_WHEN_LINKED);
      contract = await withDeadline('looking into the page', LOOK_MS, looked);
      failure = undefined;
      if (contract.hasQr) qrSince ??= performance.now();
      if (contract.hasQr && contract.missing.length === 0) break;
      if (performance.now() - (qrSince ?? Number.POSITIVE_INFINITY) > SETTLED_MS) break;
    } catch (error) {
      failure = errorText(error);
    }
    await pause(LOOK_EVERY_MS);
  } while (performance.now() < end);
  return { httpStatus, contract, failure };
}
