import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Emulator, startEmulator } from './emulator.ts';
import { startClient, type TestClient } from './testing/client.ts';

let emulator: Emulator;
let client: TestClient;

beforeAll(async () => {
  emulator = await startEmulator();
  client = await startClient(emulator);
});

afterAll(async () => {
  await client.dispose();
  await emulator.close();
});

test('a phone scans the QR, texts go both ways, and a restart needs no QR', async () => {
  const phone = '4915100000001';
  const friend = '4915100000002';
  await emulator.control.account({ phone, name: 'Ada' });
  await emulator.control.scan({ qr: await client.next('qr'), phone });
  await client.next('ready');
  expect(client.library.info.wid._serialized).toBe(`${phone}@c.us`);

  const sent = await client.library.sendMessage(`${friend}@c.us`, 'Good morning');
  for (const ack of [1, 2, 3]) {
    const event = await client.next('message_ack');
    expect([event.message.id.id, event.ack]).toEqual([sent.id.id, ack]);
  }
  expect(await emulator.control.sent()).toMatchObject([
    { id: sent.id.id, to: friend, text: 'Good morning', arrivals: 1 },
  ]);

  await emulator.control.incoming({ to: phone, from: friend, text: 'And to you' });
  expect(await client.next('message')).toMatchObject({ from: `${friend}@c.us`, body: 'And to you' });

  await client.restart();
  await client.next('ready');
  expect(client.others('qr')).toEqual([]);
  expect((await emulator.control.state()).missing).toEqual([]);
});
