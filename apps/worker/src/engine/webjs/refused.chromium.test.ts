import { describe, expect, it, jest } from '@jest/globals';
import { link, stageForSuite } from './testing/linked-session.ts';

jest.setTimeout(60_000);

describe('a connection that WhatsApp refuses', () => {
  const stage = stageForSuite();

  it.each(['TOS_BLOCK', 'SMB_TOS_BLOCK'] as const)(
    'ends as blocked when the number is banned (%s), and keeps the login for the day when it is not',
    async (reason) => {
      const { engine, history, phone, session } = await link(stage);
      await stage.emulator.control.refuse({ phone, reason });
      expect(await history.ended()).toMatchObject({
        reason: 'blocked',
        detail: `WhatsApp has banned the number (${reason})`,
      });
      await engine.stop();

      const meanwhile = await stage.worker.start(session);
      expect(await meanwhile.history.ended()).toMatchObject({ reason: 'blocked' });
      expect(meanwhile.history.of('ready')).toEqual([]);

      await stage.emulator.control.refuse({ phone, reason: null });
      const again = await stage.worker.start(session);
      await again.history.next('ready');
      expect(again.history.of('qr')).toEqual([]);
      await again.engine.stop();
    },
  );

  it('ends as proxy_blocked when the address is refused, before and after the login', async () => {
    const { engine, history, session } = await link(stage);
    await stage.emulator.control.refuse({ reason: 'PROXYBLOCK' });
    expect(await history.ended()).toMatchObject({ reason: 'proxy_blocked' });
    await engine.stop();
    for (const name of [session, 'newcomer']) {
      const life = await stage.worker.start(name);
      expect(await life.history.ended()).toMatchObject({ reason: 'proxy_blocked' });
    }
    await stage.emulator.control.refuse({ reason: null });
    const again = await stage.worker.start(session);
    await again.history.next('ready');
    expect(again.history.of('qr')).toEqual([]);
    await again.engine.stop();
  });
});
