import { Readable } from 'node:stream';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import pLimit from 'p-limit';
import { heldLease, silentLogger, testMetrics } from '../testing/parts.ts';
import { KeptLogin, type KeptLoginParts } from './kept-login.ts';
import { createLoginKeeper } from './login-keeper.ts';
import { parsePointer } from './login-pointer.ts';
import { createBreakableStore, ScriptedHost } from './testing/scripted-host.ts';

const fence = { sessionId: 'one', owner: 'me', epoch: 7 };
let stored: Awaited<ReturnType<typeof createBreakableStore>>;
/** The session's record, as far as logins are concerned. */
let record: { login?: string; loginHost?: string; linkedAt?: number };
let isOwner: boolean;

beforeEach(async () => {
  stored = await createBreakableStore();
  record = {};
  isOwner = true;
});
afterEach(async () => {
  jest.restoreAllMocks();
  await stored.close();
});

const ownership = {
  async update(_fence: unknown, fields: Readonly<Record<string, string>>) {
    if (isOwner) Object.assign(record, fields);
    return isOwner;
  },
};

function loginOn(host: ScriptedHost, change: Partial<KeptLoginParts> = {}) {
  const { metrics, value } = testMetrics();
  const common = { engines: host, ownership, host: host.name, metrics, logger: silentLogger };
  const keeper = createLoginKeeper({ ...common, store: stored.store, keys: [], lease: heldLease });
  const timing = { settleMs: 10, everyMs: 20, longestMs: 60_000, lastMs: 5_000, inTurn: pLimit(1) };
  return { kept: new KeptLogin({ ...common, ...timing, fence, keeper, ...change }), value };
}

/** What a dead disk or a folder of a network that is gone answers. */
const forEver = new Promise<never>(() => undefined);

const soon = (look: () => Promise<boolean>) => until('what was waited for', 10_000, look);

const start = (kept: KeptLogin) =>
  kept.beforeStart({ login: record.login, loginHost: record.loginHost, linkedAt: record.linkedAt });

/** Stands for a life on this host, from its start to its end. */
async function live(host: ScriptedHost): Promise<void> {
  const { kept } = loginOn(host);
  await start(kept);
  await kept.onStopped();
}

/** What the store would give back. */
async function savedWord(): Promise<string | undefined> {
  const reader = new ScriptedHost('reader');
  await loginOn(reader).kept.beforeStart({ login: record.login, loginHost: 'nowhere', linkedAt: 1 });
  record.loginHost = 'here';
  return reader.logins.get('one');
}

describe('before a start', () => {
  test('a new session gets its host written down', async () => {
    await start(loginOn(new ScriptedHost('here')).kept);
    expect(record).toEqual({ loginHost: 'here' });
  });

  test('a session that moves gets its login, and the left-over of an earlier stay is replaced', async () => {
    const [here, there] = [
      new ScriptedHost('here', { one: 'new' }),
      new ScriptedHost('there', { one: 'old' }),
    ];
    record = { loginHost: 'here', linkedAt: 1 };
    await live(here);
    await start(loginOn(there).kept);
    expect(there.logins.get('one')).toBe('new');
    expect(record.loginHost).toBe('there');
  });

  test('a session that stays keeps its own, which is newer than the one in the store', async () => {
    const here = new ScriptedHost('here', { one: 'saved' });
    record = { loginHost: 'here', linkedAt: 1 };
    await live(here);
    here.logins.set('one', 'newer');
    await start(loginOn(here).kept);
    expect(here.logins.get('one')).toBe('newer');
  });

  test('a login that cannot be had keeps the session from starting, and its host stays what it was', async () => {
    const there = new ScriptedHost('there');
    record = { loginHost: 'here', linkedAt: 1 };
    await expect(start(loginOn(there).kept)).rejects.toMatchObject({ code: 'elsewhere' });
    await live(new ScriptedHost('here', { one: 'login' }));
    stored.store.get = async () => {
      throw new Error('connection refused');
    };
    await expect(start(loginOn(there).kept)).rejects.toMatchObject({ code: 'store_away' });
    expect(record.loginHost).toBe('here');
  });

  test.each<[string, () => void]>([
    [
      'that does not answer',
      () => {
        stored.store.get = () => forEver;
      },
    ],
    [
      'that breaks off in the middle without a word',
      () => {
        stored.store.get = async () => new Readable({ read: () => undefined });
      },
    ],
  ])('a store %s keeps the start waiting for so long only', async (_what, hang) => {
    const there = new ScriptedHost('there', { one: 'old' });
    record = { loginHost: 'here', linkedAt: 1 };
    await live(new ScriptedHost('here', { one: 'new' }));
    hang();
    await expect(start(loginOn(there, { longestMs: 50 }).kept)).rejects.toMatchObject({ code: 'store_away' });
    expect(there.logins.get('one')).toBe('old');
    expect(record.loginHost).toBe('here');
  });

  test('a login that comes after nobody waits for it any more replaces nothing', async () => {
    const there = new ScriptedHost('there', { one: 'old' });
    record = { loginHost: 'here', linkedAt: 1 };
    await live(new ScriptedHost('here', { one: 'new' }));
    const { get } = stored.store;
    let goOn: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    stored.store.get = async (key) => {
      await gone;
      return await get(key);
    };
    const importing = jest.spyOn(there, 'importLogin');
    await expect(start(loginOn(there, { longestMs: 50 }).kept)).rejects.toMatchObject({ code: 'store_away' });
    goOn();
    await soon(async () => importing.mock.results.length === 1);
    await expect(importing.mock.results[0]?.value).rejects.toThrow('Nobody waits');
    expect(there.logins.get('one')).toBe('old');
  });

  test('a session that is given up while its login is fetched leaves the store as it is', async () => {
    const [here, there] = [
      new ScriptedHost('here', { one: 'new' }),
      new ScriptedHost('there', { one: 'old' }),
    ];
    record = { loginHost: 'here', linkedAt: 1 };
    await live(here);
    const { login } = record;
    let arrive: () => void = () => undefined;
    const { get } = stored.store;
    stored.store.get = async (key) => {
      await new Promise<void>((resolve) => {
        arrive = resolve;
      });
      return await get(key);
    };
    const { kept } = loginOn(there);
    const starting = start(kept);
    await kept.onStopped();
    expect(record).toEqual({ login, loginHost: 'here', linkedAt: 1 });
    await soon(async () => {
      arrive();
      return there.logins.get('one') === 'new';
    });
    await starting;
  });

  test('what is left of a login that ended elsewhere is wiped', async () => {
    const [here, there] = [new ScriptedHost('here', { one: 'over' }), new ScriptedHost('there')];
    record = { loginHost: 'there' };
    await loginOn(there).kept.onLoggedOut();
    await start(loginOn(here).kept);
    expect(here.logins.has('one')).toBe(false);
  });

  test('an owner that is none any more starts nothing', async () => {
    isOwner = false;
    await expect(start(loginOn(new ScriptedHost('here')).kept)).rejects.toThrow('belongs to another worker');
  });
});

describe('while it is connected', () => {
  test('the login is saved soon, and again and again', async () => {
    const here = new ScriptedHost('here', { one: 'first' });
    const { kept, value } = loginOn(here);
    await start(kept);
    kept.onReady();
    kept.onReady();
    await soon(async () => (await savedWord()) === 'first');
    here.logins.set('one', 'second');
    await soon(async () => (await savedWord()) === 'second');
    await kept.onStopped();
    expect(await value('wagw_login_saves_total{result="saved"}')).toBeGreaterThanOrEqual(3);
  });

  test('a login that was saved lately is not saved again at once', async () => {
    const here = new ScriptedHost('here', { one: 'login' });
    await live(here);
    const { kept, value } = loginOn(here, { everyMs: 60_000 });
    await start(kept);
    kept.onReady();
    await sleep(100);
    expect(await value('wagw_login_saves_total{result="saved"}')).toBe(0);
    await kept.onStopped();
  });

  test('a save that fails is counted and tried again', async () => {
    const here = new ScriptedHost('here', { one: 'login' });
    const { kept, value } = loginOn(here);
    const { put } = stored.store;
    stored.store.put = async () => {
      throw new Error('the bucket is gone');
    };
    await start(kept);
    kept.onReady();
    await soon(async () => (await value('wagw_login_saves_total{result="failed"}')) >= 2);
    stored.store.put = put;
    await soon(async () => (await value('wagw_login_saves_total{result="saved"}')) >= 1);
    await kept.onStopped();
  });

  test('a save that hangs is given up, counted, and tried again when it has come to its end', async () => {
    const here = new ScriptedHost('here', { one: 'first' });
    const { kept, value } = loginOn(here, { longestMs: 300 });
    const pointed = jest.spyOn(ownership, 'update');
    const { put } = stored.store;
    let goOn: () => void = () => undefined;
    let puts = 0;
    stored.store.put = async (key, content) => {
      puts += 1;
      await new Promise<void>((resolve) => {
        goOn = resolve;
      });
      await put(key, content);
    };
    await start(kept);
    kept.onReady();
    await soon(async () => (await value('wagw_login_saves_total{result="failed"}')) >= 2);
    expect(puts).toBe(1);
    stored.store.put = put;
    here.logins.set('one', 'second');
    const givenUpAt = Date.now();
    goOn();
    await soon(async () => (await value('wagw_login_saves_total{result="saved"}')) >= 1);
    await kept.onStopped();
    expect(await savedWord()).toBe('second');
    // What was given up is pointed to by nobody, although it has come into the store.
    const pointers = pointed.mock.calls.flatMap(([, { login }]) => parsePointer(login) ?? []);
    expect(pointers.filter(({ savedAt }) => savedAt < givenUpAt)).toEqual([]);
  });

  test('saves that hang leave their turn to others', async () => {
    const inTurn = pLimit(1);
    const here = new ScriptedHost('here', { one: 'login' });
    const { kept } = loginOn(here, { inTurn, longestMs: 30, lastMs: 50 });
    stored.store.put = () => forEver;
    await start(kept);
    kept.onReady();
    await soon(async () => inTurn.activeCount === 1);
    await inTurn(async () => undefined);
    await kept.onStopped();
  });

  test('a save that hangs does not keep the session from its next start', async () => {
    const here = new ScriptedHost('here', { one: 'login' });
    const { kept } = loginOn(here, { lastMs: 50 });
    let isHanging = false;
    stored.store.put = () => {
      isHanging = true;
      return forEver;
    };
    await start(kept);
    kept.onReady();
    await soon(async () => isHanging);
    await start(kept);
  });

  test('an owner that is none any more stops saving', async () => {
    const { kept, value } = loginOn(new ScriptedHost('here', { one: 'login' }));
    await start(kept);
    isOwner = false;
    kept.onReady();
    await soon(async () => (await value('wagw_login_saves_total{result="not_owner"}')) === 1);
    await sleep(100);
    expect(await value('wagw_login_saves_total{result="not_owner"}')).toBe(1);
    expect(await stored.store.list('one')).toEqual([]);
  });
});

describe('at its end', () => {
  test('the login is saved as it was left, even when a save was under way', async () => {
    const here = new ScriptedHost('here', { one: 'running' });
    const { kept } = loginOn(here);
    const { put } = stored.store;
    let isHanging = false;
    stored.store.put = async (_key, content, signal) => {
      isHanging = true;
      await sleep(60_000, undefined, { signal });
      content.destroy();
    };
    await start(kept);
    kept.onReady();
    await soon(async () => isHanging);
    stored.store.put = put;
    here.logins.set('one', 'left');
    await kept.onStopped();
    expect(await savedWord()).toBe('left');
  });

  test('a store that hangs does not keep the session from being given up', async () => {
    const { kept, value } = loginOn(new ScriptedHost('here', { one: 'login' }), { lastMs: 50 });
    stored.store.put = async (_key, _content, signal) => sleep(60_000, undefined, { signal });
    await start(kept);
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
        stored.store.put = () => forEver;
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
    const { kept, value } = loginOn(here, { lastMs: 50, ...hang(here) });
    await start(kept);
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
    const { kept, value } = loginOn(here, { inTurn, lastMs: 1_000 });
    const put = jest.spyOn(stored.store, 'put');
    await start(kept);
    await kept.onStopped();
    goOn();
    await inTurn(async () => undefined);
    await kept.onStopped();
    expect(await value('wagw_login_saves_total{result="saved"}')).toBe(1);
    expect(put).toHaveBeenCalledTimes(1);
  });

  test('nothing is saved after it', async () => {
    const { kept, value } = loginOn(new ScriptedHost('here', { one: 'login' }));
    await start(kept);
    kept.onReady();
    await kept.onStopped();
    const saves = await value('wagw_login_saves_total{result="saved"}');
    await sleep(100);
    expect(await value('wagw_login_saves_total{result="saved"}')).toBe(saves);
  });

  test('a store that hangs does not keep the session from being logged out, and then keeps what comes later', async () => {
    const { kept } = loginOn(new ScriptedHost('here', { one: 'login' }), { lastMs: 200 });
    await start(kept);
    const { list } = stored.store;
    let goOn: () => void = () => undefined;
    const gone = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    let listed: Promise<string[]> | undefined;
    stored.store.list = async (sessionId) => {
      await gone;
      listed = list(sessionId);
      return await listed;
    };
    await kept.onLoggedOut();
    expect(record).toEqual({ login: '', loginHost: 'here' });
    stored.store.list = list;
    await live(new ScriptedHost('here', { one: 'new' }));
    goOn();
    await soon(async () => listed !== undefined);
    await listed;
    expect(await savedWord()).toBe('new');
  });

  test('a log-out takes the login out of the store, and a store that is away does not stop it', async () => {
    const { kept } = loginOn(new ScriptedHost('here', { one: 'login' }));
    await start(kept);
    await kept.onStopped();
    stored.store.list = async () => {
      throw new Error('connection refused');
    };
    await kept.onLoggedOut();
    expect(record).toEqual({ login: '', loginHost: 'here' });
  });
});
