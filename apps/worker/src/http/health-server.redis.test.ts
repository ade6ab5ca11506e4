import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { createMetrics } from '@wagw/shared/observability/metrics';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { announceDrain, renewLease } from '@wagw/shared/sessions/workers';
import { VERSION } from '@wagw/shared/version';
import type { Redis } from 'ioredis';
import { silentLogger } from '../testing/parts.ts';
import { startHealthServer } from './health-server.ts';

let redisServer: TemporaryRedis;
let redis: Redis;
let server: Server;
let baseUrl: string;

beforeAll(async () => {
  redisServer = await startTemporaryRedis();
  redis = connectRedis({ url: redisServer.url }, 'work', silentLogger);
  await untilReady(redis);
  server = await start(0);
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.close();
  server.closeAllConnections();
  redis.disconnect();
  await redisServer.close();
});

const start = (port: number) =>
  startHealthServer({
    redis,
    metrics: createMetrics('worker', VERSION),
    workerId: 'worker-1',
    ownsSessions: true,
    host: '127.0.0.1',
    port,
  });

test('/health tells that all is well, and who this is', async () => {
  const answer = await fetch(`${baseUrl}/health`);
  expect(answer.status).toBe(200);
  expect(await answer.json()).toEqual({
    status: 'ok',
    worker: 'worker-1',
    version: VERSION,
    uptimeSeconds: expect.any(Number),
    checks: { redis: 'ok' },
  });
});

test('/metrics is what Prometheus reads', async () => {
  const answer = await fetch(`${baseUrl}/metrics`);
  expect(answer.headers.get('content-type')).toMatch(/^text\/plain; version=0\.0\.4/);
  const text = await answer.text();
  expect(text).toContain(`wagw_build_info{service="worker",version="${VERSION}"} 1`);
  expect(text).toContain('wagw_process_cpu_seconds_total');
});

test('/health/ready asks for a lease, and for a Redis that keeps what it takes', async () => {
  const ready = async () => {
    const answer = await fetch(`${baseUrl}/health/ready`);
    const { status, reasons } = (await answer.json()) as { status: string; reasons: { code: string }[] };
    return [answer.status, status, reasons.map(({ code }) => code)];
  };
  const lease = {
    id: 'worker-1',
    host: 'here',
    loginHost: '',
    labels: [],
    capacity: 1,
    isDraining: false,
    startedAt: Date.now(),
  };
  expect(await ready()).toEqual([503, 'unavailable', ['no_lease']]);
  await renewLease(redis, lease, 3_600_000);
  expect(await ready()).toEqual([200, 'ok', []]);
  await redis.config('SET', 'appendonly', 'no');
  expect(await ready()).toEqual([503, 'unavailable', ['redis_without_aof']]);
  await redis.config('SET', 'appendonly', 'yes');
  await announceDrain(redis, 'worker-1');
  expect(await ready()).toEqual([503, 'unavailable', ['draining']]);
});

test('a question mark does not matter', async () => {
  expect((await fetch(`${baseUrl}/health/live?verbose=1`)).status).toBe(200);
});

test.each(['/', '/healthz', '/metrics/x', '/%E0%A4%A', '//', '//[', '/\\', '/?/health'])(
  'there is nothing at %s, and the process outlives the question',
  async (path) => {
    expect((await fetch(`${baseUrl}${path}`)).status).toBe(404);
  },
);

test('a port that is taken is an error at the start, not later', async () => {
  const { port } = server.address() as AddressInfo;
  await expect(start(port)).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

test('without Redis it is alive but not healthy', async () => {
  const gone = once(redis, 'end');
  redis.disconnect();
  await gone;
  const answer = await fetch(`${baseUrl}/health`);
  expect(answer.status).toBe(503);
  expect(await answer.json()).toMatchObject({ status: 'unavailable', checks: { redis: 'unreachable' } });
  const ready = await fetch(`${baseUrl}/health/ready`);
  expect(ready.status).toBe(503);
  expect(await ready.json()).toMatchObject({ reasons: [{ code: 'redis_unreachable' }] });
  expect((await fetch(`${baseUrl}/health/live`)).status).toBe(200);
});
