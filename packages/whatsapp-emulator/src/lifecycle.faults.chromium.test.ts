import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from './emulator.ts';
import { defaultPageSwitches, defaultPolicy } from './protocol/switches.ts';
import { startLinkedClient, type TestClient } from './testing/client.ts';
import { smallPng } from './testing/pictures.ts';
import { ADA, BOB, bob } from './testing/suite.ts';

const policy = { ...defaultPolicy, ackMs: 5, syncMs: 800 };
/** The browser is killed here sooner after the pairing than Chromium writes localStorage down. */
const page = { ...defaultPageSwitches, strictStorage: false };

let emulator: Emulator;
let client: TestClient;

beforeAll(async () => {
  emulator = await startEmulator({ policy, page });
  client = await startLinkedClient(emulator, ADA);
});

beforeEach(async () => {
  await emulator.control.policy(policy);
  await emulator.control.page(page);
  await emulator.control.clearSent();
});

afterAll(async () => {
  await client.dispose();
  await emulator.close();
});

describe('the network', () => {
  test('drops: the page reconnects, and what was said meanwhile arrives both ways', async () => {
    await emulator.control.incoming({ to: ADA, from: BOB, text: 'Hi' });
    await client.next('message');
    await emulator.control.drop({ phone: ADA, ms: 1500 });
    const message = await client.library.sendMessage(bob, 'Into the tunnel');
    expect(message.ack).toBe(0);
    await emulator.control.incoming({ to: ADA, from: BOB, text: 'Hello?' });
    expect((await emulator.control.state()).devices).toMatchObject([{ connected: false, queue: 1 }]);
    await client.next('change_state', (state) => state === 'OPENING');
    await client.next('change_state', (state) => state === 'CONNECTED');
    expect((await client.next('message')).body).toBe('Hello?');
    await client.next('message_ack', ({ ack }) => ack === 3);
    expect(await emulator.control.sent()).toMatchObject([{ id: message.id.id, arrivals: 1 }]);
    await client.until(async () => (await emulator.control.state()).devices[0]?.queue === 0);
  });

  test('is down for everybody', async () => {
    await emulator.control.drop({ ms: 300 });
    await client.next('change_state', (state) => state === 'CONNECTED');
  });
});

describe('a send', () => {
  test('that is accepted without an ack leaves again with the same id, and is dropped as a repeat', async () => {
    await emulator.control.policy({ dropAcks: 1 });
    const message = await client.library.sendMessage(bob, 'Did you get that?');
    await client.until(async () => (await emulator.control.sent()).length === 1);
    expect((await client.library.getMessageById(message.id._serialized)).ack).toBe(0);
    await emulator.control.drop({ phone: ADA });
    await client.next('message_ack', (event) => event.message.id.id === message.id.id && event.ack === 3);
    expect(await emulator.control.sent()).toMatchObject([{ id: message.id.id, arrivals: 2 }]);
    const received = await emulator.control.messages({ phone: BOB, chat: ADA });
    expect(received.filter(({ id }) => id === message.id.id)).toHaveLength(1);
  });

  test('that is lost leaves again after the browser was killed', async () => {
    await emulator.control.policy({ dropSends: 1 });
    const message = await client.library.sendMessage(bob, 'From an earlier life');
    await client.kill();
    await client.restart();
    await client.next('ready');
    await client.until(async () => (await emulator.control.sent()).length === 1);
    expect(await emulator.control.sent()).toMatchObject([
      { id: message.id.id, text: 'From an earlier life', arrivals: 1 },
    ]);
    expect(await client.library.getMessageById(message.id._serialized)).toMatchObject({
      body: 'From an earlier life',
    });
  });

  test('is lost for good when the outbox is not kept', async () => {
    await emulator.control.page({ outboxPersist: false });
    await client.restart();
    await client.next('ready');
    await emulator.control.policy({ dropSends: 1 });
    const message = await client.library.sendMessage(bob, 'Gone');
    await client.restart();
    await client.next('ready');
    expect(await client.library.getMessageById(message.id._serialized)).toBeNull();
    expect(await emulator.control.sent()).toEqual([]);
  });

  test('that is refused shows ack −1', async () => {
    await emulator.control.policy({ failSends: 1 });
    const message = await client.library.sendMessage(bob, 'No');
    expect((await client.next('message_ack')).ack).toBe(-1);
    expect((await client.library.getMessageById(message.id._serialized)).ack).toBe(-1);
  });

  test('can be awaited until the server has it', async () => {
    const message = await client.library.sendMessage(bob, 'Sure?', { waitUntilMsgSent: true });
    expect(message.ack).toBe(1);
  });

  test('of a medium fails when its upload does', async () => {
    await emulator.control.policy({ mediaUploadFail: 1, mediaUploadMs: 50 });
    await expect(client.library.sendMessage(bob, smallPng())).rejects.toThrow('upload failed');
    expect(await emulator.control.sent()).toEqual([]);
  });

  test('may stay at the server’s ack until it is told', async () => {
    await emulator.control.policy({ ackMs: [5] });
    const { id } = await client.library.sendMessage(bob, 'Left on one tick');
    await client.next('message_ack', ({ message, ack }) => message.id.id === id.id && ack === 1);
    await emulator.control.seen({ phone: BOB, chat: ADA });
    await client.next('message_ack', ({ message, ack }) => message.id.id === id.id && ack === 3);
  });

  test('to a number without WhatsApp goes nowhere, or throws', async () => {
    await client.library.sendMessage('4915100000404@c.us', 'Anybody?');
    await client.next('message_ack', ({ message, ack }) => message.body === 'Anybody?' && ack === 1);
    await emulator.control.page({ rejectUnknown: true });
    await client.restart();
    await client.next('ready');
    await expect(client.library.sendMessage('4915100001404@c.us', 'Nobody')).rejects.toThrow(
      'No LID for user',
    );
  });
});

describe('a query', () => {
  test('may be slow, or never answered', async () => {
    await emulator.control.policy({ rpcDelayMs: 100, rpcHang: ['contact'] });
    const start = Date.now();
    expect(await client.library.isRegisteredUser(BOB)).toBe(true);
    expect(Date.now() - start).toBeGreaterThanOrEqual(100);
    const about = client.library.pupPage?.evaluate(
      "Promise.race([require('WAWebContactStatusBridge').getStatus({ wid: '4915100000002@c.us' }), new Promise((r) => setTimeout(r, 300, 'hangs'))])",
    );
    expect(await about).toBe('hangs');
  });
});

describe('what waits for a device', () => {
  test('is in the store before the library listens, and so never announced', async () => {
    await client.stop();
    await emulator.control.incoming({ to: ADA, from: BOB, text: 'While you were away' });
    await client.restart();
    await client.next('ready');
    expect((await emulator.control.state()).devices).toMatchObject([{ queue: 0 }]);
    expect(client.others('message')).toEqual([]);
    const chat = await client.library.getChatById(bob);
    expect((await chat.fetchMessages({ limit: 1 }))[0]?.body).toBe('While you were away');
  });

  test('stays in its queue while the page never says that it has it', async () => {
    await client.stop();
    await emulator.control.incoming({ to: ADA, from: BOB, text: 'Patience' });
    await emulator.control.policy({ noSync: true, offlineDelivery: 'afterSync' });
    await client.restart();
    await client.until(async () => (await client.state()) === 'CONNECTED');
    expect((await emulator.control.state()).devices).toMatchObject([{ queue: 1 }]);
    expect(client.others('ready')).toEqual([]);
    await emulator.control.policy({ noSync: false });
    await emulator.control.drop({ phone: ADA });
    await client.next('ready');
    await client.until(async () => (await emulator.control.state()).devices[0]?.queue === 0);
  });
});

describe('the page', () => {
  test('shakes: an iframe, a new address, the end of its synchronisation', async () => {
    await emulator.control.frame({ phone: ADA, jolt: { action: 'toggleSynced' } });
    expect([await client.next('ready'), await client.next('ready')]).toEqual([true, true]);
    await emulator.control.frame({ phone: ADA, jolt: { action: 'iframe' } });
    await emulator.control.frame({ phone: ADA, jolt: { action: 'pushState', url: '/somewhere' } });
    await client.until(async () => client.library.pupPage?.url() === 'https://web.whatsapp.com/somewhere');
    await client.hookedIn();
    await emulator.control.frame({ phone: ADA, jolt: { action: 'state', state: 'TIMEOUT' } });
    await client.next('change_state', (state) => state === 'TIMEOUT');
  });

  test('forgets who listens to its messages: nothing is announced, though all of it is there', async () => {
    await emulator.control.frame({ phone: ADA, jolt: { action: 'deafen' } });
    const { id } = await emulator.control.incoming({ to: ADA, from: BOB, text: 'Unheard' });
    await client.until(async () => (await client.library.getMessageById(`false_${bob}_${id}`)) !== null);
    expect(client.others('message').filter((message) => message.id.id === id)).toEqual([]);
  });

  test('reloads, and is ready again', async () => {
    await emulator.control.policy({ syncMs: 1500 });
    await emulator.control.frame({ phone: ADA, jolt: { action: 'reload' } });
    await client.next('ready');
  });

  test('does not come, or never connects', async () => {
    const stuck = async (change: () => Promise<unknown>, shows: () => Promise<boolean>): Promise<void> => {
      await client.kill();
      await emulator.control.policy(policy);
      await emulator.control.page(page);
      await change();
      client.relaunch();
      await client.until(shows);
      expect(client.others('ready')).toEqual([]);
    };
    const opening = async (): Promise<boolean> => (await client.state()) === 'OPENING';
    await stuck(() => emulator.control.page({ neverConnect: true }), opening);
    await stuck(() => emulator.control.policy({ noWelcome: true }), opening);
    await stuck(() => emulator.control.policy({ refuseWs: true }), opening);
    await stuck(
      () => emulator.control.policy({ httpHang: true }),
      async () => client.library.pupPage?.url() === 'about:blank',
    );
    await stuck(
      () => emulator.control.policy({ httpStatus: 503 }),
      async () => (await client.pageText()) === 'Status 503',
    );
  });
});
