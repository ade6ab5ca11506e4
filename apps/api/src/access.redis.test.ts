import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Scope } from '@wagw/shared/access/scopes';
import { keys } from '@wagw/shared/redis/keys';
import { decodeJwt, SignJWT } from 'jose';
import { append } from './testing/append-events.ts';
import { type RunningApi, startApi } from './testing/running-api.ts';
import { openSse } from './testing/sse-client.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const anybody = { 'x-gateway-key': '' };
const as = (key: string) => ({ 'x-gateway-key': key });

const statusWith = async (key: string, path = '/api/v1/sessions', method = 'GET', body?: object) => {
  const json = { 'content-type': 'application/json', ...as(key) };
  const init = body === undefined ? { headers: as(key) } : { headers: json, body: JSON.stringify(body) };
  return (await api.fetch(path, { method, ...init })).status;
};

test('every route says what it needs, and answers nobody without a key', async () => {
  const document = (await api.call('GET', '/openapi.json')).body as {
    paths: Record<string, Record<string, { security?: unknown[] }>>;
  };
  const asked = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([, { security }]) => security?.length !== 0)
      .map(([method]) => ({ method: method.toUpperCase(), path: path.replaceAll(/\{\w+\}/g, 'x') })),
  );
  expect(asked.length).toBeGreaterThan(50);
  for (const { method, path } of asked) {
    const { status, body } = await api.call(method, path, { headers: anybody });
    expect({ method, path, status, code: body.code }).toEqual({
      method,
      path,
      status: 401,
      code: 'unauthorized',
    });
  }
});

test('a route that does not say who may use it keeps the process from starting', async () => {
  const another = api.startAnother({}, (app) => {
    app.get('/forgotten', async () => 'everything');
  });
  await expect(another).rejects.toThrow(
    'These routes do not say who may use them: GET /forgotten, HEAD /forgotten',
  );
});

describe('a key', () => {
  test('is accepted in each of the usual headers, and in those that the operator names', async () => {
    const { key } = await api.makeKey(['read']);
    const other = await api.startAnother({ keyHeaders: ['x-28web-gateway-key'] });
    const get = async (headers: Record<string, string>) =>
      (await fetch(`${other.baseUrl}/api/v1/sessions`, { headers })).status;
    expect(await get({ 'x-gateway-key': key })).toBe(200);
    expect(await get({ 'x-api-key': key })).toBe(200);
    expect(await get({ apikey: key })).toBe(200);
    expect(await get({ authorization: `Bearer ${key}` })).toBe(200);
    expect(await get({ 'x-28web-gateway-key': key })).toBe(200);
    expect(await get({ 'x-other-key': key })).toBe(401);
    expect((await fetch(`${other.baseUrl}/api/v1/sessions?token=${key}`)).status).toBe(401);
    await other.close();
  });

  test('is shown once; what is stored cannot be used', async () => {
    const { id, key } = await api.makeKey(['read'], 'shown');
    expect(key).toMatch(/^wagw_[0-9a-f]{12}_[\w-]{49}$/);
    expect(JSON.stringify((await api.call('GET', `/api/v1/keys/${id}`)).body)).not.toContain(key);
    const stored = await api.redisServer.client.hget(keys.apiKey(id), 'record');
    expect(stored).not.toContain(key.split('_').at(-1));
    const { digest } = (JSON.parse(String(stored)) as { digests: { digest: string }[] }).digests[0] ?? {};
    expect(await statusWith(String(digest))).toBe(401);
  });

  test('that a repetition of its request asks for is not shown again, and is no second one', async () => {
    const ask = () =>
      api.call('POST', '/api/v1/keys', {
        body: { scopes: ['read'], tenantId: 'once' },
        headers: { 'idempotency-key': 'key-1' },
      });
    const first = await ask();
    expect((await ask()).body).toEqual({ ...first.body, key: null });
    const { items } = (await api.call('GET', '/api/v1/keys')).body as { items: { tenantId: string }[] };
    expect(items.filter(({ tenantId }) => tenantId === 'once')).toHaveLength(1);
  });

  test.each<[Scope, number, number, number, number, number]>([
    ['read', 200, 403, 403, 403, 403],
    ['send', 403, 404, 403, 403, 403],
    ['manage', 403, 403, 202, 403, 403],
    ['admin', 200, 404, 202, 200, 403],
    ['operate', 403, 403, 403, 403, 200],
  ])('with the scope %s does what it allows', async (scope, read, send, manage, admin, operate) => {
    const { key } = await api.makeKey([scope]);
    expect(await statusWith(key)).toBe(read);
    expect(
      await statusWith(key, '/api/v1/sessions/nobody/messages', 'POST', { to: '+5511987654321', text: 'x' }),
    ).toBe(send);
    expect(await statusWith(key, '/api/v1/sessions', 'POST', { start: false })).toBe(manage);
    expect(await statusWith(key, '/api/v1/keys')).toBe(admin);
    expect(await statusWith(key, '/metrics')).toBe(operate);
  });

  test('says which scope is missing', async () => {
    const { key } = await api.makeKey(['send']);
    const { body } = await api.call('GET', '/api/v1/sessions', { headers: as(key) });
    expect(body).toMatchObject({ code: 'forbidden', detail: expect.stringContaining('`read`') });
  });

  test('of a tenant cannot be one that operates', async () => {
    const body = { scopes: ['operate'], tenantId: 'acme' };
    expect((await api.call('POST', '/api/v1/keys', { body })).body.errors).toMatchObject([
      { path: '/scopes' },
    ]);
  });

  test('that operates is given by one that operates alone', async () => {
    const operates = await api.makeKey(['operate']);
    const { key } = await api.makeKey(['admin']);
    expect(await statusWith(key, '/api/v1/keys', 'POST', { scopes: ['operate'] })).toBe(403);
    expect(await statusWith(key, `/api/v1/keys/${operates.id}/rotate`, 'POST', {})).toBe(403);
    const both = await api.makeKey(['admin', 'operate']);
    expect(await statusWith(both.key, '/api/v1/keys', 'POST', { scopes: ['operate'] })).toBe(201);
  });

  test('ends when it expires, and when it is deleted, as any wrong one', async () => {
    const expiresAt = new Date(Date.now() + 400).toISOString();
    const short = await api.makeKey(['read'], 'acme', { expiresAt });
    const deleted = await api.makeKey(['read'], 'acme');
    expect(await statusWith(deleted.key)).toBe(200);
    await api.call('DELETE', `/api/v1/keys/${deleted.id}`);
    const { body: wrong } = await api.call('GET', '/api/v1/sessions', { headers: as('wrong') });
    for (const key of [deleted.key, `${deleted.key.slice(0, -1)}x`, short.key]) {
      const answer = await until401(key);
      expect({ ...answer, instance: wrong.instance }).toEqual(wrong);
    }
    expect((await api.call('GET', `/api/v1/keys/${deleted.id}`)).body.code).toBe('key_not_found');
  });

  test('is rotated: both are good for a while, then the new one alone', async () => {
    const { id, key: first } = await api.makeKey(['read'], 'acme');
    const rotate = async (keepOldSeconds: number) =>
      String((await api.call('POST', `/api/v1/keys/${id}/rotate`, { body: { keepOldSeconds } })).body.key);
    const second = await rotate(3_600);
    expect([await statusWith(first), await statusWith(second)]).toEqual([200, 200]);
    const third = await rotate(3_600);
    expect([await statusWith(first), await statusWith(second), await statusWith(third)]).toEqual([
      401, 200, 200,
    ]);
    const fourth = await rotate(0);
    expect([await statusWith(third), await statusWith(fourth)]).toEqual([401, 200]);
    expect((await api.call('GET', `/api/v1/keys/${id}`)).body.oldKeyUntil).toBeNull();
  });

  test('is not rotated twice by a request that broke off and is repeated', async () => {
    const { client } = api.redisServer;
    const { id, key: first } = await api.makeKey(['read'], 'acme');
    const rotate = async () => {
      const headers = { 'idempotency-key': `rotate-${id}` };
      return String((await api.call('POST', `/api/v1/keys/${id}/rotate`, { headers })).body.key);
    };
    const unseen = await rotate();
    const [entry = ''] = await client.keys(`*:rotate-${id}`);
    // As its process leaves it, after a while, when it dies before the answer.
    await client.hdel(entry, 'answer');
    await client.hset(entry, 'runningTill', '0');
    const second = await rotate();
    expect([await statusWith(first), await statusWith(unseen), await statusWith(second)]).toEqual([
      200, 401, 200,
    ]);
  });

  test('of the environment may have had another value before', async () => {
    const other = await api.startAnother({ apiKey: 'the-new-one', oldApiKey: 'the-old-one' });
    const get = async (key: string) =>
      (await fetch(`${other.baseUrl}/api/v1/sessions`, { headers: as(key) })).status;
    expect([await get('the-new-one'), await get('the-old-one'), await get('another')]).toEqual([
      200, 200, 401,
    ]);
    await other.close();
  });

  test('of a tenant with the scope admin makes and sees keys of that tenant alone', async () => {
    const { key } = await api.makeKey(['admin'], 'own');
    const foreign = await api.makeKey(['read'], 'foreign');
    const make = (body: object) => api.call('POST', '/api/v1/keys', { body, headers: as(key) });
    expect((await make({ scopes: ['read'] })).body.tenantId).toBe('own');
    expect((await make({ scopes: ['read'], tenantId: 'foreign' })).body.code).toBe('forbidden');
    expect((await make({ scopes: ['operate'] })).status).toBe(400);
    const { items } = (await api.call('GET', '/api/v1/keys', { headers: as(key) })).body as {
      items: { tenantId: string }[];
    };
    expect(new Set(items.map(({ tenantId }) => tenantId))).toEqual(new Set(['own']));
    for (const [method, path] of [
      ['GET', `/api/v1/keys/${foreign.id}`],
      ['DELETE', `/api/v1/keys/${foreign.id}`],
      ['POST', `/api/v1/keys/${foreign.id}/rotate`],
    ] as const) {
      expect((await api.call(method, path, { headers: as(key) })).body.code).toBe('key_not_found');
    }
    expect(await statusWith(foreign.key)).toBe(200);
  });

  async function until401(key: string) {
    for (;;) {
      const { status, body } = await api.call('GET', '/api/v1/sessions', { headers: as(key) });
      if (status === 401) return body;
    }
  }
});

describe('a tenant', () => {
  test('has its sessions made for it, under ids that nobody has', async () => {
    const { key } = await api.makeKey(['admin'], 'shop');
    const create = (body: object) =>
      api.call('POST', '/api/v1/sessions', { body: { start: false, ...body }, headers: as(key) });
    expect((await create({ id: 'shop-1' })).body.tenantId).toBe('shop');
    expect((await create({ tenantId: 'other' })).body.code).toBe('forbidden');
    await api.call('POST', '/api/v1/sessions', { body: { id: 'other-1', start: false } });
    expect((await create({ id: 'other-1' })).body.code).toBe('session_exists');
    const start = (id: string) => api.call('POST', `/api/v1/sessions/${id}/start`, { headers: as(key) });
    expect((await start('other-1')).body.code).toBe('session_exists');
    expect((await start('shop-2')).body.session).toMatchObject({ tenantId: 'shop' });
    expect((await api.call('GET', '/api/v1/sessions/other-1')).body.desired).toBe('stopped');
    const { items } = (await api.call('GET', '/api/v1/sessions', { headers: as(key) })).body as {
      items: { id: string }[];
    };
    expect(items.map(({ id }) => id)).toEqual(['shop-1', 'shop-2']);
  });

  test('is not shown the session of another by asking for its id twice', async () => {
    const { key } = await api.makeKey(['manage'], 'curious');
    await api.call('POST', '/api/v1/sessions', { body: { id: 'private', start: false } });
    const ask = () =>
      api.call('POST', '/api/v1/sessions', {
        body: { id: 'private', start: false },
        headers: { ...as(key), 'idempotency-key': 'private-1' },
      });
    expect((await ask()).body.code).toBe('session_exists');
    expect((await ask()).body.code).toBe('session_exists');
  });

  test('does not get the id, and with it the events, of a session that another has just deleted', async () => {
    await api.call('POST', '/api/v1/sessions', { body: { id: 'left', tenantId: 'before', start: false } });
    const { client } = api.redisServer;
    await client.hset(keys.session('left'), { owner: 'w1', epoch: '1' });
    await append(client, 'left');
    await client.del(keys.session('left'));
    await client.zrem(keys.sessions, 'left');
    const create = (tenantId: string) =>
      api.call('POST', '/api/v1/sessions', { body: { id: 'left', tenantId, start: false } });
    expect((await create('after')).body.code).toBe('session_exists');
    expect((await create('before')).status).toBe(202);
  });
});

describe('a token', () => {
  const makeToken = async (id: string, body: object) =>
    String((await api.call('POST', `/api/v1/sessions/${id}/tokens`, { body })).body.token);

  beforeAll(async () => {
    await api.connected('browser');
    await api.connected('next');
  });

  test('to connect shows the session and its QR code, and nothing else', async () => {
    const token = await makeToken('browser', { purpose: 'connect' });
    const headers = { authorization: `Bearer ${token}` };
    const get = async (path: string) =>
      (await fetch(`${api.baseUrl}/api/v1/sessions/${path}`, { headers })).status;
    expect(await get('browser')).toBe(200);
    expect(await get('browser/qr')).toBe(404);
    expect(await get('browser/events')).toBe(200);
    expect(await get('browser/messages')).toBe(403);
    expect(await get('browser/contacts')).toBe(403);
    expect(await get('next')).toBe(404);
    expect((await fetch(`${api.baseUrl}/api/v1/sessions`, { headers })).status).toBe(403);
    const inUrl = await fetch(`${api.baseUrl}/api/v1/sessions/browser/events?token=${token}`);
    expect(inUrl.status).toBe(200);
    expect((await fetch(`${api.baseUrl}/api/v1/sessions/browser/messages?token=${token}`)).status).toBe(401);
  });

  test('to connect is told nothing of messages', async () => {
    for (const _ of '123') await append(api.redisServer.client, 'browser');
    const token = await makeToken('browser', { purpose: 'connect' });
    const read = async (query: string) => {
      const { body } = await api.call('GET', `/api/v1/sessions/browser/events${query}`, {
        headers: as(token),
      });
      return (body.items as unknown[]).length;
    };
    expect(await read('')).toBe(0);
    expect(await read('?event=message')).toBe(0);
    expect((await api.call('GET', '/api/v1/sessions/browser/events')).body.items).toHaveLength(3);
  });

  test('ends with its time, with its key, and cannot be forged', async () => {
    const { id, key } = await api.makeKey(['manage'], 'browser');
    const made = await api.call('POST', '/api/v1/sessions/browser/tokens', {
      body: { purpose: 'events' },
      headers: as(key),
    });
    const token = String(made.body.token);
    expect(await statusWith(token, '/api/v1/sessions/browser')).toBe(200);
    const claims = decodeJwt(token);
    const sign = (changes: object, secret: string, alg = 'HS256') =>
      new SignJWT({ ...claims, ...changes })
        .setProtectedHeader({ alg })
        .sign(new TextEncoder().encode(secret.padEnd(64, '.')));
    expect(await statusWith(await sign({}, 'guessed'), '/api/v1/sessions/browser')).toBe(401);
    const [, payload] = token.split('.');
    const unsigned = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${payload}.AA`;
    expect(await statusWith(unsigned, '/api/v1/sessions/browser')).toBe(401);

    const secret = 's'.repeat(64);
    const other = await api.startAnother({ jwtSecret: secret });
    const get = async (text: string) =>
      (await fetch(`${other.baseUrl}/api/v1/sessions/browser`, { headers: as(text) })).status;
    expect(await get(await sign({}, secret))).toBe(200);
    expect(await get(await sign({ exp: Math.floor(Date.now() / 1000) - 1 }, secret))).toBe(401);
    expect(await get(token)).toBe(401);
    await other.close();

    await api.call('DELETE', `/api/v1/keys/${id}`);
    expect(await statusWith(token, '/api/v1/sessions/browser')).toBe(401);
  });

  test('ends when the secret ends that it was made with, or the key expires', async () => {
    const { id, key } = await api.makeKey(['manage'], 'browser');
    const rotate = (keepOldSeconds: number) =>
      api.call('POST', `/api/v1/keys/${id}/rotate`, { body: { keepOldSeconds } });
    const make = async (by: string) => {
      const body = { purpose: 'events' };
      const made = await api.call('POST', '/api/v1/sessions/browser/tokens', { body, headers: as(by) });
      return String(made.body.token);
    };
    const status = (token: string) => statusWith(token, '/api/v1/sessions/browser');
    const first = await make(key);
    await rotate(3_600);
    expect(await status(first)).toBe(200);
    const { body } = await rotate(0);
    expect(await status(first)).toBe(401);
    const second = await make(String(body.key));
    expect(await status(second)).toBe(200);

    const record = JSON.parse(String(await api.redisServer.client.hget(keys.apiKey(id), 'record')));
    const expired = JSON.stringify({ ...record, expiresAt: Date.now() - 1 });
    await api.redisServer.client.hset(keys.apiKey(id), 'record', expired);
    expect(await status(second)).toBe(401);
  });

  test('or a key that ends, ends the streams that were opened with it', async () => {
    const { id, key } = await api.makeKey(['read'], 'browser');
    const other = await api.startAnother({ sse: { maxReaders: 1, heartbeatMs: 50, accessCheckMs: 100 } });
    const stream = await openSse(other.baseUrl, '/api/v1/sessions/browser/events', { key });
    expect(stream.status).toBe(200);
    await api.call('DELETE', `/api/v1/keys/${id}`);
    await stream.ended;
    expect(stream.blocks.at(-1)).toMatchObject({ event: 'dropped', data: '{"reason":"access_ended"}' });
    await other.close();
  });
});
