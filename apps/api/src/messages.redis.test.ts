import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { problemSchema } from '@wagw/shared/errors/problem';
import { messageSchema } from '@wagw/shared/messages/message-schema';
import { advanceMessage, loadMessage } from '@wagw/shared/messages/message-store';
import { noteSeenMessage } from '@wagw/shared/messages/seen-store';
import { noteRegistration } from '@wagw/shared/numbers/registrations';
import { keys } from '@wagw/shared/redis/keys';
import { playCommands } from './testing/command-player.ts';
import { type CallOptions, type RunningApi, startApi } from './testing/running-api.ts';

const ANA = '5511987654321@c.us';
const THEIRS = `false_${ANA}_A1B2`;
const HOUR = 3_600_000;

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
  await api.call('POST', '/api/v1/sessions', { body: { id: 'shop', start: false } });
});
afterAll(() => api.close());

const send = (body: object, options: CallOptions = {}, session = 'shop') =>
  api.call('POST', `/api/v1/sessions/${session}/messages`, { body, ...options });
const get = (path: string, session = 'shop') => api.call('GET', `/api/v1/sessions/${session}/${path}`);
const ids = (body: Record<string, unknown>) => (body.items as { id: string }[]).map(({ id }) => id);

describe('messages', () => {
  test('are recorded, enqueued in order and found again', async () => {
    await api.call('POST', '/api/v1/sessions', { body: { id: 'sender' } });
    const sent: string[] = [];
    for (const to of ['+55 (11) 98765-4321', ANA, '120363000000000000@g.us']) {
      const { status, headers, body } = await send({ to, text: 'Olá' }, {}, 'sender');
      expect([status, body.status, body.to]).toEqual([202, 'queued', to]);
      expect(headers.get('location')).toBe(`/api/v1/sessions/sender/messages/${body.id}`);
      sent.push(String(body.id));
    }
    expect(await api.waitingJobs('sender')).toEqual(sent);
    const first = await get(`messages/${sent[0]}`, 'sender');
    expect(messageSchema.strict().parse(first.body)).toMatchObject({
      chatId: ANA,
      text: 'Olá',
      attempts: 0,
      error: null,
    });
    const list = await get('messages?limit=2', 'sender');
    expect(ids(list.body)).toEqual([sent[2], sent[1]]);
    const rest = await get(`messages?cursor=${list.body.nextCursor}`, 'sender');
    expect(ids(rest.body)).toEqual([sent[0]]);
  });

  test('are listed by chat, status, direction and time', async () => {
    await api.call('POST', '/api/v1/sessions', { body: { id: 'lists' } });
    const one = await send({ to: ANA, text: 'a' }, {}, 'lists');
    const other = await send({ to: '5521987654321', text: 'b' }, {}, 'lists');
    await advanceMessage(api.redisServer.client, 'lists', String(other.body.id), 'sent', {}, Date.now());
    const seen = await noteSeenMessage(
      api.redisServer.client,
      {
        sessionId: 'lists',
        direction: 'inbound',
        chatId: ANA,
        from: ANA,
        to: 'me@c.us',
        whatsappRef: THEIRS,
        type: 'text',
        text: 'Oi',
        ack: 0,
        at: Date.now(),
      },
      { now: Date.now(), retentionDays: 30 },
    );
    const list = async (query: string) => ids((await get(`messages?${query}`, 'lists')).body);
    expect(await list('chat=%2B5511987654321')).toEqual([seen, one.body.id]);
    expect(await list('status=sent')).toEqual([other.body.id]);
    expect(await list('direction=inbound')).toEqual([seen]);
    expect(await list('direction=outbound&limit=1')).toEqual([other.body.id]);
    expect(await list(`until=${new Date(Date.now() - HOUR).toISOString()}`)).toEqual([]);
    expect(await list(`since=${new Date(Date.now() - HOUR).toISOString()}`)).toHaveLength(3);
    const bad = await get('messages?status=lost', 'lists');
    expect(problemSchema.parse(bad.body).errors?.map(({ path }) => path)).toEqual(['/querystring/status']);
    // WhatsApp's id names the same message.
    expect((await get(`messages/${THEIRS}`, 'lists')).body.id).toBe(seen);
    expect((await get(`messages/${THEIRS}0`, 'lists')).body.code).toBe('message_not_found');
  });

  test.each([
    ['an unknown field', { to: '5511987654321', text: 'a', txt: 'b' }, 400, ['/txt']],
    ['an empty text', { to: '5511987654321', text: ' ' }, 400, ['/text']],
    ['a missing recipient', { text: 'a' }, 400, ['/to']],
    ['a text too long', { to: '5511987654321', text: 'a'.repeat(65_537) }, 400, ['/text']],
    ['a recipient that is none', { to: 'somebody', text: 'a' }, 422, ['/to']],
    ['nothing to send', { to: ANA }, 400, ['/text']],
    ['an image without its file', { to: ANA, type: 'image', text: 'a' }, 400, ['/media', '/text']],
    [
      'a file by two ways',
      { to: ANA, type: 'image', media: { url: 'https://a.example/', upload: 'b' } },
      400,
      ['/media'],
    ],
    [
      'a poll with one option',
      { to: ANA, type: 'poll', poll: { question: 'a', options: ['b'] } },
      400,
      ['/poll/options'],
    ],
    [
      'somebody mentioned who is nobody',
      { to: ANA, text: '@x', mentions: [ANA, 'nobody'] },
      422,
      ['/mentions/1'],
    ],
    ['a time of yesterday', { to: ANA, text: 'a', sendAt: 1_700_000_000 }, 400, ['/sendAt']],
    ['a time in milliseconds', { to: ANA, text: 'a', sendAt: 1_900_000_000_000 }, 400, ['/sendAt']],
  ])('%s is answered with the field and what to do', async (_what, body, status, paths) => {
    const answer = await send(body);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = problemSchema.parse(answer.body);
    expect(problem.errors?.map((error) => error.path)).toEqual(paths);
  });

  test('go nowhere without a session', async () => {
    const body = { to: '5511987654321', text: 'a' };
    const unknown = await send(body, {}, 'nobody');
    expect([unknown.status, unknown.body.code]).toEqual([404, 'session_not_found']);
    await api.call('POST', '/api/v1/sessions', { body: { id: 'unlinked' } });
    await api.redisServer.client.hset(keys.session('unlinked'), 'code', 'logged_out');
    const unlinked = await send(body, {}, 'unlinked');
    expect([unlinked.status, unlinked.body.code]).toEqual([409, 'session_logged_out']);
  });
});

describe('each kind is stored as it will be sent', () => {
  const place = { latitude: -23.5, longitude: -46.6, name: 'Sé' };
  const card = { name: 'Ana', phone: '+5511987654321' };
  const poll = { question: 'Quando?', options: ['já', 'depois'] };

  test.each([
    ['location', { location: place }, { location: place }],
    ['contact', { contact: card }, { contacts: [card] }],
    ['poll', { poll }, { poll: { ...poll, allowMultiple: false } }],
    ['text', { text: 'a', replyTo: THEIRS }, { quotedRef: THEIRS }],
    ['text', { text: '@5511987654321', mentions: ['+55 11 98765-4321'] }, { mentions: [ANA] }],
    ['text', { text: 'a', linkPreview: false }, { linkPreview: false }],
  ])('%s %j', async (type, fields, content) => {
    const { status, body } = await send({ to: ANA, type, ...fields });
    expect([status, body.type]).toEqual([202, type]);
    const record = await loadMessage(api.redisServer.client, 'shop', String(body.id));
    expect(record?.content).toMatchObject({ type, ...content });
  });

  test('forward', async () => {
    const path = `/api/v1/sessions/shop/messages/${THEIRS}/forward`;
    const { status, body } = await api.call('POST', path, { body: { to: '+5521987654321' } });
    expect([status, body]).toMatchObject([202, { type: 'forward', forwardOf: THEIRS, status: 'queued' }]);
    expect(await api.waitingJobs('shop')).toContain(body.id);
  });
});

describe('Prefer: wait', () => {
  const path = '/api/v1/sessions/shop/messages';
  const waitFor = (seconds: number) =>
    api.call('POST', path, { body: { to: ANA, text: 'waits' }, headers: { prefer: `wait=${seconds}` } });

  test.each([
    ['sent', { ack: 1 }],
    ['failed', { error: { code: 'rejected', detail: 'No.' } }],
  ] as const)('answers 200 as soon as the message is %s', async (status, details) => {
    const before = new Set(await api.waitingJobs('shop'));
    const waiting = waitFor(30);
    const id = await until('the job', 10_000, async () =>
      (await api.waitingJobs('shop')).find((each) => !before.has(each)),
    );
    await advanceMessage(api.redisServer.client, 'shop', id, status, details, Date.now());
    const { body, headers, status: code } = await waiting;
    expect([code, body]).toMatchObject([200, { id, status, ...details }]);
    expect(headers.get('preference-applied')).toBe('wait=30');
  });

  test('answers 202 when nothing has come of it in time', async () => {
    const { status, body, headers } = await waitFor(1);
    expect([status, body.status]).toEqual([202, 'queued']);
    expect(headers.get('preference-applied')).toBe('wait=1');
  });
});

describe('cancelling', () => {
  const cancel = (id: unknown) => api.call('DELETE', `/api/v1/sessions/shop/messages/${id}`);

  test('ends what is queued, as often as it is asked for', async () => {
    const { body } = await send({ to: ANA, text: 'a' });
    for (const _time of [1, 2]) {
      expect(await cancel(body.id)).toMatchObject({
        status: 200,
        body: { id: body.id, status: 'cancelled' },
      });
    }
  });

  test('is too late when the message is on its way', async () => {
    const { body } = await send({ to: ANA, text: 'a' });
    await advanceMessage(api.redisServer.client, 'shop', String(body.id), 'sending', {}, Date.now());
    const answer = await cancel(body.id);
    expect([answer.status, answer.body.code]).toEqual([409, 'message_not_sent']);
  });
});

describe('the scheduled messages of all sessions', () => {
  const due = Math.round(Date.now() / 1_000) + 7_200;
  const all = async (query: string) =>
    (await api.call('GET', `/api/v1/messages?status=scheduled${query}`)).body;

  test('are listed as they are due, by pages and by tenant', async () => {
    const at = { first: due, second: due + 1, third: due + 1 };
    for (const [id, tenantId] of [
      ['due-1', 'acme'],
      ['due-2', 'globex'],
    ] as const) {
      await api.call('POST', '/api/v1/sessions', { body: { id, tenantId } });
    }
    const make = async (session: string, text: string, sendAt: number) =>
      String((await send({ to: ANA, text, sendAt }, {}, session)).body.id);
    const later = [await make('due-1', 'b', at.second), await make('due-1', 'c', at.third)].sort();
    const other = await make('due-2', 'd', due + 2);
    const first = await make('due-1', 'a', at.first);
    // One that is to go at once is in the same list until its job is there.
    const atOnce = String((await send({ to: ANA, text: 'now' }, {}, 'due-1')).body.id);
    await api.redisServer.client.zadd(keys.scheduled, Date.now() + 10_000, `due-1/${atOnce}`);

    expect(ids(await all(''))).toEqual([first, ...later, other]);
    const pages: string[][] = [];
    for (let cursor: unknown = ''; cursor !== null; ) {
      const body = await all(
        `&limit=1${cursor === '' ? '' : `&cursor=${encodeURIComponent(String(cursor))}`}`,
      );
      pages.push(ids(body));
      cursor = body.nextCursor;
    }
    expect(pages.flat()).toEqual([first, ...later, other]);
    expect(ids(await all('&tenantId=acme'))).toEqual([first, ...later]);

    // One may be cancelled between two pages.
    const page = await all('&limit=2');
    await api.call('DELETE', `/api/v1/sessions/due-1/messages/${later[0]}`);
    const rest = await all(`&cursor=${encodeURIComponent(String(page.nextCursor))}`);
    expect(ids(rest)).toEqual([later[1], other]);
  });

  test('are the only ones that are listed over all sessions', async () => {
    for (const query of ['', '?status=failed', '?status=scheduled&cursor=x']) {
      expect((await api.call('GET', `/api/v1/messages${query}`)).status).toBe(400);
    }
  });
});

describe('a scheduled message', () => {
  test.each([
    ['unix seconds', (ms: number) => Math.round(ms / 1_000)],
    ['ISO 8601', (ms: number) => new Date(ms).toISOString()],
  ])('waits for its time, given as %s, and can be listed and cancelled', async (_form, write) => {
    const at = Math.round(Date.now() / 1_000) * 1_000 + HOUR;
    const { body } = await send({ to: ANA, text: 'later', sendAt: write(at) });
    expect(body).toMatchObject({ status: 'scheduled', sendAt: new Date(at).toISOString() });
    expect(await api.waitingJobs('shop')).not.toContain(body.id);
    expect(ids((await get('messages?status=scheduled')).body)).toEqual([body.id]);
    const cancelled = await api.call('DELETE', `/api/v1/sessions/shop/messages/${body.id}`);
    expect(cancelled.body.status).toBe('cancelled');
    expect(ids((await get('messages?status=scheduled')).body)).toEqual([]);
  });

  test('whose time has just passed goes at once', async () => {
    const { body } = await send({ to: ANA, text: 'now', sendAt: Math.round(Date.now() / 1_000) - 10 });
    expect(body.status).toBe('queued');
  });
});

describe('with checked numbers', () => {
  const TTL = { registeredMs: HOUR, unregisteredMs: HOUR };

  async function sendChecked(session: string, to: string) {
    const other = await api.startAnother({ numbers: { isChecked: true } });
    const response = await fetch(`${other.baseUrl}/api/v1/sessions/${session}/messages`, {
      method: 'POST',
      headers: { 'x-gateway-key': 'a-key-for-tests', 'content-type': 'application/json' },
      body: JSON.stringify({ to, text: 'a' }),
    });
    const body = (await response.json()) as Record<string, unknown>;
    await other.close();
    return { status: response.status, body };
  }

  test('one without an account is refused before it is queued, after WhatsApp was asked', async () => {
    await api.connected('checks');
    const player = playCommands(api.redisServer.client, 'checks', async () => {
      await noteRegistration(api.redisServer.client, 'checks', '14155552671', undefined, TTL);
      return { result: { ids: [null] } };
    });
    for (const _time of [1, 2]) {
      const { status, body } = await sendChecked('checks', '+1 415 555 2671');
      expect([status, body.code]).toEqual([422, 'unknown_recipient']);
    }
    expect(player.asked).toEqual([{ command: 'numbers.check', input: { phones: ['14155552671'] } }]);
    expect(await api.waitingJobs('checks')).toEqual([]);
    await player.close();
  });

  test('a session that cannot be asked takes the message all the same', async () => {
    expect((await sendChecked('shop', '+1 415 555 2672')).status).toBe(202);
  });
});
