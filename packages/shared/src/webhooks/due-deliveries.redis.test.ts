import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { keys } from '../redis/keys.ts';
import type { Due } from './due-deliveries.ts';
import type { Endpoint } from './endpoint-store.ts';
import { removeEndpoint } from './remove-endpoint.ts';
import { seqsOf, type WebhookScene, webhookScene } from './testing/webhook-scene.ts';

let scene: WebhookScene;
beforeAll(async () => {
  scene = await webhookScene();
});
beforeEach(() => scene.redis.flushall());
afterAll(() => scene.close());

/** The only thing that is due. */
async function onlyDue(endpoint: Endpoint): Promise<Due> {
  const due = await scene.due(endpoint);
  if (due[0] === undefined || due.length > 1) throw new Error(`${due.length} are due`);
  return due[0];
}

const LATER = () => Date.now() + 60_000;

describe('an endpoint without order', () => {
  test('has all at once, each by itself, and none that is under way', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 5);
    const due = await scene.due(endpoint, 3);
    expect(due.map(({ deliveries }) => deliveries.length)).toEqual([1, 1, 1]);
    const busy = due.map(({ member }) => member);
    const others = await scene.due(endpoint, 3, busy);
    expect([...seqsOf(due), ...seqsOf(others)].flat().sort()).toEqual([1, 2, 3, 4, 5]);
  });

  test('waits with what failed and goes on with the rest', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 2);
    const [first, second] = await scene.due(endpoint);
    if (first === undefined || second === undefined) throw new Error('two should be due');
    await scene.settle(endpoint, first, { status: 'pending', nextAt: LATER() });
    expect((await scene.due(endpoint)).map(({ member }) => member)).toEqual([second.member]);
    await scene.settle(endpoint, first, { status: 'pending', nextAt: 1 });
    expect(await scene.due(endpoint, 1)).toMatchObject([{ member: first.member, tries: 2, attempts: 2 }]);
  });
});

describe('an ordered endpoint', () => {
  test('has one event of each session at a time, in the order of their numbers', async () => {
    const endpoint = await scene.endpoint({ ordered: true });
    await scene.handOut(endpoint, 'shop', 1, 3);
    await scene.handOut(endpoint, 'bar', 1, 2);
    const rounds: string[][] = [];
    for (let due = await scene.due(endpoint); due.length > 0; due = await scene.due(endpoint)) {
      rounds.push(due.map(({ deliveries }) => String(deliveries[0]?.eventId)).sort());
      for (const each of due) await scene.settle(endpoint, each);
    }
    expect(rounds).toEqual([['evt_bar_1', 'evt_shop_1'], ['evt_bar_2', 'evt_shop_2'], ['evt_shop_3']]);
  });

  test('holds a lane up that fails, and no other; a new event does not bring it forward', async () => {
    const endpoint = await scene.endpoint({ ordered: true });
    await scene.handOut(endpoint, 'shop', 1, 2);
    const at = LATER();
    await scene.settle(endpoint, await onlyDue(endpoint), { status: 'pending', nextAt: at });
    await scene.handOut(endpoint, 'shop', 3, 3);
    await scene.handOut(endpoint, 'bar', 1, 1);
    expect((await onlyDue(endpoint)).member).toBe('lane:bar');
    expect(Number(await scene.redis.zscore(keys.webhookDue(endpoint.id), 'lane:shop'))).toBe(at);
  });

  test('goes on behind what was given up', async () => {
    const endpoint = await scene.endpoint({ ordered: true });
    await scene.handOut(endpoint, 'shop', 1, 2);
    await scene.settle(endpoint, await onlyDue(endpoint), { status: 'dead' });
    expect(seqsOf([await onlyDue(endpoint)])).toEqual([[2]]);
  });

  test('whose lane is empty is due again with the next event', async () => {
    const endpoint = await scene.endpoint({ ordered: true });
    await scene.handOut(endpoint, 'shop', 1, 1);
    await scene.settle(endpoint, await onlyDue(endpoint));
    expect(await scene.redis.exists(keys.webhookDue(endpoint.id))).toBe(0);
    await scene.handOut(endpoint, 'shop', 2, 2);
    expect(seqsOf([await onlyDue(endpoint)])).toEqual([[2]]);
  });
});

describe('an endpoint with batches', () => {
  const batch = { max: 3, waitMs: 60_000 };

  test('waits until one is full, or for its time', async () => {
    const endpoint = await scene.endpoint({ batch });
    await scene.handOut(endpoint, 'shop', 1, 2);
    expect(await scene.due(endpoint)).toEqual([]);
    const at = Number(await scene.redis.zscore(keys.webhooksDue, endpoint.id));
    expect(at - Date.now()).toBeGreaterThan(50_000);
    await scene.handOut(endpoint, 'bar', 1, 1);
    expect(seqsOf([await onlyDue(endpoint)])).toEqual([[1, 2, 1]]);
    expect(Number(await scene.redis.zscore(keys.webhooksDue, endpoint.id))).toBeLessThan(at);

    const hasty = await scene.endpoint({ batch: { max: 3, waitMs: 50 } });
    await scene.handOut(hasty, 'cafe', 1, 2);
    const due = await until('the end of its wait', 5_000, async () => (await scene.due(hasty))[0]);
    expect(seqsOf([due])).toEqual([[1, 2]]);
  });

  test('repeats the same batch, whatever comes meanwhile', async () => {
    const endpoint = await scene.endpoint({ batch: { max: 3, waitMs: 0 } });
    await scene.handOut(endpoint, 'shop', 1, 2);
    const first = await onlyDue(endpoint);
    expect(seqsOf([first])).toEqual([[1, 2]]);
    await scene.settle(endpoint, first, { status: 'pending', nextAt: 1 });
    await scene.handOut(endpoint, 'shop', 3, 6);
    const again = await onlyDue(endpoint);
    expect(again).toMatchObject({ tries: 1, deliveries: first.deliveries });
    await scene.settle(endpoint, again);
    expect(seqsOf([await onlyDue(endpoint)])).toEqual([[3, 4, 5]]);
  });

  test('that is full does not bring a lane forward that has failed', async () => {
    const endpoint = await scene.endpoint({ batch: { max: 3, waitMs: 0 }, ordered: true });
    await scene.handOut(endpoint, 'shop', 1, 2);
    await scene.settle(endpoint, await onlyDue(endpoint), { status: 'pending', nextAt: LATER() });
    await scene.handOut(endpoint, 'shop', 3, 6);
    expect(await scene.due(endpoint)).toEqual([]);
  });

  test('is of one session when the endpoint keeps order', async () => {
    const endpoint = await scene.endpoint({ batch: { max: 2, waitMs: 60_000 }, ordered: true });
    await scene.handOut(endpoint, 'shop', 1, 3);
    await scene.handOut(endpoint, 'bar', 1, 1);
    expect(seqsOf([await onlyDue(endpoint)])).toEqual([[1, 2]]);
  });

  test('given up as a whole is a dead letter for each event', async () => {
    const endpoint = await scene.endpoint({ batch: { max: 2, waitMs: 0 } });
    await scene.handOut(endpoint, 'shop', 1, 2);
    await scene.settle(endpoint, await onlyDue(endpoint), { status: 'dead' });
    expect(await scene.redis.zcard(keys.webhookDead(endpoint.id))).toBe(2);
    expect(await scene.redis.zcard(keys.webhookPending(endpoint.id))).toBe(0);
  });
});

describe('what became of an attempt', () => {
  const record = async (endpoint: Endpoint) => {
    const { id } = scene.delivery(endpoint, 1);
    const [fields, attempts, ttl] = await Promise.all([
      scene.redis.hgetall(keys.delivery(id)),
      scene.redis.lrange(keys.deliveryAttempts(id), 0, -1),
      scene.redis.pttl(keys.delivery(id)),
    ]);
    return { ...fields, attempts, ttl, attemptsTtl: await scene.redis.pttl(keys.deliveryAttempts(id)) };
  };

  test('is written down; the record of one that is over goes with its time', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 1);
    const failed = { status: 'pending', nextAt: 1, attempt: '{"n":1}' } as const;
    await scene.settle(endpoint, await onlyDue(endpoint), failed);
    expect(await record(endpoint)).toMatchObject({ status: 'pending', attempts: ['{"n":1}'], ttl: -1 });
    await scene.settle(endpoint, await onlyDue(endpoint), { attempt: '{"n":2}', keepMs: 5_000 });
    const after = await record(endpoint);
    expect(after).toMatchObject({ status: 'delivered', attempts: ['{"n":1}', '{"n":2}'] });
    // The event log has the bytes.
    expect(after).not.toHaveProperty('body');
    for (const ttl of [after.ttl, after.attemptsTtl]) {
      expect(ttl).toBeGreaterThan(0);
      expect(ttl).toBeLessThanOrEqual(5_000);
    }
  });

  test('keeps the bytes of a dead letter, and the last twenty attempts', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 1);
    for (let n = 1; n <= 24; n += 1) {
      const status = n === 24 ? 'dead' : 'pending';
      await scene.settle(endpoint, await onlyDue(endpoint), { status, nextAt: 1, attempt: String(n) });
    }
    const { attempts, ...fields } = await record(endpoint);
    expect(attempts).toEqual(Array.from({ length: 20 }, (_, at) => String(at + 5)));
    expect(fields).toMatchObject({ status: 'dead', body: scene.delivery(endpoint, 1).body });
  });

  test('says how the endpoint fares: since when it fails, and that it takes events again', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 1);
    const due = await onlyDue(endpoint);
    const { failingSince } = await scene.settle(endpoint, due, { status: 'pending', nextAt: 1 });
    expect(Date.now() - Number(failingSince)).toBeLessThan(10_000);
    const again = await scene.settle(endpoint, due, { status: 'pending', nextAt: 1 });
    expect(again.failingSince).toBe(failingSince);
    expect((await scene.settle(endpoint, due)).failingSince).toBeUndefined();
    const health = await scene.redis.hgetall(keys.webhookHealth(endpoint.id));
    expect(Object.keys(health).sort()).toEqual(['lastDeliveredAt', 'lastFailure']);
  });

  test('drops dead letters whose records are gone from the list', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 2);
    const [first, second] = await scene.due(endpoint);
    if (first === undefined || second === undefined) throw new Error('two should be due');
    await scene.settle(endpoint, first, { status: 'dead', keepMs: 20 });
    const { id = '' } = first.deliveries[0] ?? {};
    await until('its end', 5_000, async () => (await scene.redis.exists(keys.delivery(id))) === 0);
    await scene.settle(endpoint, second, { status: 'dead', keepMs: 20 });
    expect(await scene.redis.zrange(keys.webhookDead(endpoint.id), 0, '-1')).toEqual([
      second.deliveries[0]?.id,
    ]);
  });

  test('at an endpoint that was removed meanwhile is not written down', async () => {
    const endpoint = await scene.endpoint({ ordered: true });
    await scene.handOut(endpoint, 'shop', 1, 2);
    const due = await onlyDue(endpoint);
    await removeEndpoint(scene.redis, endpoint.id);
    for (const status of ['pending', 'delivered', 'dead'] as const) {
      expect((await scene.settle(endpoint, due, { status })).failingSince).toBeUndefined();
    }
    expect((await scene.redis.keys('*')).sort()).toEqual([keys.eventsHead('shop'), keys.webhooksVersion]);
  });
});
