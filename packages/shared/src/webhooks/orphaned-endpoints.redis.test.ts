import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { keys } from '../redis/keys.ts';
import { changeEndpoint, type Endpoint, readEndpoint } from './endpoint-store.ts';
import { removeOrphanedEndpoints } from './orphaned-endpoints.ts';
import { type WebhookScene, webhookScene } from './testing/webhook-scene.ts';

let scene: WebhookScene;
beforeAll(async () => {
  scene = await webhookScene();
});
beforeEach(() => scene.redis.flushall());
afterAll(() => scene.close());

const LONG_AGO = 1_600_000_000_000;

/** The endpoint of a session that was deleted after two events, all of which were delivered. */
async function orphan(): Promise<Endpoint> {
  const endpoint = await scene.endpoint({ sessionId: 'shop' });
  await scene.handOut(endpoint, 'shop', 1, 2);
  for (const due of await scene.due(endpoint)) await scene.settle(endpoint, due);
  await scene.redis.expire(keys.eventsHead('shop'), 1_000);
  await changeEndpoint(scene.redis, endpoint.id, {}, LONG_AGO);
  return endpoint;
}

const isThere = async ({ id }: Endpoint) => (await readEndpoint(scene.redis, id)) !== undefined;

test('an endpoint goes with its session when it has had all of its events', async () => {
  const [endpoint, other] = [await orphan(), await scene.endpoint()];
  expect(await removeOrphanedEndpoints(scene.redis)).toBe(1);
  expect([await isThere(endpoint), await isThere(other)]).toEqual([false, true]);
});

test.each<[string, (endpoint: Endpoint) => Promise<unknown>]>([
  ['its session is there', () => scene.redis.hset(keys.session('shop'), 'id', 'shop')],
  ['its session was never made', () => scene.redis.del(keys.eventsHead('shop'))],
  ['the log is not handed out yet', () => scene.redis.hincrby(keys.eventsHead('shop'), 'seq', 1)],
  ['something waits', (endpoint) => scene.handOut(endpoint, 'shop', 3, 3)],
  ['it was touched a moment ago', ({ id }) => changeEndpoint(scene.redis, id, {}, Date.now())],
])('it stays while %s', async (_, happen) => {
  const endpoint = await orphan();
  await happen(endpoint);
  expect(await removeOrphanedEndpoints(scene.redis)).toBe(0);
  expect(await isThere(endpoint)).toBe(true);
});
