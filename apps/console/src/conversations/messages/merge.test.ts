import { expect, test } from '@jest/globals';
import type { Event, EventName, EventOf, Message, StoredMessage } from '@wagw/client';
import { isOfChat } from '../chats/chat-names.ts';
import {
  type Conversation,
  EMPTY,
  messagesOf,
  scheduledOf,
  withAccepted,
  withDraft,
  withEvent,
  withGatewaysPage,
  withNewest,
  withOlder,
  without,
  withRecords,
} from './merge.ts';

const CHAT = '5511987654321@c.us';
const refOf = (id: string, fromMe = false) => `${fromMe}_${CHAT}_${id}`;

function stored(id: string, second: number, changes: Partial<StoredMessage> = {}): StoredMessage {
  const fromMe = changes.fromMe ?? false;
  return {
    id: null,
    messageId: refOf(id, fromMe),
    fromMe,
    from: CHAT,
    to: CHAT,
    type: 'chat',
    body: `text ${id}`,
    timestamp: second,
    ack: 1,
    hasMedia: false,
    isForwarded: false,
    isEdited: false,
    isRevoked: false,
    ...changes,
  };
}

function record(id: string, second: number, changes: Partial<Message> = {}): Message {
  return {
    id,
    sessionId: 'loja',
    direction: 'outbound',
    from: null,
    to: CHAT,
    chatId: CHAT,
    type: 'text',
    text: `text ${id}`,
    status: 'queued',
    priority: 'interactive',
    ack: null,
    whatsappId: null,
    attempts: 0,
    error: null,
    sendAt: null,
    notBefore: null,
    batchId: null,
    metadata: {},
    createdAt: new Date(second * 1_000).toISOString(),
    timeline: {},
    ...changes,
  };
}

const chatFields = { chatId: CHAT, chatKey: CHAT, phone: '5511987654321', lid: '77@lid' };

/** An event with what matters of its data. */
const event = <N extends EventName>(name: N, data: Partial<EventOf<N>['data']>): Event =>
  ({ event: name, data: { ...chatFields, ...data } }) as unknown as Event;

const created = (message: StoredMessage, gatewayMessageId: string | null = null): Event =>
  event('message_create', {
    ...message,
    id: message.messageId,
    gatewayMessageId,
    quoted: undefined,
    mentions: undefined,
  } as unknown as Partial<EventOf<'message_create'>['data']>);

const page = <T>(items: T[], nextCursor: string | null = null) => ({ items, nextCursor });
const textsOf = (conversation: Conversation) => messagesOf(conversation).map(({ text }) => text);
const onlyOf = (conversation: Conversation) => {
  const all = messagesOf(conversation);
  expect(all).toHaveLength(1);
  return all[0];
};

test('what is written here is one message on all of its way: draft, record, event, WhatsApp’s copy, ticks', () => {
  let all = withNewest(EMPTY, page([stored('A', 10)]));
  all = withDraft(all, { key: 'k1', kind: 'text', text: 'Custa 10', at: 20_000 });
  const steps: [Conversation, string | undefined][] = [];
  const step = (next: Conversation) => {
    all = next;
    const [, mine, ...more] = messagesOf(all);
    expect([mine?.key, mine?.text, more]).toEqual(['k1', 'Custa 10', []]);
    steps.push([all, mine?.fate]);
  };
  step(all);
  step(withAccepted(all, 'k1', record('msg_1', 20, { text: 'Custa 10' })));
  const mine = stored('M', 21, { fromMe: true, body: 'Custa 10', ack: 0 });
  step(withEvent(all, created(mine, 'msg_1')));
  for (const ack of [1, 2, 3]) {
    const data = { messageId: refOf('M', true), gatewayMessageId: 'msg_1', ack };
    step(withEvent(all, event('message_ack', data)));
  }
  step(withNewest(all, page([stored('A', 10), { ...mine, id: 'msg_1', ack: 2 }])));
  step(withRecords(all, [record('msg_1', 20, { status: 'sent', whatsappId: refOf('M', true) })]));
  const fates = steps.map(([, fate]) => fate);
  expect(fates).toEqual(['queued', 'queued', 'sending', 'sent', 'delivered', 'read', 'read', 'read']);
});

test('events that come before the page, and before the answer, say the same as after it', () => {
  const mine = stored('M', 20, { fromMe: true, ack: 0 });
  const events = [
    event('message_ack', { messageId: mine.messageId, gatewayMessageId: 'msg_1', ack: 3 }),
    event('message_edit', { messageId: refOf('A'), newBody: 'Boa tarde', previousBody: '', editedAt: 30 }),
    event('message_reaction', {
      messageId: refOf('A'),
      emoji: '👍',
      sender: '1@c.us',
      fromMe: true,
      timestamp: 31,
    }),
    event('message_revoke_everyone', { messageId: refOf('B'), revokedAt: 32 }),
    created(mine, 'msg_1'),
  ];
  const items = [stored('A', 10), stored('B', 11), { ...mine, id: 'msg_1', ack: 1 }];
  const withEvents = (to: Conversation, which: Event[]) => which.reduce(withEvent, to);
  const draft = { key: 'k1', kind: 'text', text: mine.body, at: 19_000 } as const;
  const answered = (to: Conversation) => withAccepted(withDraft(to, draft), 'k1', record('msg_1', 20));

  const after = withEvents(answered(withNewest(EMPTY, page(items))), events);
  const before = withNewest(answered(withEvents(EMPTY, events.toReversed())), page(items));
  const seen = (conversation: Conversation) =>
    messagesOf(conversation).map(({ text, fate, isEdited, isRevoked, reactions }) => ({
      text,
      fate,
      isEdited,
      isRevoked,
      reactions: reactions.map(({ emoji }) => emoji),
    }));
  expect(seen(before)).toEqual(seen(after));
  expect(seen(after)).toMatchObject([
    { text: 'Boa tarde', isEdited: true, reactions: ['👍'], fate: 'received' },
    { isRevoked: true },
    { fate: 'read' },
  ]);
});

test('one chat under two names: the bare id says that it is the same message', () => {
  const byPhone = withNewest(EMPTY, page([stored('A', 10)]));
  const byLid = { ...stored('A', 10), messageId: 'false_77@lid_A' };
  expect(textsOf(withEvent(byPhone, created(byLid)))).toEqual(['text A']);
  expect(isOfChat({ ...chatFields, chatId: '77@lid' }, CHAT)).toBe(true);
  expect(isOfChat(chatFields, '77@lid')).toBe(true);
  expect(isOfChat(chatFields, '5511900000000@c.us')).toBe(false);
});

test('older pages come before, and messages of one second stay in their order', () => {
  const newest = withNewest(EMPTY, page([stored('C', 10), stored('D', 11)], '10:C'));
  const all = withOlder(newest, page([stored('A', 10), stored('B', 10)]));
  expect(textsOf(all)).toEqual(['text A', 'text B', 'text C', 'text D']);
  expect([newest.older, all.older]).toEqual(['10:C', undefined]);
});

test('after a break the newest page is read again: it joins what is known, or what is older is read anew', () => {
  let all = withNewest(EMPTY, page([stored('A', 10), stored('B', 11)], '10:A'));
  all = withDraft(all, { key: 'k1', kind: 'text', text: 'draft', at: 90_000 });
  const joins = withNewest(all, page([stored('B', 11), stored('C', 12)], '11:B'));
  expect([textsOf(joins), joins.older]).toEqual([['text A', 'text B', 'text C', 'draft'], '10:A']);
  const gap = withNewest(all, page([stored('Y', 80), stored('Z', 81)], '80:Y'));
  expect([textsOf(gap), gap.older]).toEqual([['text Y', 'text Z', 'draft'], '80:Y']);
});

test('what failed stands in its place, with its reason; an acknowledgement proves the contrary', () => {
  const failed = record('msg_1', 20, {
    status: 'failed',
    error: { code: 'unknown_recipient', detail: 'Nobody.' },
  });
  let all = withRecords(withNewest(EMPTY, page([stored('A', 10), stored('B', 30)])), [failed]);
  expect(messagesOf(all)[1]).toMatchObject({ fate: 'failed', error: { code: 'unknown_recipient' } });
  all = withEvent(
    all,
    event('message_ack', { messageId: refOf('M', true), gatewayMessageId: 'msg_1', ack: 2 }),
  );
  expect(messagesOf(all)[1]?.fate).toBe('delivered');

  const told = withEvent(
    withRecords(EMPTY, [record('msg_2', 20, { status: 'sending' })]),
    event('message_failed', {
      gatewayMessageId: 'msg_2',
      messageId: null,
      code: 'rejected',
      reason: 'Refused.',
    }),
  );
  expect(onlyOf(told)).toMatchObject({ fate: 'failed', error: { code: 'rejected', detail: 'Refused.' } });
});

test('an unconfirmed message is one until an acknowledgement comes', () => {
  const ids = { messageId: refOf('M', true), gatewayMessageId: 'msg_1' };
  const sent = withRecords(EMPTY, [record('msg_1', 20, { status: 'sending' })]);
  const doubted = withEvent(sent, event('message_unconfirmed', { ...ids, since: 20 }));
  expect(onlyOf(doubted)?.fate).toBe('unconfirmed');
  expect(onlyOf(withEvent(doubted, event('message_ack', { ...ids, ack: 1 })))?.fate).toBe('sent');
});

test('a scheduled message is not among the others until its time comes, and not at all when it is cancelled', () => {
  const later = record('msg_1', 10, { status: 'scheduled', sendAt: new Date(99_000).toISOString() });
  const all = withRecords(withNewest(EMPTY, page([stored('A', 10)])), [later]);
  expect([textsOf(all), scheduledOf(all).map(({ at }) => at)]).toEqual([['text A'], [99_000]]);
  const cancelled = withRecords(all, [{ ...later, status: 'cancelled' }]);
  expect([textsOf(cancelled), scheduledOf(cancelled)]).toEqual([['text A'], []]);
  const gone = withEvent(all, created(stored('M', 99, { fromMe: true, body: 'agora' }), 'msg_1'));
  expect([textsOf(gone), scheduledOf(gone)]).toEqual([['text A', 'agora'], []]);
});

test('of a page that WhatsApp has, records only tell what is still open there', () => {
  const records = [
    record('msg_1', 5, { status: 'failed' }),
    record('msg_2', 6, { status: 'queued' }),
    record('msg_3', 20, { status: 'read', whatsappId: refOf('DELETED', true) }),
  ];
  const all = withRecords(withNewest(EMPTY, page([stored('A', 10)], '10:A')), records);
  // The failed one stands before what was read so far, and comes with it.
  expect(textsOf(all)).toEqual(['text msg_2', 'text A']);
  expect(textsOf(withOlder(all, page([stored('B', 1)])))).toEqual([
    'text B',
    'text msg_1',
    'text msg_2',
    'text A',
  ]);
});

test('a failed message gives way to the one in its place, and comes back when it has arrived after all', () => {
  const error = { code: 'rejected', detail: 'No.' };
  const failed = record('msg_1', 10, { status: 'failed', error });
  const again = record('msg_2', 20, { resendOf: 'msg_1' });
  const here = withAccepted(without(withRecords(EMPTY, [failed]), 'msg_1'), 'key', again);
  expect(textsOf(here)).toEqual(['text msg_2']);
  const afterReload = withRecords(EMPTY, [{ ...failed, resentAs: 'msg_2' }, again]);
  expect(textsOf(afterReload)).toEqual(['text msg_2']);
  const proof = event('message_ack', { messageId: refOf('M', true), gatewayMessageId: 'msg_1', ack: 2 });
  for (const conversation of [here, afterReload]) {
    expect(textsOf(withEvent(conversation, proof))).toContain('text msg_1');
  }
});

test('while the session is away, the gateway’s own records are the conversation', () => {
  const answer = record('msg_1', 20, { status: 'read', whatsappId: refOf('M', true) });
  const question = record('in_1', 10, {
    direction: 'inbound',
    status: null,
    whatsappId: refOf('A'),
    type: 'image',
    text: null,
  });
  const away = withGatewaysPage(EMPTY, page([answer, question], '9'));
  expect(messagesOf(away)).toMatchObject([
    { fate: 'received', kind: 'image', media: {}, fromMe: false },
    { fate: 'read', text: 'text msg_1' },
  ]);
  const back = withNewest(
    away,
    page([stored('A', 10, { body: 'Bom dia' }), stored('M', 20, { fromMe: true })]),
  );
  expect(textsOf(back)).toEqual(['Bom dia', 'text M']);
});

test('a contact card is one, whether WhatsApp tells of it or only the gateway’s record', () => {
  const vcard = 'BEGIN:VCARD\nVERSION:3.0\nFN:Rafael Entregas\nTEL;type=CELL:+55 11 98765-0009\nEND:VCARD';
  const cards = [{ name: 'Rafael Entregas', phone: '+55 11 98765-0009' }];
  const told = stored('A', 10, { type: 'vcard', body: vcard, contacts: [vcard] });
  expect(onlyOf(withNewest(EMPTY, page([told])))).toMatchObject({ kind: 'contact', text: '', cards });
  const noted = record('in_1', 10, { direction: 'inbound', type: 'contact', text: vcard });
  expect(onlyOf(withRecords(EMPTY, [noted]))).toMatchObject({ kind: 'contact', text: '', cards });
});

test('the newest reaction of each person counts, and one that was taken back is gone', () => {
  const [ana, bia] = ['1@c.us', '2@c.us'];
  const react = (sender: string, emoji: string, timestamp: number) =>
    event('message_reaction', { messageId: refOf('A'), emoji, sender, fromMe: false, timestamp });
  const reactions = [{ emoji: '👍', sender: ana, fromMe: false, timestamp: 11 }];
  let all = withEvent(EMPTY, react(ana, '', 12));
  all = withNewest(all, page([stored('A', 10, { reactions })]));
  expect(onlyOf(all)?.reactions).toEqual([]);
  all = [react(bia, '❤️', 13), react(bia, '😂', 12)].reduce(withEvent, all);
  expect(onlyOf(all)?.reactions.map(({ emoji }) => emoji)).toEqual(['❤️']);
});

test('what was deleted here is gone, also when a page comes that was read before', () => {
  const all = withEvent(EMPTY, event('message_revoke_me', { messageId: refOf('A'), revokedAt: 12 }));
  expect(textsOf(withNewest(all, page([stored('A', 10), stored('B', 11)])))).toEqual(['text B']);
});
