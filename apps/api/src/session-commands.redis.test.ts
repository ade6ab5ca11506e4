import { describe, expect, test } from '@jest/globals';
import type { CommandName } from '@wagw/shared/commands/catalogue';
import type { CommandOutcome } from '@wagw/shared/commands/command-store';
import { replaceContacts } from '@wagw/shared/contacts/contact-cache';
import { advanceMessage } from '@wagw/shared/messages/message-store';
import { playCommands } from './testing/command-player.ts';
import { ANA, GROUP, NO_GROUPS, THEIRS, useAnsweringSession } from './testing/use-answering-session.ts';

/** What is asked of a session for each route, and what its answer looks like. */

const CONTACT = {
  id: ANA,
  phone: '5511987654321',
  name: 'Ana',
  isMyContact: true,
  isBusiness: false,
  isBlocked: false,
};
const CHAT = {
  id: ANA,
  name: 'Ana',
  isGroup: false,
  unreadCount: 0,
  isArchived: false,
  isPinned: false,
  isMuted: false,
};
const CHATS = { items: [CHAT], nextCursor: `0:${ANA}` };
const STORED = {
  id: null,
  messageId: THEIRS,
  fromMe: false,
  from: ANA,
  to: '5511900000000@c.us',
  type: 'chat',
  body: 'Oi',
  timestamp: 1,
  ack: 0,
  hasMedia: false,
  isForwarded: false,
  isEdited: false,
  isRevoked: false,
};
const MEMBERS = [{ id: ANA, isDone: true }];

const session = useAnsweringSession();
const { ask } = session;

describe('each route asks the session for what it says', () => {
  test.each<[string, string, object | undefined, CommandName, object, unknown, object]>([
    ['POST', `chats/${ANA}/seen`, undefined, 'chat.seen', { chat: ANA }, {}, { done: true }],
    ['POST', 'chats/+5511987654321/seen', undefined, 'chat.seen', { chat: ANA }, {}, { done: true }],
    ['POST', `chats/${ANA}/typing`, undefined, 'chat.typing', { typing: 'typing' }, {}, { done: true }],
    [
      'POST',
      `chats/${ANA}/typing`,
      { state: 'recording' },
      'chat.typing',
      { typing: 'recording' },
      {},
      { done: true },
    ],
    [
      'POST',
      `chats/${ANA}/archive`,
      { archived: false },
      'chat.archive',
      { archived: false },
      {},
      { done: true },
    ],
    [
      'POST',
      `chats/${ANA}/presence`,
      undefined,
      'chat.presence',
      { chat: ANA },
      { state: 'unavailable', lastSeen: 5 },
      { state: 'unavailable', lastSeen: 5 },
    ],
    ['GET', 'chats', undefined, 'chats.list', { limit: 100 }, CHATS, CHATS],
    [
      'GET',
      `chats?limit=1&cursor=5:${ANA}`,
      undefined,
      'chats.list',
      { limit: 1, cursor: `5:${ANA}` },
      CHATS,
      CHATS,
    ],
    [
      'GET',
      `chats/${ANA}/messages?limit=7&cursor=9:A9`,
      undefined,
      'chat.history',
      { chat: ANA, limit: 7, cursor: '9:A9' },
      { items: [STORED], nextCursor: '1:A1B2' },
      { items: [STORED], nextCursor: '1:A1B2' },
    ],
    [
      'GET',
      `contacts/${ANA}/picture`,
      undefined,
      'contact.picture',
      { id: ANA },
      { url: null },
      { url: null },
    ],
    ['POST', `contacts/${ANA}/block`, undefined, 'contact.block', { isBlocked: true }, {}, { done: true }],
    ['POST', `contacts/${ANA}/unblock`, undefined, 'contact.block', { isBlocked: false }, {}, { done: true }],
    ['POST', 'contacts/sync', undefined, 'contacts.sync', {}, { contacts: 3 }, { contacts: 3 }],
    ['GET', 'groups?limit=5', undefined, 'groups.list', { limit: 5 }, NO_GROUPS, NO_GROUPS],
    [
      'GET',
      `groups/${GROUP}/invite`,
      undefined,
      'group.invite',
      { id: GROUP },
      { code: 'AbC' },
      { code: 'AbC', url: 'https://chat.whatsapp.com/AbC' },
    ],
    [
      'PUT',
      `groups/${GROUP}/subject`,
      { subject: 'Loja' },
      'group.rename',
      { id: GROUP, subject: 'Loja' },
      {},
      { done: true },
    ],
    [
      'PUT',
      `groups/${GROUP}/description`,
      { description: '' },
      'group.describe',
      { description: '' },
      {},
      { done: true },
    ],
    ['POST', `groups/${GROUP}/leave`, undefined, 'group.leave', { id: GROUP }, {}, { done: true }],
    [
      'POST',
      'groups',
      { subject: 'Loja', participants: ['+55 11 98765-4321'] },
      'group.create',
      { subject: 'Loja', participants: [ANA] },
      { id: GROUP, subject: 'Loja', participants: MEMBERS },
      { id: GROUP },
    ],
    [
      'POST',
      `groups/${GROUP}/participants/promote`,
      { participants: [ANA] },
      'group.participants',
      { change: 'promote', participants: [ANA] },
      MEMBERS,
      { items: MEMBERS },
    ],
    [
      'POST',
      `messages/${THEIRS}/reactions`,
      { emoji: '👍' },
      'message.react',
      { ref: THEIRS, emoji: '👍' },
      {},
      { done: true },
    ],
    [
      'PATCH',
      `messages/${THEIRS}`,
      { text: 'b' },
      'message.edit',
      { ref: THEIRS, text: 'b' },
      { isDone: true },
      { done: true },
    ],
    [
      'DELETE',
      `messages/${THEIRS}?for=me`,
      undefined,
      'message.delete',
      { ref: THEIRS, forEveryone: false },
      { isDone: true },
      { done: true },
    ],
  ])('%s %s', async (method, path, body, command, input, result, answer) => {
    session.script[command] = { result } as CommandOutcome;
    const { status, body: answered } = await ask(method, path, body);
    expect([status, answered]).toMatchObject([200, answer]);
    expect(session.asked.at(-1)).toMatchObject({ command, input });
  });
});

describe('our own messages', () => {
  test('are named by our id, once they are at WhatsApp', async () => {
    const sent = await ask('POST', 'messages', { to: ANA, text: 'a', priority: 'bulk' }, false);
    const id = String(sent.body.id);
    await advanceMessage(session.api.redisServer.client, 'shop', id, 'sending', {}, Date.now());
    const early = await ask('PATCH', `messages/${id}`, { text: 'b' });
    expect([early.status, early.body.code]).toEqual([409, 'message_not_sent']);
    const whatsappRef = `true_${ANA}_3EB0A1`;
    await advanceMessage(session.api.redisServer.client, 'shop', id, 'sent', { whatsappRef }, Date.now());
    session.script['message.edit'] = { result: { isDone: true } };
    expect((await ask('PATCH', `messages/${id}`, { text: 'b' })).status).toBe(200);
    expect(session.asked.at(-1)).toEqual({ command: 'message.edit', input: { ref: whatsappRef, text: 'b' } });
  });

  test('that nobody knows are not asked for', async () => {
    expect((await ask('DELETE', 'messages/msg_none')).body.code).toBe('message_not_found');
  });
});

describe('contacts', () => {
  test('are read from WhatsApp at the first list, and from here afterwards', async () => {
    await session.api.connected('contacts');
    const fence = { sessionId: 'contacts', owner: 'w1', epoch: 1 };
    const others = Array.from({ length: 4 }, (_, index) => ({ ...CONTACT, id: `551190000000${index}@c.us` }));
    const sync = playCommands(session.api.redisServer.client, 'contacts', async () => {
      await replaceContacts(session.api.redisServer.client, fence, [CONTACT, ...others], Date.now());
      return { result: { contacts: 5 } };
    });
    const list = (query = '') => session.api.call('GET', `/api/v1/sessions/contacts/contacts${query}`);
    const first = await list('?limit=3');
    expect([first.status, first.body.nextCursor]).toEqual([200, '5511900000002@c.us']);
    const rest = await list(`?limit=3&cursor=${first.body.nextCursor}`);
    expect(rest.body).toMatchObject({ items: [others[3], CONTACT], nextCursor: null });
    const one = await session.api.call('GET', '/api/v1/sessions/contacts/contacts/+5511987654321');
    expect(one.body).toEqual(CONTACT);
    expect(sync.asked).toHaveLength(1);
    await sync.close();
  });

  test('that are not known here are asked for', async () => {
    session.script['contact.get'] = { result: null };
    expect((await ask('GET', 'contacts/+5521987654321')).body.code).toBe('target_not_found');
    session.script['contact.get'] = { result: CONTACT };
    expect((await ask('GET', `contacts/${ANA}`)).body).toEqual(CONTACT);
  });
});

test('numbers are answered in their order, those that are none beside those that could not be asked', async () => {
  session.script['numbers.check'] = {
    result: { ids: [ANA, null, null], failures: [{ phone: '14155552671', detail: 'timeout' }] },
  };
  const phones = ['+55 11 98765-4321', 'Ana', '5511987654321', '+5521987654321', '+1 415 555 2671'];
  const { body } = await ask('POST', 'numbers/check', { phones });
  expect(session.asked.at(-1)?.input).toMatchObject({
    phones: ['5511987654321', '5521987654321', '14155552671'],
  });
  expect(body.items).toMatchObject([
    { input: phones[0], isRegistered: true, chatId: ANA, forms: ['5511987654321', '551187654321'] },
    { input: 'Ana', isRegistered: null, phone: null, detail: expect.any(String) },
    { input: phones[2], isRegistered: true, chatId: ANA },
    { input: phones[3], isRegistered: false, chatId: null },
    { input: phones[4], isRegistered: null, detail: 'timeout' },
  ]);
});
