import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ReplicatedRedis, startReplicatedRedis } from './replicated-redis.ts';

let redis: ReplicatedRedis;

beforeAll(async () => {
  redis = await startReplicatedRedis();
});
afterAll(() => redis.close());

test('when the primary is killed a replica takes its place, and what it had acknowledged is there', async () => {
  const old = await redis.primaryPort();
  await redis.client.set('written', 'before');
  await redis.failOver();
  expect(await redis.primaryPort()).not.toBe(old);
  expect(await redis.client.get('written')).toBe('before');
  expect(await redis.client.set('written', 'after')).toBe('OK');
});
