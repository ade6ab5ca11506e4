import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { forEachTest } from '../testing/for-suite.ts';
import { setKeptLoginScene } from './testing/kept-login-scene.ts';
import { ScriptedHost } from './testing/scripted-host.ts';

const scene = forEachTest(setKeptLoginScene, ({ close }) => close());

const soon = (look: () => Promise<boolean>) => until('what was waited for', 10_000, look);

describe('before a start', () => {
  test('a new session gets its host written down', async () => {
    await scene.start(scene.loginOn(new ScriptedHost('here')).kept);
    expect(scene.record).toEqual({ loginHost: 'here' });
  });

  test('a session that moves gets its login, and the left-over of an earlier stay is replaced', async () => {
    const [here, there] = [
      new ScriptedHost('here', { one: 'new' }),
      new ScriptedHost('there', { one: 'old' }),
    ];
    scene.record = { loginHost: 'here', linkedAt: 1 };
    await scene.live(here);
    await scene.start(scene.loginOn(there).kept);
    expect(there.logins.get('one')).toBe('new');
    expect(scene.record.loginHost).toBe('there');
  });

  test('a session that stays keeps its own, which is newer than the one in the store', async () => {
    const here = new ScriptedHost('here', { one: 'saved' });
    scene.record = { loginHost: 'here', linkedAt: 1 };
    await scene.live(here);
    here.logins.set('one', 'newer');
    await scene.start(scene.loginOn(here).kept);
    expect(here.logins.get('one')).toBe('newer');
  });

  test('a login that cannot be had keeps the session from starting, and its host stays what it was', async () => {
    const there = new ScriptedHost('there');
    scene.record = { loginHost: 'here', linkedAt: 1 };
    await expect(scene.start(scene.loginOn(there).kept)).rejects.toMatchObject({ code: 'elsewhere' });
    await scene.live(new ScriptedHost('here', { one: 'login' }));
    scene.store.get = async () => {
      throw new Error('connection refused');
    };
    await expect(scene.start(scene.loginOn(there).kept)).rejects.toMatchObject({ code: 'store_away' });
    expect(scene.record.loginHost).toBe('here');
  });

  test('a session that is given up while its login is fetched leaves the store as it is', async () => {
    const [here, there] = [
      new ScriptedHost('here', { one: 'new' }),
      new ScriptedHost('there', { one: 'old' }),
    ];
    scene.record = { loginHost: 'here', linkedAt: 1 };
    await scene.live(here);
    const { login } = scene.record;
    let arrive: () => void = () => undefined;
    const { get } = scene.store;
    scene.store.get = async (key) => {
      await new Promise<void>((resolve) => {
        arrive = resolve;
      });
      return await get(key);
    };
    const { kept } = scene.loginOn(there);
    const starting = scene.start(kept);
    await kept.onStopped();
    expect(scene.record).toEqual({ login, loginHost: 'here', linkedAt: 1 });
    await soon(async () => {
      arrive();
      return there.logins.get('one') === 'new';
    });
    await starting;
  });

  test('what is left of a login that ended elsewhere is wiped', async () => {
    const [here, there] = [new ScriptedHost('here', { one: 'over' }), new ScriptedHost('there')];
    scene.record = { loginHost: 'there' };
    await scene.loginOn(there).kept.onLoggedOut();
    await scene.start(scene.loginOn(here).kept);
    expect(here.logins.has('one')).toBe(false);
  });

  test('an owner that is none any more starts nothing', async () => {
    scene.isOwner = false;
    await expect(scene.start(scene.loginOn(new ScriptedHost('here')).kept)).rejects.toThrow(
      'belongs to another worker',
    );
  });
});

describe('while it is connected', () => {
  test('the login is saved soon, and again and again', async () => {
    const here = new ScriptedHost('here', { one: 'first' });
    const { kept, value } = scene.loginOn(here);
    await scene.start(kept);
    kept.onReady();
    kept.onReady();
    await soon(async () => (await scene.savedWord()) === 'first');
    here.logins.set('one', 'second');
    await soon(async () => (await scene.savedWord()) === 'second');
    await kept.onStopped();
    expect(await value('wagw_login_saves_total{result="saved"}')).toBeGreaterThanOrEqual(3);
  });

  test('a login that was saved lately is not saved again at once', async () => {
    const here = new ScriptedHost('here', { one: 'login' });
    await scene.live(here);
    const { kept, value } = scene.loginOn(here, { everyMs: 60_000 });
    await scene.start(kept);
    kept.onReady();
    await sleep(100);
    expect(await value('wagw_login_saves_total{result="saved"}')).toBe(0);
    await kept.onStopped();
  });

  test('a save that fails is counted and tried again', async () => {
    const here = new ScriptedHost('here', { one: 'login' });
    const { kept, value } = scene.loginOn(here);
    const { put } = scene.store;
    scene.store.put = async () => {
      throw new Error('the bucket is gone');
    };
    await scene.start(kept);
    kept.onReady();
    await soon(async () => (await value('wagw_login_saves_total{result="failed"}')) >= 2);
    scene.store.put = put;
    await soon(async () => (await value('wagw_login_saves_total{result="saved"}')) >= 1);
    await kept.onStopped();
  });

  test('an owner that is none any more stops saving', async () => {
    const { kept, value } = scene.loginOn(new ScriptedHost('here', { one: 'login' }));
    await scene.start(kept);
    scene.isOwner = false;
    kept.onReady();
    await soon(async () => (await value('wagw_login_saves_total{result="not_owner"}')) === 1);
    await sleep(100);
    expect(await value('wagw_login_saves_total{result="not_owner"}')).toBe(1);
    expect(await scene.store.list('one')).toEqual([]);
  });
});

describe('at its end', () => {
  test('the login is saved as it was left, even when a save was under way', async () => {
    const here = new ScriptedHost('here', { one: 'running' });
    const { kept } = scene.loginOn(here);
    const { put } = scene.store;
    let isHanging = false;
    scene.store.put = async (_key, content, signal) => {
      isHanging = true;
      await sleep(60_000, undefined, { signal });
      content.destroy();
    };
    await scene.start(kept);
    kept.onReady();
    await soon(async () => isHanging);
    scene.store.put = put;
    here.logins.set('one', 'left');
    await kept.onStopped();
    expect(await scene.savedWord()).toBe('left');
  });

  test('nothing is saved after it', async () => {
    const { kept, value } = scene.loginOn(new ScriptedHost('here', { one: 'login' }));
    await scene.start(kept);
    kept.onReady();
    await kept.onStopped();
    const saves = await value('wagw_login_saves_total{result="saved"}');
    await sleep(100);
    expect(await value('wagw_login_saves_total{result="saved"}')).toBe(saves);
  });

  test('a log-out takes the login out of the store, and a store that is away does not stop it', async () => {
    const { kept } = scene.loginOn(new ScriptedHost('here', { one: 'login' }));
    await scene.start(kept);
    await kept.onStopped();
    scene.store.list = async () => {
      throw new Error('connection refused');
    };
    await kept.onLoggedOut();
    expect(scene.record).toEqual({ login: '', loginHost: 'here' });
  });
});
