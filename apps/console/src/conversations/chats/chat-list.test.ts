import { expect, test } from '@jest/globals';
import type { Chat, Event, EventName, EventOf, Message } from '@wagw/client';
import {
  type ChatList,
  chatsOn,
  NO_CHATS,
  withChatEvent,
  withNewestChats,
  withOlderChats,
  withRecordedChats,
  withSeen,
} from './chat-list.ts';

const ANA = '5511987654321@c.us';
const BIA = '5511912345678@c.us';

const chat = (id: string, name: string, timestamp: number, changes: Partial<Chat> = {}): Chat => ({
  id,
  name,
  isGroup: false,
  unreadCount: 0,
  isArchived: false,
  isPinned: false,
  isMuted: false,
  timestamp,
  ...changes,
});

const page = (items: Chat[], nextCursor: string | null = null) => ({ items, nextCursor });
const namesOf = (list: ChatList, shelf: Parameters<typeof chatsOn>[1] = 'inbox', search = '') =>
  chatsOn(list, shelf, search).map(({ name }) => name);

const namesIn = (chatId: string) => ({ chatId, chatKey: chatId, phone: chatId.split('@')[0], lid: null });
const event = <N extends EventName>(name: N, chatId: string, data: Partial<EventOf<N>['data']>): Event =>
  ({ event: name, data: { ...namesIn(chatId), ...data } }) as unknown as Event;
const written = (chatId: string, id: string, data: Partial<EventOf<'message_create'>['data']> = {}) =>
  event('message_create', chatId, {
    id: `false_${chatId}_${id}`,
    fromMe: false,
    type: 'chat',
    body: id,
    timestamp: 100,
    isStatus: false,
    ...data,
  });

const nobody = () => false;
const two = withNewestChats(NO_CHATS, page([chat(ANA, 'Ana', 20), chat(BIA, 'Bia', 10)]));

test('a message moves its chat up and is counted, unless somebody looks at it or it is our own', () => {
  let list = withChatEvent(two, written(BIA, 'Oi'), nobody);
  expect(namesOf(list)).toEqual(['Bia', 'Ana']);
  expect(list.chats.get(BIA)).toMatchObject({ unreadCount: 1, lastMessage: { body: 'Oi' } });
  list = withChatEvent(list, written(BIA, 'Tudo bem?'), nobody);
  expect(list.chats.get(BIA)?.unreadCount).toBe(2);
  expect(withSeen(list, BIA).chats.get(BIA)?.unreadCount).toBe(0);
  expect(withChatEvent(two, written(BIA, 'Oi'), (id) => id === BIA).chats.get(BIA)?.unreadCount).toBe(0);
  expect(withChatEvent(list, written(BIA, 'A', { fromMe: true }), nobody).chats.get(BIA)?.unreadCount).toBe(
    0,
  );
});

test('somebody new has the name of the message, and a chat is found under each of its names', () => {
  const list = withChatEvent(two, written('5521@c.us', 'Olá', { senderName: 'Caio' }), nobody);
  expect(namesOf(list)).toEqual(['Caio', 'Ana', 'Bia']);
  const byLid = written('77@lid', 'Oi', { phone: '5511987654321', lid: '77@lid' });
  expect(withChatEvent(two, byLid, nobody).chats.get(ANA)?.unreadCount).toBe(1);
});

test('the last message follows its ticks, its edit and its end; other messages change nothing', () => {
  const last = `true_${ANA}_M`;
  const list = withChatEvent(two, written(ANA, 'M', { id: last, fromMe: true }), nobody);
  const after = (name: 'message_ack' | 'message_edit' | 'message_revoke_everyone', data: object) =>
    withChatEvent(list, event(name, ANA, data), nobody).chats.get(ANA)?.lastMessage;
  expect(after('message_ack', { messageId: last, ack: 3 })).toMatchObject({ ack: 3 });
  expect(after('message_edit', { messageId: last, newBody: 'N' })).toMatchObject({ body: 'N' });
  expect(after('message_revoke_everyone', { messageId: last })).toMatchObject({ isRevoked: true });
  expect(after('message_ack', { messageId: `true_${ANA}_X`, ack: 3 })).toMatchObject({ ack: 0 });
});

test('archived chats are on a shelf of their own, pinned ones are first, removed ones are gone', () => {
  let list = withNewestChats(
    NO_CHATS,
    page([chat(ANA, 'Ana', 20), chat(BIA, 'Bia', 10, { isPinned: true })]),
  );
  expect(namesOf(list)).toEqual(['Bia', 'Ana']);
  list = withChatEvent(list, event('chat.archived', ANA, { isArchived: true }), nobody);
  expect([namesOf(list), namesOf(list, 'archived')]).toEqual([['Bia'], ['Ana']]);
  expect(namesOf(withChatEvent(list, event('chat.removed', BIA, {}), nobody))).toEqual([]);
});

test('names are found without their accents, numbers by their digits, and by what was said last', () => {
  const list = withChatEvent(
    withNewestChats(NO_CHATS, page([chat(ANA, 'João Pão', 20), chat(BIA, 'Bia', 10)])),
    written(BIA, 'Tem açaí?'),
    nobody,
  );
  expect([namesOf(list, 'inbox', 'joao'), namesOf(list, 'inbox', '98765-4321')]).toEqual([
    ['João Pão'],
    ['João Pão'],
  ]);
  expect([namesOf(list, 'inbox', 'acai'), namesOf(list, 'unread')]).toEqual([['Bia'], ['Bia']]);
});

test('the newest chats replace what was known of their time; older ones stay, with the way to those before them', () => {
  const old = chat('5531@c.us', 'Davi', 1);
  const first = withNewestChats(NO_CHATS, page([chat(ANA, 'Ana', 20), chat(BIA, 'Bia', 10)], '10:b'));
  const all = withOlderChats(first, page([old], '1:d'));
  expect([first.older, all.older, namesOf(all)]).toEqual(['10:b', '1:d', ['Ana', 'Bia', 'Davi']]);
  const again = withNewestChats(all, page([chat(ANA, 'Ana', 30)], '30:a'));
  expect([again.older, namesOf(again)]).toEqual(['1:d', ['Ana', 'Bia', 'Davi']]);
  expect(namesOf(withNewestChats(all, page([chat(ANA, 'Ana', 30)])))).toEqual(['Ana']);
});

test('while the session is away, the gateway’s records tell who has written', () => {
  const message = (chatId: string, text: string) =>
    ({ chatId, text, direction: 'inbound', type: 'text', createdAt: '2026-01-01T10:00:00Z' }) as Message;
  const list = withRecordedChats(NO_CHATS, [message(ANA, 'new'), message(BIA, 'x'), message(ANA, 'old')]);
  expect([...list.chats.values()].map(({ id, lastMessage }) => [id, lastMessage?.body])).toEqual([
    [ANA, 'new'],
    [BIA, 'x'],
  ]);
  expect(withRecordedChats(two, [message('1@c.us', 'x')])).toBe(two);
});
