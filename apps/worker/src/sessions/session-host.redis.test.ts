import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { parseEnvelope, readEvents } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import { moveSession } from '@wagw/shared/sessions/placement';
import { changeSession, createSession, readSession, wishSession } from '@wagw/shared/sessions/session-store';
import {
  type HostScene,
  type HostSceneOptions,
  startHostScene,
  untilReadyWith,
} from '../testing/host-scene.ts';

/** What workers do with the sessions that are placed on them. */

const PATIENCE_MS = 20_000;

let server: TemporaryRedis;
const scenes: HostScene[] = [];

beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterEach(async () => {
  await Promise.all(scenes.splice(0).map((scene) => scene.close()));
  await server.client.flushall();
});
afterAll(() => server.close());

async function worker(id: string, options: Omit<HostSceneOptions, 'id'> = {}): Promise<HostScene> {
  const scene = await startHostScene(server.url, { id, ...options });
  scenes.push(scene);
  return scene;
}

async function session(id: string, labels: readonly string[] = []): Promise<void> {
  await createSession(server.client, { id, tenantId: 'acme', start: true, metadata: {}, labels }, Date.now());
}

const record = (id: string) => readSession(server.client, id);
const readyWith = (id: string, workerId: string) => untilReadyWith(() => record(id), workerId);

async function ownersOf(ids: readonly string[]): Promise<(string | undefined)[]> {
  return Promise.all(ids.map(async (id) => (await record(id))?.owner));
}

async function events(id: string, name: string): Promise<Record<string, unknown>[]> {
  const logged = await readEvents(server.client, id, 0, 1_000);
  return logged
    .map(({ json }) => parseEnvelope(json))
    .flatMap(({ event, data }) => (event === name ? [data] : []));
}

const codes = async (id: string) => (await events(id, 'session.status')).map(({ code }) => code);

test('a drained worker hands each session over: its own connection has ended before the next one begins', async () => {
  const history: string[] = [];
  const leaving = await worker('leaving', { history });
  await session('a');
  await session('b');
  for (const id of ['a', 'b']) await readyWith(id, 'leaving');
  await worker('next', { history });
  await leaving.host.drain();
  for (const id of ['a', 'b']) {
    await readyWith(id, 'next');
    const steps = history.filter((step) => step.endsWith(` ${id}`));
    expect(steps).toEqual([`leaving started ${id}`, `leaving ended ${id}`, `next started ${id}`]);
    expect(await codes(id)).toEqual(['starting', 'ready', 'moving', 'starting', 'ready']);
  }
  expect(await server.client.exists(keys.worker('leaving'), keys.workerSessions('leaving'))).toBe(0);
});

test('a Redis that knows no scripts any more, as after a failover, loses nothing of that', async () => {
  const leaving = await worker('leaving');
  await session('a');
  await readyWith('a', 'leaving');
  await worker('next');
  await server.client.call('CONFIG', 'RESETSTAT');
  await server.client.script('FLUSH');
  await server.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
  await until('both to be back', PATIENCE_MS, async () =>
    (await server.client.info('commandstats')).includes('cmdstat_script|load:calls=2,'),
  );
  await leaving.host.drain();
  await readyWith('a', 'next');
  expect(await codes('a')).toEqual(['starting', 'ready', 'moving', 'starting', 'ready']);
});

test('without another worker they wait, and the next one that comes has them', async () => {
  const leaving = await worker('leaving');
  await session('a');
  await readyWith('a', 'leaving');
  await leaving.host.drain();
  expect(await record('a')).toMatchObject({ owner: undefined, code: 'waiting_for_worker' });
  await worker('next');
  await readyWith('a', 'next');
});

test('a move that was asked for goes where it shall, and is over then', async () => {
  await worker('w1');
  await session('a');
  await readyWith('a', 'w1');
  await worker('w2');
  await worker('w3');
  expect(await moveSession(server.client, 'a', 'w3')).toBe('moving');
  await readyWith('a', 'w3');
  expect((await record('a'))?.request).toBeUndefined();
});

test('a worker that joins gets its share, the sessions that have been idle for longest', async () => {
  const ids = ['s0', 's1', 's2', 's3'];
  const rebalanceMs = 100;
  await worker('first', { rebalanceMs });
  for (const [index, id] of ids.entries()) {
    await session(id);
    await server.client.hset(keys.session(id), 'lastActivityAt', String(1_000 - index));
  }
  for (const id of ids) await readyWith(id, 'first');
  // Each owner reads its record anew.
  for (const id of ids) await wishSession(server.client, id, {});
  const second = await worker('second', { rebalanceMs });
  await until('two sessions each', PATIENCE_MS, async () => {
    const owners = await ownersOf(ids);
    return owners.filter((owner) => owner === 'second').length === 2;
  });
  for (const id of ['s2', 's3']) await readyWith(id, 'second');
  // Nothing moves back and forth: several turns later all is as it was.
  const made = second.engines.length;
  await until('some turns', PATIENCE_MS, async () => (await server.client.exists(keys.rebalanced)) === 0);
  expect(await ownersOf(ids)).toEqual(['first', 'first', 'second', 'second']);
  expect(second.engines).toHaveLength(made);
});

test('where balancing is turned off nothing moves', async () => {
  const ids = ['s0', 's1', 's2', 's3'];
  await worker('first');
  for (const id of ids) await session(id);
  for (const id of ids) await readyWith(id, 'first');
  await worker('second');
  await session('s4');
  await readyWith('s4', 'second');
  expect(await ownersOf(ids)).toEqual(ids.map(() => 'first'));
});

test('a session that gets a label which its worker lacks goes to one that has it', async () => {
  await worker('plain');
  await session('a');
  await readyWith('a', 'plain');
  await changeSession(server.client, 'a', { labels: ['eu'] });
  await until('its waiting', PATIENCE_MS, async () => (await record('a'))?.code === 'no_matching_worker');
  await worker('european', { labels: ['eu'] });
  await readyWith('a', 'european');
});

test('what no inbox told of is found by comparing', async () => {
  await worker('w1', { compareMs: 200 });
  const record = { id: 'lost', tenantId: 'acme', desired: 'running', code: 'worker_lost', epoch: '7' };
  await server.client.hset(keys.session('lost'), { ...record, wish: '1', owner: 'w1', metadata: '{}' });
  await server.client.sadd(keys.workerSessions('w1'), 'lost');
  await readyWith('lost', 'w1');
});

test('while the lease does not hold the sessions are offline, and come back as they were', async () => {
  const scene = await worker('w1');
  await session('a');
  await readyWith('a', 'w1');
  const before = await record('a');
  scene.setHeld(false);
  await until('the offline', PATIENCE_MS, () => scene.engineOf('a').isOffline);
  scene.setHeld(true);
  await until('the return', PATIENCE_MS, () => !scene.engineOf('a').isOffline);
  expect(scene.engines).toHaveLength(1);
  const { owner, epoch } = (await record('a')) ?? {};
  expect({ owner, epoch }).toEqual({ owner: before?.owner, epoch: before?.epoch });
});

test('one that others have taken meanwhile is ended without ever coming back online', async () => {
  const scene = await worker('cut');
  await session('a');
  await readyWith('a', 'cut');
  scene.setHeld(false);
  await until('the offline', PATIENCE_MS, () => scene.engineOf('a').isOffline);
  const taken = { owner: 'heir', epoch: String(((await record('a'))?.epoch ?? 0) + 1) };
  await server.client.hset(keys.session('a'), taken);
  scene.setHeld(true);
  await until('the end of its connection', PATIENCE_MS, () => !scene.engineOf('a').isRunning);
  expect(scene.engineOf('a').isOffline).toBe(true);
  expect(await codes('a')).toEqual(['starting', 'ready']);
});

test('a connection whose probes fail is told of after two, begun anew after three, and told to be well again', async () => {
  const scene = await worker('w1', { healthCheckMs: 50 });
  await session('a');
  await readyWith('a', 'w1');
  const deaf = { healthy: false, detail: 'nobody listens' } as const;
  const first = scene.engineOf('a');
  first.nextProbes(deaf, deaf, deaf);
  await until(
    'another engine',
    PATIENCE_MS,
    () => scene.engineOf('a') !== first && scene.engineOf('a').isRunning,
  );
  expect(first.isRunning).toBe(false);
  await until(
    'the end of the alert',
    PATIENCE_MS,
    async () => (await events('a', 'session.alert')).length === 2,
  );
  expect(await events('a', 'session.alert')).toMatchObject([
    { level: 'warning', code: 'ready', failures: 2, message: expect.stringContaining('nobody listens') },
    { level: 'resolved', code: 'ready', failures: 0 },
  ]);
  expect(await codes('a')).toEqual(['starting', 'ready', 'unresponsive', 'starting', 'ready']);
  await until('the note', PATIENCE_MS, async () => (await record('a'))?.health.isAlerted === false);
  expect((await record('a'))?.health.alert).toBeUndefined();
  expect((await record('a'))?.health).toMatchObject({ recoveries: 1, memoryBytes: 100_000_000 });
  expect((await record('a'))?.heartbeatAt).toBeGreaterThan(0);
});

test.each([-3_600_000, 3_600_000])(
  'a wall clock that jumps by %i ms keeps no session from coming back',
  async (ms) => {
    const scene = await worker('w1');
    await session('a');
    await readyWith('a', 'w1');
    const first = scene.engineOf('a');
    first.end('crashed');
    await until(
      'the wait before the restart',
      PATIENCE_MS,
      async () => (await record('a'))?.code === 'crashed',
    );
    const { now } = Date;
    const clock = jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
    await until(
      'another engine',
      PATIENCE_MS,
      () => scene.engineOf('a') !== first && scene.engineOf('a').isRunning,
    );
    await readyWith('a', 'w1');
    clock.mockRestore();
  },
);

test('one failed probe is not told, and two with a good one in between neither', async () => {
  const scene = await worker('w1', { healthCheckMs: 50 });
  await session('a');
  await readyWith('a', 'w1');
  const bad = { healthy: false, detail: 'slow' } as const;
  scene.engineOf('a').nextProbes(bad, { healthy: true }, bad);
  let probes = 0;
  const { probe } = scene.engineOf('a');
  scene.engineOf('a').probe = async () => {
    probes += 1;
    return probe();
  };
  await until('five probes', PATIENCE_MS, () => probes >= 5);
  expect(await events('a', 'session.alert')).toEqual([]);
  expect(scene.engines).toHaveLength(1);
});

test('a session that does not come back is told of once, though its worker changes', async () => {
  const scene = await worker('w1', { healthCheckMs: 50 });
  await session('a');
  await readyWith('a', 'w1');
  scene.refuse('unreachable');
  scene.engineOf('a').end('unreachable');
  await until('the alert', PATIENCE_MS, async () => (await events('a', 'session.alert')).length === 1);
  const [warning] = await events('a', 'session.alert');
  expect(warning).toMatchObject({ level: 'warning', state: 'reconnecting' });
  const noted = async () => (await record('a'))?.health.alert;
  const first = await until('the note of it', PATIENCE_MS, noted);
  expect(first).toEqual({ since: expect.any(Number), message: (warning as { message: string }).message });
  const next = await worker('w2', { healthCheckMs: 50 });
  next.refuse('unreachable');
  expect(await moveSession(server.client, 'a')).toBe('moving');
  await until('checks by the next owner', PATIENCE_MS, async () => {
    const { owner, health } = (await record('a')) ?? {};
    return owner === 'w2' && (health?.failures ?? 0) > 3;
  });
  expect(await events('a', 'session.alert')).toHaveLength(1);
  expect(await noted()).toEqual(first);
});

test.each(['logged_out', 'blocked', 'not_scanned'] as const)(
  'an end that only a person can mend (%s) lets the session rest, with a sentence that says what to do',
  async (reason) => {
    const scene = await worker('w1', { healthCheckMs: 50 });
    await session('a');
    await readyWith('a', 'w1');
    scene.engineOf('a').end(reason);
    await until('rest', PATIENCE_MS, async () => (await record('a'))?.owner === undefined);
    expect(await record('a')).toMatchObject({ code: reason, desired: 'stopped' });
    expect(scene.engines).toHaveLength(1);
    expect(await events('a', 'disconnected')).toMatchObject([{ reason, isReconnectable: false }]);
    await wishSession(server.client, 'a', { desired: 'running' });
    await readyWith('a', 'w1');
  },
);
