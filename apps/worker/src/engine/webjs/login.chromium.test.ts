import { beforeEach, describe, expect, it, jest } from '@jest/globals';
import { PairingError } from '../engine.ts';
import { waitUntil } from './deadlines.ts';
import { stageForSuite } from './testing/linked-session.ts';

jest.setTimeout(60_000);

describe('a login', () => {
  const stage = stageForSuite();
  let phones = 4_915_300_000_000;
  let phone: string;

  beforeEach(async () => {
    phones += 1;
    phone = String(phones);
    await stage.emulator.control.account({ phone, name: 'Ada' });
  });

  it('offers no QR code that cannot be scanned', async () => {
    await stage.emulator.control.page({ stateBeforeRef: true });
    // The library asks for a code before WhatsApp has given its reference.
    await stage.emulator.control.policy({ connectDelayMs: 1_000 });
    const { engine, history } = await stage.worker.start('broken-first');
    const { qr } = await history.next('qr');
    expect(history.of('qr').filter((event) => event.qr.startsWith('undefined'))).toEqual([]);
    await stage.emulator.control.scan({ qr, phone });
    await history.next('ready');
    await engine.stop();
    await stage.emulator.control.page({ stateBeforeRef: false });
    await stage.emulator.control.policy({ connectDelayMs: 0 });
  });

  it('goes on offering QR codes after WhatsApp has shown its last', async () => {
    await stage.emulator.control.policy({ qrCount: 2, qrFirstMs: 400, qrNextMs: 400 });
    const { engine, history } = await stage.worker.start('idle');
    await waitUntil(15_000, () => history.of('qr').length >= 5);
    expect(history.of('connection_state').map(({ state }) => state)).toContain('UNPAIRED_IDLE');
    const codes = history.of('qr').map(({ qr }) => qr);
    expect(codes.length).toBeGreaterThanOrEqual(5);
    expect(new Set(codes).size).toBe(codes.length);
    await engine.stop();
    await stage.emulator.control.policy({ qrCount: 6, qrFirstMs: 60_000, qrNextMs: 20_000 });
  });

  it('asks for a QR code when none comes, though the page says nothing of being idle', async () => {
    const { engine, history } = await stage.worker.start('silent', { timings: { qrSilenceMs: 500 } });
    await history.next('qr');
    await history.next('qr');
    await engine.stop();
  });

  it('tells no QR code twice when frames come and go', async () => {
    const { engine, history } = await stage.worker.start('frames');
    await history.next('qr');
    for (const url of ['/a', '/b']) {
      await stage.emulator.control.frame({ jolt: { action: 'iframe' } });
      await stage.emulator.control.frame({ jolt: { action: 'pushState', url } });
    }
    const { qr } = history.of('qr')[0] ?? { qr: '' };
    await stage.emulator.control.scan({ qr, phone });
    await history.next('ready');
    expect(history.of('qr')).toHaveLength(1);
    await engine.stop();
  });

  it('ends as not_scanned when nobody comes', async () => {
    const { history } = await stage.worker.start('nobody', { timings: { notScannedMs: 700 } });
    await history.next('qr');
    expect(await history.ended()).toMatchObject({ reason: 'not_scanned' });
    expect(await stage.worker.browserGroup('nobody')).toBeUndefined();
  });

  it('by pairing code reaches ready', async () => {
    const { engine, history } = await stage.worker.start('code');
    await expect(engine.requestPairingCode(phone)).rejects.toMatchObject({ code: 'not_waiting' });
    await history.next('qr');
    const code = await engine.requestPairingCode(phone);
    expect(code).toMatch(/^[A-Z0-9]{8}$/);
    await stage.emulator.control.enterCode({ code, phone });
    await history.next('ready');
    await engine.stop();
  });

  it('says why WhatsApp gives no pairing code, and still offers QR codes', async () => {
    await stage.emulator.control.policy({ pairingCodeError: 'rate-overlimit' });
    const { engine, history } = await stage.worker.start('refused');
    const { qr } = await history.next('qr');
    const refusal = engine.requestPairingCode(phone);
    await expect(refusal).rejects.toBeInstanceOf(PairingError);
    await expect(refusal).rejects.toMatchObject({ code: 'refused' });
    await stage.emulator.control.scan({ qr: history.of('qr').at(-1)?.qr ?? qr, phone });
    await history.next('ready');
    await engine.stop();
    await stage.emulator.control.policy({ pairingCodeError: null });
  });

  it('survives a page that loads itself anew while the library hooks into it', async () => {
    const { engine, history } = await stage.worker.start('restless');
    for (let round = 0; round < 3; round += 1) {
      // The first code comes in the middle of the hooking.
      await history.next('qr');
      await stage.emulator.control.frame({ jolt: { action: 'reload' } });
    }
    const { qr } = await history.next('qr');
    await stage.emulator.control.scan({ qr, phone });
    await history.next('ready');
    await engine.stop();
  });

  it('survives a page that loads itself anew after it', async () => {
    await stage.emulator.control.page({ reloadAfterPair: true });
    const { engine, history } = await stage.worker.start('reload');
    const { qr } = await history.next('qr');
    await stage.emulator.control.scan({ qr, phone });
    await history.next('ready');
    expect(history.of('qr')).toHaveLength(1);
    await engine.stop();
    await stage.emulator.control.page({ reloadAfterPair: false });
  });
});
