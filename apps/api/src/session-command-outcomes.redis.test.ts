import { describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { CommandOutcome } from '@wagw/shared/commands/command-store';
import { problemSchema } from '@wagw/shared/errors/problem';
import { keys } from '@wagw/shared/redis/keys';
import { foreignOutcome } from './testing/command-player.ts';
import { ANA, GROUP, NO_GROUPS, THEIRS, useAnsweringSession } from './testing/use-answering-session.ts';

/** How the outcome of a command comes to the caller: at once, later, as an error, or not at all. */

const session = useAnsweringSession();
const { ask } = session;

test('without a wait an action is accepted, and its outcome is found where the answer says', async () => {
  const accepted = await ask('POST', `chats/${ANA}/seen`, undefined, false);
  expect([accepted.status, accepted.body]).toMatchObject([202, { command: 'chat.seen' }]);
  const path = String(accepted.headers.get('location'));
  expect(path).toBe(`/api/v1/sessions/shop/commands/${accepted.body.id}`);
  const { body, headers } = await session.api.call('GET', path, { headers: { prefer: 'wait=10' } });
  expect(body).toMatchObject({ status: 'done', result: { done: true }, error: null });
  expect(headers.get('preference-applied')).toBe('wait=10');
  expect((await ask('GET', 'commands/cmd_none')).body.code).toBe('command_not_found');
});

test('what is found there later is what somebody who waits is answered', async () => {
  const phones = ['+55 11 98765-4321', 'nobody'];
  session.script['numbers.check'] = { result: { ids: [ANA] } };
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
  session.script['message.edit'] = outcome;
  expect((await ask('PATCH', `messages/${THEIRS}`, { text: 'b' })).body.code).toBe(code);
  const later = await ask('PATCH', `messages/${THEIRS}`, { text: 'b' }, false);
  expect(await untilOver(later.headers.get('location'))).toMatchObject({
    status: 'failed',
    result: null,
    error: { code },
  });
});

const untilOver = async (location: string | null) =>
  (await session.api.call('GET', String(location), { headers: { prefer: 'wait=10' } })).body;

test('a cursor that is none is refused', async () => {
  expect((await ask('GET', 'chats?cursor=x')).status).toBe(400);
  expect((await ask('GET', `chats/${ANA}/messages?cursor=x`)).status).toBe(400);
});

test('a read waits for its answer by itself', async () => {
  session.script['groups.list'] = { result: NO_GROUPS };
  expect((await ask('GET', 'groups', undefined, false)).status).toBe(200);
});

test('the same key asks once', async () => {
  const before = session.asked.length;
  session.script['group.create'] = { result: { id: GROUP, subject: 'a', participants: [] } };
  const create = () =>
    session.api.call('POST', '/api/v1/sessions/shop/groups', {
      body: { subject: 'a', participants: [ANA] },
      headers: { 'idempotency-key': 'group-1', prefer: 'wait=10' },
    });
  expect((await create()).body).toEqual((await create()).body);
  expect(session.asked.length).toBe(before + 1);
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
    session.script['group.get'] = { error: { code, detail: 'So it was.' } };
    const answer = await ask('GET', `groups/${GROUP}`);
    expect([answer.status, answer.body.code]).toEqual([status, problem]);
    expect(problemSchema.parse(answer.body).detail).toContain('So it was.');
  });

  test('because WhatsApp does not allow it says so', async () => {
    session.script['message.edit'] = { result: { isDone: false } };
    const answer = await ask('PATCH', `messages/${THEIRS}`, { text: 'b' });
    expect([answer.status, answer.body.code]).toEqual([409, 'refused_by_whatsapp']);
  });
});

describe('a worker of another version', () => {
  const MISMATCH = { code: 'version_mismatch', retryable: true };
  /** As the history was told before it had pages. */
  const oldMessage = {
    messageId: THEIRS,
    fromMe: false,
    from: ANA,
    to: '5511900000000@c.us',
    type: 'chat',
    body: 'Oi',
    timestamp: 1_800_000_000,
    ack: 1,
    hasMedia: false,
    isForwarded: false,
  };
  const oldChat = { id: ANA, name: 'Ana', isGroup: false, unreadCount: 0, lastMessage: oldMessage };

  test('whose answer cannot be read is named, and so is when to come again', async () => {
    session.script['chat.history'] = foreignOutcome([oldMessage]);
    session.script['chats.list'] = foreignOutcome({ items: [oldChat], nextCursor: null });
    for (const path of [`chats/${ANA}/messages`, 'chats']) {
      const answer = await ask('GET', path);
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '30']);
      expect(answer.body).toMatchObject(MISMATCH);
    }
  });

  test('is named where the outcome is looked up, too', async () => {
    session.script['message.edit'] = foreignOutcome('edited');
    const later = await ask('PATCH', `messages/${THEIRS}`, { text: 'b' }, false);
    expect(later.status).toBe(202);
    expect(await untilOver(later.headers.get('location'))).toMatchObject(MISMATCH);
  });

  test('has made a group, whatever it says of it: nobody is told to make it again', async () => {
    session.script['group.create'] = foreignOutcome({ groupId: GROUP });
    const answer = await ask('POST', 'groups', { subject: 'a', participants: [ANA] });
    expect([answer.status, answer.body.code, answer.body.retryable]).toEqual([504, 'outcome_unknown', false]);
  });

  test('that could not read the question has done nothing, and a repetition reaches the next one', async () => {
    session.script['group.create'] = { error: { code: 'version_mismatch', detail: 'What is that?' } };
    const create = () =>
      session.api.call('POST', '/api/v1/sessions/shop/groups', {
        body: { subject: 'b', participants: [ANA] },
        headers: { 'idempotency-key': 'group-2', prefer: 'wait=10' },
      });
    const refused = await create();
    expect([refused.status, refused.body]).toMatchObject([503, MISMATCH]);
    session.script['group.create'] = { result: { id: GROUP, subject: 'b', participants: [] } };
    expect(await create()).toMatchObject({ status: 200, body: { id: GROUP } });
  });

  test('that knows more commands is no riddle to whoever looks one up', async () => {
    const { body } = await ask('POST', `chats/${ANA}/seen`, undefined, false);
    await session.api.redisServer.client.hset(keys.command('shop', String(body.id)), 'command', 'chat.pin');
    expect(await ask('GET', `commands/${body.id}`)).toMatchObject({ status: 503, body: MISMATCH });
  });
});

describe('a session that is not connected', () => {
  test.each([
    ['starting', 409, 'session_not_ready'],
    ['logged_out', 409, 'session_logged_out'],
  ])('is not asked when it is %s', async (code, status, problem) => {
    await session.api.call('POST', '/api/v1/sessions', { body: { id: code } });
    await session.api.redisServer.client.hset(keys.session(code), { code, owner: 'w1' });
    const answer = await session.api.call('GET', `/api/v1/sessions/${code}/chats`);
    expect([answer.status, answer.body.code]).toEqual([status, problem]);
  });

  test('or does not exist', async () => {
    expect((await session.api.call('GET', '/api/v1/sessions/nobody/chats')).body.code).toBe(
      'session_not_found',
    );
  });
});

test('what nobody takes up in time is on its way, and a wait ends when the api closes', async () => {
  await session.api.connected('idle');
  const other = await session.api.startAnother();
  const asking = fetch(`${other.baseUrl}/api/v1/sessions/idle/chats`, {
    headers: { 'x-gateway-key': 'a-key-for-tests', prefer: 'wait=60' },
  });
  await until('the question', 10_000, async () => {
    const [queued] = await session.api.redisServer.client.keys(keys.command('idle', '*'));
    return queued;
  });
  await other.close();
  const answer = await asking;
  expect(answer.status).toBe(202);
});
