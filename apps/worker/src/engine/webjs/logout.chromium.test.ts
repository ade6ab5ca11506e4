import { access, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { killGroup } from './process-group.ts';
import { type LinkedLife, link, stageForSuite } from './testing/linked-session.ts';

jest.setTimeout(60_000);

describe('a logout', () => {
  const stage = stageForSuite();

  afterEach(async () => {
    await stage.emulator.control.page({ logoutStyle: 'navigate' });
  });

  const hasProfile = (session: string) =>
    access(stage.worker.profilePath(session)).then(
      () => true,
      () => false,
    );

  /** Logs the session in anew and proves that this login outlives its browser. */
  async function expectLastingLogin({ session, phone }: LinkedLife): Promise<void> {
    const second = await stage.worker.start(session);
    const { qr } = await second.history.next('qr');
    await stage.emulator.control.scan({ qr, phone });
    await second.history.next('ready');
    await second.engine.stop();
    const third = await stage.worker.start(session);
    await third.history.next('ready');
    expect(third.history.of('qr')).toEqual([]);
    await third.engine.stop();
  }

  it.each(['navigate', 'state'] as const)(
    'on the phone wipes the profile and spares the next login (%s)',
    async (style) => {
      await stage.emulator.control.page({ logoutStyle: style });
      const life = await link(stage);
      await stage.emulator.control.phoneLogout({ phone: life.phone });
      expect(await life.history.ended()).toMatchObject({ reason: 'logged_out' });
      expect(await stage.worker.browserGroup(life.session)).toBeUndefined();
      expect(await hasProfile(life.session)).toBe(false);
      expect(life.history.of('qr')).toHaveLength(1);
      await expectLastingLogin(life);
    },
  );

  it.each(['navigate', 'state'] as const)(
    'while the session was stopped shows at its next start (%s)',
    async (style) => {
      await stage.emulator.control.page({ logoutStyle: style });
      const life = await link(stage);
      await life.engine.stop();
      await stage.emulator.control.phoneLogout({ phone: life.phone });
      const next = await stage.worker.start(life.session);
      expect(await next.history.ended()).toMatchObject({ reason: 'logged_out' });
      expect(next.history.of('qr')).toEqual([]);
      expect(await hasProfile(life.session)).toBe(false);
      await expectLastingLogin(life);
    },
  );

  it('shows also when only the browser has lost the login', async () => {
    const life = await link(stage);
    await life.engine.stop();
    const path = stage.worker.profilePath(life.session);
    for (const entry of await readdir(path)) {
      if (entry !== 'linked') await rm(join(path, entry), { recursive: true });
    }
    const next = await stage.worker.start(life.session);
    expect(await next.history.ended()).toMatchObject({ reason: 'logged_out' });
    expect(next.history.of('qr')).toEqual([]);
  });

  it('by request wipes the profile of a session that has not been started', async () => {
    const life = await link(stage);
    await life.engine.stop();
    await stage.worker
      .factory()
      .create(life.session, () => undefined)
      .logout();
    expect(await hasProfile(life.session)).toBe(false);
  });

  it('by request removes the device at WhatsApp and the profile', async () => {
    const life = await link(stage);
    await life.engine.logout();
    expect(life.history.of('ended')).toMatchObject([{ reason: 'logged_out' }]);
    expect(await hasProfile(life.session)).toBe(false);
    const { accounts } = await stage.emulator.control.state();
    expect(accounts.find(({ phone }) => phone === life.phone)?.devices).toEqual([]);
  });

  it('by request wipes the profile also when the browser is dead', async () => {
    const life = await link(stage);
    await killGroup((await stage.worker.browserGroup(life.session)) ?? 0, 5_000);
    await life.engine.logout();
    expect(life.history.of('ended')).toHaveLength(1);
    expect(await hasProfile(life.session)).toBe(false);
  });

  it('leaves a profile alone that the factory is not asked to wipe', async () => {
    const life = await link(stage);
    await life.engine.stop();
    expect(await hasProfile(life.session)).toBe(true);
    await stage.worker.factory().wipe(life.session);
    expect(await hasProfile(life.session)).toBe(false);
  });
});
