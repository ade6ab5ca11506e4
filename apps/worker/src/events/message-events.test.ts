import { describe, expect, test } from '@jest/globals';
import { EVENTS } from '@wagw/shared/events/catalogue';
import { type LidMap, NOBODY } from '@wagw/shared/numbers/chat-names';
import { engineMessage, refOf } from '../testing/engine-messages.ts';
import { messageEvents, peopleIn } from './message-events.ts';
import type { NamedEvent } from './named-event.ts';

const MINE = refOf('A1', true);
const THEIRS = refOf('B1', false);
const ANA = '98765432101234@lid';

const received = engineMessage('B1', { author: '5511900000000@c.us', senderName: 'Ana', isGroup: true });
const sent = engineMessage('A1', { fromMe: true });
const rich = engineMessage('B3', {
  type: 'image',
  hasMedia: true,
  media: { mimetype: 'image/png', bytes: 5, filename: 'a.png', seconds: 2.5, isGif: false },
  quoted: { id: 'A1', author: ANA },
  mentions: [ANA, '5511900000000@c.us'],
  location: { latitude: -23.5, longitude: -46.6, name: 'Sé', address: 'São Paulo' },
  contacts: ['BEGIN:VCARD'],
  poll: { question: 'Quando?', options: ['Hoje', 'Amanhã'], allowMultiple: false },
});

test.each<[string, NamedEvent[]]>([
  ['a received message', messageEvents(received, undefined, NOBODY)],
  ['a message written on the phone', messageEvents(sent, undefined, NOBODY)],
  ['a message sent through the gateway', messageEvents(sent, 'msg_1', NOBODY)],
  ['a message of all kinds at once', messageEvents(rich, undefined, NOBODY)],
  [
    'an answer to nobody known',
    messageEvents(engineMessage('B4', { quoted: { id: 'A1' } }), undefined, NOBODY),
  ],
])('%s becomes events of the catalogue, with no field missing and none too many', (_what, events) => {
  expect(events.length).toBeGreaterThan(0);
  for (const { body } of events) {
    expect(EVENTS[body.event].data.strict().parse(body.data)).toEqual(body.data);
  }
});

describe('a received message', () => {
  test('is told of as message and then as message_create, with everything that is known', () => {
    const [message, create] = messageEvents(received, undefined, NOBODY);
    const fields = {
      from: received.from,
      to: received.to,
      body: 'Bom dia!',
      timestamp: received.timestamp,
      chatId: received.ref.chat,
      type: 'chat',
      hasMedia: false,
      isGroup: true,
      isStatus: false,
      isForwarded: false,
      author: '5511900000000@c.us',
      senderName: 'Ana',
      phone: '5511987654321',
      lid: null,
      chatKey: '5511987654321@c.us',
      fromPhone: '5511987654321',
      fromLid: null,
      toPhone: '5511912345678',
      toLid: null,
      authorPhone: '5511900000000',
      authorLid: null,
    };
    expect(message?.body).toEqual({
      event: 'message',
      data: { messageId: THEIRS.serialized, ...fields },
    });
    expect(create?.body).toEqual({
      event: 'message_create',
      data: { id: THEIRS.serialized, ...fields, fromMe: false, gatewayMessageId: null },
    });
  });

  test('without author and name has no such fields', () => {
    const [message] = messageEvents(engineMessage('B1'), undefined, NOBODY);
    expect(Object.keys(message?.body.data ?? {})).not.toEqual(expect.arrayContaining(['author']));
    expect(Object.keys(message?.body.data ?? {})).not.toEqual(expect.arrayContaining(['senderName']));
  });
});

test('everybody in a message is named by phone number and LID, whichever of them WhatsApp used', () => {
  const lids = {
    phoneOfLid: new Map([
      ['98765432101234', '5511987654321'],
      ['11112222333344', '5511912345678'],
    ]),
    lidOfPhone: new Map<string, string>(),
    chatKeyOfLid: new Map<string, string>(),
  };
  const byLid = engineMessage('B1', {
    ref: refOf('B1', false, '98765432101234@lid'),
    from: '98765432101234@lid',
    to: '11112222333344@lid',
  });
  const inGroup = engineMessage('B2', {
    ref: refOf('B2', false, '120363041234567890@g.us'),
    isGroup: true,
    from: '120363041234567890@g.us',
    author: '98765432101234@lid',
  });
  const [message, create] = messageEvents(byLid, undefined, lids);
  const ana = { phone: '5511987654321', lid: '98765432101234@lid', chatKey: '5511987654321@c.us' };
  const sides = {
    fromPhone: ana.phone,
    fromLid: ana.lid,
    toPhone: '5511912345678',
    toLid: '11112222333344@lid',
  };
  for (const event of [message, create]) {
    expect(event?.body.data).toMatchObject({ from: ana.lid, chatId: ana.lid, ...ana, ...sides });
  }
  expect(messageEvents(inGroup, undefined, lids)[0]?.body.data).toMatchObject({
    phone: null,
    lid: null,
    chatKey: '120363041234567890@g.us',
    fromPhone: null,
    authorPhone: ana.phone,
    authorLid: ana.lid,
  });
});

test('an own message is told of as message_create alone, with our id where it is ours', () => {
  const [created, ...more] = messageEvents(sent, 'msg_1', NOBODY);
  expect(more).toEqual([]);
  expect(created?.body).toMatchObject({
    event: 'message_create',
    data: { id: MINE.serialized, fromMe: true, gatewayMessageId: 'msg_1' },
  });
});

test('what a message has beside a text is told, with both names of those whom it mentions or quotes', () => {
  const lids: LidMap = { ...NOBODY, phoneOfLid: new Map([['98765432101234', '5511987654321']]) };
  const ana = { phone: '5511987654321', lid: ANA, chatKey: '5511987654321@c.us' };
  const { media, location, contacts, poll } = rich;
  for (const { body } of messageEvents(rich, undefined, lids)) {
    expect(body.data).toMatchObject({
      media,
      location,
      contacts,
      poll,
      quoted: { id: 'A1', author: ANA, authorPhone: ana.phone, authorLid: ana.lid },
      mentions: [
        { id: ANA, ...ana },
        { id: '5511900000000@c.us', phone: '5511900000000', lid: null },
      ],
    });
  }
  expect(peopleIn(rich)).toEqual([rich.ref.chat, rich.from, rich.to, ANA, ANA, '5511900000000@c.us']);
});

describe('the name of what happened', () => {
  const names = (message: Parameters<typeof messageEvents>[0]) =>
    messageEvents(message, undefined, NOBODY).map(({ once }) => once);

  test('is the same when a chat is called by number at one time and by lid at another', () => {
    const byLid = engineMessage('B1', { ref: refOf('B1', false, ANA) });
    expect(names(byLid)).toEqual(names(received));
    // An edit changes the text, and not which message it is.
    expect(names({ ...received, body: 'Boa tarde', editedAtMs: 5 })).toEqual(names(received));
  });

  test('differs for all that differs', () => {
    const all = [received, engineMessage('B2'), engineMessage('B1', { fromMe: true })].flatMap(names);
    expect(all).not.toContain(undefined);
    expect(new Set(all).size).toBe(all.length);
  });
});
