import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { AxePuppeteer } from '@axe-core/puppeteer';
import { ensureSystemParts } from '@wagw/local-machine/system-parts';
import { buildConsole, CONSOLE_FOLDER, isConsoleBuilt } from '@wagw/sandbox/build-console';
import { USUAL_BROWSERS } from '@wagw/shared/config/usual-browsers';
import puppeteer, { type Page } from 'puppeteer';
import { startWorld, type World, type WorldOptions } from '../world.ts';

/** The whole system, and a person in front of a browser. */
export interface ConsoleWorld extends World {
  /** The address of a page of the console: `/sessions`. */
  url(path: string): string;
  /** A page in a window of its own, as of another person. What it logs as an error is kept. */
  open(options?: Viewer): Promise<Page>;
  /** A page whose person has signed in and is at that path. @param key by default the one that may do everything */
  signedIn(path: string, options?: Viewer & { readonly key?: string }): Promise<Page>;
  /** What a page of this world has complained of in its console, except that the server was away. */
  readonly complaints: readonly string[];
}

export interface Viewer {
  readonly language?: string;
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
}

const IMAGES = resolve(import.meta.dirname, '../../../docs/images');
/** What the browser itself says of answers that are no success, or that did not come. */
const EXPECTED = /Failed to load resource|net::ERR_/;

export async function startConsoleWorld(options: WorldOptions = {}): Promise<ConsoleWorld> {
  const parts = ensureSystemParts({ chrome: undefined, usualBrowsers: USUAL_BROWSERS }, () => undefined);
  const folder = await mkdtemp(join(tmpdir(), 'wagw-console-'));
  const CONSOLE_PATH = await builtConsole(folder);
  const world = await startWorld({ ...options, env: { CONSOLE_PATH, ...options.env } });
  const browser = await puppeteer.launch({
    executablePath: parts.chrome,
    // CI runs as root in a container.
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--force-prefers-reduced-motion'],
  });
  const complaints: string[] = [];
  const url = (path: string) => `${world.gateway.apiUrl}/console${path}`;

  async function open(viewer: Viewer = {}): Promise<Page> {
    const { language = 'en', scheme = 'light', width = 1280, height = 800 } = viewer;
    const context = await browser.createBrowserContext();
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('console', (message) => {
      if (message.type() === 'error' && !EXPECTED.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.setViewport({ width, height });
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
    const devtools = await page.createCDPSession();
    const userAgent = await browser.userAgent();
    await devtools.send('Network.setUserAgentOverride', { userAgent, acceptLanguage: language });
    return page;
  }

  return {
    ...world,
    complaints,
    url,
    open,
    async signedIn(path, { key = world.apiKey, ...viewer } = {}) {
      const page = await open(viewer);
      await page.goto(url(path));
      await page.locator('input[name="key"]').fill(key);
      await page.locator('button[type="submit"]').click();
      await page.waitForSelector('nav');
      return page;
    },
    async close() {
      await browser.close();
      await world.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** @param spare where it is built when what lies where it belongs is old: other tests may be reading that */
async function builtConsole(spare: string): Promise<string> {
  // biome-ignore lint/style/noProcessEnv: whoever works on the console tries a build of their own
  const { CONSOLE_PATH } = process.env;
  if (CONSOLE_PATH !== undefined) return CONSOLE_PATH;
  if (await isConsoleBuilt()) return CONSOLE_FOLDER;
  await buildConsole(spare);
  return spare;
}

/** What somebody who cannot see or use a mouse would stumble over, one line each. */
export async function barriersOf(page: Page): Promise<string[]> {
  const { violations } = await new AxePuppeteer(page).analyze();
  return violations.map(({ id, help, nodes }) => {
    const places = nodes.map(({ target }) => target.join(' '));
    return `${id}: ${help}: ${places.join(', ')}`;
  });
}

/** Takes the picture of a page for the documentation, when those are asked for (`pnpm docs:screenshots`). */
export async function picture(page: Page, name: string): Promise<void> {
  // biome-ignore lint/style/noProcessEnv: a test has no other way to be asked
  if (process.env.SCREENSHOTS !== 'on') return;
  await mkdir(IMAGES, { recursive: true });
  await page.screenshot({ path: `${join(IMAGES, `console-${name}`)}.png` as `${string}.png` });
}
