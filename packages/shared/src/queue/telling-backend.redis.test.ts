import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { Queue } from 'bullmq';
import { keys } from '../redis/keys.ts';
import {
  commandQueueName,
  createLanes,
  type Lanes,
  laneName,
  queueOptions,
  tellingBackends,
} from './queues.ts';

/** Who is told of a job that is added. */

let server: TemporaryRedis;
let lanes: Lanes;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.client.flushall();
  lanes = createLanes(server.client);
  await server.client.hset(keys.session('shop'), 'owner', 'w1');
});

const calls = (worker: string) => server.client.zrange(keys.workerLanes(worker), 0, '-1');
const message = (messageId: string, priority: 'interactive' | 'bulk' = 'interactive') => ({
  messageId,
  priority,
});

test.each([
  ['a message', [message('m1')]],
  ['a bulk message', [message('m1', 'bulk')]],
  ['several', [message('m1'), message('m2', 'bulk')]],
])('the owner of a session is told of %s', async (_what, messages) => {
  await lanes.add('shop', messages);
  expect(await calls('w1')).toEqual([laneName('shop')]);
});

test('of its commands too, by the name of their queue', async () => {
  await lanes.addCommand('shop', { commandId: 'c1' }, 'free');
  expect(await calls('w1')).toEqual([commandQueueName('shop')]);
});

test('one that was told before, and did not come to it yet, is told once', async () => {
  await lanes.add('shop', [message('m1')]);
  await lanes.add('shop', [message('m2')]);
  expect(await calls('w1')).toEqual([laneName('shop')]);
});

test('the one that owns it when the job is added, and nobody else', async () => {
  await lanes.add('shop', [message('m1')]);
  await server.client.del(keys.workerLanes('w1'));
  await server.client.hset(keys.session('shop'), 'owner', 'w2');
  await lanes.add('shop', [message('m2')]);
  expect([await calls('w1'), await calls('w2')]).toEqual([[], [laneName('shop')]]);
});

test('a session that nobody owns, and a queue that is no session’s, tell nobody', async () => {
  await lanes.add('nobodys', [message('m1')]);
  const webhooks = new Queue('webhooks', queueOptions(server.client), tellingBackends(server.client));
  await webhooks.add('one', {});
  await webhooks.close();
  expect(await server.client.keys('*:lanes')).toEqual([]);
});
