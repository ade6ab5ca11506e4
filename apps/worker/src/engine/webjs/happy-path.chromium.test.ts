import { afterAll, beforeAll, expect, it, jest } from '@jest/globals';
import { isGroupAlive } from './process-group.ts';
import { friend, friendChat, messageId, type Stage, setStage } from './testing/linked-session.ts';
import { sendText } from './testing/texts.ts';

jest.setTimeout(60_000);

const phone = '4915100000001';
let stage: Stage;

beforeAll(async () => {
  stage = await setStage();
  await stage.emulator.control.account({ phone, name: 'Ada' });
});

afterAll(async () => {
  await stage.close();
});

it('links by QR code, sends, receives, stops, and starts again without a QR code', async () => {
  const { emulator, worker } = stage;
  const { engine, history } = await worker.start();

  const { qr, expiresAt } = await history.next('qr');
  expect(expiresAt).toBeGreaterThan(Date.now() + 50_000);
  await emulator.control.scan({ qr, phone });
  expect(await history.next('ready')).toMatchObject({ account: { phone, name: 'Ada' } });

  const id = messageId();
  const sent = await sendText(engine, { chat: friendChat, text: 'Good morning', id, linkPreview: false });
  expect(sent).toEqual({
    outcome: 'sent',
    ref: { serialized: `true_${friendChat}_${id}`, id, chat: friendChat },
    ack: expect.any(Number),
  });
  await history.next('ack', ({ ack }) => ack === 3);
  expect(history.of('ack').map(({ ack }) => ack)).toEqual([1, 2, 3]);
  expect(await emulator.control.sent()).toMatchObject([{ id, to: friend, text: 'Good morning' }]);

  await emulator.control.incoming({ to: phone, from: friend, text: 'And to you' });
  expect(await history.next('message', ({ message }) => !message.fromMe)).toMatchObject({
    message: { from: friendChat, body: 'And to you', type: 'chat', hasMedia: false },
  });
  expect(history.of('message').map(({ message }) => [message.fromMe, message.body])).toEqual([
    [true, 'Good morning'],
    [false, 'And to you'],
  ]);

  const group = await worker.browserGroup();
  await engine.stop();
  expect(history.events.at(-1)).toMatchObject({ type: 'ended', reason: 'stopped' });
  expect(await isGroupAlive(group ?? 0)).toBe(false);

  const again = await worker.start();
  await again.history.next('ready');
  expect(again.history.of('qr')).toEqual([]);
  expect(await again.engine.find(id, [friendChat])).toMatchObject({
    found: 'yes',
    message: { body: 'Good morning', ack: 3 },
  });
  expect(await again.engine.find(messageId(), [friendChat])).toEqual({ found: 'no' });
  const { messages: missed } = await again.engine.messagesSince(Math.floor(Date.now() / 1000) - 60);
  expect(missed.map(({ body }) => body)).toEqual(['Good morning', 'And to you']);
});
