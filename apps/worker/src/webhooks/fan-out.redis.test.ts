import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { appendEvent, readEvents } from '@wagw/shared/events/event-log';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { keys } from '@wagw/shared/redis/keys';
import { changeEndpoint, createEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import type { CreateWebhook } from '@wagw/shared/webhooks/webhook-schema';
import type { Redis } from 'ioredis';
import { createSharedWait, type SharedWait } from '../queues/shared-wait.ts';
import { silentLogger } from '../testing/parts.ts';
import { storeOwned } from '../testing/stored.ts';
import { createEndpoints } from './endpoints.ts';
import { createFanOut, type FanOut } from './fan-out.ts';

const PATIENCE_MS = 10_000;

let server: TemporaryRedis;
let redis: Redis;
let woken: string[];
const running: { fanOut: FanOut; wait: SharedWait; run: Promise<void> }[] = [];

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
  woken = [];
});
afterEach(stopAll);

/** Starts what a worker runs. */
function startFanOut(work: Redis = redis): void {
  const wait = createSharedWait(redis, silentLogger);
  const fanOut = createFanOut({
    redis: work,
    wait,
    endpoints: createEndpoints(work),
    wake: async (ids) => void woken.push(...ids),
    logger: silentLogger,
  });
  running.push({ fanOut, wait, run: fanOut.run() });
}

const endpoint = (id: string, wanted: Partial<CreateWebhook> = {}) =>
  createEndpoint(redis, id, { url: 'https://shop.example/', ...wanted }, Date.now());

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

/** The bytes of what waits for an endpoint from a session, in the order of the events. */
async function deliveriesOf(endpointId: string, sessionId: string): Promise<string[]> {
  const ids = await redis.zrange(keys.webhookPending(endpointId), 0, '-1');
  const records = await Promise.all(ids.map((id) => redis.hgetall(keys.delivery(id))));
  return records
    .filter((record) => record.sessionId === sessionId)
    .sort((a, b) => Number(a.seq) - Number(b.seq))
    .map(({ body = '' }) => body);
}

const logOf = async (sessionId: string) =>
  (await readEvents(redis, sessionId, 0, 10_000)).map(({ json }) => json);

test('every event becomes one delivery of the very bytes, also with two fan-outs at once', async () => {
  await endpoint('all');
  await append('a', 250);
  startFanOut();
  startFanOut();
  await Promise.all([append('a', 250), append('b', 30), append('c', 30)]);
  await untilHandedOut();
  for (const [sessionId, count] of Object.entries({ a: 500, b: 30, c: 30 })) {
    const deliveries = await deliveriesOf('all', sessionId);
    expect(deliveries).toHaveLength(count);
    expect(deliveries).toEqual(await logOf(sessionId));
  }
  expect(woken).toContain('all');
});

test('a delivery knows to the millisecond when its event was recorded', async () => {
  await endpoint('all');
  const before = Date.now();
  await append('a', 1);
  const after = Date.now();
  startFanOut();
  await untilHandedOut();
  const [id = ''] = await redis.zrange(keys.webhookPending('all'), 0, '0');
  const recordedAt = Number(await redis.hget(keys.delivery(id), 'recordedAt'));
  expect(recordedAt).toBeGreaterThanOrEqual(before);
  expect(recordedAt).toBeLessThanOrEqual(after);
});

test('whichever is told of an event hands it out at once, long before it would look by itself', async () => {
  await endpoint('all');
  startFanOut();
  startFanOut();
  const startedAt = performance.now();
  for (let i = 0; i < 10; i += 1) {
    await append('a', 1);
    await untilHandedOut();
  }
  // By looking alone each would take two seconds.
  expect(performance.now() - startedAt).toBeLessThan(10_000);
  expect(await deliveriesOf('all', 'a')).toHaveLength(10);
  expect(await redis.exists(keys.fanOutInbox)).toBe(0);
});

test('one that is not told, because whoever was died, finds the event by looking', async () => {
  await endpoint('all');
  startFanOut();
  await append('a', 1);
  await untilHandedOut();
  await append('b', 1);
  await redis.zrem(keys.fanOutInbox, 'b');
  await untilHandedOut();
  expect(await deliveriesOf('all', 'b')).toHaveLength(1);
});

test('a crash after the deliveries were handed out, before their endpoint was told, doubles nothing', async () => {
  await endpoint('all');
  await append('a', 20);
  startFanOut();
  await untilHandedOut();
  const [first = ''] = await redis.zrange(keys.webhookPending('all'), 0, '0');
  // It is delivered meanwhile, and somebody begins again from the log's beginning.
  await redis.zrem(keys.webhookPending('all'), first);
  await redis.hset(keys.delivery(first), 'status', 'delivered');
  await stopAll();
  await redis.hset(keys.eventsHead('a'), 'fannedOut', '0');
  await redis.sadd(keys.fanOut, 'a');
  startFanOut();
  await untilHandedOut();
  expect(await deliveriesOf('all', 'a')).toHaveLength(19);
});

test('what was appended while no fan-out ran is handed out by the next one', async () => {
  await endpoint('all');
  startFanOut();
  await append('a', 3);
  await untilHandedOut();
  await stopAll();
  await append('a', 3);
  expect(await deliveriesOf('all', 'a')).toHaveLength(3);
  startFanOut();
  await untilHandedOut();
  expect(await deliveriesOf('all', 'a')).toEqual(await logOf('a'));
});

test('without an endpoint the mark moves on, so that an endpoint made later begins with what is new', async () => {
  startFanOut();
  await append('a', 3);
  await untilHandedOut();
  expect(await redis.hget(keys.eventsHead('a'), 'fannedOut')).toBe('3');
  await endpoint('all');
  await append('a', 2);
  await untilHandedOut();
  expect(await deliveriesOf('all', 'a')).toEqual((await logOf('a')).slice(3));
});

test('an endpoint gets the events of its session or tenant, of the names it wants, in its format', async () => {
  await endpoint('session', { sessionId: 'a' });
  await endpoint('tenant', { tenantId: 'acme' });
  await endpoint('stranger', { tenantId: 'other' });
  await endpoint('picky', { events: ['message'] });
  await endpoint('foreign', { format: 'evolution' });
  await endpoint('off', { enabled: false });
  startFanOut();
  await append('a', 2);
  await append('b', 1);
  await untilHandedOut();
  const counts = await Promise.all(
    ['session', 'tenant', 'stranger', 'picky', 'foreign', 'off'].map((id) =>
      redis.zcard(keys.webhookPending(id)),
    ),
  );
  // `change_state` is no event of Evolution's.
  expect(counts).toEqual([2, 3, 0, 0, 0, 0]);
});

test('a change of an endpoint counts from the next event on', async () => {
  await endpoint('all');
  startFanOut();
  await append('a', 1);
  await untilHandedOut();
  await changeEndpoint(redis, 'all', { enabled: false }, Date.now());
  await append('a', 1);
  await untilHandedOut();
  await changeEndpoint(redis, 'all', { enabled: true }, Date.now());
  await append('a', 1);
  await untilHandedOut();
  expect((await deliveriesOf('all', 'a')).map((json) => JSON.parse(json).seq)).toEqual([1, 3]);
});
