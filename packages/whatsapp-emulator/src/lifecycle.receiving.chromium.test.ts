import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { Message } from 'whatsapp-web.js';
import { type Emulator, startEmulator } from './emulator.ts';
import { startLinkedClient, type TestClient } from './testing/client.ts';

jest.setTimeout(30_000);

const ADA = '4915100000001';
const BOB = '4915100000002';
const bob = `${BOB}@c.us`;

let emulator: Emulator;
let client: TestClient;

beforeAll(async () => {
  emulator = await startEmulator({ policy: { ackMs: 5, syncMs: 800 } });
  await emulator.control.account({ phone: BOB, name: 'Bob' });
  client = await startLinkedClient(emulator, ADA);
});

afterAll(async () => {
  await client.dispose();
  await emulator.close();
});

type Incoming = Parameters<Emulator['control']['incoming']>[0];

type Media = NonNullable<Incoming['media']>;

async function receive(options: Partial<Incoming>): Promise<Message> {
  const { id } = await emulator.control.incoming({ to: ADA, from: BOB, ...options });
  return client.next('message', (message) => message.id.id === id);
}

test('text, with the chat it is in and the contact who wrote it', async () => {
  const message = await receive({ text: 'Hello' });
  expect(message).toMatchObject({ from: bob, to: `${ADA}@c.us`, type: 'chat', body: 'Hello', fromMe: false });
  expect(message.id._serialized).toBe(`false_${bob}_${message.id.id}`);
  expect((await client.next('unread_count')).unreadCount).toBe(1);
  expect(await message.getChat()).toMatchObject({ name: 'Bob', isGroup: false });
  expect(await message.getContact()).toMatchObject({ number: BOB, pushname: 'Bob' });
});

test.each([
  ['image', { mimetype: 'image/jpeg', caption: 'A picture' }],
  ['video', { mimetype: 'video/mp4' }],
  ['audio', { mimetype: 'audio/mpeg' }],
  ['ptt', { mimetype: 'audio/ogg', as: 'ptt' as const }],
  ['document', { mimetype: 'application/pdf', filename: 'paper.pdf' }],
  ['sticker', { mimetype: 'image/webp', as: 'sticker' as const }],
])('%s', async (type, media: Media) => {
  const data = Buffer.from(`bytes of a ${type}`).toString('base64');
  const message = await receive({ media: { ...media, data } });
  expect(message).toMatchObject({ type, hasMedia: true, body: media.caption ?? '' });
  expect(await message.downloadMedia()).toMatchObject({ data, mimetype: media.mimetype });
});

test('location, poll with votes, contact, quote and mention', async () => {
  const location = await receive({ location: { latitude: 1.5, longitude: 2.5, name: 'There' } });
  expect(location.location).toMatchObject({ latitude: 1.5, longitude: 2.5, name: 'There' });

  const poll = await receive({ poll: { name: 'Lunch?', options: ['Yes', 'No'] } });
  expect(poll).toMatchObject({ type: 'poll_creation', pollName: 'Lunch?' });
  await emulator.control.vote({ phone: BOB, id: poll.id.id, options: ['No'] });
  expect((await client.next('vote_update')).selectedOptions).toMatchObject([{ name: 'No' }]);
  await poll.vote(['Yes']);
  expect(await client.next('vote_update')).toMatchObject({
    selectedOptions: [{ name: 'Yes' }],
    parentMessage: { body: 'Lunch?' },
  });
  expect((await poll.getPollVotes()).map(({ selectedOptions }) => selectedOptions[0]?.name).sort()).toEqual([
    'No',
    'Yes',
  ]);

  expect((await receive({ vcard: 'BEGIN:VCARD\nFN:Dora\nEND:VCARD' })).vCards).toHaveLength(1);
  const answer = await receive({
    text: `@${ADA}, see above`,
    quote: location.id.id,
    mentions: [ADA],
    forwarded: true,
  });
  expect(answer).toMatchObject({ hasQuotedMsg: true, isForwarded: true });
  expect(JSON.stringify(answer.mentionedIds)).toContain(ADA);
  expect((await answer.getQuotedMessage()).id.id).toBe(location.id.id);
});

test('edit, reaction, revoke', async () => {
  const message = await receive({ text: 'A tyop' });
  await emulator.control.edit({ phone: BOB, id: message.id.id, text: 'A typo' });
  expect(await client.next('message_edit')).toMatchObject({ now: 'A typo', before: 'A tyop' });
  await emulator.control.react({ phone: BOB, id: message.id.id, emoji: '🎉' });
  expect(await client.next('message_reaction')).toMatchObject({
    reaction: '🎉',
    senderId: bob,
    msgId: { id: message.id.id },
  });
  await message.reload();
  expect(await message.getReactions()).toMatchObject([{ id: '🎉', senders: [{ senderId: bob }] }]);
  await emulator.control.revoke({ phone: BOB, id: message.id.id });
  const { after, before } = await client.next('message_revoke_everyone');
  expect([after.type, before?.body]).toEqual(['revoked', 'A typo']);
});

test('a message that can be read only later', async () => {
  const { id } = await emulator.control.ciphertext({ to: ADA, from: BOB });
  expect((await client.next('message_ciphertext')).id.id).toBe(id);
  await emulator.control.decrypt({ phone: ADA, id, text: 'Now you see me' });
  expect(await client.next('message', (message) => message.id.id === id)).toMatchObject({
    body: 'Now you see me',
  });
});

test('a message that the account sends from its phone', async () => {
  const { id } = await emulator.control.incoming({ from: ADA, to: BOB, text: 'From my phone' });
  const message = await client.next('message_create', (created) => created.id.id === id);
  expect(message).toMatchObject({ fromMe: true, to: bob });
  expect(client.others('message').map((received) => received.id.id)).not.toContain(id);
});

test('a message deleted on the phone, for its owner only', async () => {
  const message = await receive({ text: 'Too much' });
  await emulator.control.delete({ phone: ADA, id: message.id.id });
  expect((await client.next('message_revoke_me')).id.id).toBe(message.id.id);
});

test('battery and calls', async () => {
  await emulator.control.battery({ phone: ADA, battery: 17, plugged: true });
  expect(await client.next('change_battery', ({ battery }) => battery === 17)).toEqual({
    battery: 17,
    plugged: true,
  });
  const { id } = await emulator.control.call({ to: ADA, from: BOB, isVideo: true });
  const call = await client.next('call');
  expect(call).toMatchObject({ id, from: bob, isVideo: true });
  await call.reject();
  expect((await emulator.control.state()).rejectedCalls).toEqual([id]);
});

test('two accounts, each with a linked device, write to each other', async () => {
  const other = await startLinkedClient(emulator, BOB);
  const question = await client.library.sendMessage(bob, 'Are you real?');
  const received = await other.next('message', (message) => message.id.id === question.id.id);
  expect(received).toMatchObject({ from: `${ADA}@c.us`, body: 'Are you real?' });
  const answer = await received.reply('As real as you');
  expect(await client.next('message', ({ id }) => id.id === answer.id.id)).toMatchObject({
    from: bob,
    hasQuotedMsg: true,
  });
  await other.dispose();
});
