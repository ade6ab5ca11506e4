import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import type { Redis } from 'ioredis';
import { silentLogger } from '../testing/parts.ts';
import { createSharedWait, type SharedWait } from './shared-wait.ts';

/** Much less than the ten seconds after which a wait looks again by itself. */
const PROMPTLY_MS = 5_000;
const PATIENCE_MS = 20_000;

let server: TemporaryRedis;
let redis: Redis;
let wait: SharedWait;
let heard: string[];

beforeAll(async () => {
  server = await startTemporaryRedis();
  redis = connectRedis({ url: server.url }, 'work', silentLogger);
  await untilReady(redis);
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});
beforeEach(async () => {
  await server.client.flushall();
  heard = [];
  wait = createSharedWait(redis, silentLogger);
});
afterEach(() => wait.close());

/** Notes what comes as `key=member`. */
const listen = (key: string) => wait.watch(key, (member) => heard.push(`${key}=${member}`));

const untilHeard = (...expected: string[]) =>
  until(`${expected.slice(0, 3).join(', ')}…`, PROMPTLY_MS, () =>
    expected.every((one) => heard.includes(one)),
  );

const names = (count: number) => Array.from({ length: count }, (_, index) => `key-${index}`);

/** How many clients Redis has just now, and how many of them block. */
async function clients(): Promise<{ connected: number; blocked: number }> {
  const info = await server.client.info('clients');
  const read = (name: string) => Number(new RegExp(`${name}_clients:(\\d+)`).exec(info)?.[1]);
  return { connected: read('connected'), blocked: read('blocked') };
}
const untilBlocked = () => until('the wait', PROMPTLY_MS, async () => (await clients()).blocked === 1);

/** Cuts every connection but the one that asks for it. */
const cutConnections = () => server.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');

/** How often a command was called. */
async function calls(command: string): Promise<number> {
  const stats = await server.client.info('commandstats');
  return Number(new RegExp(`cmdstat_${command}:calls=(\\d+)`).exec(stats)?.[1] ?? 0);
}

test('members that are there and members that come later are handed over, with their scores', async () => {
  await redis.zadd('a', 5, 'early');
  const scores: [string, number][] = [];
  wait.watch('a', (member, score) => scores.push([member, score]));
  await until('the early one', PROMPTLY_MS, () => scores.length === 1);
  await redis.zadd('a', 1.5, 'late');
  await until('the late one', PROMPTLY_MS, () => scores.length === 2);
  expect(scores).toEqual([
    ['early', 5],
    ['late', 1.5],
  ]);
  expect(await redis.exists('a')).toBe(0);
});

test('what is watched while the wait is under way counts at once', async () => {
  listen('a');
  await untilBlocked();
  listen('b');
  await redis.zadd('b', 0, 'one');
  await untilHeard('b=one');
});

test('a thousand keys cost one connection, and many that are ready few commands', async () => {
  const keys = names(1_000);
  await untilBlocked();
  const { connected } = await clients();
  for (const key of keys) listen(key);
  await until('the wait on the last one', PROMPTLY_MS, async () => {
    await redis.zadd('key-999', 0, 'first');
    return heard.includes('key-999=first');
  });
  expect((await clients()).connected).toBe(connected);

  await server.client.config('RESETSTAT');
  const pipeline = redis.multi();
  for (const key of keys) pipeline.zadd(key, 0, 'go');
  await pipeline.exec();
  await untilHeard(...keys.map((key) => `${key}=go`));
  expect(await calls('bzpopmin')).toBeLessThan(20);
});

test('a busy key does not keep the others waiting', async () => {
  listen('busy');
  listen('quiet');
  await untilBlocked();
  const members = Array.from({ length: 2_000 }, (_, index) => [index, `m${index}`]).flat();
  await redis.zadd('busy', ...members);
  await redis.zadd('quiet', 0, 'one');
  await untilHeard('quiet=one', 'busy=m1999');
  expect(heard.indexOf('quiet=one')).toBeLessThan(500);
  expect(heard).toHaveLength(2_001);
});

test('what is popped for one who has gone is put back, and left to others', async () => {
  const unwatch = listen('a');
  await untilBlocked();
  unwatch();
  await redis.zadd('a', 7, 'one');
  await until('the member to be back', PROMPTLY_MS, async () => (await redis.zscore('a', 'one')) === '7');
  listen('b');
  await redis.zadd('b', 0, 'two');
  await untilHeard('b=two');
  expect(heard).toEqual(['b=two']);
  expect(await redis.zscore('a', 'one')).toBe('7');
  listen('a');
  await untilHeard('a=one');
});

test('a key has one watcher; whoever comes after it may watch again', async () => {
  const unwatch = listen('a');
  expect(() => listen('a')).toThrow('a is watched already');
  unwatch();
  unwatch();
  listen('a');
  await redis.zadd('a', 0, 'one');
  await untilHeard('a=one');
});

test('a watcher that throws disturbs nobody', async () => {
  wait.watch('a', () => {
    throw new Error('a watcher that nobody tested');
  });
  listen('b');
  await redis.zadd('a', 0, 'one');
  await redis.zadd('b', 0, 'one');
  await untilHeard('b=one');
});

test('after the connection was lost whoever listens is told to look, and the wait goes on', async () => {
  let reconnects = 0;
  const unhear = wait.onReconnect(() => {
    reconnects += 1;
  });
  listen('a');
  await untilBlocked();
  expect(reconnects).toBe(0);
  await cutConnections();
  await until('the call', PATIENCE_MS, () => reconnects === 1);
  await redis.zadd('a', 0, 'one');
  await untilHeard('a=one');

  unhear();
  await untilBlocked();
  await cutConnections();
  await untilBlocked();
  expect(reconnects).toBe(1);
});

test('a restart of Redis is survived, also by what is watched meanwhile', async () => {
  listen('a');
  await untilBlocked();
  process.kill(Number(server.pid), 'SIGKILL');
  await until('the loss', PATIENCE_MS, () => redis.status !== 'ready');
  listen('b');
  await redis.zadd('a', 0, 'one');
  await redis.zadd('b', 0, 'two');
  await until('both', PATIENCE_MS, () => heard.length === 2);
  expect(heard.sort()).toEqual(['a=one', 'b=two']);
});

test('closing ends the connection and pops nothing more', async () => {
  listen('a');
  await untilBlocked();
  await Promise.all([wait.close(), wait.close()]);
  expect((await clients()).blocked).toBe(0);
  await redis.zadd('a', 0, 'one');
  expect(await redis.zcard('a')).toBe(1);
  expect(heard).toEqual([]);
});
