import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { keys } from '../redis/keys.ts';
import { addDeliveries, handOut } from './hand-out.ts';
import { removeEndpoint } from './remove-endpoint.ts';
import { seqsOf, type WebhookScene, webhookScene } from './testing/webhook-scene.ts';

let scene: WebhookScene;
beforeAll(async () => {
  scene = await webhookScene();
});
beforeEach(() => scene.redis.flushall());
afterAll(() => scene.close());

const recordOf = (id: string) => scene.redis.hgetall(keys.delivery(id));

describe('handing out', () => {
  test('goes to the end of the log, and says so when somebody was faster', async () => {
    const endpoint = await scene.endpoint();
    await scene.redis.sadd(keys.fanOut, 'shop');
    const page = (from: number, to: number) => ({
      from,
      to,
      deliveries: Array.from({ length: to - from }, (_, at) => scene.delivery(endpoint, from + at + 1)),
    });
    await scene.redis.hset(keys.eventsHead('shop'), 'seq', 5);
    expect(await handOut(scene.redis, 'shop', page(0, 3))).toBe('more');
    expect(await handOut(scene.redis, 'shop', page(0, 3))).toBe('moved');
    expect(await scene.redis.smembers(keys.fanOut)).toEqual(['shop']);
    expect(await handOut(scene.redis, 'shop', page(3, 5))).toBe('done');
    expect(await scene.redis.smembers(keys.fanOut)).toEqual([]);
    expect(
      seqsOf(await scene.due(endpoint))
        .flat()
        .sort(),
    ).toEqual([1, 2, 3, 4, 5]);
  });

  test('by ten at once happens once, whatever pages they read', async () => {
    const endpoint = await scene.endpoint({ ordered: true });
    await scene.redis.hset(keys.eventsHead('shop'), 'seq', 40);
    const work = async (size: number) => {
      for (;;) {
        const from = Number((await scene.redis.hget(keys.eventsHead('shop'), 'fannedOut')) ?? 0);
        const to = Math.min(from + size, 40);
        const deliveries = Array.from({ length: to - from }, (_, at) =>
          scene.delivery(endpoint, from + at + 1),
        );
        if (to === from || (await handOut(scene.redis, 'shop', { from, to, deliveries })) === 'done') return;
      }
    };
    await Promise.all(Array.from({ length: 10 }, (_, at) => work(at + 1)));
    const lane = await scene.redis.lrange(keys.webhookLane(endpoint.id, 'shop'), 0, -1);
    expect(lane).toEqual(Array.from({ length: 40 }, (_, at) => scene.delivery(endpoint, at + 1).id));
  });

  test('after a crash begins where the mark is, and repeats nothing that was delivered meanwhile', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 2);
    for (const due of await scene.due(endpoint)) await scene.settle(endpoint, due);
    // The mark is lost with the last second of Redis, the deliveries are not.
    await scene.redis.hset(keys.eventsHead('shop'), 'fannedOut', 0);
    expect(await scene.handOut(endpoint, 'shop', 1, 3)).toBe('done');
    expect(seqsOf(await scene.due(endpoint))).toEqual([[3]]);
  });

  test('to an endpoint that was removed a moment before leaves nothing behind', async () => {
    const endpoint = await scene.endpoint({ ordered: true });
    await removeEndpoint(scene.redis, endpoint.id);
    expect(await scene.handOut(endpoint, 'shop', 1, 3)).toBe('done');
    expect(await addDeliveries(scene.redis, [scene.delivery(endpoint, 4)])).toBe(0);
    expect((await scene.redis.keys('*')).sort()).toEqual([keys.eventsHead('shop'), keys.webhooksVersion]);
  });

  test('of 200 events to 60 endpoints is one step', async () => {
    const endpoints = await Promise.all(Array.from({ length: 60 }, () => scene.endpoint()));
    await scene.redis.hset(keys.eventsHead('shop'), 'seq', 200);
    const deliveries = endpoints.flatMap((endpoint) =>
      Array.from({ length: 200 }, (_, at) => scene.delivery(endpoint, at + 1)),
    );
    expect(await handOut(scene.redis, 'shop', { from: 0, to: 200, deliveries })).toBe('done');
    expect(await scene.redis.zcard(keys.webhookPending(endpoints.at(-1)?.id ?? ''))).toBe(200);
  });

  test('keeps the latest ten thousand in the list, and all that wait', async () => {
    const endpoint = await scene.endpoint();
    for (let first = 1; first <= 10_001; first += 5_000) {
      await scene.handOut(endpoint, 'shop', first, Math.min(first + 4_999, 10_050));
    }
    expect(await scene.redis.zcard(keys.webhookDeliveries(endpoint.id))).toBe(10_000);
    expect(await scene.redis.zcard(keys.webhookPending(endpoint.id))).toBe(10_050);
  });
});

describe('a replay', () => {
  test.each(['delivered', 'dead'] as const)(
    'of what is %s makes it wait again, with a fresh start',
    async (status) => {
      const endpoint = await scene.endpoint();
      const delivery = scene.delivery(endpoint, 1);
      await scene.handOut(endpoint, 'shop', 1, 1);
      for (const due of await scene.due(endpoint)) await scene.settle(endpoint, due, { status });
      expect(await scene.due(endpoint)).toEqual([]);
      const { createdAt } = await recordOf(delivery.id);

      expect(await addDeliveries(scene.redis, [delivery])).toBe(1);
      const [due] = await scene.due(endpoint);
      expect(due).toMatchObject({ tries: 0, attempts: 1, deliveries: [{ body: delivery.body }] });
      const record = await recordOf(delivery.id);
      expect(record).toMatchObject({ status: 'pending', replays: '1', attempts: '1', createdAt });
      expect(record.settledAt).toBeUndefined();
      expect(await scene.redis.zcard(keys.webhookDead(endpoint.id))).toBe(0);
      // What waits does not expire.
      expect(await scene.redis.ttl(keys.delivery(delivery.id))).toBe(-1);
      expect(await scene.redis.ttl(keys.deliveryAttempts(delivery.id))).toBe(-1);
    },
  );

  test('of what waits already changes nothing', async () => {
    const endpoint = await scene.endpoint({ ordered: true });
    await scene.handOut(endpoint, 'shop', 1, 2);
    expect(await addDeliveries(scene.redis, [scene.delivery(endpoint, 1)])).toBe(0);
    expect(await scene.redis.llen(keys.webhookLane(endpoint.id, 'shop'))).toBe(2);
    expect((await recordOf(scene.delivery(endpoint, 1).id)).replays).toBeUndefined();
  });

  test('of what was never handed out delivers it, and handing it out afterwards does not', async () => {
    const endpoint = await scene.endpoint();
    expect(await addDeliveries(scene.redis, [scene.delivery(endpoint, 1)])).toBe(1);
    for (const due of await scene.due(endpoint)) await scene.settle(endpoint, due);
    await scene.handOut(endpoint, 'shop', 1, 1);
    expect(await scene.due(endpoint)).toEqual([]);
  });

  test('into an ordered lane goes to its end', async () => {
    const endpoint = await scene.endpoint({ ordered: true });
    await scene.handOut(endpoint, 'shop', 1, 3);
    const [first] = await scene.due(endpoint);
    if (first === undefined) throw new Error('nothing is due');
    await scene.settle(endpoint, first, { status: 'dead' });
    await addDeliveries(scene.redis, [scene.delivery(endpoint, 1)]);
    const order: number[][] = [];
    for (let due = await scene.due(endpoint); due[0] !== undefined; due = await scene.due(endpoint)) {
      order.push(...seqsOf(due));
      await scene.settle(endpoint, due[0]);
    }
    expect(order).toEqual([[2], [3], [1]]);
  });
});
