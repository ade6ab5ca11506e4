import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { keys } from '../redis/keys.ts';
import { changeEndpoint, type Endpoint } from './endpoint-store.ts';
import { endpointsDue, isEndpointDue, noteTold, pauseEndpoint, restEndpoint } from './endpoint-turns.ts';
import { removeEndpoint } from './remove-endpoint.ts';
import { type WebhookScene, webhookScene } from './testing/webhook-scene.ts';

let scene: WebhookScene;
beforeAll(async () => {
  scene = await webhookScene();
});
beforeEach(() => scene.redis.flushall());
afterAll(() => scene.close());

const WAIT = { firstMs: 50, longestMs: 150 };
const dueAt = async (endpoint: Endpoint) => scene.redis.zscore(keys.webhooksDue, endpoint.id);

describe('a pause', () => {
  test('lets nothing through, then one thing at a time until one is delivered', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 4);
    await pauseEndpoint(scene.redis, endpoint.id, WAIT);
    expect(await scene.due(endpoint)).toEqual([]);
    const [trial, ...others] = await until('the end of the pause', 5_000, async () => {
      const due = await scene.due(endpoint);
      return due.length > 0 && due;
    });
    if (trial === undefined) throw new Error('nothing is due');
    expect(others).toEqual([]);
    expect(await scene.due(endpoint, 100, [trial.member])).toEqual([]);
    await scene.settle(endpoint, trial);
    expect(await scene.due(endpoint)).toHaveLength(3);
  });

  test('doubles with each in a row, up to the longest; one that is on is not made longer', async () => {
    const endpoint = await scene.endpoint();
    const waits: number[] = [];
    for (let pause = 1; pause <= 4; pause += 1) {
      const ms = await until('the end of the pause before', 5_000, () =>
        pauseEndpoint(scene.redis, endpoint.id, WAIT).then((lasts) => lasts > 0 && lasts),
      );
      waits.push(ms);
    }
    expect(waits).toEqual([50, 100, 150, 150]);
    expect(await pauseEndpoint(scene.redis, endpoint.id, WAIT)).toBe(0);
  });

  test('ends when somebody changes the endpoint', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 2);
    await pauseEndpoint(scene.redis, endpoint.id, { firstMs: 60_000, longestMs: 60_000 });
    await restEndpoint(scene.redis, endpoint.id);
    expect(await isEndpointDue(scene.redis, endpoint.id, Date.now())).toBe(false);
    await changeEndpoint(scene.redis, endpoint.id, { url: 'https://shop.example/other' }, Date.now());
    expect(await isEndpointDue(scene.redis, endpoint.id, Date.now())).toBe(true);
    expect(await scene.due(endpoint)).toHaveLength(2);
  });

  test('is not cut short by a new event', async () => {
    const endpoint = await scene.endpoint();
    await pauseEndpoint(scene.redis, endpoint.id, { firstMs: 60_000, longestMs: 60_000 });
    await scene.handOut(endpoint, 'shop', 1, 1);
    expect(Number(await dueAt(endpoint)) - Date.now()).toBeGreaterThan(50_000);
  });
});

describe('an endpoint', () => {
  test('is due with its first event, the longest waiting first', async () => {
    const [late, early, idle] = [await scene.endpoint(), await scene.endpoint(), await scene.endpoint()];
    await scene.handOut(early, 'shop', 1, 1);
    await until('the next millisecond', 1_000, async () => Date.now() > Number(await dueAt(early)));
    await scene.handOut(late, 'bar', 1, 1);
    expect(await endpointsDue(scene.redis, Date.now() + 1_000, 10)).toEqual([early.id, late.id]);
    expect(await endpointsDue(scene.redis, Date.now() + 1_000, 1)).toEqual([early.id]);
    expect(await isEndpointDue(scene.redis, idle.id, Date.now())).toBe(false);
  });

  test('at rest is due when the first of its deliveries is, and not at all when there is none', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 1);
    const [due] = await scene.due(endpoint);
    if (due === undefined) throw new Error('nothing is due');
    const nextAt = Date.now() + 30_000;
    await scene.settle(endpoint, due, { status: 'pending', nextAt });
    await restEndpoint(scene.redis, endpoint.id);
    expect(Number(await dueAt(endpoint))).toBe(nextAt);
    await scene.settle(endpoint, due);
    await restEndpoint(scene.redis, endpoint.id);
    expect(await dueAt(endpoint)).toBeNull();
  });

  test('that is disabled is not looked at, until it is enabled', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 1);
    await changeEndpoint(scene.redis, endpoint.id, { enabled: false, disabledReason: 'gone' }, Date.now());
    await restEndpoint(scene.redis, endpoint.id);
    expect(await dueAt(endpoint)).toBeNull();
    await changeEndpoint(scene.redis, endpoint.id, { enabled: true }, Date.now());
    expect(await isEndpointDue(scene.redis, endpoint.id, Date.now())).toBe(true);
  });

  test('that is gone is neither paused nor told of', async () => {
    const endpoint = await scene.endpoint();
    await removeEndpoint(scene.redis, endpoint.id);
    expect(await pauseEndpoint(scene.redis, endpoint.id, WAIT)).toBe(0);
    await noteTold(scene.redis, endpoint.id, true);
    await restEndpoint(scene.redis, endpoint.id);
    expect(await scene.redis.keys('*')).toEqual([keys.webhooksVersion]);
  });

  test('that was told of says so with the next outcome', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 1);
    const [due] = await scene.due(endpoint);
    if (due === undefined) throw new Error('nothing is due');
    await noteTold(scene.redis, endpoint.id, true);
    expect((await scene.settle(endpoint, due, { status: 'pending' })).toldAt).not.toBe('');
    expect((await scene.settle(endpoint, due)).toldAt).not.toBe('');
    await noteTold(scene.redis, endpoint.id, false);
    expect((await scene.settle(endpoint, due)).toldAt).toBe('');
  });
});
