import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { pause, waitUntil } from './deadlines.ts';
import { link, stageForSuite } from './testing/linked-session.ts';

jest.setTimeout(60_000);

describe('a start', () => {
  const stage = stageForSuite();

  afterEach(async () => {
    await stage.emulator.control.policy({
      httpStatus: null,
      refuseWs: false,
      noSync: false,
      connectDelayMs: 0,
      syncMs: 100,
    });
    await stage.emulator.control.page({ missingModules: [], noDebug: false, neverConnect: false });
  });

  it('ends as unreachable when WhatsApp answers with an error', async () => {
    await stage.emulator.control.policy({ httpStatus: 503 });
    const { history } = await stage.worker.start('down', { timings: { bootMs: 1_500 } });
    expect(await history.next('ended')).toMatchObject({
      reason: 'unreachable',
      detail: 'web.whatsapp.com answered with HTTP status 503',
    });
  });

  it('ends as unreachable when the page never gets a connection to the servers', async () => {
    await stage.emulator.control.policy({ refuseWs: true });
    const { history } = await stage.worker.start('offline', { timings: { connectMs: 1_500 } });
    expect(await history.next('ended')).toMatchObject({
      reason: 'unreachable',
      detail: expect.stringContaining('OPENING'),
    });
    expect(await stage.worker.browserGroup('offline')).toBeUndefined();
  });

  it.each([
    ['while it hooks into the page', 'WAWebAltDeviceLinkingApi'],
    ['after the login', 'WAWebCallCollection'],
    ['for what a send needs', 'WAWebSendMsgChatAction'],
  ])('ends as incompatible and names the module that is missing %s', async (_when, missing) => {
    await stage.emulator.control.page({ missingModules: [missing] });
    const { history } = await stage.worker.start(`missing-${missing}`);
    const started = Date.now();
    await waitUntil(10_000, () => history.of('qr').length + history.of('ended').length > 0);
    const qr = history.of('qr')[0]?.qr;
    if (qr !== undefined) await stage.emulator.control.scan({ qr, phone: '4915100000077' });
    await expect(history.ended()).resolves.toMatchObject({
      reason: 'incompatible',
      detail: expect.stringContaining(missing),
    });
    expect(Date.now() - started).toBeLessThan(15_000);
  });

  it('ends as start_timeout when the account is never synchronised', async () => {
    await stage.emulator.control.policy({ noSync: true });
    const { history } = await stage.worker.start('unsynced', { timings: { syncMs: 1_000 } });
    const { qr } = await history.next('qr');
    await stage.emulator.control.scan({ qr, phone: '4915100000078' });
    await history.next('authenticating');
    expect(await history.ended()).toMatchObject({ reason: 'start_timeout' });
  });

  it('ends as conflict when WhatsApp Web is open elsewhere, though the library does not listen yet', async () => {
    await stage.emulator.control.policy({ noSync: true });
    const { history } = await stage.worker.start('elsewhere');
    const { qr } = await history.next('qr');
    await stage.emulator.control.scan({ qr, phone: '4915100000079' });
    await history.next('authenticating');
    await stage.emulator.control.frame({ jolt: { action: 'state', state: 'CONFLICT' } });
    expect(await history.ended()).toMatchObject({ reason: 'conflict' });
  });

  it('works with a page that does not tell its version', async () => {
    await stage.emulator.control.page({ noDebug: true });
    const { engine, history } = await link(stage);
    expect(history.of('ready')).toHaveLength(1);
    await engine.stop();
  });

  it('becomes ready also when the account is synchronised before the library listens', async () => {
    const { engine, session } = await link(stage);
    await engine.stop();
    await stage.emulator.control.policy({ syncMs: 0, connectDelayMs: 0 });
    for (let round = 0; round < 5; round += 1) {
      const life = await stage.worker.start(session);
      await life.history.next('ready');
      expect(life.history.of('qr')).toEqual([]);
      await life.engine.stop();
    }
  });

  it('survives a page that loads itself anew while the library hooks into it', async () => {
    const { engine, session } = await link(stage);
    await engine.stop();
    await stage.emulator.control.policy({ connectDelayMs: 1_000 });
    const { history } = await stage.worker.start(session);
    const isConnecting = async () => (await stage.emulator.control.state()).connections.length > 0;
    expect(await waitUntil(10_000, isConnecting)).toBe(true);
    await pause(300);
    await stage.emulator.control.frame({ jolt: { action: 'reload' } });
    await history.next('ready');
    expect(history.of('qr')).toEqual([]);
  });

  it('starts and stops once, however often it is asked to', async () => {
    const { engine, history } = await stage.worker.start('twice');
    await engine.start();
    await history.next('qr');
    await Promise.all([engine.stop(), engine.stop()]);
    await engine.start();
    expect(history.of('ended')).toHaveLength(1);
    expect(await stage.worker.browserGroup('twice')).toBeUndefined();
  });
});
