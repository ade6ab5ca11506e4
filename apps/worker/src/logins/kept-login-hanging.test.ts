import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, jest, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import pLimit from 'p-limit';
import { forEachTest } from '../testing/for-suite.ts';
import type { KeptLoginParts } from './kept-login.ts';
import { parsePointer } from './login-pointer.ts';
import { setKeptLoginScene } from './testing/kept-login-scene.ts';
import { ScriptedHost } from './testing/scripted-host.ts';

const scene = forEachTest(setKeptLoginScene, ({ close }) => close());

const soon = (look: () => Promise<boolean>) => until('what was waited for', 10_000, look);

/** What a dead disk or a folder of a network that is gone answers. */
const forEver = new Promise<never>(() => undefined);

afterEach(() => {
  jest.restoreAllMocks();
});

describe('a store that hangs', () => {
  test.each<[string, () => void]>([
    [
      'that does not answer',
      () => {
        scene.store.get = () => forEver;
      },
    ],
    [
      'that breaks off in the middle without a word',
      () => {
        scene.store.get = async () => new Readable({ read: () => undefined });
      },
    ],
  ])('a store %s keeps the start waiting for so long only', async (_what, hang) => {
    const there = new ScriptedHost('there', { one: 'old' });
    scene.record = { loginHost: 'here', linkedAt: 1 };
    await scene.live(new ScriptedHost('here', { one: 'new' }));
    hang();
    await expect(scene.start(scene.loginOn(there, { longestMs: 50 }).kept)).rejects.toMatchObject({
      code: 'store_away',
    });
    expect(there.logins.get('one')).toBe('old');
    expect(scene.record.loginHost).toBe('here');
  });

  test('a login that comes after nobody waits for it any more replaces nothing', async () => {
    const there = new ScriptedHost('there', { one: 'old' });
    scene.record = { loginHost: 'here', linkedAt: 1 };
    await scene.live(new ScriptedHost('here', { one: 'new' }));
    const { get } = scene.store;
    let goOn: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    scene.store.get = async (key) => {
      await gone;
      return await get(key);
    };
    const importing = jest.spyOn(there, 'importLogin');
    await expect(scene.start(scene.loginOn(there, { longestMs: 50 }).kept)).rejects.toMatchObject({
      code: 'store_away',
    });
    goOn();
    await soon(async () => importing.mock.results.length === 1);
    await expect(importing.mock.results[0]?.value).rejects.toThrow('Nobody waits');
    expect(there.logins.get('one')).toBe('old');
  });

  test('a save that hangs is given up, counted, and tried again when it has come to its end', async () => {
    const here = new ScriptedHost('here', { one: 'first' });
    const { kept, value } = scene.loginOn(here, { longestMs: 300 });
    const pointed = jest.spyOn(scene.ownership, 'update');
    const { put } = scene.store;
    let goOn: () => void = () => undefined;
    let puts = 0;
    scene.store.put = async (key, content) => {
      puts += 1;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      await put(key, content);
    };
    await scene.start(kept);
    kept.onReady();
    await soon(async () => (await value('wagw_login_saves_total{result="failed"}')) >= 2);
    expect(puts).toBe(1);
    scene.store.put = put;
    here.logins.set('one', 'second');
    const givenUpAt = Date.now();
    goOn();
    await soon(async () => (await value('wagw_login_saves_total{result="saved"}')) >= 1);
    await kept.onStopped();
    expect(await scene.savedWord()).toBe('second');
    // What was given up is pointed to by nobody, although it has come into the store.
    const pointers = pointed.mock.calls.flatMap(([, { login }]) => parsePointer(login) ?? []);
    expect(pointers.filter(({ savedAt }) => savedAt < givenUpAt)).toEqual([]);
  });

  test('saves that hang leave their turn to others', async () => {
    const inTurn = pLimit(1);
    const here = new ScriptedHost('here', { one: 'login' });
    const { kept } = scene.loginOn(here, { inTurn, longestMs: 30, lastMs: 50 });
    scene.store.put = () => forEver;
    await scene.start(kept);
    kept.onReady();
    await soon(async () => inTurn.activeCount === 1);
    await inTurn(async () => undefined);
    await kept.onStopped();
  });

  test('a save that hangs does not keep the session from its next start', async () => {
    const here = new ScriptedHost('here', { one: 'login' });
    const { kept } = scene.loginOn(here, { lastMs: 50 });
    let isHanging = false;
    scene.store.put = () => {
      isHanging = true;
      return forEver;
    };
    await scene.start(kept);
    kept.onReady();
    await soon(async () => isHanging);
    await scene.start(kept);
  });

  test('a store that hangs does not keep the session from being given up', async () => {
    const { kept, value } = scene.loginOn(new ScriptedHost('here', { one: 'login' }), { lastMs: 50 });
    scene.store.put = async (_key, _content, signal) => sleep(60_000, undefined, { signal });
    await scene.start(kept);
    await kept.onStopped();
    expect(await value('wagw_login_saves_total{result="failed"}')).toBe(1);
  });

  test.each<[string, (host: ScriptedHost) => Partial<KeptLoginParts>]>([
    [
      'a copy of the profile that never comes',
      (host) => {
        host.exportLogin = () => forEver;
        return {};
      },
    ],
    [
      'a store that does not heed that it is called off',
      () => {
        scene.store.put = () => forEver;
        return {};
      },
    ],
    [
      'a turn that never comes',
      () => {
        const inTurn = pLimit(1);
        void inTurn(() => forEver);
        return { inTurn };
      },
    ],
  ])('%s does not keep the session from being given up', async (_what, hang) => {
    const here = new ScriptedHost('here', { one: 'login' });
    const { kept, value } = scene.loginOn(here, { lastMs: 50, ...hang(here) });
    await scene.start(kept);
    await kept.onStopped();
    expect(await value('wagw_login_saves_total{result="failed"}')).toBe(1);
  });

  test('a turn that comes too late saves nothing', async () => {
    const inTurn = pLimit(1);
    let goOn: () => void = () => undefined;
    void inTurn(
      () =>
        new Promise<void>((resolve) => {
          goOn = resolve;
        }),
    );
    const here = new ScriptedHost('here', { one: 'login' });
    const { kept, value } = scene.loginOn(here, { inTurn, lastMs: 1_000 });
    const put = jest.spyOn(scene.store, 'put');
    await scene.start(kept);
    await kept.onStopped();
    goOn();
    await inTurn(async () => undefined);
    await kept.onStopped();
    expect(await value('wagw_login_saves_total{result="saved"}')).toBe(1);
    expect(put).toHaveBeenCalledTimes(1);
  });

  test('a store that hangs does not keep the session from being logged out, and then keeps what comes later', async () => {
    const { kept } = scene.loginOn(new ScriptedHost('here', { one: 'login' }), { lastMs: 200 });
    await scene.start(kept);
    const { list } = scene.store;
    let goOn: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let listed: Promise<string[]> | undefined;
    scene.store.list = async (sessionId) => {
      await gone;
      listed = list(sessionId);
      return await listed;
    };
    await kept.onLoggedOut();
    expect(scene.record).toEqual({ login: '', loginHost: 'here' });
    scene.store.list = list;
    await scene.live(new ScriptedHost('here', { one: 'new' }));
    goOn();
    await soon(async () => listed !== undefined);
    await listed;
    expect(await scene.savedWord()).toBe('new');
  });
});
