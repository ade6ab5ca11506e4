import { execFile } from 'node:child_process';
import { constants } from 'node:fs';
import { access, realpath, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { promisify } from 'node:util';
import type { Browser } from 'puppeteer';
import { type BrowserIdentity, identityOf } from './browser-flags.ts';
import { waitUntil, withDeadline } from './deadlines.ts';
import { isGroupAlive, killGroup } from './process-group.ts';

/** The browser's program, found and asked once. */
export interface BrowserProgram {
  readonly path: string;
  readonly identity: BrowserIdentity;
  /** The shell without window knows another headless switch than the whole browser. */
  readonly headless: 'shell' | true;
}

/** How long helpers may outlive the browser, in milliseconds. */
const HELPERS_MS = 1_000;
const KILL_MS = 5_000;

/**
 * Finds the real program behind the configured path. Debian's `/usr/bin/chromium` is a script that starts the
 * browser as its child, and beside the browser lies the much smaller shell without window.
 * @throws when there is no program that can be started
 */
export async function findBrowser(executablePath: string): Promise<BrowserProgram> {
  const path = await realProgram(executablePath);
  const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 15_000 });
  return {
    path,
    identity: identityOf(stdout),
    headless: basename(path).includes('headless') ? 'shell' : true,
  };
}

async function realProgram(executablePath: string): Promise<string> {
  const configured = await realpath(executablePath);
  const candidates =
    dirname(configured) === '/usr/bin' && basename(configured) === 'chromium'
      ? ['/usr/lib/chromium/chromium-headless-shell', '/usr/lib/chromium/chromium', configured]
      : [configured];
  for (const candidate of candidates) {
    if (await isProgram(candidate)) return candidate;
  }
  throw new Error(`${executablePath} is not a program that can be started`);
}

/** Looked at beforehand because a refused start with a debugging pipe is an error event that nobody catches. */
async function isProgram(path: string): Promise<boolean> {
  return await access(path, constants.X_OK)
    .then(async () => (await stat(path)).isFile())
    .catch(() => false);
}

/**
 * Ends a browser so that its profile is whole: it is asked to close, and its process group is killed when it does
 * not within `closeMs`. Resolves when no process of it is left.
 */
export async function endBrowser(browser: Browser, closeMs: number): Promise<void> {
  const group = browser.process()?.pid;
  // A browser that is killed may reset its pipes after puppeteer has stopped listening to them; unheard, that would end this process.
  for (const pipe of browser.process()?.stdio ?? []) pipe?.on('error', () => undefined);
  if (browser.connected)
    await withDeadline('closing the browser', closeMs, browser.close()).catch(() => undefined);
  if (group === undefined) return;
  const gone = !browser.connected && (await waitUntil(HELPERS_MS, async () => !(await isGroupAlive(group))));
  if (!gone) await killGroup(group, KILL_MS);
}
