import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import type { Fence } from '@wagw/shared/events/event-log';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import { gate } from '../testing/gate.ts';
import { AGAIN, createLaneScene, HANDED_OVER, type LaneScene, texts } from '../testing/lane-scene.ts';
import { silentLogger } from '../testing/parts.ts';
import { storeOwned } from '../testing/stored.ts';
import { createWorkerQueues, type WorkerQueues } from './worker-queues.ts';

/**
 * A zombie: it believes that it owns the session and that its lease holds, as one does that was stopped or cut off from
 * Redis and has not looked at the clock since.
 */

const PATIENCE_MS = 20_000;

let server: TemporaryRedis;
let redis: Redis;
/** Of two worker processes. */
let zombieQueues: WorkerQueues;
let queues: WorkerQueues;
let zombie: LaneScene;
let owner: LaneScene;
let sessionId: string;
let count = 0;

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
  count += 1;
  sessionId = `session-${count}`;
  zombieQueues = createWorkerQueues(redis, silentLogger);
  queues = createWorkerQueues(redis, silentLogger);
  await storeOwned(redis, old());
  zombie = createLaneScene(zombieQueues, old());
  owner = createLaneScene(queues, next());
});
afterEach(async () => {
  await Promise.all([zombie.close(), owner.close()]);
  await Promise.all([zombieQueues.close(), queues.close()]);
});

const old = (): Fence => ({ sessionId, owner: 'zombie', epoch: 7 });
const next = (): Fence => ({ sessionId, owner: 'owner', epoch: 8 });

/** Hands the session on while its old owner knows nothing of it. */
const handOn = ({ owner, epoch }: Fence = next()) =>
  redis.hset(keys.session(sessionId), 'owner', owner, 'epoch', String(epoch));

const untilWaiting = (many: number) =>
  until(`${many} waits`, PATIENCE_MS, async () =>
    (await server.client.info('clients')).includes(`blocked_clients:${many}`),
  );

const scripts = async () =>
  Number(/cmdstat_evalsha:calls=(\d+)/.exec(await server.client.info('commandstats'))?.[1]);

/** A zombie in the middle of a send, whose outcome comes when `finish` is called. */
async function sendByZombie(outcome = HANDED_OVER): Promise<{ finish: () => void }> {
  const { opened, open } = gate();
  zombie.script = async () => {
    await opened;
    return outcome;
  };
  await zombie.lane.open();
  await zombie.accept(...texts(1, 2));
  await until('the try', PATIENCE_MS, () => zombie.tries.length === 1);
  return { finish: open };
}

test('a zombie that waits takes no job, whoever else waits', async () => {
  await zombie.lane.open();
  await untilWaiting(2);
  await handOn();
  for (let i = 1; i <= 20; i += 1) {
    if (i === 3) await owner.lane.open();
    await owner.accept(`text ${i}`);
  }
  await owner.untilSettled(20);
  expect(owner.tries).toEqual(texts(1, 20));
  expect(zombie.tries).toEqual([]);
});

test.each([
  ['by the epoch', { owner: 'zombie', epoch: 8 }],
  ['by the owner', { owner: 'owner', epoch: 7 }],
])('nor does one that opens the lane, told apart %s alone', async (_how, fence) => {
  await handOn({ sessionId, ...fence });
  await zombie.accept('text 1');
  await zombie.lane.open();
  const heir = createLaneScene(queues, { sessionId, ...fence });
  await heir.lane.open();
  await heir.untilSettled(1);
  await heir.accept('text 2');
  await heir.untilSettled(2);
  expect(zombie.tries).toEqual([]);
  await heir.close();
});

test('what a zombie was sending is not finished by it, and comes first for the owner', async () => {
  const { finish } = await sendByZombie();
  await handOn();
  finish();
  await zombie.lane.close(PATIENCE_MS);
  expect(await redis.lrange(owner.queue.toKey('active'), 0, -1)).toHaveLength(1);

  await owner.lane.open();
  await until('both tries', PATIENCE_MS, () => owner.tries.length === 2);
  expect(owner.tries).toEqual(texts(1, 2));
  expect(zombie.tries).toEqual(['text 1']);
});

test('nor when the owner is sending it by then', async () => {
  const { finish } = await sendByZombie();
  await handOn();
  const { opened, open } = gate();
  owner.script = async () => {
    await opened;
    return HANDED_OVER;
  };
  await owner.lane.open();
  await until('the try of the owner', PATIENCE_MS, () => owner.tries.length === 1);
  finish();
  await zombie.lane.close(PATIENCE_MS);
  open();
  await owner.untilSettled(2);
  expect(owner.tries).toEqual(texts(1, 2));
});

test('a zombie that would wait and try again neither holds the lane up nor moves its message', async () => {
  const { finish } = await sendByZombie(AGAIN);
  await handOn();
  finish();
  await zombie.lane.close(PATIENCE_MS);
  // BullMQ counts the fetches of the last second there; a lane that is to wait has a number beyond all counting.
  expect(Number(await redis.get(owner.queue.toKey('limiter')))).toBeLessThan(100);
  expect(await redis.lrange(owner.queue.toKey('active'), 0, -1)).toHaveLength(1);
});

test('a zombie does not put back what the owner is sending', async () => {
  const { opened, open } = gate();
  owner.script = async () => {
    await opened;
    return HANDED_OVER;
  };
  await handOn();
  await owner.accept(...texts(1, 2));
  await owner.lane.open();
  await until('the try', PATIENCE_MS, () => owner.tries.length === 1);
  await zombie.lane.open();
  await untilWaiting(2);
  expect(await redis.lrange(owner.queue.toKey('active'), 0, -1)).toHaveLength(1);
  open();
  await owner.untilSettled(2);
  expect(owner.tries).toEqual(texts(1, 2));
  expect(zombie.tries).toEqual([]);
});

test('whoever gets the session back goes on', async () => {
  await handOn();
  await zombie.accept('text 1');
  const before = await scripts();
  await zombie.lane.open();
  // It puts nothing back, and fetches nothing.
  await until('the attempt', PATIENCE_MS, async () => (await scripts()) >= before + 2);
  await handOn(old());
  await zombie.untilSettled(1);
});
