import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { queueOptions } from '@wagw/shared/queue/queues';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { keys } from '@wagw/shared/redis/keys';
import { type BackendFactory, type Job, Queue, RedisConnection, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { gate } from '../testing/gate.ts';
import { heldLease, silentLogger } from '../testing/parts.ts';
import { LANE_OPTIONS } from './lane-backend.ts';
import { SharedBackend } from './shared-backend.ts';
import type { SharedWait } from './shared-wait.ts';
import { createWorkerQueues, type WorkerQueues } from './worker-queues.ts';

/** What BullMQ's workers do with our backends; they never look again by themselves here. */

const PATIENCE_MS = 20_000;
const NEVER_S = 86_400;

let server: TemporaryRedis;
let redis: Redis;
let queues: WorkerQueues;
let queue: Queue;
let workers: SharedWorker[];
let processed: string[];

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
  queues = createWorkerQueues(redis, silentLogger);
  queue = new Queue('jobs', queueOptions(redis));
  workers = [];
  processed = [];
});
afterEach(async () => {
  await Promise.all(workers.map((worker) => worker.close()));
  await queues.close();
  await queue.close();
});

type SharedWorker = Worker<unknown, void, string, SharedBackend>;
type Process = (job: Job) => Promise<void>;

const note: Process = async ({ name }) => void processed.push(name);

function startWorker(
  factory: BackendFactory<SharedBackend>,
  process = note,
  options: object = {},
): SharedWorker {
  const settings = { ...queueOptions(redis), drainDelay: NEVER_S, skipStalledCheck: true, ...options };
  const worker: SharedWorker = new Worker('jobs', process, settings, factory);
  worker.on('error', () => undefined);
  workers.push(worker);
  return worker;
}

const untilWaiting = (worker: SharedWorker) =>
  until('the wait', PATIENCE_MS, () => worker.getBackend().isWaiting);

/** A job without the marker that would wake somebody. */
async function addQuietly(name: string): Promise<void> {
  await redis.hset(queue.toKey(name), { name, data: '{}', opts: '{"attempts":1}', timestamp: Date.now() });
  await redis.lpush(queue.toKey('wait'), name);
}

test('after a reconnect a worker looks, for its marker may have been lost with the connection', async () => {
  let reconnected = () => {};
  const wait: SharedWait = {
    watch: () => () => undefined,
    onReconnect(callback) {
      reconnected = callback;
      return () => undefined;
    },
    close: async () => undefined,
  };
  const connection = new RedisConnection(redis, { shared: true });
  const factory: BackendFactory<SharedBackend> = (name, opts) =>
    new SharedBackend({ connection, wait, name, opts });
  const worker = startWorker(factory);
  await untilWaiting(worker);
  await addQuietly('one');
  reconnected();
  await until('the job', PATIENCE_MS, () => processed.length === 1);
  await worker.close();
  await connection.close();
});

test('a worker that is closed while it waits fetches nothing any more', async () => {
  const worker = startWorker(queues.shared);
  await untilWaiting(worker);
  await addQuietly('one');
  await worker.close();
  expect(processed).toEqual([]);
  expect(await queue.getWaitingCount()).toBe(1);
});

test('a delayed job comes when it is due', async () => {
  const worker = startWorker(queues.shared);
  await untilWaiting(worker);
  const startedAt = performance.now();
  await queue.add('later', {}, { delay: 700 });
  await queue.add('soon', {}, { delay: 300 });
  await queue.add('now', {});
  await until('all', PATIENCE_MS, () => processed.length === 3);
  expect(processed).toEqual(['now', 'soon', 'later']);
  const tookMs = performance.now() - startedAt;
  expect(tookMs).toBeGreaterThan(690);
  expect(tookMs).toBeLessThan(700 + 5_000);
});

test('processes share a queue: one that has enough to do leaves the rest to others', async () => {
  const others = createWorkerQueues(redis, silentLogger);
  let { opened, open } = gate();
  const hold: Process = async (job) => {
    await note(job);
    await opened;
  };
  const [first, second] = [startWorker(queues.shared, hold), startWorker(others.shared, hold)];
  for (let round = 1; round <= 10; round += 1) {
    await Promise.all([untilWaiting(first), untilWaiting(second)]);
    const release = open;
    await queue.add(`a${round}`, {});
    await until('the first', PATIENCE_MS, () => processed.length === 2 * round - 1);
    await queue.add(`b${round}`, {});
    await until('both at the same time', PATIENCE_MS, () => processed.length === 2 * round);
    ({ opened, open } = gate());
    release();
  }
  await second.close();
  await others.close();
});

test('whatever leaves the processor of a lane, its job stays at the head', async () => {
  await redis.hset(keys.session('shop'), 'owner', 'me', 'epoch', '7');
  const names = ['one', 'two', 'three'];
  for (const name of names) await queue.add(name, {}, { attempts: 10 });
  let faults = 2;
  const factory = queues.lane({ sessionId: 'shop', owner: 'me', epoch: 7 }, heldLease);
  const stumble: Process = async (job) => {
    await note(job);
    faults -= 1;
    if (faults >= 0) throw new Error('an error that nobody foresaw');
  };
  const worker = startWorker(factory, stumble, LANE_OPTIONS);
  worker.run().catch(() => undefined);
  await until('all', PATIENCE_MS, () => processed.length === 5);
  expect(processed).toEqual(['one', 'one', 'one', 'two', 'three']);
});
