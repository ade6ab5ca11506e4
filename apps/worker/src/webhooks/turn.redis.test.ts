import { beforeEach, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { readEvents } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import { changeEndpoint, readEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { noteTold } from '@wagw/shared/webhooks/endpoint-turns';
import { delivererForSuite, delivery, PATIENCE_MS } from '../testing/deliverer-for-suite.ts';
import { storeOwned } from '../testing/stored.ts';

/** What its answers make of an endpoint: told of, paused, disabled. */

const { suite, receiver, start, endpoint, add, untilStatus, untilSettled, failFirst, attemptsOf } =
  delivererForSuite();

const eventsOfShop = async () =>
  (await readEvents(suite.redis, 'shop', 0, 100))
    .map(({ json }) => JSON.parse(json))
    .map(({ event, data }) => [event, data]);

beforeEach(() => storeOwned(suite.redis, { sessionId: 'shop', owner: 'me', epoch: 1 }));

test('one that answers 410 is disabled, says so, and keeps what waits until it is enabled', async () => {
  await endpoint('hook');
  start([20, 20, 20]);
  failFirst(1, 410);
  await add([delivery(1)]);
  await until(
    'it to be disabled',
    PATIENCE_MS,
    async () => (await readEndpoint(suite.redis, 'hook'))?.enabled === false,
  );
  expect(await readEndpoint(suite.redis, 'hook')).toMatchObject({ disabledReason: 'gone' });
  expect(await eventsOfShop()).toEqual([
    ['webhook.disabled', { webhookId: 'hook', url: receiver.url.href, reason: 'gone' }],
  ]);
  expect(await suite.redis.zcard(keys.webhookPending('hook'))).toBe(1);
  await changeEndpoint(suite.redis, 'hook', { enabled: true }, Date.now());
  await untilStatus('dlv_hook_1', 'delivered');
});

test('one that fails four times is told of once, and again when it recovers', async () => {
  await endpoint('hook');
  start([10, 10, 10, 10, 10, 10]);
  failFirst(6);
  await add([delivery(1)]);
  await untilStatus('dlv_hook_1', 'delivered');
  await until('it to be told', PATIENCE_MS, async () => (await eventsOfShop()).length === 2);
  expect((await eventsOfShop()).map(([event]) => event)).toEqual(['webhook.failing', 'webhook.recovered']);
});

test('one that recovers with many deliveries at once is told of once', async () => {
  await endpoint('hook');
  await noteTold(suite.redis, 'hook', true);
  const deliverer = start();
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

test('one that fails for five days is disabled', async () => {
  await endpoint('hook');
  await suite.redis.hset(keys.webhookHealth('hook'), 'failingSince', Date.now() - 121 * 3_600_000);
  start([10]);
  failFirst(1);
  await add([delivery(1)]);
  await until(
    'it to be disabled',
    PATIENCE_MS,
    async () => (await readEndpoint(suite.redis, 'hook'))?.enabled === false,
  );
  expect((await eventsOfShop()).map(([, data]) => data.reason)).toEqual(['failing']);
});

test('one of which most attempts fail is paused, tried with one, and then gets the rest', async () => {
  await endpoint('hook');
  start([10, 10, 10, 10, 10, 10]);
  receiver.answer = (_request, response) => void response.writeHead(500).end();
  await add(Array.from({ length: 30 }, (_, index) => delivery(index + 1)));
  const paused = async () => Number(await suite.redis.hget(keys.webhookHealth('hook'), 'pausedUntil'));
  await until('the pause', PATIENCE_MS, async () => (await paused()) > Date.now());
  await until('the turn to end', PATIENCE_MS, async () => {
    const at = Number(await suite.redis.zscore(keys.webhooksDue, 'hook'));
    return at >= (await paused());
  });
  const before = receiver.requests.length;
  expect(before).toBeLessThan(20);
  failFirst(0);
  await untilSettled();
  expect(await suite.redis.hget(keys.webhookHealth('hook'), 'pauses')).toBeNull();
});

test('one that is changed gets the next attempt at its new address', async () => {
  await endpoint('hook', { url: 'http://127.0.0.1:9/' });
  start([500, 500, 500]);
  await add([delivery(1)]);
  await until('a failure', PATIENCE_MS, async () => (await attemptsOf('dlv_hook_1')).length === 1);
  await changeEndpoint(suite.redis, 'hook', { url: receiver.url.href }, Date.now());
  await untilStatus('dlv_hook_1', 'delivered');
});
