import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { appendEvent, type Fence, readEvents } from '@wagw/shared/events/event-log';
import { unsettledMessages } from '@wagw/shared/messages/message-store';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { channels, keys } from '@wagw/shared/redis/keys';
import { createSession, readSession, wishSession } from '@wagw/shared/sessions/session-store';
import { endLease, renewLease } from '@wagw/shared/sessions/worker-lease';
import type { Redis } from 'ioredis';
import { silentLogger } from '../testing/parts.ts';
import { storeMessage } from '../testing/stored.ts';
import { createOwnership, type Ownership } from './ownership.ts';

const LEASE_MS = 600;
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

function ownershipOf(id: string, redis = server.client): Ownership {
  const worker = { id, host: 'here', capacity: 10 };
  return createOwnership(redis, { worker, leaseMs: LEASE_MS, logger: silentLogger });
}

/** A worker that has a connection of its own and lives for ever, or until its lease is ended. */
async function startWorker(id: string): Promise<{ ownership: Ownership; redis: Redis }> {
  const redis = connectRedis({ url: server.url }, 'work', silentLogger);
  connections.push(redis);
  await untilReady(redis);
  const ownership = ownershipOf(id, redis);
  await redis.set(keys.worker(id), 'alive');
  return { ownership, redis };
}

async function store(...ids: string[]): Promise<void> {
  for (const id of ids) {
    await createSession(
      server.client,
      { id, tenantId: `tenant of ${id}`, start: true, metadata: {} },
      Date.now(),
    );
  }
}

async function claimOne(ownership: Ownership): Promise<Fence> {
  const [claimed] = await ownership.claim(1);
  if (claimed === undefined) throw new Error('nothing could be claimed');
  return claimed.fence;
}

/** Claims again and again until there is something to be had, as the session host does. */
const claimAtLast = (ownership: Ownership): Promise<Fence> =>
  until('a claim', PATIENCE_MS, () => claimOne(ownership));

const record = (id: string) => readSession(server.client, id);

describe('claiming', () => {
  test('takes as many as there is room for, each with its tenant', async () => {
    await store('a', 'b', 'c');
    const me = ownershipOf('me');
    expect(await me.claim(0)).toEqual([]);
    const claimed = [...(await me.claim(2)), ...(await me.claim(5))];
    expect(claimed.map(({ fence }) => fence.sessionId).sort()).toEqual(['a', 'b', 'c']);
    for (const { fence, tenantId } of claimed) {
      expect(tenantId).toBe(`tenant of ${fence.sessionId}`);
      expect(await record(fence.sessionId)).toMatchObject({ owner: 'me', epoch: fence.epoch });
    }
    expect(await me.claim(5)).toEqual([]);
  });

  test('gives each session to one of twenty workers that ask at the same time', async () => {
    const ids = Array.from({ length: 30 }, (_, index) => `s${index}`);
    await store(...ids);
    const workers = await Promise.all(Array.from({ length: 20 }, (_, index) => startWorker(`w${index}`)));
    const claims = await Promise.all(workers.map(({ ownership }) => ownership.claim(3)));
    expect(claims.every((claimed) => claimed.length <= 3)).toBe(true);
    const taken = claims.flat().map(({ fence }) => fence.sessionId);
    expect(taken.sort()).toEqual(ids.sort());
  });

  test('leaves alone what nobody wants running, and forgets to look at it', async () => {
    await store('a');
    await wishSession(server.client, 'a', { desired: 'stopped' });
    expect(await ownershipOf('me').claim(1)).toEqual([]);
    expect(await server.client.smembers(keys.sessionsToOwn)).toEqual([]);
    await wishSession(server.client, 'a', { desired: 'running' });
    expect((await claimOne(ownershipOf('me'))).sessionId).toBe('a');
  });

  test.each(['logout', 'delete'] as const)(
    'takes a stopped session that somebody asked to %s',
    async (request) => {
      await store('a');
      await wishSession(server.client, 'a', { desired: 'stopped', request });
      expect((await claimOne(ownershipOf('me'))).sessionId).toBe('a');
    },
  );

  test('raises the epoch, to the present time at least, and never lowers it', async () => {
    await store('a');
    const me = ownershipOf('me');
    const first = await claimOne(me);
    expect(first.epoch).toBeGreaterThan(Date.now() - 60_000);
    await me.release(first);
    const farAhead = Date.now() + 86_400_000;
    await server.client.hset(keys.session('a'), 'epoch', String(farAhead));
    expect((await claimOne(me)).epoch).toBe(farAhead + 1);
  });
});

describe('a dead worker', () => {
  test('loses its sessions to another, under a higher epoch, once its lease has run out', async () => {
    await store('a');
    const dead = await startWorker('dead');
    const before = await claimOne(dead.ownership);
    await renewLease(server.client, { id: 'dead', host: 'here', capacity: 10, sessions: 1 }, LEASE_MS);

    const { ownership: heir } = await startWorker('heir');
    const after = await claimAtLast(heir);
    expect(await server.client.exists(keys.worker('dead'))).toBe(0);
    expect(after).toMatchObject({ sessionId: 'a', owner: 'heir' });
    expect(after.epoch).toBeGreaterThan(before.epoch);
    expect(await dead.ownership.update(before, { code: 'ready' })).toBe(false);
  });

  test('that ended its lease itself is inherited from without delay', async () => {
    await store('a');
    const { ownership: leaving } = await startWorker('leaving');
    const { ownership: heir } = await startWorker('heir');
    await claimOne(leaving);
    await until('a look around that finds nothing to reap', PATIENCE_MS, () => mayReap(heir));
    await leaving.end();
    expect((await claimOne(heir)).sessionId).toBe('a');
  });

  test('is not taken for one while it lives', async () => {
    await store('a');
    const { ownership: living } = await startWorker('living');
    const fence = await claimOne(living);
    const { ownership: heir } = await startWorker('heir');
    await until('the time when it may reap', PATIENCE_MS, () => mayReap(heir));
    expect(await heir.claim(5)).toEqual([]);
    expect(await record('a')).toMatchObject({ owner: 'living', epoch: fence.epoch });
  });

  test('is not reaped by itself under its old name', async () => {
    await store('a');
    const { ownership: me, redis } = await startWorker('me');
    await claimOne(me);
    await redis.del(keys.worker('me'));
    await until('the time when it may reap', PATIENCE_MS, () => mayReap(me));
    expect(await me.claim(5)).toEqual([]);
  });
});

/** Whether this worker may take from the dead by now: it takes a session of a worker that never was. */
async function mayReap(ownership: Ownership): Promise<boolean> {
  if ((await record('bait')) === undefined) await store('bait');
  await server.client.hset(keys.session('bait'), 'owner', 'nobody');
  const claimed = await ownership.claim(1);
  const taken = claimed.find(({ fence }) => fence.sessionId === 'bait');
  if (taken === undefined) return false;
  await ownership.forget(taken.fence);
  return true;
}

test('nobody reaps within one lease after connecting or reconnecting: the living need time to renew', async () => {
  await store('a');
  await server.client.hset(keys.session('a'), 'owner', 'dead');
  const { ownership: me, redis } = await startWorker('me');
  expect(await me.claim(1)).toEqual([]);
  await me.release(await claimAtLast(me));

  await server.client.hset(keys.session('a'), 'owner', 'dead');
  await server.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await untilReconnected(redis);
  expect(await me.claim(1)).toEqual([]);
  expect((await claimAtLast(me)).sessionId).toBe('a');

  // Sessions that nobody owns wait for nothing.
  await store('free');
  expect((await claimOne(ownershipOf('newcomer'))).sessionId).toBe('free');
});

async function untilReconnected(redis: Redis): Promise<void> {
  await until('the loss of the connection', PATIENCE_MS, () => redis.status !== 'ready');
  await untilReady(redis);
}

describe('an owner that is none any more', () => {
  const changes: [string, (stale: Fence, ownership: Ownership) => Promise<unknown>][] = [
    ['update', (stale, ownership) => ownership.update(stale, { code: 'stopped' })],
    ['finish a request of', (stale, ownership) => ownership.finishRequest(stale, 'restart')],
    ['release', (stale, ownership) => ownership.release(stale)],
    ['forget', (stale, ownership) => ownership.forget(stale)],
  ];

  test.each(changes)('cannot %s the session', async (_what, change) => {
    await store('a');
    await wishSession(server.client, 'a', { request: 'restart' });
    const me = ownershipOf('me');
    const fence = await claimOne(me);
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
  await store('a');
  await wishSession(server.client, 'a', { request: 'restart' });
  const me = ownershipOf('me');
  const fence = await claimOne(me);
  await wishSession(server.client, 'a', { request: 'logout' });
  await me.finishRequest(fence, 'restart');
  expect((await record('a'))?.request).toBe('logout');
});

test('a release is announced, and whoever comes next has a higher epoch', async () => {
  await store('a');
  const me = ownershipOf('me');
  const fence = await claimOne(me);
  const listener = server.client.duplicate();
  connections.push(listener);
  const heard = new Promise((resolve) => listener.on('message', (...message) => resolve(message)));
  await listener.subscribe(channels.wish);
  await me.release(fence);
  expect(await heard).toEqual([channels.wish, 'a']);
  expect((await record('a'))?.owner).toBeUndefined();
  expect((await claimOne(ownershipOf('next'))).epoch).toBeGreaterThan(fence.epoch);
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
    await store('a');
    const me = ownershipOf('me');
    const fence = await claimOne(me);
    await connected(fence, 'evt_1');
    await store('b');
    await me.forget(fence);

    expect(await record('a')).toBeUndefined();
    expect(await server.client.zrange(keys.sessions, 0, '-1')).toEqual(['b']);
    expect(await server.client.smembers(keys.sessionsToOwn)).toEqual(['b']);
    expect(await readEvents(server.client, 'a', 0, 10)).toHaveLength(1);
    const days = (await server.client.ttl(keys.events('a'))) / 86_400;
    expect(days).toBeGreaterThan(6);
    expect(days).toBeLessThanOrEqual(7);
  });

  test('made anew sends nothing of the old one, and goes on with its log, which expires no more', async () => {
    await store('a');
    const me = ownershipOf('me');
    const old = await claimOne(me);
    await connected(old, 'evt_1');
    await storeMessage(server.client, 'a', 'Never sent');
    await me.forget(old);

    await store('a');
    const fence = await claimOne(me);
    expect(await unsettledMessages(server.client, 'a')).toEqual([]);
    expect(await connected(fence, 'evt_2')).toEqual({ seq: 2 });
    for (const key of await server.client.keys('*events*')) {
      expect([key, await server.client.ttl(key)]).toEqual([key, -1]);
    }
  });
});

test('the end of a lease frees what the worker owned, announces it, and says so in its state', async () => {
  await store('a', 'b', 'c');
  const { ownership: dead } = await startWorker('dead');
  const [first] = await dead.claim(3);
  if (first === undefined) throw new Error('nothing was claimed');
  await dead.release(first.fence);
  const kept = (await server.client.smembers(keys.workerSessions('dead'))).sort();
  expect(kept).toEqual(['a', 'b', 'c'].filter((id) => id !== first.fence.sessionId));

  const listener = server.client.duplicate();
  connections.push(listener);
  const heard: string[] = [];
  listener.on('message', (_channel, id) => heard.push(id));
  await listener.subscribe(channels.wish);
  const epochs = await Promise.all(kept.map(async (id) => (await record(id))?.epoch));
  expect(await endLease(server.client, 'dead')).toBe(2);
  await until('the announcements', PATIENCE_MS, () => heard.length === 2);
  expect(heard.sort()).toEqual(kept);
  for (const [index, id] of kept.entries()) {
    expect(await record(id)).toMatchObject({ code: 'worker_lost', epoch: epochs[index] });
    expect((await record(id))?.owner).toBeUndefined();
  }
  expect(await endLease(server.client, 'dead')).toBe(0);
});

test('when Redis has served nobody for a while, leases may have run out unjustly: nobody reaps for one lease', async () => {
  await store('a');
  const { ownership: heir } = await startWorker('heir');
  await until('the time when it may reap', PATIENCE_MS, () => mayReap(heir));
  await server.client.hset(keys.session('a'), 'owner', 'frozen');
  await server.client.set(keys.workersServed, Date.now() - LEASE_MS);
  expect(await heir.claim(5)).toEqual([]);
  expect((await claimAtLast(heir)).sessionId).toBe('a');
});
