import { randomBytes } from 'node:crypto';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import type { Fence } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import { createOwnership, type Ownership } from '../sessions/ownership.ts';
import { heldLease, silentLogger, testMetrics } from '../testing/parts.ts';
import { storeOwned } from '../testing/stored.ts';
import { createLoginKeeper, type LoginKeeperParts } from './login-keeper.ts';
import { type LoginPointer, parsePointer } from './login-pointer.ts';
import { createBreakableStore, ScriptedHost } from './testing/scripted-host.ts';

const key = randomBytes(32);
let server: TemporaryRedis;
let ownership: Ownership;
let stored: Awaited<ReturnType<typeof createBreakableStore>>;
let id: string;
let fence: Fence;
let count = 0;

beforeAll(async () => {
  server = await startTemporaryRedis();
  ownership = createOwnership(server.client, { workerId: 'me', leaseMs: 6_000, logger: silentLogger });
});
afterAll(() => server.close());

beforeEach(async () => {
  count += 1;
  id = `session-${count}`;
  fence = { sessionId: id, owner: 'me', epoch: 7 };
  await storeOwned(server.client, fence);
  stored = await createBreakableStore();
});
afterEach(() => stored.close());

function keeperOn(host: ScriptedHost, change: Partial<LoginKeeperParts> = {}) {
  const { metrics } = testMetrics();
  const { store } = stored;
  const parts = {
    store,
    keys: [key],
    engines: host,
    ownership,
    lease: heldLease,
    metrics,
    logger: silentLogger,
  };
  return createLoginKeeper({ ...parts, host: host.name, ...change });
}

/** What the record points to. */
async function pointer(): Promise<LoginPointer | undefined> {
  return parsePointer((await server.client.hget(keys.session(id), 'login')) ?? undefined);
}

/** The pointer, where there must be one. */
async function present(): Promise<LoginPointer> {
  const found = await pointer();
  if (found === undefined) throw new Error('the record points to nothing');
  return found;
}

async function takeOver(): Promise<Fence> {
  await server.client.hset(keys.session(id), 'owner', 'they', 'epoch', '8');
  return { sessionId: id, owner: 'they', epoch: 8 };
}

async function alter(objectKey: string): Promise<void> {
  const content = await readFile(stored.fileOf(objectKey));
  content.writeUInt8(content.readUInt8(content.length - 20) ^ 1, content.length - 20);
  await writeFile(stored.fileOf(objectKey), content);
}

/** Saves `words` one after the other; returns what the record points to then. */
async function saveAll(host: ScriptedHost, ...words: string[]): Promise<LoginPointer> {
  const keeper = keeperOn(host);
  for (const word of words) {
    host.logins.set(id, word);
    await keeper.save(fence, await pointer());
    // Keys are by the millisecond.
    await new Promise((resolve) => setTimeout(resolve, 2));
  }
  return await present();
}

describe('a save', () => {
  test('makes the login known to other hosts', async () => {
    const [here, there] = [new ScriptedHost('here', { [id]: 'login' }), new ScriptedHost('there')];
    const saved = await keeperOn(here).save(fence, undefined);
    expect(await pointer()).toEqual(saved);
    expect(saved).toMatchObject({ host: 'here', bytes: expect.any(Number) });
    await keeperOn(there).restore(fence, await present());
    expect(there.logins.get(id)).toBe('login');
  });

  test('of a session that nobody is logged in to does nothing', async () => {
    expect(await keeperOn(new ScriptedHost('here')).save(fence, undefined)).toBeUndefined();
    expect(await pointer()).toBeUndefined();
    expect(await stored.store.list(id)).toEqual([]);
  });

  test('leaves the one before, and nothing older', async () => {
    const host = new ScriptedHost('here');
    const newest = await saveAll(host, 'one', 'two', 'three', 'four');
    expect(await stored.store.list(id)).toEqual([newest.previous?.key, newest.key]);
    host.logins.clear();
    await keeperOn(host).restore(fence, newest);
    expect(host.logins.get(id)).toBe('four');
  });

  test('clears away what a worker had put when it died, before anybody pointed to it', async () => {
    const host = new ScriptedHost('here');
    await stored.store.put(`${id}/6-1700000000000`, Readable.from(['never pointed to']));
    const newest = await saveAll(host, 'one');
    expect(await stored.store.list(id)).toEqual([newest.key]);
  });

  test('by an owner that is none any more changes nothing', async () => {
    const host = new ScriptedHost('here');
    await saveAll(host, 'one', 'two');
    const heirs = await takeOver();
    const good = await keeperOn(new ScriptedHost('there', { [id]: 'three' })).save(heirs, await pointer());
    const before = await stored.store.list(id);
    host.logins.set(id, 'stale');
    await expect(keeperOn(host).save(fence, await pointer())).rejects.toThrow('belongs to another worker');
    expect(await pointer()).toEqual(good);
    expect(await stored.store.list(id)).toEqual(before);
  });

  test('that is overtaken while it is under way changes nothing', async () => {
    const host = new ScriptedHost('here');
    const good = await saveAll(host, 'one', 'two');
    const { put } = stored.store;
    stored.store.put = async (objectKey, content) => {
      await put(objectKey, content);
      await takeOver();
    };
    await expect(keeperOn(host).save(fence, good)).rejects.toThrow('belongs to another worker');
    expect(await pointer()).toEqual(good);
    expect(await stored.store.list(id)).toEqual([good.previous?.key, good.key]);
  });

  test('by a worker whose lease does not hold changes nothing', async () => {
    const host = new ScriptedHost('here', { [id]: 'login' });
    const keeper = keeperOn(host, { lease: { holds: () => false } });
    await expect(keeper.save(fence, undefined)).rejects.toThrow('belongs to another worker');
    expect(await pointer()).toBeUndefined();
    expect(await stored.store.list(id)).toEqual([]);
  });

  test('that fails leaves the last good one, and closes what it read', async () => {
    const host = new ScriptedHost('here');
    const good = await saveAll(host, 'one', 'two');
    const archive = Readable.from([Buffer.from('three')]);
    host.exportLogin = async () => archive;
    stored.store.put = async () => {
      throw new Error('the disk is full');
    };
    await expect(keeperOn(host).save(fence, good)).rejects.toThrow('the disk is full');
    expect(archive.destroyed).toBe(true);
    expect(await pointer()).toEqual(good);
    expect(await stored.store.list(id)).toEqual([good.previous?.key, good.key]);
  });

  test('does not delete what a later owner has put', async () => {
    const host = new ScriptedHost('here', { [id]: 'login' });
    await stored.store.put(`${id}/8-1`, Readable.from(['of a later owner']));
    await keeperOn(host).save(fence, undefined);
    expect(await stored.store.list(id)).toContain(`${id}/8-1`);
  });

  test('is encrypted when there is a key', async () => {
    const host = new ScriptedHost('here', { [id]: 'login' });
    const methodOf = async (saved: LoginPointer | undefined) =>
      (await readFile(stored.fileOf(saved?.key ?? ''))).readUInt8(7);
    expect(await methodOf(await keeperOn(host).save(fence, undefined))).toBe(1);
    expect(await methodOf(await keeperOn(host, { keys: [] }).save(fence, undefined))).toBe(0);
  });
});

describe('a restore', () => {
  let here: ScriptedHost;
  let there: ScriptedHost;
  let newest: LoginPointer;

  beforeEach(async () => {
    here = new ScriptedHost('here');
    there = new ScriptedHost('there', { [id]: 'stale' });
    newest = await saveAll(here, 'one', 'two');
  });

  test('takes the one before when the newest is damaged', async () => {
    await alter(newest.key);
    expect(await keeperOn(there).restore(fence, newest)).toEqual(newest.previous);
    expect(there.logins.get(id)).toBe('one');
  });

  test('takes the one before when the newest is gone', async () => {
    await rm(stored.fileOf(newest.key));
    await keeperOn(there).restore(fence, newest);
    expect(there.logins.get(id)).toBe('one');
  });

  test('leaves what is there when all are damaged', async () => {
    for (const name of await readdir(stored.fileOf(id))) await alter(`${id}/${name}`);
    await expect(keeperOn(there).restore(fence, newest)).rejects.toMatchObject({ code: 'altered' });
    expect(there.logins.get(id)).toBe('stale');
  });

  test('takes no other login, even one that is whole', async () => {
    const { previous, ...only } = newest;
    await writeFile(stored.fileOf(only.key), await readFile(stored.fileOf(previous?.key ?? '')));
    await expect(keeperOn(there).restore(fence, only)).rejects.toMatchObject({ code: 'altered' });
    expect(there.logins.get(id)).toBe('stale');
  });

  test.each([
    ['wrong_key', { keys: [randomBytes(32)] }],
    ['wrong_key', { keys: [] }],
  ])('with a %s takes no older one, but says so', async (code, change) => {
    await expect(keeperOn(there, change).restore(fence, newest)).rejects.toMatchObject({ code });
    expect(there.logins.get(id)).toBe('stale');
  });

  test('opens what was sealed before the key was changed', async () => {
    await keeperOn(there, { keys: [randomBytes(32), key] }).restore(fence, newest);
    expect(there.logins.get(id)).toBe('two');
  });

  test('waits for a store that is away instead of taking an older one', async () => {
    stored.store.get = async () => {
      throw new Error('connection refused');
    };
    await expect(keeperOn(there).restore(fence, newest)).rejects.toMatchObject({ code: 'store_away' });
    expect(there.logins.get(id)).toBe('stale');
  });

  test('by a worker whose lease ran out meanwhile replaces nothing', async () => {
    let holds = true;
    const { get } = stored.store;
    stored.store.get = async (objectKey) => {
      holds = false;
      return await get(objectKey);
    };
    const keeper = keeperOn(there, { lease: { holds: () => holds } });
    await expect(keeper.restore(fence, newest)).rejects.toThrow('belongs to another worker');
    expect(there.logins.get(id)).toBe('stale');
  });
});

describe('a log-out', () => {
  test('leaves nothing in the store, and no host that is behind takes its own for the newest', async () => {
    const host = new ScriptedHost('here');
    await saveAll(host, 'one', 'two');
    await keeperOn(host).forget(fence);
    expect(await stored.store.list(id)).toEqual([]);
    expect(await server.client.hmget(keys.session(id), 'login', 'loginHost')).toEqual(['', 'here']);
  });

  test('by an owner that is none any more leaves everything', async () => {
    const host = new ScriptedHost('here');
    const good = await saveAll(host, 'one', 'two');
    await takeOver();
    await expect(keeperOn(host).forget(fence)).rejects.toThrow('belongs to another worker');
    expect(await pointer()).toEqual(good);
    expect(await stored.store.list(id)).toHaveLength(2);
  });
});
