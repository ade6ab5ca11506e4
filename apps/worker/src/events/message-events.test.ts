import { describe, expect, test } from '@jest/globals';
import { EVENTS } from '@wagw/shared/events/catalogue';
import { NOBODY } from '@wagw/shared/numbers/chat-names';
import { engineMessage, refOf } from '../testing/engine-messages.ts';
import { ackEvent, editEvent, messageEvents, type NamedEvent, revokeEvent } from './message-events.ts';

const MINE = refOf('A1', true);
const THEIRS = refOf('B1', false);

const received = engineMessage('B1', { author: '5511900000000@c.us', senderName: 'Ana', isGroup: true });
const sent = engineMessage('A1', { fromMe: true });
const edit = (changes: object = {}) =>
  editEvent({
    type: 'edit',
    ref: THEIRS,
    body: 'Boa tarde',
    previousBody: 'Bom dia',
    timestamp: 5,
    ...changes,
  });

const nameAndEvent = ({ once, body }: NamedEvent) => [once, body.event];

test.each<[string, NamedEvent[]]>([
  ['a received message', messageEvents(received, undefined, NOBODY)],
  ['a message written on the phone', messageEvents(sent, undefined, NOBODY)],
  ['a message sent through the gateway', messageEvents(sent, 'msg_1', NOBODY)],
  ['an acknowledgement', [ackEvent(MINE, 3, 'msg_1', 5)]],
  ['an acknowledgement of a foreign message', [ackEvent(MINE, -1, undefined, 5)]],
  ['an edit', [edit()]],
  ['a revoke', [revokeEvent(THEIRS, 5)]],
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

describe('the name of what happened', () => {
  test('is the same when a chat is called by number at one time and by lid at another', () => {
    const byLid = engineMessage('B1', { ref: refOf('B1', false, '98765432101234@lid') });
    expect(messageEvents(byLid, undefined, NOBODY).map(nameAndEvent)).toEqual(
      messageEvents(received, undefined, NOBODY).map(nameAndEvent),
    );
    const lid = refOf('B1', false, '98765432101234@lid');
    expect(revokeEvent(lid, 1).once).toBe(revokeEvent(THEIRS, 2).once);
    expect(ackEvent(lid, 2, undefined, 1).once).toBe(ackEvent(THEIRS, 2, 'msg_1', 9).once);
    expect(edit({ ref: lid }).once).toBe(edit().once);
  });

  test('differs for all that differs', () => {
    const names = [
      ...messageEvents(received, undefined, NOBODY),
      ...messageEvents(engineMessage('B2'), undefined, NOBODY),
      ...messageEvents(engineMessage('B1', { fromMe: true }), undefined, NOBODY),
      ackEvent(MINE, 1, undefined, 1),
      ackEvent(MINE, 2, undefined, 1),
      ackEvent(MINE, -1, undefined, 1),
      ackEvent(refOf('A2', true), 1, undefined, 1),
      edit(),
      edit({ body: 'Boa noite' }),
      edit({ body: 'Bom dia', previousBody: 'Boa tarde' }),
      edit({ ref: refOf('B2', false) }),
      revokeEvent(THEIRS, 1),
      revokeEvent(MINE, 1),
    ].map(({ once }) => once);
    expect(new Set(names).size).toBe(names.length);
  });
});
