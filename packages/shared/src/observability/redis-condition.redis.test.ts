import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { readRedisCondition } from './redis-condition.ts';

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());

const config = (name: string, value: string) => server.client.config('SET', name, value);

test('a Redis that keeps everything is durable', async () => {
  await config('appendonly', 'yes');
  await config('maxmemory-policy', 'noeviction');
  await config('maxmemory', '500mb');
  const condition = await readRedisCondition(server.client);
  expect(condition).toMatchObject({ isDurable: true, memoryLimitBytes: 500 * 1024 * 1024 });
  expect(condition.memoryBytes).toBeGreaterThan(100_000);
});

test.each([
  ['appendonly', 'no'],
  ['maxmemory-policy', 'allkeys-lru'],
])('one with %s %s is not', async (name, value) => {
  await config('appendonly', 'yes');
  await config('maxmemory-policy', 'noeviction');
  await config(name, value);
  expect((await readRedisCondition(server.client)).isDurable).toBe(false);
});
