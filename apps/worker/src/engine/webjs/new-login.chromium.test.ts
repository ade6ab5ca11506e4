import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { killGroup } from './process-group.ts';
import { stageForSuite } from './testing/linked-session.ts';
import { defaultTimings } from './timings.ts';

jest.setTimeout(60_000);

/** The real time that a login has to reach the disk. */
const unhurried = { timings: { storeMs: defaultTimings.storeMs } };

describe('a new login', () => {
  const stage = stageForSuite();

  async function kill(session: string): Promise<void> {
    const group = await stage.worker.browserGroup(session);
    expect(await killGroup(group ?? Number.NaN, 5_000)).toBe(true);
  }

  it('is there for good once it is told of: a browser that is killed in that moment does not lose it', async () => {
    const phone = '4915400000001';
    await stage.emulator.control.account({ phone });
    const { history } = await stage.worker.start('told', unhurried);
    const { qr } = await history.next('qr');
    await stage.emulator.control.scan({ qr, phone });
    await history.next('ready');
    await kill('told');
    expect(await history.ended()).toMatchObject({ reason: 'crashed' });

    const again = await stage.worker.start('told', unhurried);
    await again.history.next('ready');
    expect(again.history.of('qr')).toEqual([]);
    await again.engine.stop();
  });

  it('that is lost before it was told of shows a QR code again, and is not called a logout', async () => {
    const phone = '4915400000002';
    await stage.emulator.control.account({ phone });
    await stage.emulator.control.policy({ noSync: true });
    const { history } = await stage.worker.start('untold', unhurried);
    const { qr } = await history.next('qr');
    await stage.emulator.control.scan({ qr, phone });
    await history.next('authenticating');
    await kill('untold');
    expect(await history.ended()).toMatchObject({ reason: 'crashed' });
    await rm(join(stage.worker.profilePath('untold'), 'Default/Local Storage'), { recursive: true });

    await stage.emulator.control.policy({ noSync: false });
    const again = await stage.worker.start('untold', unhurried);
    const next = await again.history.next('qr');
    await stage.emulator.control.scan({ qr: next.qr, phone });
    await again.history.next('ready');
    expect(again.history.of('ended')).toEqual([]);
    await again.engine.stop();
  });
});
