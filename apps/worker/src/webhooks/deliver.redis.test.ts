import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { readEvents } from '@wagw/shared/events/event-log';
import { connectRedis } from '@wagw/shared/redis/connect';
import { keys } from '@wagw/shared/redis/keys';
import { changeEndpoint, createEndpoint, readEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { noteTold } from '@wagw/shared/webhooks/endpoint-turns';
import { addDeliveries, type NewDelivery } from '@wagw/shared/webhooks/hand-out';
import { signingKey, verify } from '@wagw/shared/webhooks/signature';
import type { CreateWebhook } from '@wagw/shared/webhooks/webhook-schema';
import type { Redis } from 'ioredis';
import { createWorkerQueues, type WorkerQueues } from '../queues/worker-queues.ts';
import { type LocalReceiver, startLocalReceiver } from '../testing/local-receiver.ts';
import { silentLogger, testMetrics } from '../testing/parts.ts';
import { storeOwned } from '../testing/stored.ts';
import { createDeliverer, type Deliverer } from './deliver.ts';
import { tellOfEndpoints } from './endpoint-events.ts';
import { createEndpoints } from './endpoints.ts';
import { createPoster } from './post.ts';

const PATIENCE_MS = 15_000;
const SECRET = 'a secret of the customer';

let server: TemporaryRedis;
let redis: Redis;
let receiver: LocalReceiver;
let deliverer: Deliverer;
let counted: ReturnType<typeof testMetrics>;
const cleanUp: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  server = await startTemporaryRedis();
  redis = connectRedis({ url: server.url }, 'work', silentLogger);
});
afterAll(async () => {
  redis.disconnect();
  await server.close();
});
beforeEach(async () => {
  await server.client.flushall();
  receiver = await startLocalReceiver();
});
afterEach(async () => {
  for (const end of cleanUp.splice(0).reverse()) await end();
  await receiver.close();
});

/** Starts what a worker runs. */
function startDeliverer(schedule: readonly number[] = [50]): Deliverer {
  const queues: WorkerQueues = createWorkerQueues(redis, silentLogger);
  const poster = createPoster({ timeoutMs: 1_000, allowedHosts: ['127.0.0.1'] });
  counted = testMetrics();
  const made = createDeliverer({
    queues,
    redis,
    endpoints: createEndpoints(redis),
    poster,
    schedule,
    concurrency: 5,
    keep: { deliveredMs: 60_000, deadMs: 120_000 },
    tell: tellOfEndpoints(redis, 1_000),
    metrics: counted.metrics,
    logger: silentLogger,
  });
  cleanUp.push(
    () => queues.close(),
    () => poster.close(),
    () => made.close(),
  );
  deliverer = made;
  return made;
}

const endpoint = (id: string, wanted: Partial<CreateWebhook> = {}) =>
  createEndpoint(redis, id, { url: receiver.url.href, secret: SECRET, ...wanted }, Date.now());

interface Given {
  readonly to?: string;
  readonly lane?: string;
  readonly batch?: NewDelivery['batch'];
}

const delivery = (seq: number, { to = 'hook', lane, batch = null }: Given = {}): NewDelivery => ({
  id: `dlv_${to}_${seq}`,
  endpointId: to,
  eventId: `evt_${seq}`,
  event: 'message',
  sessionId: 'shop',
  tenantId: 'acme',
  seq,
  recordedAt: Date.now() - 1_000,
  body: `{"seq":${seq},"id":"evt_${seq}","event":"message","body":"Olá 😀"}`,
  lane,
  batch,
});

async function add(deliveries: readonly NewDelivery[]): Promise<void> {
  await addDeliveries(redis, deliveries);
  await deliverer.wake([...new Set(deliveries.map(({ endpointId }) => endpointId))]);
}

const untilStatus = (id: string, status: string) =>
  until(`${id} to be ${status}`, PATIENCE_MS, async () => {
    const now = await redis.hget(keys.delivery(id), 'status');
    if (now === status) return true;
    throw new Error(`it is ${now}`);
  });

const untilSettled = (id = 'hook') =>
  until(
    'nothing to wait any more',
    PATIENCE_MS,
    async () => (await redis.zcard(keys.webhookPending(id))) === 0,
  );

/** It is counted after it was written down. */
const untilCounted = (sample: string) =>
  until(`${sample} to be 1`, PATIENCE_MS, async () => (await counted.value(sample)) === 1);

const received = () => receiver.requests.map(({ headers }) => headers['webhook-id']);

function failFirst(count: number, status = 500, headers = {}): void {
  let failed = 0;
  receiver.answer = (_request, response) => {
    failed += 1;
    response.writeHead(failed <= count ? status : 204, failed <= count ? headers : {}).end();
  };
}

const attemptsOf = async (id: string) =>
  (await redis.lrange(keys.deliveryAttempts(id), 0, '-1')).map((json) => JSON.parse(json));

test('a delivery is posted once, signed, and remembered as done', async () => {
  await endpoint('hook');
  startDeliverer();
  await add([delivery(1)]);
  await untilStatus('dlv_hook_1', 'delivered');
  const [request, ...more] = receiver.requests;
  if (request === undefined) throw new Error('nothing was posted');
  expect(more).toEqual([]);
  expect(verify(signingKey(SECRET), request.headers, request.body)).toBe(true);
  await untilCounted('wagw_webhook_attempts_total{outcome="delivered"}');
  await untilCounted('wagw_webhook_event_to_delivered_seconds_count');
  expect(await attemptsOf('dlv_hook_1')).toMatchObject([{ outcome: 'delivered', status: 204 }]);
  expect(await redis.pttl(keys.delivery('dlv_hook_1'))).toBeGreaterThan(0);
  expect(await redis.exists(keys.webhookDue('hook'), keys.webhookPending('hook'))).toBe(0);
});

test('a failure is repeated after the waits of the schedule, with the same id and bytes', async () => {
  await endpoint('hook');
  startDeliverer([200, 400]);
  failFirst(2);
  const times: number[] = [];
  const { answer } = receiver;
  receiver.answer = (request, response) => {
    times.push(performance.now());
    answer(request, response);
  };
  await add([delivery(1)]);
  await untilStatus('dlv_hook_1', 'delivered');
  const waits = times.slice(1).map((time, index) => time - (times[index] ?? 0));
  expect(waits).toHaveLength(2);
  // 20 % of jitter.
  expect(waits[0]).toBeGreaterThanOrEqual(155);
  expect(waits[1]).toBeGreaterThanOrEqual(315);
  expect(new Set(received())).toEqual(new Set(['evt_1']));
  expect(new Set(receiver.requests.map(({ body }) => body.toString())).size).toBe(1);
  expect(receiver.requests.map(({ headers }) => headers['webhook-attempt'])).toEqual(['1', '2', '3']);
  expect((await attemptsOf('dlv_hook_1')).map(({ outcome }) => outcome)).toEqual([
    'http_5xx',
    'http_5xx',
    'delivered',
  ]);
});

test('a receiver that names a time is not asked before', async () => {
  await endpoint('hook');
  startDeliverer([10]);
  failFirst(1, 503, { 'retry-after': '1' });
  const startedAt = performance.now();
  await add([delivery(1)]);
  await untilStatus('dlv_hook_1', 'delivered');
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1_000);
});

test('after the last attempt a delivery is given up, kept with its bytes, and can be replayed', async () => {
  await endpoint('hook');
  startDeliverer([20]);
  failFirst(2);
  await add([delivery(1)]);
  await untilStatus('dlv_hook_1', 'dead');
  expect(receiver.requests).toHaveLength(2);
  expect(await redis.zrange(keys.webhookDead('hook'), 0, '-1')).toEqual(['dlv_hook_1']);
  expect(await redis.hget(keys.delivery('dlv_hook_1'), 'body')).toContain('Olá');
  await untilCounted('wagw_webhook_dead_letters_total');

  await add([delivery(1)]);
  await untilStatus('dlv_hook_1', 'delivered');
  expect(received()).toEqual(['evt_1', 'evt_1', 'evt_1']);
  expect(await redis.exists(keys.webhookDead('hook'))).toBe(0);
});

test('a blocked address is given up at once', async () => {
  await endpoint('hook', { url: 'http://10.0.0.1/' });
  startDeliverer([20]);
  await add([delivery(1)]);
  await untilStatus('dlv_hook_1', 'dead');
  expect(await attemptsOf('dlv_hook_1')).toMatchObject([{ outcome: 'blocked_address', status: null }]);
});

describe('an ordered endpoint', () => {
  const inLane = (lane: string, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => delivery(from + index, { lane }));

  test('gets the events of a session one after the other, whatever fails on the way', async () => {
    await endpoint('hook', { ordered: true });
    startDeliverer([20, 20, 20, 20, 20]);
    let underWay = 0;
    let most = 0;
    let count = 0;
    receiver.answer = (_request, response) => {
      underWay += 1;
      most = Math.max(most, underWay);
      count += 1;
      const status = count % 3 === 0 ? 500 : 204;
      setImmediate(() => {
        underWay -= 1;
        response.writeHead(status).end();
      });
    };
    await add(inLane('a', 1, 10));
    await add(inLane('a', 11, 20));
    await untilSettled();
    const firsts = [...new Set(received())];
    expect(firsts).toEqual(Array.from({ length: 20 }, (_, index) => `evt_${index + 1}`));
    expect(most).toBe(1);
  });

  test('holds up only the session whose event fails', async () => {
    await endpoint('hook', { ordered: true });
    startDeliverer([60_000]);
    receiver.answer = ({ headers }, response) =>
      void response.writeHead(headers['webhook-id'] === 'evt_1' ? 500 : 204).end();
    await add([...inLane('a', 1, 3), ...inLane('b', 11, 13)]);
    await untilStatus('dlv_hook_13', 'delivered');
    await until('the first attempt', PATIENCE_MS, async () => (await attemptsOf('dlv_hook_1')).length === 1);
    await add(inLane('a', 4, 4));
    await add(inLane('b', 14, 14));
    await untilStatus('dlv_hook_14', 'delivered');
    expect(received().filter((id) => ['evt_1', 'evt_2', 'evt_3', 'evt_4'].includes(String(id)))).toEqual([
      'evt_1',
    ]);
  });

  test('goes on with the next when one was given up', async () => {
    await endpoint('hook', { ordered: true });
    startDeliverer([10]);
    receiver.answer = ({ headers }, response) =>
      void response.writeHead(headers['webhook-id'] === 'evt_1' ? 500 : 204).end();
    await add(inLane('a', 1, 3));
    await untilSettled();
    expect(received()).toEqual(['evt_1', 'evt_1', 'evt_2', 'evt_3']);
  });
});

test('an endpoint that hangs keeps no other from its events', async () => {
  const slow = await startLocalReceiver();
  cleanUp.push(() => slow.close());
  slow.answer = () => undefined;
  await endpoint('slow', { url: slow.url.href });
  await endpoint('hook');
  startDeliverer([60_000]);
  await add(Array.from({ length: 40 }, (_, index) => delivery(index + 1, { to: 'slow' })));
  await until('the slow one to be asked', PATIENCE_MS, () => slow.requests.length === 5);
  await add(Array.from({ length: 40 }, (_, index) => delivery(index + 1)));
  await untilSettled();
  // Its second round has not begun: nothing waited for it.
  expect(slow.requests).toHaveLength(5);
});

describe('a batch', () => {
  const BATCH = { max: 3, waitMs: 200 };
  const batched = (seq: number) => delivery(seq, { lane: '-', batch: BATCH });

  test('is full or has waited, is one array, and is repeated as it was', async () => {
    await endpoint('hook', { batch: BATCH });
    startDeliverer([300]);
    failFirst(1);
    await add([1, 2].map(batched));
    await until('the first attempt', PATIENCE_MS, () => receiver.requests.length === 1);
    await add([3, 4, 5, 6].map(batched));
    await untilSettled();
    const seqs = receiver.requests.map(({ body }) =>
      JSON.parse(body.toString()).map(({ seq }: { seq: number }) => seq),
    );
    expect(seqs).toEqual([[1, 2], [1, 2], [3, 4, 5], [6]]);
    const ids = received();
    expect(ids[0]).toBe(ids[1]);
    expect(new Set(ids).size).toBe(3);
    const [request] = receiver.requests;
    expect(request && verify(signingKey(SECRET), request.headers, request.body)).toBe(true);
  });
});

describe('an endpoint', () => {
  const eventsOfShop = async () =>
    (await readEvents(redis, 'shop', 0, 100))
      .map(({ json }) => JSON.parse(json))
      .map(({ event, data }) => [event, data]);

  beforeEach(() => storeOwned(redis, { sessionId: 'shop', owner: 'me', epoch: 1 }));

  test('that answers 410 is disabled, says so, and keeps what waits until it is enabled', async () => {
    await endpoint('hook');
    startDeliverer([20, 20, 20]);
    failFirst(1, 410);
    await add([delivery(1)]);
    await until(
      'it to be disabled',
      PATIENCE_MS,
      async () => (await readEndpoint(redis, 'hook'))?.enabled === false,
    );
    expect(await readEndpoint(redis, 'hook')).toMatchObject({ disabledReason: 'gone' });
    expect(await eventsOfShop()).toEqual([
      ['webhook.disabled', { webhookId: 'hook', url: receiver.url.href, reason: 'gone' }],
    ]);
    expect(await redis.zcard(keys.webhookPending('hook'))).toBe(1);
    await changeEndpoint(redis, 'hook', { enabled: true }, Date.now());
    await untilStatus('dlv_hook_1', 'delivered');
  });

  test('that fails four times is told of once, and again when it recovers', async () => {
    await endpoint('hook');
    startDeliverer([10, 10, 10, 10, 10, 10]);
    failFirst(6);
    await add([delivery(1)]);
    await untilStatus('dlv_hook_1', 'delivered');
    await until('it to be told', PATIENCE_MS, async () => (await eventsOfShop()).length === 2);
    expect((await eventsOfShop()).map(([event]) => event)).toEqual(['webhook.failing', 'webhook.recovered']);
  });

  test('that recovers with many deliveries at once is told of once', async () => {
    await endpoint('hook');
    await noteTold(redis, 'hook', true);
    startDeliverer();
    const waiting: (() => void)[] = [];
    receiver.answer = (_request, response) => {
      waiting.push(() => response.writeHead(204).end());
      if (waiting.length === 5) for (const answer of waiting.splice(0)) answer();
    };
    await add(Array.from({ length: 5 }, (_, index) => delivery(index + 1)));
    await untilSettled();
    await until('it to be told', PATIENCE_MS, async () => (await eventsOfShop()).length > 0);
    await deliverer.close();
    expect((await eventsOfShop()).map(([event]) => event)).toEqual(['webhook.recovered']);
  });

  test('that fails for five days is disabled', async () => {
    await endpoint('hook');
    await redis.hset(keys.webhookHealth('hook'), 'failingSince', Date.now() - 121 * 3_600_000);
    startDeliverer([10]);
    failFirst(1);
    await add([delivery(1)]);
    await until(
      'it to be disabled',
      PATIENCE_MS,
      async () => (await readEndpoint(redis, 'hook'))?.enabled === false,
    );
    expect((await eventsOfShop()).map(([, data]) => data.reason)).toEqual(['failing']);
  });

  test('of which most attempts fail is paused, tried with one, and then gets the rest', async () => {
    await endpoint('hook');
    startDeliverer([10, 10, 10, 10, 10, 10]);
    receiver.answer = (_request, response) => void response.writeHead(500).end();
    await add(Array.from({ length: 30 }, (_, index) => delivery(index + 1)));
    const paused = async () => Number(await redis.hget(keys.webhookHealth('hook'), 'pausedUntil'));
    await until('the pause', PATIENCE_MS, async () => (await paused()) > Date.now());
    await until('the turn to end', PATIENCE_MS, async () => {
      const at = Number(await redis.zscore(keys.webhooksDue, 'hook'));
      return at >= (await paused());
    });
    const before = receiver.requests.length;
    expect(before).toBeLessThan(20);
    failFirst(0);
    await untilSettled();
    expect(await redis.hget(keys.webhookHealth('hook'), 'pauses')).toBeNull();
  });

  test('that is changed gets the next attempt at its new address', async () => {
    await endpoint('hook', { url: 'http://127.0.0.1:9/' });
    startDeliverer([500, 500, 500]);
    await add([delivery(1)]);
    await until('a failure', PATIENCE_MS, async () => (await attemptsOf('dlv_hook_1')).length === 1);
    await changeEndpoint(redis, 'hook', { url: receiver.url.href }, Date.now());
    await untilStatus('dlv_hook_1', 'delivered');
  });
});

test('what was handed out while nobody delivered, or was under way when a worker died, is delivered by the next', async () => {
  await endpoint('hook');
  await addDeliveries(redis, [delivery(1), delivery(2)]);
  startDeliverer();
  await untilSettled();
  expect(received().sort()).toEqual(['evt_1', 'evt_2']);
});

test('closing waits for the request that is under way, and begins no other', async () => {
  await endpoint('hook', { ordered: true });
  startDeliverer();
  let answer = () => {};
  receiver.answer = (_request, response) => {
    answer = () => void response.writeHead(204).end();
  };
  await add([delivery(1, { lane: 'a' }), delivery(2, { lane: 'a' })]);
  await until('the request', PATIENCE_MS, () => receiver.requests.length === 1);
  const closed = deliverer.close();
  answer();
  await closed;
  expect(await redis.hget(keys.delivery('dlv_hook_1'), 'status')).toBe('delivered');
  expect(received()).toEqual(['evt_1']);
});
