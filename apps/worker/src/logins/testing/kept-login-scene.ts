import pLimit from 'p-limit';
import { heldLease, silentLogger, testMetrics } from '../../testing/parts.ts';
import { KeptLogin, type KeptLoginParts } from '../kept-login.ts';
import { createLoginKeeper } from '../login-keeper.ts';
import { createBreakableStore, ScriptedHost } from './scripted-host.ts';

const fence = { sessionId: 'one', owner: 'me', epoch: 7 };

/** One session, its record as far as logins are concerned, and a store whose calls can be made to fail or to hang. */
export async function setKeptLoginScene() {
  const { store, close } = await createBreakableStore();
  const record: { login?: string; loginHost?: string; linkedAt?: number } = {};
  const ownership = {
    async update(_fence: unknown, fields: Readonly<Record<string, string>>) {
      if (scene.isOwner) Object.assign(scene.record, fields);
      return scene.isOwner;
    },
  };

  function loginOn(host: ScriptedHost, change: Partial<KeptLoginParts> = {}) {
    const { metrics, value } = testMetrics();
    const common = { engines: host, ownership, host: host.name, metrics, logger: silentLogger };
    const keeper = createLoginKeeper({ ...common, store, keys: [], lease: heldLease });
    const timing = { settleMs: 10, everyMs: 20, longestMs: 60_000, lastMs: 5_000, inTurn: pLimit(1) };
    return { kept: new KeptLogin({ ...common, ...timing, fence, keeper, ...change }), value };
  }

  const start = (kept: KeptLogin) => {
    const { login, loginHost, linkedAt } = scene.record;
    return kept.beforeStart({ login, loginHost, linkedAt });
  };

  /** Stands for a life on this host, from its start to its end. */
  async function live(host: ScriptedHost): Promise<void> {
    const { kept } = loginOn(host);
    await start(kept);
    await kept.onStopped();
  }

  /** What the store would give back. */
  async function savedWord(): Promise<string | undefined> {
    const reader = new ScriptedHost('reader');
    const { login } = scene.record;
    await loginOn(reader).kept.beforeStart({ login, loginHost: 'nowhere', linkedAt: 1 });
    scene.record.loginHost = 'here';
    return reader.logins.get('one');
  }

  const scene = { store, record, isOwner: true, ownership, loginOn, start, live, savedWord, close };
  return scene;
}
