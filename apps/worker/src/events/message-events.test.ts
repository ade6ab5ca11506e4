import { describe, expect, test } from '@jest/globals';
import { EVENTS } from '@wagw/shared/events/catalogue';
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
  ['a received message', messageEvents(received, undefined)],
  ['a message written on the phone', messageEvents(sent, undefined)],
  ['a message sent through the gateway', messageEvents(sent, 'msg_1')],
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
    const [message, create] = messageEvents(received, undefined);
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
    const [message] = messageEvents(engineMessage('B1'), undefined);
    expect(Object.keys(message?.body.data ?? {})).not.toEqual(expect.arrayContaining(['author']));
    expect(Object.keys(message?.body.data ?? {})).not.toEqual(expect.arrayContaining(['senderName']));
  });
});

test('an own message is told of as message_create alone, with our id where it is ours', () => {
  const [created, ...more] = messageEvents(sent, 'msg_1');
  expect(more).toEqual([]);
  expect(created?.body).toMatchObject({
    event: 'message_create',
    data: { id: MINE.serialized, fromMe: true, gatewayMessageId: 'msg_1' },
  });
});

describe('the name of what happened', () => {
  test('is the same when a chat is called by number at one time and by lid at another', () => {
    const byLid = engineMessage('B1', { ref: refOf('B1', false, '98765432101234@lid') });
    expect(messageEvents(byLid, undefined).map(nameAndEvent)).toEqual(
      messageEvents(received, undefined).map(nameAndEvent),
    );
    const lid = refOf('B1', false, '98765432101234@lid');
    expect(revokeEvent(lid, 1).once).toBe(revokeEvent(THEIRS, 2).once);
    expect(ackEvent(lid, 2, undefined, 1).once).toBe(ackEvent(THEIRS, 2, 'msg_1', 9).once);
    expect(edit({ ref: lid }).once).toBe(edit().once);
  });

  test('differs for all that differs', () => {
    const names = [
      ...messageEvents(received, undefined),
      ...messageEvents(engineMessage('B2'), undefined),
      ...messageEvents(engineMessage('B1', { fromMe: true }), undefined),
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
