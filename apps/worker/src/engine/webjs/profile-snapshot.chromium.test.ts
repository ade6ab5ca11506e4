import { readdir, readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { waitUntil, withDeadline } from './deadlines.ts';
import { Profile } from './profile.ts';
import { snapshotProfile } from './profile-snapshot.ts';
import { friend, friendChat, linkForSuite, messageId, stageForSuite } from './testing/linked-session.ts';
import { sendText } from './testing/texts.ts';

jest.setTimeout(120_000);

/** Copies that are made of a login while its session talks; one of so many is tried as another host would. */
const COPIES = 12;
const TRIED_EACH = 4;

describe('the login of a session that is connected', () => {
  const stage = stageForSuite();
  const life = linkForSuite(stage);

  beforeAll(async () => {
    // What the page has written by now is in the browser's hands, but not yet on the disk.
    await expect(stage.worker.factory().hasLogin(life.session)).resolves.toBe(true);
  });

  /** Aborted when a test is over, done or not. What went on beside it would go on in the next file of tests. */
  let over = new AbortController();
  let talking = Promise.resolve();

  afterEach(async () => {
    over.abort();
    await withDeadline('falling silent', 30_000, talking);
    over = new AbortController();
  });

  /** Both sides write, as fast as they can. */
  async function talk(signal: AbortSignal): Promise<void> {
    for (let i = 0; !signal.aborted; i += 1) {
      await stage.emulator.control.incoming({ from: friend, to: life.phone, text: `in ${i}` });
      const text = { chat: friendChat, text: `out ${i}`, id: messageId(), linkPreview: false };
      await sendText(life.engine, text);
    }
  }

  const profile = () => new Profile(stage.worker.profilesPath, life.session);

  /** States of the session's processes: T stands still. */
  async function standingStill(): Promise<number> {
    const group = await stage.worker.browserGroup(life.session);
    const stats = (await readdir('/proc'))
      .filter((name) => /^\d+$/.test(name))
      .map((pid) => readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ''));
    const fields = (await Promise.all(stats)).map((stat) => stat.slice(stat.lastIndexOf(')') + 2).split(' '));
    return fields.filter(([state, , member]) => Number(member) === group && state === 'T').length;
  }

  it('is exported again and again under way, and copies are logins', async () => {
    const { signal } = over;
    talking = talk(signal);
    expect(await waitUntil(10_000, hasMark)).toBe(true);
    const factory = stage.worker.factory();
    const copies: Buffer[] = [];
    for (let i = 0; i < COPIES; i += 1) {
      signal.throwIfAborted();
      const archive = await factory.exportLogin(life.session);
      if (archive !== undefined) copies.push(await buffer(archive));
    }
    expect(await standingStill()).toBe(0);
    over.abort();
    await talking;
    expect(life.history.types).not.toContain('ended');
    await life.engine.stop();

    expect(copies).toHaveLength(COPIES);
    for (const [i, copy] of copies.entries()) {
      await factory.importLogin(`copy-${i}`, Readable.from([copy]));
      if (i % TRIED_EACH !== 0) continue;
      const { engine, history } = await stage.worker.start(`copy-${i}`);
      await history.next('ready');
      expect(history.types).not.toContain('qr');
      await engine.stop();
    }
  });

  /** Local Storage, without which the stand-in takes nobody for logged in, is written some seconds after the rest. */
  async function hasMark(): Promise<boolean> {
    const folder = `${profile().path}/Default/Local Storage/leveldb`;
    const files = (await readdir(folder)).filter((name) => name.endsWith('.log'));
    const contents = await Promise.all(files.map((name) => readFile(`${folder}/${name}`)));
    return contents.some((content) => content.length > 100);
  }

  it('is not copied for longer than the browser may stand still', async () => {
    const { engine, history } = await stage.worker.start(life.session);
    await history.next('ready');
    await expect(snapshotProfile(profile(), 0)).rejects.toThrow('took longer than 0 ms');
    expect(await standingStill()).toBe(0);
    expect((await readdir(stage.worker.profilesPath)).filter((name) => name.startsWith('.'))).toEqual([]);
    const { stillMs, remove } = await snapshotProfile(profile());
    expect(stillMs).toBeGreaterThan(0);
    await remove();
    await engine.stop();
  });
});
