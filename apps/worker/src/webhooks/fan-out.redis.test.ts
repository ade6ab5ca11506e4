import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { appendEvent, readEvents } from '@wagw/shared/events/event-log';
import { type DeliveryJob, queueOptions, WEBHOOK_QUEUE } from '@wagw/shared/queue/queues';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { keys } from '@wagw/shared/redis/keys';
import { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { createSharedWait, type SharedWait } from '../queues/shared-wait.ts';
import { silentLogger } from '../testing/parts.ts';
import { storeOwned } from '../testing/stored.ts';
import { deliveryJobOptions } from './deliver.ts';
import { createFanOut, type FanOut } from './fan-out.ts';

const PATIENCE_MS = 10_000;

let server: TemporaryRedis;
let redis: Redis;
let queue: Queue<DeliveryJob>;
const running: { fanOut: FanOut; wait: SharedWait; run: Promise<void> }[] = [];

beforeAll(async () => {
  server = await startTemporaryRedis();
  redis = connectRedis({ url: server.url }, 'work', silentLogger);
  await untilReady(redis);
  queue = new Queue<DeliveryJob>(WEBHOOK_QUEUE, {
    ...queueOptions(redis),
    defaultJobOptions: deliveryJobOptions([1_000]),
  });
});
afterAll(async () => {
  await queue.close();
  redis.disconnect();
  await server.close();
});
beforeEach(() => server.client.flushall());
afterEach(stopAll);

/** Starts what a worker runs. `to` is where it puts the deliveries. */
function startFanOut(to: Queue<DeliveryJob> | 'nowhere' = queue): void {
  const target = to === 'nowhere' ? undefined : to;
  const wait = createSharedWait(redis, silentLogger);
  const fanOut = createFanOut({ redis, wait, queue: target, logger: silentLogger });
  running.push({ fanOut, wait, run: fanOut.run() });
}

async function stopAll(): Promise<void> {
  for (const { fanOut, wait, run } of running.splice(0)) {
    await fanOut.stop();
    await run;
    await wait.close();
  }
}

async function append(sessionId: string, count: number): Promise<void> {
  const fence = { sessionId, owner: 'me', epoch: 7 };
  await storeOwned(redis, fence);
  const now = Date.now();
  await Promise.all(
    Array.from({ length: count }, (_, index) =>
      appendEvent(redis, {
        fence,
        tenantId: 'acme',
        body: { event: 'change_state', data: { state: `STATE ${index}` } },
        now,
        length: 10_000,
        id: `evt_${sessionId}_${now}_${index}`,
      }),
    ),
  );
}

const untilHandedOut = () =>
  until('all events to be handed out', PATIENCE_MS, async () => (await redis.scard(keys.fanOut)) === 0);

/** The bytes of each delivery of a session, in the order of the events. */
async function deliveriesOf(sessionId: string): Promise<string[]> {
  const jobs = await queue.getJobs(['wait', 'active', 'delayed', 'completed', 'failed']);
  return jobs
    .map(({ data }) => data)
    .filter((data) => data.sessionId === sessionId)
    .map(({ body }) => body)
    .sort((a, b) => JSON.parse(a).seq - JSON.parse(b).seq);
}

const logOf = async (sessionId: string) =>
  (await readEvents(redis, sessionId, 0, 10_000)).map(({ json }) => json);

test('every event becomes one delivery of the very bytes, also with two fan-outs at once', async () => {
  await append('a', 250);
  startFanOut();
  startFanOut();
  await Promise.all([append('a', 250), append('b', 30), append('c', 30)]);
  await untilHandedOut();
  for (const [sessionId, count] of Object.entries({ a: 500, b: 30, c: 30 })) {
    const deliveries = await deliveriesOf(sessionId);
    expect(deliveries).toHaveLength(count);
    expect(deliveries).toEqual(await logOf(sessionId));
  }
});

test('whichever is told of an event hands it out at once, long before it would look by itself', async () => {
  startFanOut();
  startFanOut();
  const startedAt = performance.now();
  for (let i = 0; i < 10; i += 1) {
    await append('a', 1);
    await untilHandedOut();
  }
  // By looking alone each would take two seconds.
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(await deliveriesOf('a')).toHaveLength(10);
  expect(await redis.exists(keys.fanOutInbox)).toBe(0);
});

test('one that is not told, because whoever was died, finds the event by looking', async () => {
  startFanOut();
  await append('a', 1);
  await untilHandedOut();
  await append('b', 1);
  await redis.zrem(keys.fanOutInbox, 'b');
  await untilHandedOut();
  expect(await deliveriesOf('b')).toHaveLength(1);
});

test('a delivery names its event and when it was recorded', async () => {
  await append('a', 1);
  startFanOut();
  await untilHandedOut();
  const [job] = await queue.getJobs(['wait']);
  const envelope = JSON.parse((await logOf('a'))[0] ?? '');
  expect(job?.id).toBe(envelope.id);
  expect(job?.name).toBe('change_state');
  expect(job?.data).toMatchObject({
    eventId: envelope.id,
    sessionId: 'a',
    event: 'change_state',
    recordedAt: envelope.timestamp * 1000,
  });
});

test('a crash after the deliveries were added, before that was noted, doubles nothing', async () => {
  await append('a', 20);
  let crashes = 0;
  const dying = new Proxy(queue, {
    get(target, name) {
      if (name !== 'addBulk') return Reflect.get(target, name);
      return async (jobs: Parameters<typeof queue.addBulk>[0]) => {
        await target.addBulk(jobs);
        crashes += 1;
        throw new Error('the worker died here');
      };
    },
  });
  startFanOut(dying);
  await until('the crash', PATIENCE_MS, () => crashes > 0);
  await stopAll();
  expect(await redis.hget(keys.eventsHead('a'), 'fannedOut')).toBeNull();

  // One of them has been delivered meanwhile.
  const job = await queue.getJob(JSON.parse((await logOf('a'))[0] ?? '').id);
  await redis.lrem(queue.toKey('wait'), 1, job?.id ?? '');
  await redis.zadd(queue.toKey('completed'), Date.now(), job?.id ?? '');

  startFanOut();
  await append('a', 5);
  await untilHandedOut();
  expect(await deliveriesOf('a')).toEqual(await logOf('a'));
});

test('what was appended while no fan-out ran is handed out by the next one', async () => {
  startFanOut();
  await append('a', 3);
  await untilHandedOut();
  await stopAll();
  await append('a', 3);
  expect(await deliveriesOf('a')).toHaveLength(3);
  startFanOut();
  await untilHandedOut();
  expect(await deliveriesOf('a')).toEqual(await logOf('a'));
});

test('without an endpoint the mark moves on, so that an endpoint set later begins with what is new', async () => {
  await append('a', 3);
  startFanOut('nowhere');
  await untilHandedOut();
  expect(await redis.hget(keys.eventsHead('a'), 'fannedOut')).toBe('3');
  await stopAll();
  startFanOut();
  await append('a', 2);
  await untilHandedOut();
  expect(await deliveriesOf('a')).toEqual((await logOf('a')).slice(3));
});

test('stopping leaves no lock behind', async () => {
  await append('a', 300);
  startFanOut();
  await stopAll();
  expect(await redis.keys(keys.fanOutLock('*'))).toEqual([]);
});
