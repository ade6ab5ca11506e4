import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { appendEvent, type Fence, readEvents } from '@wagw/shared/events/event-log';
import { unsettledMessages } from '@wagw/shared/messages/message-store';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { keys } from '@wagw/shared/redis/keys';
import { moveSession } from '@wagw/shared/sessions/placement';
import { createSession, readSession, wishSession } from '@wagw/shared/sessions/session-store';
import { renewLease } from '@wagw/shared/sessions/workers';
import type { Redis } from 'ioredis';
import { silentLogger } from '../testing/parts.ts';
import { storeMessage } from '../testing/stored.ts';
import { createOwnership, type Ownership } from './ownership.ts';

const LEASE_MS = 1_000;
const PATIENCE_MS = 5_000;

let server: TemporaryRedis;
const connections: Redis[] = [];

beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(async () => {
  for (const connection of connections) connection.disconnect();
  await server.close();
});
beforeEach(() => server.client.flushall());

const leaseOf = (id: string) => ({
  id,
  host: 'here',
  loginHost: '',
  labels: [],
  capacity: 10,
  isDraining: false,
  startedAt: 1,
});

/** A worker that lives for an hour. */
async function startWorker(id: string, redis = server.client): Promise<Ownership> {
  await renewLease(server.client, leaseOf(id), 3_600_000);
  return createOwnership(redis, { workerId: id, leaseMs: LEASE_MS, logger: silentLogger });
}

async function store(id: string): Promise<void> {
  await createSession(server.client, { id, tenantId: 'acme', start: true, metadata: {} }, Date.now());
}

const record = (id: string) => readSession(server.client, id);

/** A session that was placed on the only worker there is. */
async function placed(id: string): Promise<Fence> {
  await store(id);
  const { owner = '', epoch = 0 } = (await record(id)) ?? {};
  return { sessionId: id, owner, epoch };
}

test('nobody reaps within one lease after connecting or reconnecting: the living need time to renew', async () => {
  await startWorker('dead');
  await placed('a');
  const redis = connectRedis({ url: server.url }, 'work', silentLogger);
  connections.push(redis);
  await untilReady(redis);
  const heir = await startWorker('heir', redis);
  await server.client.del(keys.worker('dead'));
  expect((await heir.lookAround()).taken).toBe(0);
  await until('the first reaping', PATIENCE_MS, async () => (await heir.lookAround()).taken === 1);

  await startWorker('dead');
  await server.client.hset(keys.session('a'), 'owner', 'dead');
  await server.client.sadd(keys.workerSessions('dead'), 'a');
  await server.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await until('the loss of the connection', PATIENCE_MS, () => redis.status !== 'ready');
  await untilReady(redis);
  await server.client.del(keys.worker('dead'), keys.lookedAround);
  expect((await heir.lookAround()).taken).toBe(0);
  await until('the second reaping', PATIENCE_MS, async () => (await heir.lookAround()).taken === 1);
  expect((await record('a'))?.owner).toBe('heir');
});

describe('an owner that is none any more', () => {
  const changes: [string, (stale: Fence, ownership: Ownership) => Promise<unknown>][] = [
    ['update', (stale, ownership) => ownership.update(stale, { code: 'stopped' })],
    ['finish a request of', (stale, ownership) => ownership.finishRequest(stale, 'restart')],
    ['release', (stale, ownership) => ownership.release(stale)],
    ['forget', (stale, ownership) => ownership.forget(stale)],
  ];

  test.each(changes)('cannot %s the session', async (_what, change) => {
    const me = await startWorker('me');
    const fence = await placed('a');
    await wishSession(server.client, 'a', { request: 'restart' });
    const before = await record('a');
    for (const stale of [
      { ...fence, owner: 'other' },
      { ...fence, epoch: fence.epoch - 1 },
    ]) {
      await change(stale, me);
      expect(await record('a')).toEqual(before);
    }
    // The same change by the owner is one.
    await change(fence, me);
    expect(await record('a')).not.toEqual(before);
  });
});

test('a request that came while another was carried out is not finished with it', async () => {
  const me = await startWorker('me');
  const fence = await placed('a');
  await wishSession(server.client, 'a', { request: 'restart' });
  await wishSession(server.client, 'a', { request: 'logout' });
  await me.finishRequest(fence, 'restart');
  expect((await record('a'))?.request).toBe('logout');
});

describe('a release', () => {
  test('gives a session that is wanted to another worker in the same moment', async () => {
    const me = await startWorker('me');
    const fence = await placed('a');
    await startWorker('next');
    await me.release(fence);
    const after = await record('a');
    expect(after?.owner).toBe('next');
    expect(after?.epoch).toBeGreaterThan(fence.epoch);
    expect(await server.client.zrange(keys.workerInbox('next'), 0, '-1')).toEqual(['a']);
    expect(await me.owned()).toEqual([]);
  });

  test('after a move was asked for gives it to the worker that was named', async () => {
    const me = await startWorker('me');
    const fence = await placed('a');
    for (const id of ['emptier', 'named']) await startWorker(id);
    await server.client.sadd(keys.workerSessions('named'), 'another');
    expect(await moveSession(server.client, 'a', 'named')).toBe('moving');
    await me.release(fence);
    expect(await record('a')).toMatchObject({ owner: 'named', request: undefined });
    expect(await server.client.hget(keys.session('a'), 'moveTo')).toBeNull();
  });

  test('comes back when there is no other, unless this worker leaves', async () => {
    const me = await startWorker('me');
    const fence = await placed('a');
    await me.release(fence);
    const again = await record('a');
    expect(again?.owner).toBe('me');
    expect(again?.epoch).toBeGreaterThan(fence.epoch);
    await me.announceDrain();
    await me.release({ ...fence, epoch: again?.epoch ?? 0 });
    expect(await record('a')).toMatchObject({ owner: undefined, code: 'waiting_for_worker' });
  });

  test('of a session that was stopped leaves it alone', async () => {
    const me = await startWorker('me');
    const fence = await placed('a');
    await startWorker('other');
    await wishSession(server.client, 'a', { desired: 'stopped' });
    await me.release(fence);
    expect((await record('a'))?.owner).toBeUndefined();
  });
});

describe('a forgotten session', () => {
  const connected = (fence: Fence, id: string) =>
    appendEvent(server.client, {
      fence,
      tenantId: 'acme',
      body: { event: 'change_state', data: { state: 'CONNECTED' } },
      now: Date.now(),
      length: 100,
      id,
    });

  test('is gone, but its log can still be read for some days', async () => {
    const me = await startWorker('me');
    const fence = await placed('a');
    await connected(fence, 'evt_1');
    await store('b');
    await me.forget(fence);

    expect(await record('a')).toBeUndefined();
    expect(await server.client.zrange(keys.sessions, 0, '-1')).toEqual(['b']);
    expect(await me.owned()).toEqual(['b']);
    expect(await readEvents(server.client, 'a', 0, 10)).toHaveLength(1);
    const days = (await server.client.ttl(keys.events('a'))) / 86_400;
    expect(days).toBeGreaterThan(6);
    expect(days).toBeLessThanOrEqual(7);
  });

  test('made anew sends nothing of the old one, and goes on with its log, which expires no more', async () => {
    const me = await startWorker('me');
    const old = await placed('a');
    await connected(old, 'evt_1');
    await storeMessage(server.client, 'a', 'Never sent');
    await me.forget(old);

    const fence = await placed('a');
    expect(await unsettledMessages(server.client, 'a')).toEqual([]);
    expect(await connected(fence, 'evt_2')).toEqual({ seq: 2 });
    for (const key of await server.client.keys('*events*')) {
      expect([key, await server.client.ttl(key)]).toEqual([key, -1]);
    }
  });
});
