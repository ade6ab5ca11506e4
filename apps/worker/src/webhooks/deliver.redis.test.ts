import type { ServerResponse } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { keys } from '@wagw/shared/redis/keys';
import { addDeliveries } from '@wagw/shared/webhooks/hand-out';
import { signingKey, verify } from '@wagw/shared/webhooks/signature';
import { delivererForSuite, delivery, PATIENCE_MS, SECRET } from '../testing/deliverer-for-suite.ts';
import { forEachTest } from '../testing/for-suite.ts';
import { startLocalReceiver } from '../testing/local-receiver.ts';

/** What becomes of deliveries: one by one, in lanes, in batches. */

const {
  suite,
  receiver,
  start,
  endpoint,
  add,
  untilStatus,
  untilSettled,
  untilCounted,
  received,
  failFirst,
  attemptsOf,
} = delivererForSuite();

test('a delivery is posted once, signed, and remembered as done', async () => {
  await endpoint('hook');
  start();
  await add([delivery(1)]);
  await untilStatus('dlv_hook_1', 'delivered');
  const [request, ...more] = receiver.requests;
  if (request === undefined) throw new Error('nothing was posted');
  expect(more).toEqual([]);
  expect(verify(signingKey(SECRET), request.headers, request.body)).toBe(true);
  await untilCounted('wagw_webhook_attempts_total{outcome="delivered"}');
  await untilCounted('wagw_webhook_event_to_delivered_seconds_count');
  expect(await attemptsOf('dlv_hook_1')).toMatchObject([{ outcome: 'delivered', status: 204 }]);
  expect(await suite.redis.pttl(keys.delivery('dlv_hook_1'))).toBeGreaterThan(0);
  expect(await suite.redis.exists(keys.webhookDue('hook'), keys.webhookPending('hook'))).toBe(0);
});

test('a failure is repeated after the waits of the schedule, with the same id and bytes', async () => {
  await endpoint('hook');
  start([200, 400]);
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
  start([10]);
  failFirst(1, 503, { 'retry-after': '1' });
  const startedAt = performance.now();
  await add([delivery(1)]);
  await untilStatus('dlv_hook_1', 'delivered');
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(1_000);
});

test('after the last attempt a delivery is given up, kept with its bytes, and can be replayed', async () => {
  await endpoint('hook');
  start([20]);
  failFirst(2);
  await add([delivery(1)]);
  await untilStatus('dlv_hook_1', 'dead');
  expect(receiver.requests).toHaveLength(2);
  expect(await suite.redis.zrange(keys.webhookDead('hook'), 0, '-1')).toEqual(['dlv_hook_1']);
  expect(await suite.redis.hget(keys.delivery('dlv_hook_1'), 'body')).toContain('Olá');
  await untilCounted('wagw_webhook_dead_letters_total');

  await add([delivery(1)]);
  await untilStatus('dlv_hook_1', 'delivered');
  expect(received()).toEqual(['evt_1', 'evt_1', 'evt_1']);
  expect(await suite.redis.exists(keys.webhookDead('hook'))).toBe(0);
});

test('a blocked address is given up at once', async () => {
  await endpoint('hook', { url: 'http://10.0.0.1/' });
  start([20]);
  await add([delivery(1)]);
  await untilStatus('dlv_hook_1', 'dead');
  expect(await attemptsOf('dlv_hook_1')).toMatchObject([{ outcome: 'blocked_address', status: null }]);
});

describe('an ordered endpoint', () => {
  const inLane = (lane: string, from: number, to: number) =>
    Array.from({ length: to - from + 1 }, (_, index) => delivery(from + index, { lane }));

  test('gets the events of a session one after the other, whatever fails on the way', async () => {
    await endpoint('hook', { ordered: true });
    start([20, 20, 20, 20, 20]);
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
    start([60_000]);
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
    start([10]);
    receiver.answer = ({ headers }, response) =>
      void response.writeHead(headers['webhook-id'] === 'evt_1' ? 500 : 204).end();
    await add(inLane('a', 1, 3));
    await untilSettled();
    expect(received()).toEqual(['evt_1', 'evt_1', 'evt_2', 'evt_3']);
  });
});

const slow = forEachTest(startLocalReceiver, (it) => it.close());

test('an endpoint that hangs keeps no other from its events', async () => {
  const hanging: ServerResponse[] = [];
  slow.answer = (_request, response) => void hanging.push(response);
  await endpoint('slow', { url: slow.url.href });
  await endpoint('hook');
  start([60_000]);
  await add(Array.from({ length: 40 }, (_, index) => delivery(index + 1, { to: 'slow' })));
  await until('the slow one to be asked', PATIENCE_MS, () => hanging.length === 5);
  await add(Array.from({ length: 40 }, (_, index) => delivery(index + 1)));
  await untilSettled();
  // Nothing waited for an answer of it.
  expect(slow.requests).toHaveLength(5);
  slow.answer = (_request, response) => void response.writeHead(204).end();
  for (const response of hanging) response.writeHead(204).end();
});

describe('a batch', () => {
  const BATCH = { max: 3, waitMs: 200 };
  const batched = (seq: number) => delivery(seq, { lane: '-', batch: BATCH });

  test('is full or has waited, is one array, and is repeated as it was', async () => {
    await endpoint('hook', { batch: BATCH });
    start([300]);
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

test('what was handed out while nobody delivered, or was under way when a worker died, is delivered by the next', async () => {
  await endpoint('hook');
  await addDeliveries(suite.redis, [delivery(1), delivery(2)]);
  start();
  await untilSettled();
  expect(received().sort()).toEqual(['evt_1', 'evt_2']);
});

test('closing waits for the request that is under way, and begins no other', async () => {
  await endpoint('hook', { ordered: true });
  const deliverer = start();
  let answer = () => {};
  receiver.answer = (_request, response) => {
    answer = () => void response.writeHead(204).end();
  };
  await add([delivery(1, { lane: 'a' }), delivery(2, { lane: 'a' })]);
  await until('the request', PATIENCE_MS, () => receiver.requests.length === 1);
  const closed = deliverer.close();
  answer();
  await closed;
  expect(await suite.redis.hget(keys.delivery('dlv_hook_1'), 'status')).toBe('delivered');
  expect(received()).toEqual(['evt_1']);
});
