import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { keys } from '../redis/keys.ts';
import {
  changeEndpoint,
  createEndpoint,
  ENVIRONMENT_ENDPOINT,
  keepEnvironmentEndpoint,
  listEndpointIds,
  readEndpoint,
  readEndpoints,
  secretsNow,
  wants,
} from './endpoint-store.ts';
import { addDeliveries } from './hand-out.ts';
import { removeEndpoint } from './remove-endpoint.ts';
import { rotateSecret } from './rotate-secret.ts';
import { type WebhookScene, webhookScene } from './testing/webhook-scene.ts';
import { viewEndpoint } from './view-endpoint.ts';
import { createWebhookSchema } from './webhook-schema.ts';

let scene: WebhookScene;
beforeAll(async () => {
  scene = await webhookScene();
});
beforeEach(() => scene.redis.flushall());
afterAll(() => scene.close());

const URL = 'https://shop.example/hooks';
const NOW = 1_800_000_000_000;

describe('an endpoint', () => {
  test('is read back as it was made, with what was not said by default', async () => {
    const made = await createEndpoint(scene.redis, 'whk_a', { url: URL, tenantId: 'acme' }, NOW);
    expect(made).toMatchObject({
      id: 'whk_a',
      url: URL,
      events: [],
      format: 'native',
      ordered: false,
      batch: null,
      headers: {},
      enabled: true,
      tenantId: 'acme',
      sessionId: null,
      disabledReason: null,
      isFromEnvironment: false,
    });
    expect(made?.secrets).toEqual([{ secret: expect.stringMatching(/^whsec_[\w+/]{43}=$/) }]);
    expect(await readEndpoint(scene.redis, 'whk_a')).toEqual(made);
    expect(
      await createEndpoint(scene.redis, 'whk_a', { url: 'https://other.example/' }, NOW),
    ).toBeUndefined();
    expect((await readEndpoint(scene.redis, 'whk_a'))?.url).toBe(URL);
  });

  test('is one of a list by pages; one that is gone is left out', async () => {
    for (const id of ['c', 'a', 'b', 'd']) await createEndpoint(scene.redis, id, { url: URL }, NOW);
    expect(await listEndpointIds(scene.redis, '', 2)).toEqual(['a', 'b']);
    expect(await listEndpointIds(scene.redis, 'b', 5)).toEqual(['c', 'd']);
    expect((await readEndpoints(scene.redis, ['a', 'nobody', 'd'])).map(({ id }) => id)).toEqual(['a', 'd']);
  });

  test('changes in what is named only, and each change is seen by the workers', async () => {
    const { id } = await scene.endpoint({ ordered: true, headers: { 'x-shop': '7' } });
    const version = async () => Number(await scene.redis.get(keys.webhooksVersion));
    const before = await version();
    await changeEndpoint(scene.redis, id, { url: 'https://new.example/', description: undefined }, NOW);
    expect(await readEndpoint(scene.redis, id)).toMatchObject({
      url: 'https://new.example/',
      ordered: true,
      headers: { 'x-shop': '7' },
      description: '',
      updatedAt: NOW,
    });
    expect(await version()).toBe(before + 1);
    expect(await changeEndpoint(scene.redis, 'nobody', { url: URL }, NOW)).toBe(false);
    expect(await scene.redis.exists(keys.webhook('nobody'))).toBe(0);
  });

  test('says why it is disabled, and forgets it when it is enabled', async () => {
    const { id } = await scene.endpoint();
    const reason = async () => (await readEndpoint(scene.redis, id))?.disabledReason;
    await changeEndpoint(scene.redis, id, { enabled: false }, NOW);
    expect(await reason()).toBe('by_request');
    await changeEndpoint(scene.redis, id, { enabled: false, disabledReason: 'gone' }, NOW);
    expect(await reason()).toBe('gone');
    await changeEndpoint(scene.redis, id, { url: URL }, NOW);
    expect(await reason()).toBe('gone');
    await changeEndpoint(scene.redis, id, { enabled: true }, NOW);
    expect(await reason()).toBeNull();
  });

  test.each([
    [{ enabled: true }, 2],
    [{ url: 'https://new.example/' }, 2],
    [{ description: 'orders' }, 1],
  ])('that is changed with %j has %i due of two, one of which backs off', async (changes, count) => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 2);
    const [first] = await scene.due(endpoint);
    if (first === undefined) throw new Error('nothing is due');
    await scene.settle(endpoint, first, { status: 'pending', nextAt: Date.now() + 60_000 });
    await changeEndpoint(scene.redis, endpoint.id, changes, NOW);
    expect(await scene.due(endpoint)).toHaveLength(count);
  });

  test('wants what its scope and its filter name, while it is enabled', async () => {
    const event = { event: 'message', tenantId: 'acme', sessionId: 'shop' } as const;
    const wanted = async (changes: Parameters<WebhookScene['endpoint']>[0]) =>
      wants(await scene.endpoint(changes), event);
    expect(await wanted({})).toBe(true);
    expect(await wanted({ tenantId: 'acme', sessionId: 'shop', events: ['call', 'message'] })).toBe(true);
    expect(await wanted({ tenantId: 'other' })).toBe(false);
    expect(await wanted({ sessionId: 'other' })).toBe(false);
    expect(await wanted({ tenantId: 'other', sessionId: 'shop' })).toBe(false);
    expect(await wanted({ events: ['call'] })).toBe(false);
    expect(await wanted({ enabled: false })).toBe(false);
  });

  test('is shown without its secrets, and with how it fares', async () => {
    const endpoint = await scene.endpoint();
    await scene.handOut(endpoint, 'shop', 1, 3);
    const [first, second] = await scene.due(endpoint);
    if (first === undefined || second === undefined) throw new Error('three should be due');
    await scene.settle(endpoint, first, { status: 'dead' });
    await scene.settle(endpoint, second);
    const view = await viewEndpoint(scene.redis, endpoint);
    expect(JSON.stringify(view)).not.toContain('whsec_');
    expect(view).toMatchObject({
      isSigned: true,
      health: {
        pending: 1,
        dead: 1,
        oldestPendingAt: expect.stringMatching(/^2023-/),
        failingSince: null,
        pausedUntil: null,
        lastFailure: 'The receiver answered 500.',
      },
    });
    expect(view.health.lastDeliveredAt).not.toBeNull();
  });
});

describe('secrets', () => {
  const read = async (id: string, now: number) => {
    const endpoint = await readEndpoint(scene.redis, id);
    return endpoint === undefined ? undefined : secretsNow(endpoint, now);
  };

  test('of before sign beside the new one for their time', async () => {
    const { id } = await scene.endpoint({ secret: 'the-first-secret' });
    expect(await rotateSecret(scene.redis, id, 'the-second-secret', 1_000, NOW)).toBe(true);
    expect(await read(id, NOW)).toEqual(['the-second-secret', 'the-first-secret']);
    expect(await read(id, NOW + 1_000)).toEqual(['the-second-secret']);
    await rotateSecret(scene.redis, id, 'the-third-secret', 5_000, NOW + 500);
    // The first was to go sooner.
    expect(await read(id, NOW + 999)).toEqual(['the-third-secret', 'the-second-secret', 'the-first-secret']);
    expect(await read(id, NOW + 1_000)).toEqual(['the-third-secret', 'the-second-secret']);
    await rotateSecret(scene.redis, id, 'the-fourth-secret', 0, NOW + 600);
    expect(await read(id, NOW + 600)).toEqual(['the-fourth-secret']);
    expect(await rotateSecret(scene.redis, 'nobody', 'the-first-secret', 0, NOW)).toBe(false);
  });

  test('that are named again become the newest; no more than four sign', async () => {
    const { id } = await scene.endpoint({ secret: 'secret-0-secret-0' });
    for (let n = 1; n <= 6; n += 1)
      await rotateSecret(scene.redis, id, `secret-${n}-secret-${n}`, 9_000, NOW + n);
    const numbers = async () => (await read(id, NOW + 10))?.map((secret) => Number(secret.at(-1)));
    expect(await numbers()).toEqual([6, 5, 4, 3]);
    await rotateSecret(scene.redis, id, 'secret-4-secret-4', 9_000, NOW + 7);
    expect(await numbers()).toEqual([4, 6, 5, 3]);
  });

  test('of three rotations at once are all known', async () => {
    const { id } = await scene.endpoint({ secret: 'secret-0-secret-0' });
    await Promise.all(
      [1, 2, 3].map((n) => rotateSecret(scene.redis, id, `secret-${n}-secret-${n}`, 9_000, NOW)),
    );
    expect((await read(id, NOW))?.map((secret) => Number(secret.at(-1))).sort()).toEqual([0, 1, 2, 3]);
  });

  test.each([
    ['whsec_', 'nothing behind the prefix'],
    ['whsec_not*base64*at*all*at*all*at*all*at*all', 'no base64'],
    [`whsec_${Buffer.alloc(23).toString('base64')}`, 'too few bytes'],
    [`whsec_${Buffer.alloc(65).toString('base64')}`, 'too many bytes'],
    ['fifteen-letters', 'too short a text'],
  ])('like %j are refused: %s', (secret) => {
    expect(createWebhookSchema.safeParse({ url: URL, secret }).success).toBe(false);
  });

  test.each(['sixteen-letters.', `whsec_${Buffer.alloc(24).toString('base64')}`])(
    'like %j are taken',
    (secret) => {
      expect(createWebhookSchema.safeParse({ url: URL, secret }).success).toBe(true);
    },
  );
});

describe('the endpoint of the environment', () => {
  const wanted = { url: URL, secret: 'from-the-environment', format: 'native' } as const;

  test('is made once, and stays as it is while the configuration does', async () => {
    await keepEnvironmentEndpoint(scene.redis, wanted, NOW);
    const made = await readEndpoint(scene.redis, ENVIRONMENT_ENDPOINT);
    expect(made).toMatchObject({ url: URL, secrets: [{ secret: wanted.secret }], isFromEnvironment: true });
    await changeEndpoint(scene.redis, ENVIRONMENT_ENDPOINT, { enabled: false, disabledReason: 'gone' }, NOW);
    await keepEnvironmentEndpoint(scene.redis, wanted, NOW + 1);
    expect(await readEndpoint(scene.redis, ENVIRONMENT_ENDPOINT)).toMatchObject({ enabled: false });
    expect(await listEndpointIds(scene.redis, '', 5)).toEqual([ENVIRONMENT_ENDPOINT]);
  });

  test('has another chance at another address, with what waits', async () => {
    await keepEnvironmentEndpoint(scene.redis, wanted, NOW);
    const endpoint = await readEndpoint(scene.redis, ENVIRONMENT_ENDPOINT);
    if (endpoint === undefined) throw new Error('it was not made');
    await addDeliveries(scene.redis, [scene.delivery(endpoint, 1)]);
    await changeEndpoint(scene.redis, ENVIRONMENT_ENDPOINT, { enabled: false, disabledReason: 'gone' }, NOW);
    await scene.redis.zadd(
      keys.webhookDue(ENVIRONMENT_ENDPOINT),
      'XX',
      NOW * 2,
      `one:${scene.delivery(endpoint, 1).id}`,
    );
    await scene.redis.hset(keys.webhookHealth(ENVIRONMENT_ENDPOINT), { pauses: '3', pausedUntil: NOW * 2 });
    await scene.redis.del(keys.webhooksDue);
    await keepEnvironmentEndpoint(scene.redis, { ...wanted, url: 'https://new.example/' }, NOW + 1);
    expect(await readEndpoint(scene.redis, ENVIRONMENT_ENDPOINT)).toMatchObject({
      url: 'https://new.example/',
      enabled: true,
      disabledReason: null,
      createdAt: NOW,
    });
    expect(await scene.redis.zrange(keys.webhooksDue, 0, '-1')).toEqual([ENVIRONMENT_ENDPOINT]);
    expect(await scene.due(endpoint)).toHaveLength(1);
  });

  test('needs no secret', async () => {
    await keepEnvironmentEndpoint(scene.redis, { ...wanted, secret: undefined }, NOW);
    const endpoint = await readEndpoint(scene.redis, ENVIRONMENT_ENDPOINT);
    expect(endpoint).toBeDefined();
    if (endpoint !== undefined) expect((await viewEndpoint(scene.redis, endpoint)).isSigned).toBe(false);
  });
});

describe('an endpoint that is removed', () => {
  test.each([{ ordered: true }, { ordered: false }, { batch: { max: 5, waitMs: 0 } }])(
    'leaves nothing of itself in Redis (%j)',
    async (changes) => {
      const other = await scene.endpoint();
      await scene.handOut(other, 'bar', 1, 1);
      const before = await scene.redis.keys('*');
      const endpoint = await scene.endpoint(changes);
      await scene.handOut(endpoint, 'shop', 1, 1_200);
      const [first, second, third] = await scene.due(endpoint);
      if (first !== undefined) await scene.settle(endpoint, first, { status: 'dead' });
      if (second !== undefined) await scene.settle(endpoint, second, { status: 'pending' });
      if (third !== undefined) await scene.settle(endpoint, third);
      expect(await removeEndpoint(scene.redis, endpoint.id)).toBe(true);
      expect((await scene.redis.keys('*')).sort()).toEqual([...before, keys.eventsHead('shop')].sort());
      expect(await scene.redis.zrange(keys.webhooksDue, 0, '-1')).toEqual([other.id]);
      expect(await removeEndpoint(scene.redis, endpoint.id)).toBe(false);
    },
  );

  test('in the middle of which the process died is removed by another call', async () => {
    const endpoint = await scene.endpoint({ ordered: true });
    await scene.handOut(endpoint, 'shop', 1, 3);
    await scene.redis.del(keys.webhook(endpoint.id));
    expect(await removeEndpoint(scene.redis, endpoint.id)).toBe(false);
    const left = [keys.eventsHead('shop'), keys.webhooks, keys.webhooksDue, keys.webhooksVersion];
    for (const key of await scene.redis.keys('*')) expect(left).toContain(key);
  });
});
