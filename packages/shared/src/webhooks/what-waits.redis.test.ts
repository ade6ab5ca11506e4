import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { pauseEndpoint } from './endpoint-turns.ts';
import { type WebhookScene, webhookScene } from './testing/webhook-scene.ts';
import { readWhatWaits } from './what-waits.ts';

let scene: WebhookScene;
beforeAll(async () => {
  scene = await webhookScene();
});
beforeEach(() => scene.redis.flushall());
afterAll(() => scene.close());

test('nothing waits at first', async () => {
  await scene.endpoint();
  expect(await readWhatWaits(scene.redis)).toEqual({ pending: 0, oldestMs: 0, paused: 0 });
});

test('what waits for all endpoints is counted, what was delivered is not', async () => {
  const [first, second] = [await scene.endpoint(), await scene.endpoint({ ordered: true })];
  await scene.handOut(first, 'shop', 1, 3);
  await scene.handOut(second, 'bar', 1, 2);
  const [due] = await scene.due(first, 1);
  if (due === undefined) throw new Error('something should be due');
  await scene.settle(first, due);
  await pauseEndpoint(scene.redis, second.id, { firstMs: 60_000, longestMs: 60_000 });
  const found = await readWhatWaits(scene.redis);
  expect(found).toMatchObject({ pending: 4, paused: 1 });
  expect(found.oldestMs).toBeGreaterThan(0);
});

test('only so many endpoints are looked at', async () => {
  for (const shop of ['a', 'b', 'c']) await scene.handOut(await scene.endpoint(), shop, 1, 1);
  expect((await readWhatWaits(scene.redis, 2)).pending).toBe(2);
});
