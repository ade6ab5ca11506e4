import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { keys } from '../redis/keys.ts';
import { buryForgotten } from './bury-forgotten.ts';
import { readDelivery } from './delivery-store.ts';
import { changeEndpoint, type Endpoint } from './endpoint-store.ts';
import { addDeliveries } from './hand-out.ts';
import { seqsOf, type WebhookScene, webhookScene } from './testing/webhook-scene.ts';

const WEEK_MS = 7 * 86_400_000;
const KEEP_MS = 1_000_000;
const FORGETTING = { untouchedMs: WEEK_MS, keepMs: KEEP_MS };
/** More than go in one step. */
const MANY = 250;

let scene: WebhookScene;
beforeAll(async () => {
  scene = await webhookScene();
});
beforeEach(() => scene.redis.flushall());
afterAll(() => scene.close());

/** One for which many events wait, and that was disabled so long ago. */
async function disabled(sinceMs: number, ordered = false): Promise<Endpoint> {
  const endpoint = await scene.endpoint({ ordered });
  await scene.handOut(endpoint, `shop-${endpoint.id}`, 1, MANY);
  await changeEndpoint(scene.redis, endpoint.id, { enabled: false }, Date.now() - sinceMs);
  return endpoint;
}

const bury = () => buryForgotten(scene.redis, FORGETTING, Date.now());
const pending = ({ id }: Endpoint) => scene.redis.zcard(keys.webhookPending(id));
const dead = ({ id }: Endpoint) => scene.redis.zrange(keys.webhookDead(id), 0, '-1');

test.each([false, true])(
  'what waits for an endpoint that was disabled long ago becomes dead letters (ordered: %s)',
  async (ordered) => {
    const endpoint = await disabled(WEEK_MS + 1, ordered);
    expect(await bury()).toBe(MANY);
    expect(await scene.redis.exists(keys.webhookPending(endpoint.id), keys.webhookDue(endpoint.id))).toBe(0);
    const [first = '', ...more] = await dead(endpoint);
    expect(more).toHaveLength(MANY - 1);
    expect(await readDelivery(scene.redis, first)).toMatchObject({
      status: 'dead',
      body: expect.any(String),
    });
    expect(await scene.redis.pttl(keys.delivery(first))).toBeGreaterThan(KEEP_MS / 2);
    expect(await bury()).toBe(0);
  },
);

test('it can be replayed, and goes out when the endpoint is enabled', async () => {
  const endpoint = await disabled(WEEK_MS + 1, true);
  await bury();
  const sessionId = `shop-${endpoint.id}`;
  await addDeliveries(scene.redis, [scene.delivery(endpoint, 7, { sessionId })]);
  await changeEndpoint(scene.redis, endpoint.id, { enabled: true }, Date.now());
  expect(seqsOf(await scene.due(endpoint))).toEqual([[7]]);
  expect(await dead(endpoint)).toHaveLength(MANY - 1);
});

test('one that is enabled, or that was touched since, keeps what waits', async () => {
  const lately = await disabled(WEEK_MS - 60_000);
  const enabled = await scene.endpoint();
  await scene.handOut(enabled, 'shop', 1, 3);
  await changeEndpoint(scene.redis, enabled.id, { description: 'old' }, Date.now() - 2 * WEEK_MS);
  expect(await bury()).toBe(0);
  expect([await pending(lately), await pending(enabled)]).toEqual([MANY, 3]);
});
