import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '@wagw/local-machine/free-port';
import { findRedis } from '@wagw/local-machine/system-parts';
import { until } from '@wagw/local-machine/until';
import { type WorkerReport, writeWorkerReport } from '@wagw/shared/health/worker-reports';
import { createLogger } from '@wagw/shared/observability/logger';
import { connectRedis } from '@wagw/shared/redis/connect';
import { keys } from '@wagw/shared/redis/keys';
import { endLease, renewLease } from '@wagw/shared/sessions/workers';
import { type DescribedApi, startDescribedApi } from './testing/described-api.ts';
import { type Answer, KEY } from './testing/running-api.ts';

/** Health as probes, people and tenants ask for it, with real faults of a real Redis. */

const PATIENCE_MS = 20_000;

let api: DescribedApi;
beforeAll(async () => {
  api = await startDescribedApi();
});
afterAll(() => api.close());

const codes = ({ body }: Answer) => (body.reasons as { code: string }[]).map(({ code }) => code);
const config = (option: string, value: string) => api.redisServer.client.config('SET', option, value);

const worker = (id: string) => ({
  id,
  host: 'here',
  loginHost: '',
  labels: [],
  capacity: 5,
  isDraining: false,
  startedAt: Date.now(),
});
const beat = (id: string) => renewLease(api.redisServer.client, worker(id), 3_600_000);

describe('readiness', () => {
  beforeAll(() => beat('w1'));
  afterEach(async () => {
    await config('appendonly', 'yes');
    await config('maxmemory-policy', 'noeviction');
    await config('maxmemory', '0');
  });

  test('with all that it takes', async () => {
    const ready = await api.ask('get', '/health/ready');
    expect([ready.status, ready.body]).toEqual([200, { status: 'ok', reasons: [] }]);
    expect((await api.ask('get', '/health')).body).toMatchObject({
      status: 'ok',
      checks: { redis: 'ok', workers: 1 },
    });
    expect((await api.ask('get', '/health/live')).body).toEqual({ status: 'ok' });
  });

  test.each([
    ['appendonly', 'no', 'redis_without_aof'],
    ['maxmemory-policy', 'allkeys-lru', 'redis_evicts'],
    ['maxmemory', '1', 'redis_full'],
  ])('fails with %s %s, says why and what to do, and nothing that is secret', async (option, value, code) => {
    await config(option, value);
    const ready = await api.ask('get', '/health/ready');
    expect([ready.status, ready.body.status]).toEqual([503, 'unavailable']);
    expect(ready.body.reasons).toEqual([
      { code, severity: 'failing', message: expect.any(String), remedy: expect.any(String) },
    ]);
    const health = await api.ask('get', '/health');
    expect([health.status, health.body.checks]).toEqual([503, { redis: 'unfit', workers: 1 }]);
    expect((await api.ask('get', '/health/detailed')).body).toMatchObject({
      status: 'unavailable',
      components: { redis: { status: 'failing' } },
    });
    // The process itself is well.
    expect((await api.ask('get', '/health/live')).status).toBe(200);
    expect(JSON.stringify([ready.body, health.body])).not.toMatch(/127\.0\.0\.1|6379|\/tmp/);
  });

  test('is degraded without a worker, for what is accepted waits', async () => {
    await endLease(api.redisServer.client, 'w1');
    const ready = await api.ask('get', '/health/ready');
    expect([ready.status, ready.body.status, codes(ready)]).toEqual([200, 'degraded', ['no_workers']]);
    await beat('w1');
    expect((await api.ask('get', '/health/ready')).body.status).toBe('ok');
  });
});

describe('a Redis that ends', () => {
  let folder: string;
  let port: number;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wagw-health-'));
    port = await freePort();
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  function startRedis(appendDir: string) {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes'];
    const more = ['--appenddirname', appendDir, '--save', ''];
    return spawn(findRedis() ?? 'redis-server', [...args, ...more], { stdio: 'ignore' });
  }

  test('and starts again with its data, or without', async () => {
    let server = startRedis('first');
    const redis = connectRedis(
      { url: `redis://127.0.0.1:${port}` },
      'request',
      createLogger({ name: 'api', level: 'silent' }),
    );
    const other = await api.startAnother({ redis });
    const ready = async () => {
      const response = await fetch(`${other.baseUrl}/health/ready`);
      const { reasons } = (await response.json()) as { reasons: { code: string }[] };
      return [response.status, ...reasons.map(({ code }) => code)].join(' ');
    };
    const askOther = async (path: string) =>
      (await fetch(other.baseUrl + path, { headers: { 'x-gateway-key': KEY } })).json();
    const end = async () => {
      if (server.exitCode !== null || server.signalCode !== null) return;
      const gone = once(server, 'exit');
      server.kill('SIGKILL');
      await gone;
    };
    try {
      await until('readiness', PATIENCE_MS, async () => (await ready()) === '200 no_workers');
      // What names the data is on disk, as with `appendfsync everysec` after a second.
      await redis.config('SET', 'appendfsync', 'always');
      await redis.set('something', '1');
      await end();
      await until('the loss', PATIENCE_MS, async () => (await ready()) === '503 redis_unreachable');
      expect((await fetch(`${other.baseUrl}/health/live`)).status).toBe(200);
      expect(await askOther('/health/detailed')).toMatchObject({
        status: 'unavailable',
        components: {
          redis: { status: 'failing', appendOnly: 'unknown' },
          workers: { status: 'unknown', count: null },
          sessions: { status: 'unknown', total: null },
          mediaStore: { status: 'ok' },
        },
      });
      expect(await askOther('/health/system')).toMatchObject({ workers: null });
      expect(await askOther('/health/alerts')).toMatchObject({
        gateway: expect.arrayContaining([
          expect.objectContaining({ code: 'redis_unreachable', component: 'redis', since: null }),
        ]),
        total: null,
        items: [],
      });
      for (const path of ['/health/performance', '/health/performance/history']) {
        expect(await askOther(path)).toMatchObject({ status: 503, code: 'storage_unavailable' });
      }

      server = startRedis('first');
      await until('the return', PATIENCE_MS, async () => (await ready()) === '200 no_workers');

      await end();
      server = startRedis('second');
      await until(
        'the empty one',
        PATIENCE_MS,
        async () => (await ready()) === '503 redis_emptied no_workers',
      );

      await end();
      server = startRedis('first');
      await until('the old data', PATIENCE_MS, async () => (await ready()) === '200 no_workers');
    } finally {
      await other.close();
      redis.disconnect();
      await end();
    }
  });
});

const report = (id: string, changes: Partial<WorkerReport> = {}): WorkerReport => ({
  id,
  host: 'here',
  version: '1.0.0',
  roles: ['sessions', 'webhooks'],
  process: {
    uptimeSeconds: 60,
    cpuPercent: 12.5,
    memory: { rssBytes: 1_000, heapUsedBytes: 500 },
    eventLoop: { meanMs: 0.1, p99Ms: 1, maxMs: 2 },
  },
  disk: { path: '/data/sessions', totalBytes: 1_000, freeBytes: 500 },
  sessions: { count: 3, memoryBytes: 300 },
  messages: { sent: { count: 2, seconds: 6 }, failed: 1 },
  webhooks: { attempts: 5, delivered: { count: 4, seconds: 2 }, deadLetters: 1 },
  ...changes,
});

describe('what operators see', () => {
  beforeAll(async () => {
    const { client } = api.redisServer;
    await beat('w1');
    await api.call('POST', '/api/v1/sessions', { body: { id: 'seen', tenantId: 'acme' } });
    await client.hset(keys.session('seen'), { code: 'ready' });
    await writeWorkerReport(client, report('w1'), 3_600_000);
    await writeWorkerReport(
      client,
      report('w2', { messages: { sent: { count: 2, seconds: 2 }, failed: 0 }, roles: ['webhooks'] }),
      3_600_000,
    );
  });

  test('system: this process, its machine and its disk, and what the workers told', async () => {
    const other = await api.startAnother({ folders: [tmpdir()] });
    try {
      const response = await fetch(`${other.baseUrl}/health/system`, {
        headers: { 'x-gateway-key': KEY },
      });
      const system = await response.json();
      expect(system).toMatchObject({
        nodeVersion: process.version,
        host: {
          cpus: expect.any(Number),
          loadAverage: [expect.any(Number), expect.any(Number), expect.any(Number)],
        },
        process: { uptimeSeconds: expect.any(Number), memory: { rssBytes: expect.any(Number) } },
        disks: [{ path: tmpdir(), totalBytes: expect.any(Number), freeBytes: expect.any(Number) }],
        workers: [
          { id: 'w1', version: '1.0.0', disk: { freeBytes: 500 }, process: { cpuPercent: 12.5 } },
          { id: 'w2', roles: ['webhooks'] },
        ],
      });
    } finally {
      await other.close();
    }
    expect((await api.ask('get', '/health/system')).status).toBe(200);
  });

  test('system: an event loop that was blocked, and the processor that was used meanwhile', async () => {
    await sleep(50);
    const end = performance.now() + 400;
    while (performance.now() < end);
    await sleep(50);
    const { process: seen } = (await api.ask('get', '/health/system')).body as {
      process: { cpuPercent: number; eventLoop: { maxMs: number } };
    };
    expect(seen.eventLoop.maxMs).toBeGreaterThan(300);
    expect(seen.cpuPercent).toBeGreaterThan(0);
  });

  test('performance: the workers together, and what waits', async () => {
    const sent = await api.call('POST', '/api/v1/sessions/seen/messages', {
      body: { to: '+5511987654321', text: 'Oi' },
    });
    expect(sent.status).toBe(202);
    const { body } = await until('the message in the count', PATIENCE_MS, async () => {
      await api.redisServer.client.del(keys.census);
      const answer = await api.ask('get', '/health/performance');
      return (answer.body.messages as { waiting: number }).waiting === 1 ? answer : undefined;
    });
    expect(body).toMatchObject({
      workers: 2,
      messages: {
        waiting: 1,
        oldestWaitingSeconds: expect.any(Number),
        scheduled: 0,
        processed: 4,
        failed: 1,
        meanProcessingSeconds: 2,
      },
      webhooks: { pending: 0, attempts: 10, delivered: 8, deadLetters: 2, meanDeliverySeconds: 0.5 },
    });
  });

  test('performance: the requests to this api, and those that failed', async () => {
    const http = async () => {
      const { body } = await api.ask('get', '/health/performance');
      return body.http as { requests: number; serverErrors: number; meanSeconds: number };
    };
    const before = await http();
    await config('appendonly', 'no');
    expect((await api.ask('get', '/health/ready')).status).toBe(503);
    await config('appendonly', 'yes');
    const after = await until('the failure in the count', PATIENCE_MS, async () => {
      const now = await http();
      return now.serverErrors === before.serverErrors + 1 ? now : undefined;
    });
    expect(after.requests).toBeGreaterThan(before.requests + 1);
    expect(after.meanSeconds).toEqual(expect.any(Number));
  });

  test('detailed: every component, and the worst of them in one word', async () => {
    const { body } = await until('the session in the count', PATIENCE_MS, async () => {
      await api.redisServer.client.del(keys.census);
      const answer = await api.ask('get', '/health/detailed');
      const { sessions } = answer.body.components as { sessions: { connected: number } };
      return sessions.connected === 1 ? answer : undefined;
    });
    expect(body.components).toMatchObject({
      redis: {
        status: 'ok',
        appendOnly: 'yes',
        fsync: 'everysec',
        evictionPolicy: 'noeviction',
        limitBytes: null,
      },
      workers: { status: 'ok', count: 1, capacity: 5, sessions: 1, waitingSessions: 0 },
      sessions: { status: 'ok', total: 1, active: 1, connected: 1, qrPending: 0, disconnected: 0, failed: 0 },
      queues: { status: 'ok', waiting: 1 },
      webhooks: { status: 'ok', pending: 0 },
      mediaStore: { status: 'ok', detail: null },
    });
  });

  test('sessions: in numbers', async () => {
    expect((await api.ask('get', '/health/sessions')).body).toMatchObject({
      total: 1,
      active: 1,
      connected: 1,
      qrPending: 0,
      connecting: 0,
      disconnected: 0,
      workers: [{ id: 'w1', host: 'here', isDraining: false, version: '1.0.0', memoryBytes: 300 }],
    });
  });
});

describe('what a tenant sees', () => {
  test('its own sessions, and nothing of workers or of the gateway', async () => {
    await beat('w1');
    await api.call('POST', '/api/v1/sessions', { body: { id: 'ours', tenantId: 'globex' } });
    const { headers } = await api.makeKey(['admin'], 'globex');
    const { body } = await api.ask('get', '/health/sessions', { headers });
    expect(body).toMatchObject({ total: 1, waiting: 0, workers: [], items: [{ id: 'ours' }] });
    expect(JSON.stringify(body)).not.toContain('acme');
    for (const path of ['/health/system', '/health/performance', '/health/detailed']) {
      expect((await api.call('GET', path, { headers })).body.code).toBe('forbidden');
    }
    const another = await api.call('GET', '/health/sessions/seen', { headers });
    const nobodys = await api.call('GET', '/health/sessions/nobody', { headers });
    expect([another.status, another.body.code, another.body.detail]).toEqual([
      nobodys.status,
      nobodys.body.code,
      nobodys.body.detail,
    ]);
  });
});
