import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { freePort } from '@wagw/local-machine/free-port';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { findBrowser } from '../engine/webjs/browser.ts';
import { findChrome } from '../engine/webjs/find-chrome.ts';
import { stageForSuite } from '../engine/webjs/testing/linked-session.ts';
import { type TriedBrowser, tryBrowser } from '../engine/webjs/try-browser.ts';
import { examine } from './examine.ts';
import type { Finding } from './finding.ts';
import { pageChecks } from './page-checks.ts';

jest.setTimeout(120_000);

const PATIENCE_MS = 30_000;
const ROOT = resolve(import.meta.dirname, '../../../..');

const stage = stageForSuite();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wagw-doctor-test-'));
});
afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

const quoted = (args: readonly string[]) => args.map((arg) => `'${arg}'`).join(' ');

interface Ran {
  readonly code: number;
  readonly stdout: string;
}

/** The command as an operator runs it. */
async function doctor(env: Readonly<Record<string, string>>, ...args: string[]): Promise<Ran> {
  const main = join(ROOT, 'apps/worker/src/doctor/main.ts');
  const program = ['--conditions=source', '--import', 'tsx', main, ...args];
  try {
    const { stdout } = await promisify(execFile)(process.execPath, program, {
      cwd: ROOT,
      env: { PATH: '/usr/local/bin:/usr/bin:/bin', ...env },
      timeout: 100_000,
    });
    return { code: 0, stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, stdout };
  }
}

describe('the command', () => {
  let redis: TemporaryRedis;
  let env: Record<string, string>;
  beforeAll(async () => {
    redis = await startTemporaryRedis();
    for (const name of ['tmp', 'sessions', 'media']) await mkdir(join(folder, name), { mode: 0o700 });
    env = {
      REDIS_URL: redis.url,
      TMPDIR: join(folder, 'tmp'),
      SESSIONS_PATH: join(folder, 'sessions'),
      MEDIA_STORE: `directory:${join(folder, 'media')}`,
      CHROME_ARGS: quoted(stage.emulator.chromeArgs),
    };
  });
  afterAll(() => redis.close());

  test('finds nothing that has failed in a deployment that works, and leaves nothing behind', async () => {
    const { code, stdout } = await doctor(env, '--json');
    const { findings } = JSON.parse(stdout) as { findings: Finding[] };
    expect(findings.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(code).toBe(0);
    const said = Object.fromEntries(findings.map(({ check, detail }) => [check, detail]));
    expect(said).toMatchObject({
      'redis.aof': expect.stringContaining('appends to disk'),
      'chrome.found': expect.stringMatching(/version \d+\.\d+/),
      'chrome.starts': expect.stringMatching(/It starts in \d/),
      'page.reached': expect.stringContaining('WhatsApp Web 2.3000'),
      'page.login': expect.stringContaining('a login needs are there'),
      'page.qr': expect.stringContaining('has a QR code'),
      'page.rest': expect.stringContaining('used after a login'),
    });
    expect((await readdir(join(folder, 'tmp'))).filter((name) => name.startsWith('wagw'))).toEqual([]);
    expect(await readdir(join(folder, 'sessions'))).toEqual([]);
    expect(await readdir(join(folder, 'media'))).toEqual(['.unfinished']);
  });
});

test('a program that is no browser does not start', async () => {
  const findings: Finding[] = [];
  const env = { CHROME_EXECUTABLE_PATH: '/bin/true', MEDIA_STORE: `directory:${folder}` };
  for await (const each of examine(env, { withPage: true, only: ['chrome'] })) findings.push(each);
  expect(findings.filter(({ status }) => status === 'failed').map(({ check }) => check)).toEqual([
    'chrome.starts',
  ]);
});

describe('a page', () => {
  let browser: TriedBrowser;
  beforeAll(async () => {
    const program = await findBrowser(findChrome());
    browser = await tryBrowser({ program, extraArgs: stage.emulator.chromeArgs });
  });
  afterAll(() => browser.close());

  /** The first page is used again, with a fresh document each time. */
  const failures = async (ms: number) =>
    (await pageChecks(browser, ms))
      .filter(({ status }) => status !== 'ok')
      .map(({ check, detail }) => [check, detail]);

  test('that lacks what a login needs', async () => {
    await stage.emulator.control.page({
      missingModules: ['WAWebAltDeviceLinkingApi', 'WAWebSendMsgChatAction'],
    });
    expect(await failures(PATIENCE_MS)).toEqual([
      ['page.login', expect.stringContaining('no WAWebAltDeviceLinkingApi.setPairingType')],
    ]);
    await stage.emulator.control.page({ missingModules: [] });
  });

  test('whose build has other names is repaired as in a session', async () => {
    await stage.emulator.control.page({ noDebug: true, minifiedMsgKey: true });
    expect(await failures(PATIENCE_MS)).toEqual([]);
    await stage.emulator.control.page({ noDebug: false, minifiedMsgKey: false });
  });

  test('that never connects', async () => {
    await stage.emulator.control.page({ neverConnect: true });
    expect(await failures(6_000)).toEqual([['page.qr', expect.stringContaining('OPENING')]]);
    await stage.emulator.control.page({ neverConnect: false });
  });

  test('that is an error', async () => {
    await stage.emulator.control.policy({ httpStatus: 503 });
    expect(await failures(1_000)).toEqual([['page.reached', expect.stringContaining('503')]]);
    await stage.emulator.control.policy({ httpStatus: null });
  });
});

test('a WhatsApp that cannot be reached', async () => {
  const rules = `--host-resolver-rules=MAP web.whatsapp.com:443 127.0.0.1:${await freePort()}`;
  const browser = await tryBrowser({ program: await findBrowser(findChrome()), extraArgs: [rules] });
  try {
    const [only] = await pageChecks(browser, PATIENCE_MS);
    expect(only).toMatchObject({
      check: 'page.reached',
      status: 'failed',
      detail: expect.stringContaining('ERR_CONNECTION_REFUSED'),
    });
  } finally {
    await browser.close();
  }
});
