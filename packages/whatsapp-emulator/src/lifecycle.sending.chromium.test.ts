import { expect, test } from '@jest/globals';
import WhatsAppWeb, { type Message } from 'whatsapp-web.js';
import { file, smallPng } from './testing/pictures.ts';
import { ADA, BOB, bob, linkedSuite } from './testing/suite.ts';

const CARL = '4915100000003';
const carl = `${CARL}@c.us`;
const suite = linkedSuite();

/** Waits until the recipient has read it, and returns what the server took down of it. */
async function arrived(message: Message) {
  for (const ack of [1, 2, 3])
    await suite.client.next(
      'message_ack',
      (event) => event.message.id.id === message.id.id && event.ack === ack,
    );
  const [sent] = (await suite.emulator.control.sent()).filter(({ id }) => id === message.id.id);
  return sent;
}

test('text, announced before the call returns, with acks 1, 2 and 3', async () => {
  const message = await suite.client.library.sendMessage(bob, 'Look at https://example.org/a');
  expect(message).toMatchObject({
    type: 'chat',
    from: `${ADA}@c.us`,
    to: bob,
    ack: 0,
    body: 'Look at https://example.org/a',
  });
  expect(message.id._serialized).toBe(`true_${bob}_${message.id.id}`);
  expect(message.id.id).toMatch(/^3EB0[0-9A-F]{18}$/);
  expect(message.links).toMatchObject([{ link: 'https://example.org/a' }]);
  expect(suite.client.others('message_create').map(({ id }) => id.id)).toContain(message.id.id);
  expect(await arrived(message)).toMatchObject({ type: 'chat', from: ADA, to: BOB, arrivals: 1 });
});

test('image with caption, uploaded and downloaded again', async () => {
  const picture = smallPng();
  const message = await suite.client.library.sendMessage(bob, picture, { caption: 'Grey' });
  expect(message).toMatchObject({ type: 'image', hasMedia: true, body: 'Grey' });
  await suite.client.next('media_uploaded', ({ id }) => id.id === message.id.id);
  expect(await arrived(message)).toMatchObject({
    type: 'image',
    text: 'Grey',
    attrs: { mimetype: 'image/png', width: 8 },
  });
  expect((await message.downloadMedia()).data).toBe(picture.data);
});

test.each([
  ['video', file('video/mp4', 'film.mp4'), {}],
  ['audio', file('audio/mpeg', 'song.mp3'), {}],
  ['ptt', file('audio/ogg; codecs=opus', 'voice.ogg'), { sendAudioAsVoice: true }],
  ['document', file('application/pdf', 'paper.pdf'), {}],
  ['document', smallPng(), { sendMediaAsDocument: true }],
  ['sticker', smallPng(), { sendMediaAsSticker: true }],
])('%s', async (type, media, options) => {
  const message = await suite.client.library.sendMessage(bob, media, options);
  expect(message).toMatchObject({ type, hasMedia: true });
  const sent = await arrived(message);
  expect(sent?.type).toBe(type);
  const { data } = await suite.emulator.control.media({ directPath: String(sent?.attrs.directPath) });
  if (type !== 'sticker') expect(data).toBe(media.data);
});

test('a voice message is played: ack 4', async () => {
  const message = await suite.client.library.sendMessage(bob, file('audio/ogg', 'v.ogg'), {
    sendAudioAsVoice: true,
  });
  await arrived(message);
  await suite.emulator.control.ack({ id: message.id.id, ack: 4 });
  await suite.client.next('message_ack', ({ ack }) => ack === 4);
});

test('location, poll, contact and contacts', async () => {
  const { Location, Poll } = WhatsAppWeb;
  const location = await suite.client.library.sendMessage(
    bob,
    new Location(52.5, 13.4, { name: 'Here', address: 'Street 1' }),
  );
  expect(await arrived(location)).toMatchObject({
    type: 'location',
    attrs: { lat: 52.5, lng: 13.4, loc: 'Here\nStreet 1' },
  });
  const poll = await suite.client.library.sendMessage(bob, new Poll('Lunch?', ['Yes', 'No']));
  expect(await arrived(poll)).toMatchObject({
    type: 'poll_creation',
    text: 'Lunch?',
    attrs: { pollOptions: [{ name: 'Yes' }, { name: 'No' }] },
  });
  const contact = await suite.client.library.getContactById(bob);
  const card = await suite.client.library.sendMessage(carl, contact);
  expect(await arrived(card)).toMatchObject({ type: 'vcard', text: expect.stringContaining('FN:Bob') });
  const cards = await suite.client.library.sendMessage(carl, [contact, contact]);
  expect((await arrived(cards))?.type).toBe('multi_vcard');
  const text = await suite.client.library.sendMessage(carl, 'BEGIN:VCARD\nVERSION:3.0\nFN:Dora\nEND:VCARD');
  expect(await arrived(text)).toMatchObject({ type: 'vcard', attrs: { vcardFormattedName: 'Dora' } });
});

test('reply, mention and forward', async () => {
  const { id } = await suite.emulator.control.incoming({ to: ADA, from: BOB, text: 'A question' });
  const question = await suite.client.next('message', (message) => message.id.id === id);
  const reply = await question.reply('An answer');
  expect(reply.hasQuotedMsg).toBe(true);
  expect(await reply.getQuotedMessage()).toMatchObject({ body: 'A question' });
  expect(await arrived(reply)).toMatchObject({
    attrs: { quotedStanzaID: id, quotedMsg: { body: 'A question' } },
  });
  const mention = await suite.client.library.sendMessage(bob, `Ask @${CARL}`, { mentions: [carl] });
  expect((await arrived(mention))?.attrs.mentionedJidList).toEqual([{ $wid: carl }]);
  await question.forward(carl);
  const forwarded = await suite.client.next('message_create', ({ isForwarded }) => isForwarded);
  expect(await arrived(forwarded)).toMatchObject({
    to: CARL,
    text: 'A question',
    attrs: { forwardingScore: 1 },
  });
});

test('reaction, edit, delete for everyone and for me', async () => {
  const message = await suite.client.library.sendMessage(bob, 'A tyop');
  await arrived(message);
  await message.react('👍');
  expect(await suite.client.next('message_reaction')).toMatchObject({
    reaction: '👍',
    senderId: `${ADA}@c.us`,
  });
  expect(await message.edit('A typo')).toMatchObject({ body: 'A typo' });
  expect(await suite.client.next('message_edit')).toMatchObject({ now: 'A typo', before: 'A tyop' });
  await message.delete(true);
  expect((await suite.client.next('message_revoke_everyone')).after.id.id).toBe(message.id.id);
  const [sent] = await suite.emulator.control.sent({ text: 'A tyop' });
  expect(sent).toMatchObject({ edits: [{ text: 'A typo' }], revoked: true, reactions: [{ text: '👍' }] });
  expect(await suite.emulator.control.messages({ phone: BOB, chat: ADA })).toContainEqual(
    expect.objectContaining({ id: message.id.id, type: 'revoked' }),
  );

  const other = await suite.client.library.sendMessage(bob, 'Between us');
  await arrived(other);
  await other.delete(false);
  expect((await suite.client.next('message_revoke_me')).id.id).toBe(other.id.id);
  expect(await suite.client.library.getMessageById(other.id._serialized)).toBeNull();
  expect((await suite.emulator.control.messages({ phone: BOB, chat: ADA })).map(({ id }) => id)).toContain(
    other.id.id,
  );
});

test('a message to oneself', async () => {
  const message = await suite.client.library.sendMessage(`${ADA}@c.us`, 'Note');
  expect(message.id._serialized).toBe(`true_${ADA}@c.us_${message.id.id}_out`);
});

test('the page has every module that was asked for', async () => {
  expect((await suite.emulator.control.state()).missing).toEqual([]);
});
