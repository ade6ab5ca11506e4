import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { freePort } from '@wagw/local-machine/free-port';
import { findRedis } from '@wagw/local-machine/system-parts';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { Redis } from 'ioredis';
import { connectRedis, untilReady } from '../redis/connect.ts';
import { keys } from '../redis/keys.ts';
import { watchDataset } from './dataset-watch.ts';
import { probeRedis } from './probe-redis.ts';
import { redisReasons } from './redis-reasons.ts';

/** A real Redis with real faults. */

/** Takes Redis half a minute to load; it answers after every 1,024 keys. */
const KEYS = 65_536;
const LOAD_DELAY_US = 500;

const log = { info: () => undefined, warn: () => undefined };

let server: TemporaryRedis;
let redis: Redis;
beforeAll(async () => {
  server = await startTemporaryRedis();
  redis = connectRedis({ url: server.url }, 'work', log);
  await untilReady(redis);
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});
afterEach(async () => {
  await server.client.config('SET', 'appendonly', 'yes');
  await server.client.config('SET', 'maxmemory-policy', 'noeviction');
  await server.client.config('SET', 'maxmemory', '0');
});

const reasons = async () => redisReasons(await probeRedis(redis));

test('a Redis that is well', async () => {
  const probe = await probeRedis(redis);
  if (!probe.isReachable) throw new Error(probe.detail);
  expect(probe.facts).toMatchObject({
    version: expect.stringMatching(/^\d+\.\d+\.\d+$/),
    isReplica: false,
    hasAof: true,
    isAofWritten: true,
    fsync: 'everysec',
    evictionPolicy: 'noeviction',
    maxBytes: undefined,
  });
  // Both clocks are one.
  expect(Math.abs(probe.clockAheadMs ?? Number.NaN)).toBeLessThan(1_500);
  expect(redisReasons(probe)).toEqual([]);
});

test.each([
  ['appendonly', 'no', 'redis_without_aof'],
  ['maxmemory-policy', 'allkeys-lru', 'redis_evicts'],
])('with %s %s', async (option, value, reason) => {
  await server.client.config('SET', option, value);
  expect(await reasons()).toEqual([reason]);
});

test('full to the brim', async () => {
  await server.client.config('SET', 'maxmemory', '1');
  expect(await reasons()).toEqual(['redis_full']);
});

test('a replica', async () => {
  await server.client.replicaof('127.0.0.1', '1');
  try {
    expect(await reasons()).toEqual(['redis_is_replica']);
  } finally {
    await server.client.replicaof('NO', 'ONE');
  }
});

test('one that keeps its condition to itself, as managed ones do', async () => {
  await server.client.call(
    'ACL',
    'SETUSER',
    'guest',
    'on',
    '>secret',
    '~*',
    '+@all',
    '-config',
    '-info',
    '-time',
  );
  const { port } = new URL(server.url);
  const guest = new Redis(Number(port), '127.0.0.1', {
    username: 'guest',
    password: 'secret',
    enableReadyCheck: false,
  });
  try {
    await untilReady(guest);
    const probe = await probeRedis(guest);
    expect(probe).toMatchObject({ isReachable: true, clockAheadMs: undefined, refusal: undefined });
    expect(redisReasons(probe)).toEqual([]);
  } finally {
    guest.disconnect();
  }
});

test('frozen: the connection is there, and nobody answers', async () => {
  const { pid = 0 } = server;
  process.kill(pid, 'SIGSTOP');
  try {
    expect(await probeRedis(redis, 200)).toEqual({ isReachable: false, detail: 'no answer within 200 ms' });
  } finally {
    process.kill(pid, 'SIGCONT');
  }
  await until('an answer', 10_000, async () => (await probeRedis(redis)).isReachable);
});

test('killed, and with all of its data back', async () => {
  const watch = watchDataset(redis);
  expect(await watch.isSame()).toBe(true);
  const { pid = 0 } = server;
  const gone = new Promise((resolve) => redis.once('close', resolve));
  process.kill(pid, 'SIGKILL');
  await gone;
  // At once, although this connection waits for Redis.
  const probe = await probeRedis(redis);
  expect(probe).toEqual({ isReachable: false, detail: 'there is no connection' });
  expect(redisReasons(probe)).toEqual(['redis_unreachable']);
  await until('an answer', 20_000, async () => (await probeRedis(redis)).isReachable);
  expect(await watch.isSame()).toBe(true);
});

test('reading its data from the disk', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'wagw-health-'));
  const port = await freePort();
  const start = (...more: string[]) => {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--dir', folder, '--appendonly', 'yes'];
    return spawn(findRedis() ?? 'redis-server', [...args, '--save', '', ...more], { stdio: 'ignore' });
  };
  let child = start();
  const slow = connectRedis({ url: `redis://127.0.0.1:${port}` }, 'work', log);
  // It asks without waiting for the end of the loading.
  const hurry = new Redis(port, '127.0.0.1', { enableReadyCheck: false, maxRetriesPerRequest: null });
  hurry.on('error', () => undefined);
  const end = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, 'exit');
    child.kill('SIGTERM');
    await gone;
  };
  try {
    await untilReady(slow);
    const filling = slow.pipeline();
    for (let key = 0; key < KEYS; key += 1) filling.set(`key-${key}`, '1');
    await filling.exec();
    await end();
    child = start('--key-load-delay', String(LOAD_DELAY_US));
    const now = async () => redisReasons(await probeRedis(slow)).join();
    await until('the loading', 20_000, async () => (await now()) === 'redis_loading');
    await hurry.config('SET', 'key-load-delay', '0');
    await until('its end', 20_000, async () => (await now()) === '');
  } finally {
    hurry.disconnect();
    slow.disconnect();
    await end();
    await rm(folder, { recursive: true, force: true });
  }
});

test('an emptied one is told from a fresh one', async () => {
  const watch = watchDataset(redis);
  expect(await watch.isSame()).toBe(true);
  const name = await server.client.dumpBuffer(keys.dataset);
  await server.client.flushall();
  expect(await watch.isSame()).toBe(false);
  // Who comes later knows no other data, and that these are named anew changes nothing.
  expect(await watchDataset(redis).isSame()).toBe(true);
  expect(await watch.isSame()).toBe(false);
  // A backup brings the name back.
  await server.client.restore(keys.dataset, 0, name, 'REPLACE');
  expect(await watch.isSame()).toBe(true);
});
