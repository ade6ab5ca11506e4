import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { type Emulator, type EmulatorOptions, startEmulator } from './emulator.ts';
import { startClient, startLinkedClient, type TestClient } from './testing/client.ts';
import { ADA, BOB } from './testing/suite.ts';

const fast = { ackMs: 5, syncMs: 800 };
/** After a navigation the library looks for the page only each 200 ms; it must hook in before the page has synced. */
const slowSync = { ackMs: 5, syncMs: 1500 };

let emulator: Emulator;
let client: TestClient;

async function start(options: EmulatorOptions): Promise<void> {
  emulator = await startEmulator(options);
  client = await startClient(emulator);
}

async function startLinked(options: EmulatorOptions): Promise<void> {
  emulator = await startEmulator(options);
  client = await startLinkedClient(emulator, ADA);
}

afterEach(async () => {
  await client.dispose();
  await emulator.close();
});

describe('a QR', () => {
  test('is renewed, expires, and can be asked for again when the page idles', async () => {
    await start({ policy: { ...fast, qrFirstMs: 400, qrNextMs: 200, qrCount: 3 } });
    const first = await client.next('qr');
    expect(first.split(',')).toHaveLength(5);
    const others = [await client.next('qr'), await client.next('qr')];
    expect(new Set([first, ...others]).size).toBe(3);
    await expect(emulator.control.scan({ qr: first, phone: ADA })).rejects.toThrow('This QR has expired');
    await expect(emulator.control.scan({ qr: 'x,1,2,3,4', phone: ADA })).rejects.toThrow(
      'This QR is unknown',
    );

    await client.until(async () => (await client.library.getState()) === ('UNPAIRED_IDLE' as never));
    expect((await emulator.control.state()).qrs).toEqual([]);
    await client.library.pupPage?.evaluate("require('WAWebCmd').Cmd.refreshQR()");
    await emulator.control.policy({ qrFirstMs: 60_000 });
    await client.next('qr');
  });

  test('begins with "undefined" when the page is too early', async () => {
    await start({ page: { stateBeforeRef: true }, policy: { holdRefs: true } });
    expect(await client.next('qr')).toMatch(/^undefined,/);
  });

  test('is scanned: progress, authenticated, ready', async () => {
    await start({ policy: { ...fast, progressSteps: 2 } });
    await emulator.control.scan({ qr: await client.next('qr'), phone: ADA });
    await client.next('loading_screen', (percent) => percent === 50);
    await client.next('loading_screen', (percent) => percent === 100);
    await client.next('authenticated');
    await client.next('ready');
    expect((await emulator.control.state()).devices).toMatchObject([
      { phone: ADA, connected: true, queue: 0 },
    ]);
  });

  test('is scanned, and the page reloads itself before it is ready', async () => {
    await start({ policy: slowSync, page: { reloadAfterPair: true } });
    const qr = await client.next('qr');
    // A QR is out before the library is done with the page; a reload in between makes `initialize` fail.
    await client.initialized;
    await emulator.control.scan({ qr, phone: ADA });
    await client.next('ready');
  });
});

describe('a pairing code', () => {
  test('is entered on the phone it was made for', async () => {
    await start({ policy: fast });
    await client.next('qr');
    const code = await client.library.requestPairingCode(ADA);
    expect(await client.next('code')).toBe(code);
    expect(code).toMatch(/^[1-9A-HJ-NP-TV-Z]{8}$/);
    await expect(emulator.control.enterCode({ code, phone: BOB })).rejects.toThrow(
      'for another phone number',
    );
    await emulator.control.enterCode({ code, phone: ADA });
    await client.next('ready');
  });

  test('may be refused', async () => {
    await start({ policy: { pairingCodeError: 'rate-overlimit' } });
    await client.next('qr');
    await expect(client.library.requestPairingCode(ADA)).rejects.toThrow('rate-overlimit');
  });
});

describe('a logout on the phone', () => {
  test('leads the page to a new QR, which can be scanned', async () => {
    await startLinked({ policy: slowSync });
    await emulator.control.phoneLogout({ phone: ADA });
    expect(await client.next('disconnected')).toBe('LOGOUT');
    expect((await emulator.control.state()).devices).toEqual([]);
    await emulator.control.scan({ qr: await client.next('qr'), phone: ADA });
    await client.next('ready');
  });

  test('may show as a state first', async () => {
    await startLinked({ policy: fast, page: { logoutStyle: 'state' } });
    await emulator.control.phoneLogout({ phone: ADA });
    expect(await client.next('disconnected')).toBe('UNPAIRED');
  });

  test('while the page is away makes the next start fail, and the one after it show a QR', async () => {
    await startLinked({ policy: fast });
    await client.stop();
    await emulator.control.phoneLogout({ phone: ADA });
    await client.restart();
    expect(String(await client.initialized)).toContain('Execution context was destroyed');
    await client.restart();
    await client.next('qr');
  });
});

test('logging out from the page removes the device and emits nothing', async () => {
  await startLinked({ policy: fast });
  await client.library.logout();
  expect((await emulator.control.state()).devices).toEqual([]);
  expect(client.others('disconnected')).toEqual([]);
});

const openSecondPage = async (): Promise<unknown> =>
  (await client.library.pupBrowser?.newPage())?.goto('https://web.whatsapp.com/');

test('a second page of the same login takes its place', async () => {
  await startLinked({ policy: fast });
  await openSecondPage();
  await client.next('change_state', (state) => state === 'CONFLICT');
  expect(await client.next('disconnected')).toBe('CONFLICT');
});

test('a client that is told to takes its place back', async () => {
  emulator = await startEmulator({ policy: fast });
  client = await startLinkedClient(emulator, ADA, { takeoverOnConflict: true, takeoverTimeoutMs: 100 });
  await openSecondPage();
  await client.next('change_state', (state) => state === 'CONFLICT');
  await client.next('change_state', (state) => state === 'CONNECTED');
});

test('a number that is banned is refused at once and at each start, and then no longer', async () => {
  await startLinked({ policy: fast });
  await emulator.control.refuse({ phone: ADA, reason: 'TOS_BLOCK' });
  expect(await client.next('disconnected')).toBe('TOS_BLOCK');
  client.relaunch();
  await client.until(async () => (await client.state()) === 'TOS_BLOCK');
  expect((await emulator.control.state()).devices).toMatchObject([{ connected: false }]);
  await emulator.control.refuse({ phone: ADA, reason: null });
  await client.restart();
  await client.next('ready');
});

test('the emulator itself restarts, and knows its devices', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'emulator-state-'));
  const statePath = join(folder, 'emulator.json');
  await startLinked({ policy: fast, statePath });
  await emulator.close();
  emulator = await startEmulator({ policy: fast, statePath });
  await client.library.sendMessage(`${BOB}@c.us`, 'Are you back?');
  await client.next('message_ack', ({ ack }) => ack === 3);
  await rm(folder, { recursive: true });
});

test('a login needs the marker in localStorage as well, unless storage is not strict', async () => {
  await startLinked({ policy: fast });
  await client.library.pupPage?.evaluate('localStorage.clear()');
  await client.restart();
  await client.next('qr');
  await emulator.control.page({ strictStorage: false });
  await client.restart();
  await client.next('ready');
});
