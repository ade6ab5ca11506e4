import { expect, test } from '@jest/globals';
import type { Message } from 'whatsapp-web.js';
import type { Emulator } from './emulator.ts';
import { startLinkedClient } from './testing/client.ts';
import { ADA, BOB, bob, linkedSuite } from './testing/suite.ts';

const suite = linkedSuite();

type Incoming = Parameters<Emulator['control']['incoming']>[0];

type Media = NonNullable<Incoming['media']>;

async function receive(options: Partial<Incoming>): Promise<Message> {
  const { id } = await suite.emulator.control.incoming({ to: ADA, from: BOB, ...options });
  return suite.client.next('message', (message) => message.id.id === id);
}

test('text, with the chat it is in and the contact who wrote it', async () => {
  const message = await receive({ text: 'Hello' });
  expect(message).toMatchObject({ from: bob, to: `${ADA}@c.us`, type: 'chat', body: 'Hello', fromMe: false });
  expect(message.id._serialized).toBe(`false_${bob}_${message.id.id}`);
  expect((await suite.client.next('unread_count')).unreadCount).toBe(1);
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
  await suite.emulator.control.vote({ phone: BOB, id: poll.id.id, options: ['No'] });
  expect((await suite.client.next('vote_update')).selectedOptions).toMatchObject([{ name: 'No' }]);
  await poll.vote(['Yes']);
  expect(await suite.client.next('vote_update')).toMatchObject({
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
  await suite.emulator.control.edit({ phone: BOB, id: message.id.id, text: 'A typo' });
  expect(await suite.client.next('message_edit')).toMatchObject({ now: 'A typo', before: 'A tyop' });
  await suite.emulator.control.react({ phone: BOB, id: message.id.id, emoji: '🎉' });
  expect(await suite.client.next('message_reaction')).toMatchObject({
    reaction: '🎉',
    senderId: bob,
    msgId: { id: message.id.id },
  });
  await message.reload();
  expect(await message.getReactions()).toMatchObject([{ id: '🎉', senders: [{ senderId: bob }] }]);
  await suite.emulator.control.revoke({ phone: BOB, id: message.id.id });
  const { after, before } = await suite.client.next('message_revoke_everyone');
  expect([after.type, before?.body]).toEqual(['revoked', 'A typo']);
});

test('a message that can be read only later', async () => {
  const { id } = await suite.emulator.control.ciphertext({ to: ADA, from: BOB });
  expect((await suite.client.next('message_ciphertext')).id.id).toBe(id);
  await suite.emulator.control.decrypt({ phone: ADA, id, text: 'Now you see me' });
  expect(await suite.client.next('message', (message) => message.id.id === id)).toMatchObject({
    body: 'Now you see me',
  });
});

test('a message that the account sends from its phone', async () => {
  const { id } = await suite.emulator.control.incoming({ from: ADA, to: BOB, text: 'From my phone' });
  const message = await suite.client.next('message_create', (created) => created.id.id === id);
  expect(message).toMatchObject({ fromMe: true, to: bob });
  expect(suite.client.others('message').map((received) => received.id.id)).not.toContain(id);
});

test('a message deleted on the phone, for its owner only', async () => {
  const message = await receive({ text: 'Too much' });
  await suite.emulator.control.delete({ phone: ADA, id: message.id.id });
  expect((await suite.client.next('message_revoke_me')).id.id).toBe(message.id.id);
});

test('battery and calls', async () => {
  await suite.emulator.control.battery({ phone: ADA, battery: 17, plugged: true });
  expect(await suite.client.next('change_battery', ({ battery }) => battery === 17)).toEqual({
    battery: 17,
    plugged: true,
  });
  const { id } = await suite.emulator.control.call({ to: ADA, from: BOB, isVideo: true });
  const call = await suite.client.next('call');
  expect(call).toMatchObject({ id, from: bob, isVideo: true });
  await call.reject();
  expect((await suite.emulator.control.state()).rejectedCalls).toEqual([id]);
});

test('two accounts, each with a linked device, write to each other', async () => {
  const other = await startLinkedClient(suite.emulator, BOB);
  const question = await suite.client.library.sendMessage(bob, 'Are you real?');
  const received = await other.next('message', (message) => message.id.id === question.id.id);
  expect(received).toMatchObject({ from: `${ADA}@c.us`, body: 'Are you real?' });
  const answer = await received.reply('As real as you');
  expect(await suite.client.next('message', ({ id }) => id.id === answer.id.id)).toMatchObject({
    from: bob,
    hasQuotedMsg: true,
  });
  await other.dispose();
});
