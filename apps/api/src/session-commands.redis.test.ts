import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { CommandName } from '@wagw/shared/commands/catalogue';
import type { CommandOutcome } from '@wagw/shared/commands/command-store';
import { replaceContacts } from '@wagw/shared/contacts/contact-cache';
import { problemSchema } from '@wagw/shared/errors/problem';
import { advanceMessage } from '@wagw/shared/messages/message-store';
import { keys } from '@wagw/shared/redis/keys';
import { type CommandPlayer, playCommands } from './testing/command-player.ts';
import { type RunningApi, startApi } from './testing/running-api.ts';

const ANA = '5511987654321@c.us';
const GROUP = '120363041234567890@g.us';
const THEIRS = `false_${ANA}_A1B2`;
const NOTHING: CommandOutcome = { result: {} };
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
const NO_GROUPS = { items: [], nextCursor: null };
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

let api: RunningApi;
let player: CommandPlayer;
/** The outcome of the commands of this name. */
let script: Partial<Record<CommandName, CommandOutcome>>;
beforeAll(async () => {
  api = await startApi();
  await api.connected('shop');
  player = playCommands(api.redisServer.client, 'shop', async ({ command }) => script[command] ?? NOTHING);
});
beforeEach(() => {
  script = {};
});
afterAll(async () => {
  await player.close();
  await api.close();
});

const ask = (method: string, path: string, body?: object, wait = true) =>
  api.call(method, `/api/v1/sessions/shop/${path}`, {
    ...(body === undefined ? {} : { body }),
    headers: wait ? { prefer: 'wait=10' } : {},
  });

const lastAsked = () => player.asked.at(-1);

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
    script = { [command]: { result } as CommandOutcome };
    const { status, body: answered } = await ask(method, path, body);
    expect([status, answered]).toMatchObject([200, answer]);
    expect(lastAsked()).toMatchObject({ command, input });
  });
});

test('without a wait an action is accepted, and its outcome is found where the answer says', async () => {
  const accepted = await ask('POST', `chats/${ANA}/seen`, undefined, false);
  expect([accepted.status, accepted.body]).toMatchObject([202, { command: 'chat.seen' }]);
  const path = String(accepted.headers.get('location'));
  expect(path).toBe(`/api/v1/sessions/shop/commands/${accepted.body.id}`);
  const { body, headers } = await api.call('GET', path, { headers: { prefer: 'wait=10' } });
  expect(body).toMatchObject({ status: 'done', result: { done: true }, error: null });
  expect(headers.get('preference-applied')).toBe('wait=10');
  expect((await ask('GET', 'commands/cmd_none')).body.code).toBe('command_not_found');
});

test('what is found there later is what somebody who waits is answered', async () => {
  const phones = ['+55 11 98765-4321', 'nobody'];
  script = { 'numbers.check': { result: { ids: [ANA] } } };
  const waited = await ask('POST', 'numbers/check', { phones });
  expect(waited.body.items).toMatchObject([
    { input: phones[0], isRegistered: true, chatId: ANA },
    { input: 'nobody', phone: null, isRegistered: null },
  ]);
  const later = await ask('POST', 'numbers/check', { phones }, false);
  const found = await untilOver(later.headers.get('location'));
  expect(found).toMatchObject({ status: 'done', result: waited.body });
});

test.each<[string, CommandOutcome, string]>([
  ['an error', { error: { code: 'not_found', detail: 'So it was.' } }, 'target_not_found'],
  ['a no of WhatsApp', { result: { isDone: false } }, 'refused_by_whatsapp'],
])('%s is found there later with the code of the answer', async (_what, outcome, code) => {
  script = { 'message.edit': outcome };
  expect((await ask('PATCH', `messages/${THEIRS}`, { text: 'b' })).body.code).toBe(code);
  const later = await ask('PATCH', `messages/${THEIRS}`, { text: 'b' }, false);
  expect(await untilOver(later.headers.get('location'))).toMatchObject({
    status: 'failed',
    result: null,
    error: { code },
  });
});

const untilOver = async (location: string | null) =>
  (await api.call('GET', String(location), { headers: { prefer: 'wait=10' } })).body;

test('a cursor that is none is refused', async () => {
  expect((await ask('GET', 'chats?cursor=x')).status).toBe(400);
  expect((await ask('GET', `chats/${ANA}/messages?cursor=x`)).status).toBe(400);
});

test('a read waits for its answer by itself', async () => {
  script = { 'groups.list': { result: NO_GROUPS } };
  expect((await ask('GET', 'groups', undefined, false)).status).toBe(200);
});

test('the same key asks once', async () => {
  const before = player.asked.length;
  script = { 'group.create': { result: { id: GROUP, subject: 'a', participants: [] } } };
  const create = () =>
    api.call('POST', '/api/v1/sessions/shop/groups', {
      body: { subject: 'a', participants: [ANA] },
      headers: { 'idempotency-key': 'group-1', prefer: 'wait=10' },
    });
  expect((await create()).body).toEqual((await create()).body);
  expect(player.asked.length).toBe(before + 1);
});

describe('what has failed', () => {
  test.each([
    ['not_found', 404, 'target_not_found'],
    ['not_ready', 409, 'session_not_ready'],
    ['refused', 409, 'refused_by_whatsapp'],
    ['unsupported', 501, 'unsupported_by_whatsapp'],
    ['unknown', 504, 'outcome_unknown'],
    ['expired', 504, 'command_expired'],
  ])('as %s is answered %i', async (code, status, problem) => {
    script = { 'group.get': { error: { code, detail: 'So it was.' } } };
    const answer = await ask('GET', `groups/${GROUP}`);
    expect([answer.status, answer.body.code]).toEqual([status, problem]);
    expect(problemSchema.parse(answer.body).detail).toContain('So it was.');
  });

  test('because WhatsApp does not allow it says so', async () => {
    script = { 'message.edit': { result: { isDone: false } } };
    const answer = await ask('PATCH', `messages/${THEIRS}`, { text: 'b' });
    expect([answer.status, answer.body.code]).toEqual([409, 'refused_by_whatsapp']);
  });
});

describe('a session that is not connected', () => {
  test.each([
    ['starting', 409, 'session_not_ready'],
    ['logged_out', 409, 'session_logged_out'],
  ])('is not asked when it is %s', async (code, status, problem) => {
    await api.call('POST', '/api/v1/sessions', { body: { id: code } });
    await api.redisServer.client.hset(keys.session(code), { code, owner: 'w1' });
    const answer = await api.call('GET', `/api/v1/sessions/${code}/chats`);
    expect([answer.status, answer.body.code]).toEqual([status, problem]);
  });

  test('or does not exist', async () => {
    expect((await api.call('GET', '/api/v1/sessions/nobody/chats')).body.code).toBe('session_not_found');
  });
});

describe('our own messages', () => {
  test('are named by our id, once they are at WhatsApp', async () => {
    const sent = await ask('POST', 'messages', { to: ANA, text: 'a', priority: 'bulk' }, false);
    const id = String(sent.body.id);
    await advanceMessage(api.redisServer.client, 'shop', id, 'sending', {}, Date.now());
    const early = await ask('PATCH', `messages/${id}`, { text: 'b' });
    expect([early.status, early.body.code]).toEqual([409, 'message_not_sent']);
    const whatsappRef = `true_${ANA}_3EB0A1`;
    await advanceMessage(api.redisServer.client, 'shop', id, 'sent', { whatsappRef }, Date.now());
    script = { 'message.edit': { result: { isDone: true } } };
    expect((await ask('PATCH', `messages/${id}`, { text: 'b' })).status).toBe(200);
    expect(lastAsked()).toEqual({ command: 'message.edit', input: { ref: whatsappRef, text: 'b' } });
  });

  test('that nobody knows are not asked for', async () => {
    expect((await ask('DELETE', 'messages/msg_none')).body.code).toBe('message_not_found');
  });
});

describe('contacts', () => {
  test('are read from WhatsApp at the first list, and from here afterwards', async () => {
    await api.connected('contacts');
    const fence = { sessionId: 'contacts', owner: 'w1', epoch: 1 };
    const others = Array.from({ length: 4 }, (_, index) => ({ ...CONTACT, id: `551190000000${index}@c.us` }));
    const sync = playCommands(api.redisServer.client, 'contacts', async () => {
      await replaceContacts(api.redisServer.client, fence, [CONTACT, ...others], Date.now());
      return { result: { contacts: 5 } };
    });
    const list = (query = '') => api.call('GET', `/api/v1/sessions/contacts/contacts${query}`);
    const first = await list('?limit=3');
    expect([first.status, first.body.nextCursor]).toEqual([200, '5511900000002@c.us']);
    const rest = await list(`?limit=3&cursor=${first.body.nextCursor}`);
    expect(rest.body).toMatchObject({ items: [others[3], CONTACT], nextCursor: null });
    const one = await api.call('GET', '/api/v1/sessions/contacts/contacts/+5511987654321');
    expect(one.body).toEqual(CONTACT);
    expect(sync.asked).toHaveLength(1);
    await sync.close();
  });

  test('that are not known here are asked for', async () => {
    script = { 'contact.get': { result: null } };
    expect((await ask('GET', 'contacts/+5521987654321')).body.code).toBe('target_not_found');
    script = { 'contact.get': { result: CONTACT } };
    expect((await ask('GET', `contacts/${ANA}`)).body).toEqual(CONTACT);
  });
});

test('numbers are answered in their order, those that are none beside those that could not be asked', async () => {
  script = {
    'numbers.check': {
      result: { ids: [ANA, null, null], failures: [{ phone: '14155552671', detail: 'timeout' }] },
    },
  };
  const phones = ['+55 11 98765-4321', 'Ana', '5511987654321', '+5521987654321', '+1 415 555 2671'];
  const { body } = await ask('POST', 'numbers/check', { phones });
  expect(lastAsked()?.input).toMatchObject({ phones: ['5511987654321', '5521987654321', '14155552671'] });
  expect(body.items).toMatchObject([
    { input: phones[0], isRegistered: true, chatId: ANA, forms: ['5511987654321', '551187654321'] },
    { input: 'Ana', isRegistered: null, phone: null, detail: expect.any(String) },
    { input: phones[2], isRegistered: true, chatId: ANA },
    { input: phones[3], isRegistered: false, chatId: null },
    { input: phones[4], isRegistered: null, detail: 'timeout' },
  ]);
});

test('what nobody takes up in time is on its way, and a wait ends when the api closes', async () => {
  await api.connected('idle');
  const other = await api.startAnother();
  const asking = fetch(`${other.baseUrl}/api/v1/sessions/idle/chats`, {
    headers: { 'x-gateway-key': 'a-key-for-tests', prefer: 'wait=60' },
  });
  await until('the question', 10_000, async () => {
    const [queued] = await api.redisServer.client.keys(keys.command('idle', '*'));
    return queued;
  });
  await other.close();
  const answer = await asking;
  expect(answer.status).toBe(202);
});
