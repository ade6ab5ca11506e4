import { randomBytes } from 'node:crypto';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { writeWorkerReport } from '@wagw/shared/health/worker-reports';
import { keys } from '@wagw/shared/redis/keys';
import { renewLease } from '@wagw/shared/sessions/workers';
import { VERSION } from '@wagw/shared/version';
import { runDoctor } from './command.ts';
import type { Env } from './config-checks.ts';
import { examine, GROUPS, type Group } from './examine.ts';
import type { Finding } from './finding.ts';
import { lineOf, verdictOf } from './print-findings.ts';
import { clockFinding } from './redis-checks.ts';

/** A real Redis, real folders and a real receiver, each well and each with a real fault. Chromium has a test of its own. */

/** Of a service that no machine has any more (tcpmux); a free one could be taken meanwhile. */
const CLOSED_PORT = 1;

let server: TemporaryRedis;
let folder: string;
let receiver: Server;
let env: Env;

beforeAll(async () => {
  server = await startTemporaryRedis();
  folder = await mkdtemp(join(tmpdir(), 'wagw-doctor-test-'));
  for (const name of ['sessions', 'media', 'logins', 'backups'])
    await mkdir(join(folder, name), { mode: 0o700 });
  receiver = createServer((request, response) =>
    response.writeHead(request.method === 'HEAD' ? 404 : 500).end(),
  );
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  const { port } = receiver.address() as AddressInfo;
  env = {
    API_KEY: 'a-key-that-is-long-enough-for-anybody',
    REDIS_URL: server.url,
    SESSIONS_PATH: join(folder, 'sessions'),
    MEDIA_STORE: `directory:${join(folder, 'media')}`,
    LOGIN_STORE: `directory:${join(folder, 'logins')}`,
    LOGIN_STORE_KEY: randomBytes(32).toString('base64'),
    BACKUP_TO: `directory:${join(folder, 'backups')}`,
    BACKUP_KEY: randomBytes(32).toString('base64'),
    APP_WEBHOOK_URL: `http://127.0.0.1:${port}/hook`,
    WEBHOOK_ALLOWED_HOSTS: `127.0.0.1:${port}`,
    WEBHOOK_SECRET: 'secret',
    // The tests with a browser stand elsewhere.
    CHROME_EXECUTABLE_PATH: join(folder, 'no-chrome'),
  };
});
afterAll(async () => {
  receiver.close();
  receiver.closeAllConnections();
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

async function findings(changes: Env = {}, only: readonly Group[] = GROUPS): Promise<Finding[]> {
  const all: Finding[] = [];
  const asked = examine({ ...env, ...changes }, { withPage: false, only });
  for await (const finding of asked) all.push(finding);
  return all;
}

/** Everything of a group that is not well, as it is printed. */
async function faults(group: Group, changes: Env = {}): Promise<string[]> {
  const all = await findings(changes, [group]);
  // How fast this machine is, and how full, is its own affair.
  const ours = all.filter(({ check, status }) => status !== 'ok' && !/latency$|space$/.test(check));
  return ours.map((finding) => lineOf(finding));
}

const line = (status: string, check: string, ...words: string[]) =>
  expect.stringMatching(new RegExp(`^${status} +${check} .*${words.join('.*')}`));

async function liveWorker(version = VERSION): Promise<void> {
  const loop = { meanMs: 0, p99Ms: 0, maxMs: 0 };
  const worker = { id: 'w1', host: 'here', loginHost: '', labels: [], capacity: 2, isDraining: false };
  await renewLease(server.client, { ...worker, startedAt: Date.now() }, 3_600_000);
  await writeWorkerReport(
    server.client,
    {
      id: 'w1',
      host: 'here',
      version,
      roles: ['sessions', 'webhooks'],
      process: {
        uptimeSeconds: 1,
        cpuPercent: 0,
        memory: { rssBytes: 1, heapUsedBytes: 1 },
        eventLoop: loop,
      },
      disk: null,
      sessions: { count: 0, memoryBytes: 0 },
      messages: { sent: { count: 0, seconds: 0 }, failed: 0 },
      webhooks: { attempts: 0, delivered: { count: 0, seconds: 0 }, deadLetters: 0 },
    },
    3_600_000,
  );
}

test('what is well is said to be, one line for each check', async () => {
  await liveWorker();
  await server.client.config('SET', 'maxmemory', '1gb');
  const all = await findings();
  const names = all.map(({ check }) => check);
  expect(names).toEqual([...new Set(names)]);
  // What this machine has to offer is its own affair.
  const ours = all.filter(({ check }) => !/^(machine|chrome)|space$|latency$/.test(check));
  expect(ours.filter(({ status }) => status !== 'ok').map((finding) => lineOf(finding))).toEqual([]);
  expect(ours.map(({ check }) => check)).toEqual([
    'config.worker',
    'config.api',
    'redis.reachable',
    'redis.version',
    'redis.writes',
    'redis.aof',
    'redis.fsync',
    'redis.eviction',
    'redis.memory',
    'redis.clock',
    'redis.data',
    'workers.alive',
    'workers.versions',
    'workers.webhooks',
    'workers.room',
    'sessions.folder',
    'sessions.folder.mode',
    'logins.store',
    'logins.store.mode',
    'logins.store.probe',
    'logins.store.key',
    'media.store',
    'media.store.mode',
    'media.store.probe',
    'backups.store',
    'backups.store.mode',
    'backups.store.probe',
    'backups.store.key',
    'webhook.reachable',
    'webhook.signature',
  ]);
  expect(all.every((finding) => !lineOf(finding).includes('\n'))).toBe(true);
  // Probes leave nothing behind.
  expect(await server.client.exists(keys.dataset)).toBe(0);
});

describe('Redis', () => {
  afterEach(async () => {
    await server.client.config('SET', 'appendonly', 'yes');
    await server.client.config('SET', 'appendfsync', 'everysec');
    await server.client.config('SET', 'maxmemory-policy', 'noeviction');
    await server.client.config('SET', 'maxmemory', '1gb');
  });

  test.each([
    ['appendonly', 'no', 'failed', 'redis.aof', 'appendonly yes'],
    ['appendfsync', 'no', 'warning', 'redis.fsync', 'appendfsync everysec'],
    ['maxmemory-policy', 'volatile-lru', 'failed', 'redis.eviction', 'noeviction'],
    ['maxmemory', '0', 'warning', 'redis.memory', 'Set maxmemory'],
  ])('with %s %s', async (option, value, status, check, remedy) => {
    await server.client.config('SET', option, value);
    expect(await faults('redis')).toEqual([line(status, check, '→', remedy)]);
  });

  test('with no room left', async () => {
    await server.client.config('SET', 'maxmemory', '1');
    expect(await faults('redis')).toEqual([
      line('failed', 'redis.writes', 'full', '→', 'maxmemory'),
      line('warning', 'redis.memory', '%', '→', 'Raise maxmemory'),
    ]);
  });

  test('behind a port that is closed, without its password', async () => {
    const url = `redis://:secret@127.0.0.1:${CLOSED_PORT}`;
    const [only, ...others] = await faults('redis', { REDIS_URL: url });
    expect(only).toEqual(line('failed', 'redis.reachable', 'ECONNREFUSED', '→', 'REDIS_URL'));
    expect(only).not.toContain('secret');
    expect(others).toEqual([]);
  });

  test('that wants a password', async () => {
    await server.client.config('SET', 'requirepass', 'secret');
    try {
      expect(await faults('redis')).toEqual([
        line('failed', 'redis.reachable', 'NOAUTH', '→', 'REDIS_PASSWORD'),
      ]);
      const right = await findings({ REDIS_PASSWORD: 'secret' }, ['redis']);
      expect(right.find(({ check }) => check === 'redis.reachable')?.status).toBe('ok');
    } finally {
      await server.client.config('SET', 'requirepass', '');
    }
  });

  test('that was emptied while the logins stayed', async () => {
    const login = join(folder, 'sessions', 'loja');
    await mkdir(login);
    try {
      expect(await faults('redis')).toEqual([line('warning', 'redis.data', '1 logins', '→', 'backup')]);
    } finally {
      await rm(login, { recursive: true });
    }
  });

  test.each([
    [1_999, 'ok'],
    [-5_000, 'warning'],
    [90_000, 'failed'],
  ])('whose clock is %i ms away', (ms, status) => expect(clockFinding(ms).status).toBe(status));
});

describe('workers', () => {
  test('that are gone', async () => {
    await server.client.del(keys.workers, keys.worker('w1'), keys.workerReports);
    expect(await faults('redis')).toEqual([
      line('warning', 'workers.alive', '→', 'Start a worker'),
      line('warning', 'workers.webhooks', '→', 'WORKER_ROLES'),
    ]);
  });

  test('of another version, and without room', async () => {
    await liveWorker('0.0.1');
    await server.client.zadd(keys.sessionsWaiting, 1, 'waits');
    expect(await faults('redis')).toEqual([
      line('warning', 'workers.versions', 'w1: 0.0.1', '→', 'Stop the workers'),
      line('warning', 'workers.room', '1 sessions wait', '→', 'Add workers'),
    ]);
    await server.client.del(keys.sessionsWaiting);
  });
});

describe('folders and stores', () => {
  test('a file in the place of each', async () => {
    const file = join(folder, 'a-file');
    await writeFile(file, '');
    const changes = {
      SESSIONS_PATH: file,
      MEDIA_STORE: `directory:${file}`,
      LOGIN_STORE: `directory:${file}/below`,
    };
    const all = await findings(changes, ['sessions', 'logins', 'media']);
    const found = all.filter(({ status }) => status === 'failed').map((finding) => lineOf(finding));
    expect(found).toEqual([
      line('failed', 'sessions.folder', 'is not a folder', '→', 'SESSIONS_PATH'),
      line('failed', 'logins.store', 'ENOTDIR', '→', 'LOGIN_STORE'),
      line('failed', 'media.store', 'is not a folder', '→', 'MEDIA_STORE'),
    ]);
  });

  test('logins and backups that are not encrypted', async () => {
    expect(await faults('logins', { LOGIN_STORE_KEY: '' })).toEqual([
      line('warning', 'logins.store.key', 'not encrypted', '→', 'LOGIN_STORE_KEY'),
    ]);
    expect(await faults('backups', { BACKUP_KEY: '' })).toEqual([
      line('warning', 'backups.store.key', 'not encrypted', '→', 'BACKUP_KEY'),
    ]);
  });

  test('one that others can read, and one that is to be made', async () => {
    await chmod(join(folder, 'sessions'), 0o755);
    expect(await faults('sessions')).toEqual([
      line('warning', 'sessions.folder.mode', 'WhatsApp accounts', '→', 'chmod 700'),
    ]);
    await chmod(join(folder, 'sessions'), 0o700);
    const path = join(folder, 'not', 'yet');
    expect(await faults('sessions', { SESSIONS_PATH: path })).toEqual([]);
  });

  test('a bucket that cannot be reached', async () => {
    const changes = {
      MEDIA_STORE: 's3://files/media',
      S3_ENDPOINT: `http://127.0.0.1:${CLOSED_PORT}`,
      AWS_ACCESS_KEY_ID: 'id',
      AWS_SECRET_ACCESS_KEY: 'secret',
    };
    expect(await faults('media', changes)).toEqual([
      line('failed', 'media.store', 'bucket files', '→', 'S3_ENDPOINT'),
    ]);
  });
});

describe('the receiver of webhooks', () => {
  test('behind a port that is closed', async () => {
    const host = `127.0.0.1:${CLOSED_PORT}`;
    const changes = { APP_WEBHOOK_URL: `http://${host}/`, WEBHOOK_ALLOWED_HOSTS: host };
    expect(await faults('webhook', changes)).toEqual([
      line('failed', 'webhook.reachable', 'connection_refused', '→', 'APP_WEBHOOK_URL'),
    ]);
  });

  test('at a private address that is not admitted, and without a secret', async () => {
    expect(await faults('webhook', { WEBHOOK_ALLOWED_HOSTS: '', WEBHOOK_SECRET: '' })).toEqual([
      line('failed', 'webhook.reachable', 'blocked_address', '→', 'WEBHOOK_ALLOWED_HOSTS'),
      line('warning', 'webhook.signature', 'forged', '→', 'openssl'),
    ]);
  });

  test('none', async () => {
    expect(
      (await findings({ APP_WEBHOOK_URL: '' })).filter(({ check }) => check.startsWith('webhook')),
    ).toEqual([]);
  });
});

test('programs that are not there', async () => {
  const all = await findings({ FFMPEG_PATH: join(folder, 'no-ffmpeg') }, ['machine', 'chrome']);
  const found = all.filter(({ status }) => status === 'failed').map((finding) => lineOf(finding));
  expect(found).toEqual([
    line('failed', 'machine.ffmpeg', 'no-ffmpeg', '→', 'FFMPEG_PATH'),
    line('failed', 'chrome.found', 'ENOENT', '→', 'CHROME_EXECUTABLE_PATH'),
  ]);
  expect(verdictOf(all)).toBe('failed');
});

test('a worker that only delivers webhooks needs no browser and no logins', async () => {
  const groups = new Set(
    (await findings({ WORKER_ROLES: 'webhooks' })).map(({ check }) => check.split('.')[0]),
  );
  expect([...groups]).toEqual(['config', 'redis', 'workers', 'media', 'webhook']);
});

test('the command says in lines what has failed and what to do, and ends with 1', async () => {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  expect(await runDoctor(['--only', 'machine,webhook'], env, say)).toBe(0);
  const away = { ...env, REDIS_URL: `redis://127.0.0.1:${CLOSED_PORT}` };
  lines.length = 0;
  expect(await runDoctor(['--only', 'redis'], away, say)).toBe(1);
  expect(lines).toEqual([
    line('ok', 'config.worker'),
    line('ok', 'config.api'),
    line('failed', 'redis.reachable', '→', 'REDIS_URL'),
    '\n3 checks: 2 ok, 0 warnings, 1 failed.',
  ]);
  lines.length = 0;
  expect(await runDoctor(['--json', '--only', 'redis'], away, say)).toBe(1);
  expect(JSON.parse(lines.join(''))).toMatchObject({
    verdict: 'failed',
    findings: [
      { status: 'ok', remedy: null },
      { status: 'ok' },
      { check: 'redis.reachable', status: 'failed' },
    ],
  });
  expect(await runDoctor(['--only', 'redsi'], env, say)).toBe(64);
  expect(await runDoctor(['--jsno'], env, say)).toBe(64);
});

test('all variables that cannot be used are named at once, and nothing else is asked', async () => {
  const all = await findings({ MAX_SESSIONS: 'many', LEASE_DURATION: 'long', PORT: '-1' });
  expect(all.map((finding) => lineOf(finding))).toEqual([
    line('failed', 'config.worker', 'MAX_SESSIONS', 'LEASE_DURATION', '→', 'configuration.md'),
    line('failed', 'config.api', 'PORT', '→', 'configuration.md'),
  ]);
});
