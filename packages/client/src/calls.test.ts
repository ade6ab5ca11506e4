import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createClient, type GatewayClient, GatewayError, UnreachableError } from './client.ts';
import { readRetryAfter } from './gateway-error.ts';
import { backoffMs } from './retry.ts';
import {
  cut,
  json,
  problem,
  type ScriptedServer,
  silence,
  startScriptedServer,
} from './testing/scripted-server.ts';
import type { TransportOptions } from './transport.ts';

let server: ScriptedServer;
beforeAll(async () => {
  server = await startScriptedServer();
});
afterAll(() => server.close());

const FAST = { firstDelayMs: 1, longestDelayMs: 2 };
const make = (options: Partial<TransportOptions> = {}): GatewayClient =>
  createClient({ baseUrl: server.url, apiKey: 'k1', retry: FAST, ...options });
const send = (client = make(), options = {}) =>
  client.messages.send('loja', { to: '+5511987654321', text: 'Oi' }, options);
const accepted = json(202, { id: 'msg_1', status: 'queued' });
const keysSeen = () => server.seen.map(({ headers }) => headers['idempotency-key']);

describe('a call', () => {
  test('has the key, what the route wants, and a wait if one is asked for', async () => {
    server.play(accepted);
    expect(await send(make({ headers: { 'x-shop': '7' } }), { wait: 5 })).toMatchObject({ id: 'msg_1' });
    const [request] = server.seen;
    expect(request).toMatchObject({ method: 'POST', url: '/api/v1/sessions/loja/messages' });
    expect(request?.headers).toMatchObject({ authorization: 'Bearer k1', prefer: 'wait=5', 'x-shop': '7' });
    expect(JSON.parse(request?.body ?? '')).toEqual({ to: '+5511987654321', text: 'Oi' });
  });

  test('asks for a fresh token before each attempt', async () => {
    let tokens = 0;
    server.play(problem(503, 'storage_unavailable', true), accepted);
    await send(make({ apiKey: async () => `token-${++tokens}` }));
    expect(server.seen.map(({ headers }) => headers.authorization)).toEqual([
      'Bearer token-1',
      'Bearer token-2',
    ]);
  });
});

describe('a POST that is tried again', () => {
  test('is one request to the gateway: its key stays over cuts, problems and bodies that break off', async () => {
    server.play(
      cut,
      problem(503, 'storage_unavailable', true),
      (response) => {
        response.writeHead(202, { 'content-type': 'application/json', 'content-length': '100' });
        response.write('{"id":', () => response.destroy());
      },
      accepted,
    );
    expect(await send()).toMatchObject({ id: 'msg_1' });
    expect(server.seen).toHaveLength(4);
    expect(new Set(keysSeen()).size).toBe(1);
    expect(new Set(server.seen.map(({ body }) => body)).size).toBe(1);
    expect(keysSeen()[0]).toMatch(/^[0-9a-f]{32}$/);
  });

  test('has another key in another call, and the one that was given if one was', async () => {
    server.play(accepted);
    await send();
    await send();
    await send(make(), { idempotencyKey: 'order-1' });
    expect(new Set(keysSeen()).size).toBe(3);
    expect(keysSeen()[2]).toBe('order-1');
  });
});

describe('tries', () => {
  test('end with the last error after so many attempts', async () => {
    server.play(problem(503, 'storage_unavailable', true));
    await expect(send()).rejects.toMatchObject({ name: 'GatewayError', code: 'storage_unavailable' });
    expect(server.seen).toHaveLength(4);
    server.play(cut);
    await expect(send(make(), { retry: { attempts: 2 } })).rejects.toThrow(UnreachableError);
    expect(server.seen).toHaveLength(2);
  });

  test.each([
    ['what cannot succeed', problem(422, 'unknown_recipient', false)],
    ['what needs minutes or a person', problem(502, 'pairing_refused', true)],
    [
      'what the gateway wants to wait for too long',
      problem(503, 'storage_unavailable', true, { 'retry-after': '3600' }),
    ],
  ])('are not made of %s', async (_what, script) => {
    server.play(script);
    await expect(send()).rejects.toThrow(GatewayError);
    expect(server.seen).toHaveLength(1);
  });

  test('wait for as long as the gateway asks', async () => {
    server.play(problem(503, 'storage_unavailable', true, { 'retry-after': '1' }), accepted);
    await send();
    const [first, second] = server.seen.map(({ at }) => at);
    expect(Number(second) - Number(first)).toBeGreaterThan(950);
  });

  test('follow an attempt that nobody answered', async () => {
    server.play(silence, accepted);
    expect(await send(make({ timeoutMs: 1_000 }))).toMatchObject({ id: 'msg_1' });
    expect(server.seen).toHaveLength(2);
  });

  test('are made of GETs and DELETEs too, without a key', async () => {
    server.play(cut, json(200, { id: 'loja' }));
    await make().sessions.get('loja');
    server.play(cut, json(202, { id: 'loja' }));
    await make().sessions.delete('loja');
    expect(server.seen.map(({ method }) => method)).toEqual(['DELETE', 'DELETE']);
    expect(keysSeen()).toEqual([undefined, undefined]);
  });

  test('wait twice as long each time, up to a limit, varied by half', () => {
    const retry = { firstDelayMs: 100, longestDelayMs: 1_000 };
    const longest = [1, 2, 3, 4, 5, 500].map((failures) => backoffMs(failures, retry, () => 1));
    expect(longest).toEqual([100, 200, 400, 800, 1_000, 1_000]);
    expect(backoffMs(1, retry, () => 0)).toBe(50);
  });

  test.each([
    ['3', 3_000],
    ['Thu, 01 Jan 1970 00:00:10 GMT', 9_000],
    ['Thu, 01 Jan 1970 00:00:00 GMT', 0],
    ['soon', undefined],
    [null, undefined],
  ])('read Retry-After: %s', (value, ms) => {
    expect(readRetryAfter(value, 1_000)).toBe(ms);
  });
});

describe('a signal', () => {
  test('ends a call that waits for its next attempt, with its own reason', async () => {
    const stop = new AbortController();
    const reason = new Error('enough');
    server.play((response, request) => {
      problem(503, 'storage_unavailable', true, { 'retry-after': '20' })(response, request);
      response.once('close', () => stop.abort(reason));
    });
    await expect(send(make(), { signal: stop.signal })).rejects.toBe(reason);
    expect(server.seen).toHaveLength(1);
  });

  test('ends one that is under way', async () => {
    const stop = new AbortController();
    const arrived = new Promise<void>((resolve) => server.play(() => resolve()));
    const call = send(make(), { signal: stop.signal });
    await arrived;
    stop.abort();
    await expect(call).rejects.toBe(stop.signal.reason);
    expect(server.seen).toHaveLength(1);
  });

  test('that is over already lets nothing out', async () => {
    server.play(accepted);
    await expect(send(make(), { signal: AbortSignal.abort('late') })).rejects.toBe('late');
    expect(server.seen).toHaveLength(0);
  });
});

describe('an error', () => {
  test('has what the problem says', async () => {
    const errors = [{ path: '/text', message: 'must not be empty' }];
    server.play(problem(400, 'invalid_request', false, {}, { errors }));
    await expect(send()).rejects.toMatchObject({
      code: 'invalid_request',
      status: 400,
      remedy: 'Do this.',
      errors,
      retryable: false,
      requestId: 'req-7',
      message: 'invalid_request: No. Do this. — /text must not be empty',
    });
  });

  test('of something before the gateway is one that may pass', async () => {
    server.play((response) => response.writeHead(502).end('<h1>Bad gateway</h1>'), accepted);
    expect(await send()).toMatchObject({ id: 'msg_1' });
    server.play((response) => response.writeHead(403).end('<h1>No</h1>'));
    await expect(send()).rejects.toMatchObject({ code: 'unexpected_answer', status: 403, retryable: false });
    expect(server.seen).toHaveLength(1);
  });

  test('of a server that is not there says so', async () => {
    const gone = await startScriptedServer();
    await gone.close();
    await expect(send(make({ baseUrl: gone.url }))).rejects.toThrow(/ECONNREFUSED/);
  });
});

test('a command that goes on is followed to its result, or its error', async () => {
  const command = { id: 'cmd_1', status: 'running', result: null, error: null };
  const running = json(202, command);
  server.play(
    running,
    json(200, command),
    json(200, { ...command, status: 'done', result: { numbers: [] } }),
  );
  expect(await make().contacts.checkNumbers('loja', ['+5511987654321'])).toEqual({ numbers: [] });
  expect(server.seen.at(-1)).toMatchObject({
    url: '/api/v1/sessions/loja/commands/cmd_1',
    headers: { prefer: 'wait=60' },
  });
  const error = { code: 'refused_by_whatsapp', detail: 'Too old.' };
  server.play(running, json(200, { ...command, status: 'failed', error }));
  await expect(make().messages.edit('loja', 'msg_1', 'Olá')).rejects.toMatchObject({
    code: 'refused_by_whatsapp',
    remedy: 'Too old.',
  });
});

test('chats and their messages are read by pages, and what is asked of a chat is waited for', async () => {
  const { chats } = make();
  const page = json(200, { items: [{ id: 'a' }], nextCursor: '7:3EB0' });
  const done = json(200, { success: true });
  server.play(page, page, done, done, json(200, { state: 'typing', lastSeen: null }));
  expect(await chats.page('loja', { cursor: '9:5511987654321@c.us', limit: 5 })).toEqual({
    items: [{ id: 'a' }],
    nextCursor: '7:3EB0',
  });
  expect((await chats.messages('loja', '5511987654321@c.us', { cursor: '7:3EB0' })).items).toHaveLength(1);
  await chats.markSeen('loja', '5511987654321@c.us');
  await chats.archive('loja', '5511987654321@c.us', true);
  expect((await chats.watchPresence('loja', '5511987654321@c.us')).state).toBe('typing');
  const chat = '/api/v1/sessions/loja/chats/5511987654321%40c.us';
  expect(server.seen.map(({ method, url }) => `${method} ${url}`)).toEqual([
    'GET /api/v1/sessions/loja/chats?cursor=9%3A5511987654321%40c.us&limit=5',
    `GET ${chat}/messages?cursor=7%3A3EB0`,
    `POST ${chat}/seen`,
    `POST ${chat}/archive`,
    `POST ${chat}/presence`,
  ]);
  expect(server.seen.every(({ headers }) => headers.prefer === 'wait=60')).toBe(true);
});

test('a list is read page by page, as far as somebody reads', async () => {
  const page = (ids: string[], nextCursor: string | null) =>
    json(200, { items: ids.map((id) => ({ id })), nextCursor });
  server.play(page(['a', 'b'], 'b'), page(['c'], null));
  const ids: string[] = [];
  for await (const { id } of make().sessions.list({ state: 'ready' })) ids.push(id);
  expect(ids).toEqual(['a', 'b', 'c']);
  expect(server.seen.map(({ url }) => url)).toEqual([
    '/api/v1/sessions?state=ready&limit=200',
    '/api/v1/sessions?state=ready&cursor=b&limit=200',
  ]);
  server.play(page(['a', 'b'], 'b'));
  for await (const _first of make().sessions.list()) break;
  expect(server.seen).toHaveLength(1);

  server.play(page(['bat_2'], '7'), page(['bat_1'], null));
  const batches: string[] = [];
  for await (const { id } of make().batches.list('loja')) batches.push(id);
  expect(batches).toEqual(['bat_2', 'bat_1']);
  expect(server.seen.map(({ url }) => url)).toEqual([
    '/api/v1/sessions/loja/batches?limit=100',
    '/api/v1/sessions/loja/batches?limit=100&cursor=7',
  ]);
});

test('thousands of recipients are several batches, each with a key of its own that follows from one', async () => {
  const recipients = Array.from({ length: 2_001 }, (_, index) => ({ to: `+551190000${index}` }));
  const bulk = { recipients, text: 'Olá' };
  server.play(json(202, { id: 'bat' }));
  expect(await make().batches.send('loja', bulk, { idempotencyKey: 'news' })).toHaveLength(3);
  const sizes = server.seen.map(({ body }) => (JSON.parse(body) as typeof bulk).recipients.length);
  expect(sizes).toEqual([1_000, 1_000, 1]);
  expect(keysSeen()).toEqual(['news', 'news.1000', 'news.2000']);
  server.play(json(202, { id: 'bat' }), problem(409, 'session_logged_out', false));
  await expect(make().batches.send('loja', bulk, { idempotencyKey: 'news' })).rejects.toMatchObject({
    name: 'BatchError',
    accepted: [{ id: 'bat' }],
    idempotencyKey: 'news',
    cause: { code: 'session_logged_out' },
  });
});

test('an upload of a stream arrives as a form, and is made only once', async () => {
  async function* content() {
    yield Buffer.from('first,');
    yield Buffer.from('second');
  }
  const file = { filename: 'a "b".csv', mimetype: 'text/csv' };
  server.play(json(201, { id: 'upl_1' }));
  await make().media.upload('loja', { content: content(), ...file });
  const { headers, body } = server.seen[0] ?? {};
  const form = await new Response(body, {
    headers: { 'content-type': String(headers?.['content-type']) },
  }).formData();
  const sent = form.get('file') as File;
  expect([sent.name, sent.type, await sent.text()]).toEqual(['a "b".csv', 'text/csv', 'first,second']);

  server.play(cut);
  await expect(make().media.upload('loja', { content: content(), ...file })).rejects.toThrow(
    UnreachableError,
  );
  expect(server.seen).toHaveLength(1);
  server.play(cut, json(201, { id: 'upl_1' }));
  await make().media.upload('loja', { content, ...file });
  expect(server.seen).toHaveLength(2);
  expect(new Set(keysSeen()).size).toBe(1);
  expect(server.seen[1]?.body).toContain('first,second');
});

describe('a session that is connected', () => {
  const stopped = { id: 'loja', state: 'stopped', code: 'stopped', desired: 'running', stateSince: 't1' };

  /** A gateway without streams whose session was stopped before, is so still at two looks, and then `next`. */
  function playSession(next: Record<string, unknown>): void {
    let looks = 0;
    server.play((response, request) => {
      const isLook = request.url === '/api/v1/sessions/loja';
      if (isLook) looks += 1;
      if (request.url.includes('/events')) problem(403, 'forbidden', false)(response, request);
      else if (isLook) json(200, looks < 3 ? stopped : { ...stopped, ...next })(response, request);
      else json(202, { session: stopped })(response, request);
    });
  }

  test('is not given up for the state that it was in before its start', async () => {
    playSession({ state: 'ready', code: 'ready', stateSince: 't2' });
    expect(await make().connect('loja').next()).toMatchObject({ done: true, value: { state: 'ready' } });
  });

  test('is given up when it needs somebody', async () => {
    playSession({ state: 'logged_out', code: 'logged_out', stateSince: 't2' });
    await expect(make().connect('loja').next()).rejects.toMatchObject({
      name: 'ConnectError',
      session: { state: 'logged_out' },
    });
  });
});
