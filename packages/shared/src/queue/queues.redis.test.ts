import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { createLogger } from '../observability/logger.ts';
import { connectRedis, untilReady } from '../redis/connect.ts';
import { createLanes, type Lanes, laneName, queueOptions } from './queues.ts';

let server: TemporaryRedis;
let redis: Redis;
let lanes: Lanes;
beforeEach(async () => {
  server = await startTemporaryRedis();
  redis = connectRedis({ url: server.url }, 'request', createLogger({ name: 'test', level: 'silent' }));
  await untilReady(redis);
  lanes = createLanes(redis);
});
afterEach(async () => {
  redis.disconnect();
  await server.close();
});

const MESSAGE = { messageId: 'msg_1', priority: 'interactive' } as const;

test('a lane that is first used while Redis is away works when Redis is back', async () => {
  process.kill(Number(server.pid), 'SIGKILL');
  await until('the connection to break', 10_000, () => redis.status !== 'ready');
  await expect(lanes.add('shop', [MESSAGE])).rejects.toThrow();
  await until('an accepted job', 20_000, async () => {
    await lanes.add('shop', [MESSAGE]);
    return true;
  });

  const lane = new Queue(laneName('shop'), queueOptions(server.client));
  expect((await lane.getJobs(['wait'])).map(({ id }) => id)).toEqual(['msg_1']);
  await lane.close();
}, 40_000);

test('a Redis that takes nothing more leaves nothing behind with each job that it refuses', async () => {
  const listeners = () => ['ready', 'error', 'close'].map((event) => redis.listenerCount(event));
  const before = listeners();

  await server.client.config('SET', 'maxmemory', '1');
  for (let i = 0; i < 5; i += 1) await expect(lanes.add('shop', [MESSAGE])).rejects.toThrow('OOM');
  await until('the listeners of before', 10_000, () => String(listeners()) === String(before));

  await server.client.config('SET', 'maxmemory', '0');
  await lanes.add('shop', [MESSAGE]);
}, 40_000);

test('the queues of sessions that are not used any more do not stay in memory', async () => {
  const before = redis.listenerCount('error');
  for (let at = 0; at < 1_200; at += 1) await lanes.add(`shop-${at}`, [MESSAGE]);
  expect(redis.listenerCount('error') - before).toBeLessThanOrEqual(1_000);
  await lanes.add('shop-0', [{ ...MESSAGE, messageId: 'msg_2' }]);
  const lane = new Queue(laneName('shop-0'), queueOptions(server.client));
  expect((await lane.getJobs(['wait'])).map(({ id }) => id).sort()).toEqual(['msg_1', 'msg_2']);
  await lane.close();
}, 40_000);
