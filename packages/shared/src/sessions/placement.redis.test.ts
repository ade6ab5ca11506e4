import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { keys } from '../redis/keys.ts';
import { findEmptierWorkers, lookAround, moveSession } from './placement.ts';
import { createSession, readSession, wishSession } from './session-store.ts';
import { announceDrain, endLease, listWorkers, renewLease, type WorkerLease } from './workers.ts';

const LEASE_MS = 1_000;
const PATIENCE_MS = 5_000;

let server: TemporaryRedis;

beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(() => server.client.flushall());

const LONG_MS = 3_600_000;

/** A worker that lives for an hour, or for `leaseMs`. */
async function worker(id: string, more: Partial<WorkerLease> = {}, leaseMs = LONG_MS): Promise<void> {
  const lease = {
    id,
    host: 'here',
    loginHost: '',
    labels: [],
    capacity: 10,
    isDraining: false,
    startedAt: 1,
    ...more,
  };
  await renewLease(server.client, lease, leaseMs);
}

async function session(id: string, labels: readonly string[] = [], start = true): Promise<void> {
  await createSession(server.client, { id, tenantId: 'acme', start, metadata: {}, labels }, Date.now());
}

const record = (id: string) => readSession(server.client, id);
const ownerOf = async (id: string) => (await record(id))?.owner;
const inbox = (id: string) => server.client.zrange(keys.workerInbox(id), 0, '-1');
const waiting = () => server.client.zrange(keys.sessionsWaiting, 0, '-1');
/** Looks around, as if nobody had done so just before. */
async function look(mayReap = true): Promise<number> {
  await server.client.del(keys.lookedAround);
  return (await lookAround(server.client, LEASE_MS, mayReap)).taken;
}

const lookUntil = (what: string, holds: () => Promise<boolean>) =>
  until(what, PATIENCE_MS, async () => {
    await look();
    return holds();
  });

describe('a wish', () => {
  test('places the session in the same step, and the worker finds it in its inbox', async () => {
    await worker('w');
    await session('a');
    expect(await record('a')).toMatchObject({ owner: 'w', code: 'waiting_for_worker' });
    expect(await inbox('w')).toEqual(['a']);
    expect(await server.client.smembers(keys.workerSessions('w'))).toEqual(['a']);
  });

  test('for a session that has an owner only tells it', async () => {
    await worker('w');
    await session('a');
    const { epoch } = (await record('a')) ?? {};
    await server.client.del(keys.workerInbox('w'));
    await worker('emptier');
    await wishSession(server.client, 'a', { desired: 'stopped' });
    expect(await inbox('w')).toEqual(['a']);
    expect(await record('a')).toMatchObject({ owner: 'w', epoch, desired: 'stopped' });
  });

  test('to stop what nobody owns places nothing', async () => {
    await session('a', [], false);
    await worker('w');
    await wishSession(server.client, 'a', { desired: 'stopped' });
    expect(await ownerOf('a')).toBeUndefined();
    expect(await waiting()).toEqual([]);
  });

  test.each(['logout', 'delete'] as const)(
    'to %s a session that rests finds it an owner',
    async (request) => {
      await session('a', [], false);
      await worker('w');
      await wishSession(server.client, 'a', { desired: 'stopped', request });
      expect(await ownerOf('a')).toBe('w');
    },
  );
});

describe('the worker that suits best', () => {
  test('is the one with the smallest part of its room taken', async () => {
    await worker('small', { capacity: 4 });
    await worker('large', { capacity: 8 });
    for (let i = 0; i < 6; i += 1) await session(`s${i}`);
    const loads = (await listWorkers(server.client)).map(({ id, sessions }) => [id, sessions]);
    expect(loads).toEqual([
      ['large', 4],
      ['small', 2],
    ]);
  });

  test('is on the host that has the login, if there is room', async () => {
    await worker('there', { loginHost: 'there', capacity: 2 });
    await worker('here', { loginHost: 'here' });
    for (const id of ['a', 'b', 'c']) {
      await session(id, [], false);
      await server.client.hset(keys.session(id), 'loginHost', 'there');
      await wishSession(server.client, id, { desired: 'running' });
    }
    expect(await Promise.all(['a', 'b', 'c'].map(ownerOf))).toEqual(['there', 'there', 'here']);
  });

  test('has all labels of the session, whatever its load', async () => {
    await worker('plain');
    await worker('half', { labels: ['eu'] });
    await worker('full', { labels: ['ssd', 'eu', 'eu-west'], capacity: 1 });
    await session('a', ['eu', 'ssd']);
    await session('b', ['eu', 'ssd']);
    await session('c', ['e']);
    expect(await ownerOf('a')).toBe('full');
    expect(await record('b')).toMatchObject({ owner: undefined, code: 'waiting_for_worker' });
    expect(await record('c')).toMatchObject({ owner: undefined, code: 'no_matching_worker' });
  });

  test('is none that drains', async () => {
    await worker('leaving');
    await announceDrain(server.client, 'leaving');
    await session('a');
    expect(await ownerOf('a')).toBeUndefined();
    expect((await listWorkers(server.client)).map(({ isDraining }) => isDraining)).toEqual([true]);
  });
});

describe('the waiting list', () => {
  test('keeps who came first, and is served when there is room', async () => {
    for (const id of ['first', 'second', 'third']) await session(id);
    // By name they would be in the same order; and all may have come in one millisecond.
    await server.client.zadd(keys.sessionsWaiting, 1, 'second', 2, 'first', 3, 'third');
    await worker('w', { capacity: 1 });
    await look();
    expect(await waiting()).toEqual(['first', 'third']);
    expect(await ownerOf('second')).toBe('w');
    await worker('w', { capacity: 3 });
    await look();
    expect(await ownerOf('third')).toBe('w');
  });

  test('forgets who is not wanted any more', async () => {
    await session('a');
    await wishSession(server.client, 'a', { desired: 'stopped' });
    expect(await waiting()).toEqual([]);
  });

  test('does not change what a resting session with a request is', async () => {
    await session('a', [], false);
    await wishSession(server.client, 'a', { request: 'logout' });
    expect(await waiting()).toEqual(['a']);
    expect((await record('a'))?.code).toBe('created');
  });
});

describe('a dead worker', () => {
  test('that is known to be dead loses its sessions to others in one step', async () => {
    await worker('dead');
    for (const id of ['a', 'b', 'c']) await session(id);
    const before = await record('a');
    await worker('x');
    await worker('y');
    expect(await endLease(server.client, 'dead')).toBe(3);
    const owners = await Promise.all(['a', 'b', 'c'].map(ownerOf));
    expect(new Set(owners)).toEqual(new Set(['x', 'y']));
    const after = await record('a');
    expect(after?.code).toBe('worker_lost');
    expect(after?.epoch).toBeGreaterThan(before?.epoch ?? 0);
    expect(
      await server.client.exists(keys.worker('dead'), keys.workerSessions('dead'), keys.workerInbox('dead')),
    ).toBe(0);
    expect(await endLease(server.client, 'dead')).toBe(0);
  });

  test('whose lease has run out loses them when somebody looks around', async () => {
    await worker('lost', {}, LEASE_MS);
    await session('a');
    await worker('heir');
    expect(await look()).toBe(0);
    expect(await ownerOf('a')).toBe('lost');
    await lookUntil('the heir', async () => (await ownerOf('a')) === 'heir');
    expect(await server.client.exists(keys.worker('lost'))).toBe(0);
  });

  test('is left alone by whoever may not reap', async () => {
    await worker('lost');
    await session('a');
    await server.client.del(keys.worker('lost'));
    await worker('heir');
    await look(false);
    expect(await ownerOf('a')).toBe('lost');
    await lookUntil('the heir', async () => (await ownerOf('a')) === 'heir');
  });

  test('is left alone for one lease after Redis has served nobody for a while', async () => {
    await worker('frozen');
    await session('a');
    await worker('heir');
    await server.client.del(keys.worker('frozen'));
    await server.client.set(keys.workersServed, Date.now() - LEASE_MS);
    await look();
    expect(await ownerOf('a')).toBe('frozen');
    expect(await server.client.pttl(keys.reapingPaused)).toBeGreaterThan(0);
    await lookUntil('the heir', async () => (await ownerOf('a')) === 'heir');
  });

  test('leaves its sessions waiting when there is no other', async () => {
    await worker('dead');
    await session('a');
    await endLease(server.client, 'dead');
    expect(await record('a')).toMatchObject({ owner: undefined, code: 'waiting_for_worker' });
    expect(await waiting()).toEqual(['a']);
  });
});

test('only one of all workers looks around at a time', async () => {
  await session('a');
  await look();
  await worker('w');
  // It is told how many share the looking, whether it is its turn or not.
  expect(await lookAround(server.client, LEASE_MS, true)).toEqual({ taken: 0, workers: 1 });
  expect(await ownerOf('a')).toBeUndefined();
  await until('the next turn', PATIENCE_MS, async () => {
    expect((await lookAround(server.client, LEASE_MS, true)).workers).toBe(1);
    return (await ownerOf('a')) === 'w';
  });
});

test('the epoch is the present time at least, and never goes back', async () => {
  await worker('w');
  await session('a');
  expect((await record('a'))?.epoch).toBeGreaterThan(Date.now() - 60_000);
  const farAhead = Date.now() + 86_400_000;
  await server.client.hset(keys.session('a'), 'epoch', String(farAhead));
  await worker('next');
  await endLease(server.client, 'w');
  expect(await record('a')).toMatchObject({ owner: 'next', epoch: farAhead + 1 });
});

describe('emptier workers', () => {
  const EVERY_MS = 60_000;

  test('are those that are still emptier after a move; one of all workers has its turn, once', async () => {
    await worker('full');
    for (const id of ['a', 'b', 'c', 'd']) await session(id);
    await worker('new', { labels: ['eu'] });
    expect(await findEmptierWorkers(server.client, 'full', EVERY_MS)).toEqual([new Set(['eu'])]);
    expect(await findEmptierWorkers(server.client, 'full', EVERY_MS)).toEqual([]);
  });

  test('are found for the one that has too much, whoever asks first', async () => {
    await worker('full');
    for (const id of ['a', 'b', 'c', 'd']) await session(id);
    await worker('new');
    expect(await findEmptierWorkers(server.client, 'new', EVERY_MS)).toEqual([]);
    expect(await findEmptierWorkers(server.client, 'full', EVERY_MS)).toHaveLength(1);
  });

  test('are none when a move would only turn things round', async () => {
    await worker('full');
    await session('a');
    await worker('new');
    expect(await findEmptierWorkers(server.client, 'full', EVERY_MS)).toEqual([]);
  });

  test('are none for one that leaves', async () => {
    await worker('full');
    for (const id of ['a', 'b', 'c', 'd']) await session(id);
    await worker('new');
    await announceDrain(server.client, 'full');
    expect(await findEmptierWorkers(server.client, 'full', EVERY_MS)).toEqual([]);
  });
});

describe('a move', () => {
  test('is asked of the owner', async () => {
    await worker('w');
    await session('a');
    await server.client.del(keys.workerInbox('w'));
    await worker('x');
    expect(await moveSession(server.client, 'a', 'x')).toBe('moving');
    expect(await record('a')).toMatchObject({ owner: 'w', request: 'move', wish: 2 });
    expect(await inbox('w')).toEqual(['a']);
  });

  test('that cannot be is refused with the reason', async () => {
    expect(await moveSession(server.client, 'a')).toBe('not_found');
    await session('a');
    expect(await moveSession(server.client, 'a')).toBe('no_owner');
    await worker('w');
    await look();
    expect(await moveSession(server.client, 'a')).toBe('no_room');
    expect(await moveSession(server.client, 'a', 'w')).toBe('there_already');
    expect(await moveSession(server.client, 'a', 'x')).toBe('no_such_worker');
    await worker('x', { capacity: 0 });
    expect(await moveSession(server.client, 'a', 'x')).toBe('no_room');
    await worker('x');
    await wishSession(server.client, 'a', { request: 'restart' });
    expect(await moveSession(server.client, 'a', 'x')).toBe('busy');
    expect((await record('a'))?.request).toBe('restart');
  });
});
