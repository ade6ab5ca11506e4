import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { createDirectoryStore } from '@wagw/shared/blobs/directory-store';
import type { KeptLogin } from '../../logins/kept-login.ts';
import { keepLogins } from '../../logins/logins.ts';
import { heldLease, silentLogger, testMetrics } from '../../testing/parts.ts';
import { waitUntil } from './deadlines.ts';
import { killGroup } from './process-group.ts';
import { friend, friendChat, linkForSuite, messageId, stageForSuite } from './testing/linked-session.ts';
import { sendText } from './testing/texts.ts';
import { WorkerUnderTest } from './testing/worker-under-test.ts';

jest.setTimeout(120_000);

const stage = stageForSuite();
const life = linkForSuite(stage);
/** Another host: it shares the store with the first one, and nothing else. */
let other: WorkerUnderTest;
let storePath: string;
/** The session's record, as far as logins are concerned. */
const record: { login?: string; loginHost?: string; linkedAt: number } = { linkedAt: 1 };

beforeAll(async () => {
  other = await WorkerUnderTest.create({ extraArgs: stage.emulator.chromeArgs });
  storePath = await mkdtemp(join(tmpdir(), 'wagw-logins-'));
});

afterAll(async () => {
  await other.close();
  await rm(storePath, { recursive: true, force: true });
});

function loginOn(host: string, worker: WorkerUnderTest): KeptLogin {
  const keep = keepLogins({
    store: createDirectoryStore(storePath),
    keys: [new Uint8Array(32).fill(1)],
    engines: worker.factory(),
    ownership: {
      async update(_fence, fields) {
        Object.assign(record, fields);
        return true;
      },
    },
    lease: heldLease,
    host,
    everyMs: 600_000,
    settleMs: 6_000,
    lastMs: 10_000,
    metrics: testMetrics().metrics,
    logger: silentLogger,
  });
  return keep({ sessionId: life.session, owner: 'me', epoch: 1 });
}

const start = (kept: KeptLogin) =>
  kept.beforeStart({ login: record.login, loginHost: record.loginHost, linkedAt: record.linkedAt });
const receive = (text: string) => stage.emulator.control.incoming({ from: friend, to: life.phone, text });
const seen = async () =>
  (await stage.emulator.control.messages({ phone: friend })).map(({ attrs }) => attrs.body);

it('a session whose host is lost goes on elsewhere from its last save, and asks nobody to scan', async () => {
  const here = loginOn('here', stage.worker);
  record.loginHost = 'here';
  here.onReady();
  await waitUntil(30_000, () => record.login !== undefined);
  expect(record.login).toContain('"host":"here"');

  // After the save: a message comes in, one goes out, and then the host is gone with everything on it.
  await receive('between save and loss');
  await life.history.next('message', ({ message }) => message.body === 'between save and loss');
  const id = messageId();
  const between = { chat: friendChat, text: 'sent between save and loss', id, linkPreview: false };
  await sendText(life.engine, between);
  await life.history.next('ack', ({ ref, ack }) => ref.id === id && ack >= 1);
  await killGroup((await stage.worker.browserGroup(life.session)) ?? 0, 5_000);
  await life.history.ended();
  await rm(stage.worker.profilePath(life.session), { recursive: true });
  await receive('while nobody was there');

  await start(loginOn('there', other));
  const { engine, history } = await other.start(life.session);
  await history.next('ready');
  expect(history.types).not.toContain('qr');
  expect(record.loginHost).toBe('there');

  // WhatsApp has kept for the device what no page had taken. What came or went between save and loss is not in the login
  // that was restored: the stand-in's server gives each page its history, which a real one does not.
  const since = Math.floor(Date.now() / 1_000) - 600;
  const stored = async () => (await engine.messagesSince(since)).messages.map(({ body }) => body);
  expect(await waitUntil(10_000, async () => (await stored()).includes('while nobody was there'))).toBe(true);
  expect(await stored()).toEqual(expect.arrayContaining(['between save and loss', between.text]));
  expect(await engine.find(id, [friendChat])).toMatchObject({ found: 'yes' });

  // Were it not found, it would go out again under its id; that reaches nobody twice.
  await sendText(engine, between);
  const last = messageId();
  await sendText(engine, { chat: friendChat, text: 'from the other host', id: last, linkPreview: false });
  await history.next('ack', ({ ref, ack }) => ref.id === last && ack >= 1);
  const texts = await seen();
  expect(texts.filter((text) => text === between.text)).toHaveLength(1);
  expect(texts).toContain('from the other host');
  await engine.stop();
});

it('a session that moves in order takes along what was written last', async () => {
  const there = loginOn('there', other);
  await start(there);
  await there.onStopped();
  await rm(stage.worker.profilesPath, { recursive: true });
  await start(loginOn('here', stage.worker));
  const { engine, history } = await stage.worker.start(life.session);
  await history.next('ready');
  expect(history.types).not.toContain('qr');
  expect(record.loginHost).toBe('here');
  await engine.stop();
});

it('a login that was logged out is nowhere any more', async () => {
  const here = loginOn('here', stage.worker);
  const { engine, history } = await stage.worker.start(life.session);
  await history.next('ready');
  await engine.logout();
  await here.onLoggedOut();
  expect(await createDirectoryStore(storePath).list(life.session)).toEqual([]);
  // The other host still has its copy of what is over.
  expect(await other.factory().hasLogin(life.session)).toBe(true);
  await loginOn('there', other).beforeStart({ login: '', loginHost: 'here', linkedAt: undefined });
  expect(await other.factory().hasLogin(life.session)).toBe(false);
});
