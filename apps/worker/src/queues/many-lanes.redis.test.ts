import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import type { Redis } from 'ioredis';
import { AGAIN, createLaneScene, HANDED_OVER, type LaneScene, texts } from '../testing/lane-scene.ts';
import { silentLogger } from '../testing/parts.ts';
import { storeOwned } from '../testing/stored.ts';
import { createWorkerQueues, type WorkerQueues } from './worker-queues.ts';

/** Much less than any time after which something looks again by itself. */
const PROMPTLY_MS = 1_500;
const PATIENCE_MS = 30_000;

let server: TemporaryRedis;
let redis: Redis;
let queues: WorkerQueues;
let lanes: LaneScene[] = [];
let count = 0;

beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.client.flushall();
  redis = connectRedis({ url: server.url }, 'work', silentLogger);
  await untilReady(redis);
  queues = createWorkerQueues(redis, silentLogger);
});
afterEach(async () => {
  await Promise.all(lanes.map((lane) => lane.close()));
  lanes = [];
  await queues.close();
  redis.disconnect();
});

async function openLanes(many: number): Promise<LaneScene[]> {
  lanes = [];
  for (let i = 0; i < many; i += 1) {
    count += 1;
    const fence = { sessionId: `session-${count}`, owner: 'me', epoch: 7 };
    await storeOwned(redis, fence);
    lanes.push(createLaneScene(queues, fence));
  }
  await Promise.all(lanes.map(({ lane }) => lane.open()));
  return lanes;
}

/** One message each, one lane after the other, so that each lane has fallen asleep before. */
async function deliverToAll(text: string): Promise<number[]> {
  const waits: number[] = [];
  for (const lane of lanes) {
    const before = lane.settled.length;
    const acceptedAt = performance.now();
    await lane.accept(text);
    while (lane.settled.length === before) await new Promise(setImmediate);
    waits.push(performance.now() - acceptedAt);
  }
  return waits.sort((a, b) => a - b);
}

const info = async (section: string, name: string) =>
  Number(new RegExp(`${name}:(\\d+)`).exec(await server.client.info(section))?.[1]);

test('two hundred lanes get their messages at once, over two connections', async () => {
  await openLanes(200);
  const waits = await deliverToAll('one');
  expect(waits.at(-1)).toBeLessThan(PROMPTLY_MS);
  // The test has one of its own.
  expect(await info('clients', 'connected_clients')).toBe(1 + 2);
});

test('lanes that wait cost next to nothing', async () => {
  await openLanes(200);
  await deliverToAll('one');
  const before = await info('stats', 'total_commands_processed');
  const startedAt = performance.now();
  await until('some time', PATIENCE_MS, () => performance.now() - startedAt > 5_000);
  const commands = (await info('stats', 'total_commands_processed')) - before;
  // An empty wait, and the question itself.
  expect(commands).toBeLessThan(10);
});

test('all at once they get all of their messages, each in order', async () => {
  await openLanes(50);
  await Promise.all(lanes.map((lane) => lane.accept(...texts(1, 20))));
  await Promise.all(lanes.map((lane) => lane.untilSettled(20)));
  for (const lane of lanes) expect(lane.tries).toEqual(texts(1, 20));
});

test('a lane with a backlog starves none of the others', async () => {
  const [hot, ...others] = await openLanes(20);
  if (hot === undefined) throw new Error('no lane');
  let isOver = false;
  hot.script = async () => {
    await new Promise(setImmediate);
    return HANDED_OVER;
  };
  await hot.accept(...texts(1, 50));
  const flood = (async () => {
    while (!isOver) await hot.accept('more');
  })();
  lanes = others;
  const waits = await deliverToAll('one');
  isOver = true;
  await flood;
  lanes.push(hot);
  expect(waits.at(-1)).toBeLessThan(PROMPTLY_MS);
  expect(hot.settled.length).toBeGreaterThan(20);
});

test('a restart of Redis is survived by lanes that wait, work, and rest', async () => {
  await openLanes(50);
  const [resting, ...others] = lanes;
  if (resting === undefined) throw new Error('no lane');
  let isResting = true;
  resting.script = () => (isResting ? { ...AGAIN, failures: 2 } : HANDED_OVER);
  await resting.accept('rest');
  await until('the first try', PATIENCE_MS, () => resting.tries.length === 1);
  isResting = false;

  for (let restart = 1; restart <= 2; restart += 1) {
    const { pid } = server;
    const accepted = Promise.all(others.map((lane) => lane.accept(...texts(1, 5))));
    process.kill(Number(pid), 'SIGKILL');
    await accepted;
    await Promise.all(others.map((lane) => lane.untilSettled(5 * restart)));
  }
  await resting.untilSettled(1);
  for (const lane of others) expect(lane.settled).toEqual([...texts(1, 5), ...texts(1, 5)]);
});

test('a lane that has to wait goes on when its time has come, not before and not much later', async () => {
  const [lane] = await openLanes(1);
  if (lane === undefined) throw new Error('no lane');
  const tries: number[] = [];
  lane.script = () => {
    tries.push(performance.now());
    return tries.length < 3 ? { ...AGAIN, failures: tries.length } : HANDED_OVER;
  };
  await lane.accept('one', 'two');
  await lane.untilSettled(2);
  const waits = tries.slice(1, 3).map((time, index) => time - (tries[index] ?? 0));
  expect(lane.tries).toEqual(['one', 'one', 'one', 'two']);
  for (const [index, planned] of [1_000, 2_000].entries()) {
    expect(waits[index]).toBeGreaterThan(planned / 2 - 10);
    expect(waits[index]).toBeLessThan(planned * 1.5 + PROMPTLY_MS);
  }
});

test('lanes are closed and opened again, and take up what came meanwhile', async () => {
  await openLanes(20);
  await deliverToAll('one');
  await Promise.all(lanes.map(({ lane }) => lane.close(PATIENCE_MS)));
  for (const lane of lanes) await lane.accept('two');
  await Promise.all(lanes.map(({ lane }) => lane.open()));
  await Promise.all(lanes.map((lane) => lane.untilSettled(2)));
  const waits = await deliverToAll('three');
  expect(waits.at(-1)).toBeLessThan(PROMPTLY_MS);
  for (const lane of lanes) expect(lane.settled).toEqual(['one', 'two', 'three']);
});

test('a call that was lost is made up for', async () => {
  await queues.close();
  queues = createWorkerQueues(redis, silentLogger, 500);
  const [lane] = await openLanes(1);
  if (lane === undefined) throw new Error('no lane');
  await deliverToAll('one');
  // As if the connection that popped it had died: the job is there, and nobody is told.
  const [record] = await lane.acceptJobless('two');
  if (record === undefined) throw new Error('nothing was stored');
  await redis.hset(lane.queue.toKey(record.id), {
    name: 'send',
    data: JSON.stringify({ messageId: record.id }),
    opts: '{"attempts":1000000,"removeOnComplete":true}',
    timestamp: Date.now(),
  });
  await redis.lpush(lane.queue.toKey('wait'), record.id);
  await lane.untilSettled(2);
});
