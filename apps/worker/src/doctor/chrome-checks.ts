import { readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { WorkerSettings } from '@wagw/shared/config/settings';
import { diskSpace } from '@wagw/shared/health/disk-space';
import { type BrowserProgram, findBrowser } from '../engine/webjs/browser.ts';
import { runsAsRoot } from '../engine/webjs/browser-flags.ts';
import { findChrome } from '../engine/webjs/find-chrome.ts';
import { type TriedBrowser, tryBrowser } from '../engine/webjs/try-browser.ts';
import { bytes, type Finding, failed, messageOf, ok, unknown, warning } from './finding.ts';
import { pageChecks } from './page-checks.ts';

const LITTLE_SHARED_BYTES = 128e6;

/** Whether sessions can have a browser, and whether WhatsApp Web is in it what it was. */
export async function chromeChecks(settings: WorkerSettings, withPage: boolean): Promise<Finding[]> {
  const path = settings.CHROME_EXECUTABLE_PATH ?? findChrome();
  const program = await findBrowser(path).catch((error: unknown) => messageOf(error));
  if (typeof program === 'string') {
    return [
      failed(
        'chrome.found',
        `${path} cannot be used: ${program}.`,
        'Install chromium-headless-shell (Debian) or Chrome, or name the program in CHROME_EXECUTABLE_PATH.',
      ),
    ];
  }
  const found = ok(
    'chrome.found',
    `${program.path}, version ${program.identity.userAgentMetadata.fullVersion}.`,
  );
  return [found, await sharedMemoryFinding(), ...(await startedChecks(program, settings, withPage))];
}

async function startedChecks(
  program: BrowserProgram,
  { CHROME_ARGS: extraArgs }: WorkerSettings,
  withPage: boolean,
): Promise<Finding[]> {
  const from = performance.now();
  let browser: TriedBrowser;
  try {
    browser = await tryBrowser({ program, extraArgs });
  } catch (error) {
    return [await notStarted(messageOf(error))];
  }
  try {
    const seconds = ((performance.now() - from) / 1_000).toFixed(1);
    return [
      ok('chrome.starts', `It starts in ${seconds} s with an empty profile.`),
      sandboxFinding(extraArgs),
      ...(withPage ? await pageChecks(browser) : []),
    ];
  } finally {
    await browser.close();
  }
}

/** A browser that has started without the flag has its sandbox: it would not have started otherwise. */
function sandboxFinding(extraArgs: readonly string[]): Finding {
  if (runsAsRoot()) {
    return warning(
      'chrome.sandbox',
      'This runs as root, for whom Chromium has no sandbox: what strangers send is read by an unprotected browser.',
      'Run the worker as a user of its own, as the image does.',
    );
  }
  return extraArgs.includes('--no-sandbox')
    ? warning(
        'chrome.sandbox',
        'CHROME_ARGS turn the sandbox off.',
        'Allow user namespaces on this host instead; docs/deploy.md says how.',
      )
    : ok('chrome.sandbox', 'Its sandbox is on.');
}

async function notStarted(text: string): Promise<Finding> {
  const [line = ''] = text.split('\n').filter((each) => each.trim() !== '');
  const isSandbox = /sandbox/i.test(text);
  const why = isSandbox ? await whatForbidsNamespaces() : undefined;
  return failed(
    'chrome.starts',
    isSandbox
      ? `It cannot make its sandbox${why === undefined ? '' : `: ${why}`}.`
      : `It does not start: ${line.trim()}`,
    isSandbox
      ? 'Allow user namespaces on this host and in the container (docs/deploy.md), or, as a last resort, set CHROME_ARGS=--no-sandbox.'
      : 'Check CHROME_ARGS, and start the program by hand with --version; missing libraries are named there.',
  );
}

const NAMESPACE_SWITCHES: readonly (readonly [string, string])[] = [
  ['/proc/sys/user/max_user_namespaces', '0'],
  ['/proc/sys/kernel/unprivileged_userns_clone', '0'],
  ['/proc/sys/kernel/apparmor_restrict_unprivileged_userns', '1'],
];

async function whatForbidsNamespaces(): Promise<string | undefined> {
  for (const [path, forbidding] of NAMESPACE_SWITCHES) {
    const value = await readFile(path, 'utf8').catch(() => '');
    if (value.trim() === forbidding) return `${path} is ${forbidding}`;
  }
  return undefined;
}

/** Browsers are started with `--disable-dev-shm-usage` by the driver: what their processes share lies in the folder for temporary files. */
async function sharedMemoryFinding(): Promise<Finding> {
  const [temporary, shm] = await Promise.all([diskSpace(tmpdir()), diskSpace('/dev/shm')]);
  const remedy = `Make ${tmpdir()} larger, in a container with a larger tmpfs.`;
  if (temporary === undefined) return unknown('chrome.shared-memory', `The room in ${tmpdir()}`, remedy);
  const beside = shm === undefined ? '' : ` (/dev/shm, which is not used: ${bytes(shm.totalBytes)})`;
  const said = `${bytes(temporary.freeBytes)} are free in ${tmpdir()} for what its processes share${beside}.`;
  return temporary.freeBytes < LITTLE_SHARED_BYTES
    ? warning('chrome.shared-memory', said, remedy)
    : ok('chrome.shared-memory', said);
}
