import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keys } from '@wagw/shared/redis/keys';
import { openBrowser } from '../testing/browser.ts';
import { KEY, type RunningApi, startApi } from '../testing/running-api.ts';
import { openSse } from '../testing/sse-client.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

let api: RunningApi;
beforeAll(async () => {
  api = await startApi({
    console: { folder: 'it is not read' },
    trustProxy: ['loopback'],
    sse: { maxReaders: 10, heartbeatMs: 50, accessCheckMs: 100 },
  });
});
afterAll(() => api.close());

async function signedIn(key: string) {
  const browser = openBrowser(api.baseUrl);
  expect((await browser.signIn(key)).status).toBe(200);
  return browser;
}

/** Where it is stored who has signed in. */
const nameOf = (cookie: string) =>
  keys.signIn(
    createHash('sha256')
      .update(cookie.split('=')[1] ?? '')
      .digest('hex'),
  );

describe('signing in', () => {
  test('with a key gives a cookie that no script reads, and says who is signed in', async () => {
    const { id, key } = await api.makeKey(['admin'], 'acme', { name: 'Ana' });
    const browser = openBrowser(api.baseUrl);
    const { status, headers, body } = await browser.signIn(key);
    expect(status).toBe(200);
    expect(headers.get('set-cookie')).toMatch(
      /^wagw=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(headers.get('cache-control')).toBe('no-store');
    expect(body).toEqual({
      tenantId: 'acme',
      scopes: ['read', 'send', 'manage', 'admin'],
      keyId: id,
      keyName: 'Ana',
      csrfToken: expect.stringMatching(/^[\w-]{43}$/),
      expiresAt: expect.any(String),
    });
    const { body: again } = await browser.ask('GET', '/console/session');
    expect({ ...again, expiresAt: body.expiresAt }).toEqual(body);
  });

  test('with the key of the environment allows everything', async () => {
    const browser = await signedIn(KEY);
    const { body } = await browser.ask('GET', '/console/session');
    expect(body).toMatchObject({ tenantId: null, keyId: 'environment' });
    expect(body.scopes).toEqual(['read', 'send', 'manage', 'admin', 'operate']);
  });

  test('over https gives a cookie that is sent over https alone, and that no other host can set', async () => {
    const https = { 'x-forwarded-proto': 'https' };
    const browser = openBrowser(api.baseUrl);
    const { headers } = await browser.signIn(KEY, https);
    expect(headers.get('set-cookie')).toMatch(
      /^__Host-wagw=[\w-]{43}; Max-Age=604800; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    );
    expect((await browser.ask('GET', '/console/session', { headers: https })).status).toBe(200);
    const tossed = { ...https, cookie: browser.cookie().replace('__Host-', '') };
    expect((await openBrowser(api.baseUrl).ask('GET', '/console/session', { headers: tossed })).status).toBe(
      401,
    );
  });

  test('behind a proxy that nobody has named, the page itself says that it is over https', async () => {
    const browser = openBrowser(api.baseUrl);
    const origin = `https://${new URL(api.baseUrl).host}`;
    const { headers } = await browser.signIn(KEY, { origin });
    expect(headers.get('set-cookie')).toMatch(/^__Host-wagw=.*; Secure;/);
    const { status, body } = await browser.ask('GET', '/console/session');
    expect(status).toBe(200);
    const leaving = { origin, 'x-csrf-token': String(body.csrfToken) };
    const left = await browser.ask('DELETE', '/console/session', { headers: leaving });
    expect(left.headers.get('set-cookie')).toMatch(/^__Host-wagw=; .*Secure;/);
  });

  test('with a wrong key, or with a token, is answered as everywhere', async () => {
    await api.connected('loja');
    const made = await api.call('POST', '/api/v1/sessions/loja/tokens', { body: { purpose: 'connect' } });
    const { body: everywhere } = await api.call('GET', '/api/v1/sessions', {
      headers: { 'x-gateway-key': 'wrong' },
    });
    for (const key of ['wrong', String(made.body.token), `wagw_0123456789ab_${'x'.repeat(49)}`]) {
      const { status, body, headers } = await openBrowser(api.baseUrl).signIn(key);
      expect(status).toBe(401);
      expect({ ...body, instance: everywhere.instance }).toEqual(everywhere);
      expect(headers.get('set-cookie')).toBeNull();
    }
    expect((await openBrowser(api.baseUrl).ask('POST', '/console/session', { body: {} })).body.code).toBe(
      'invalid_request',
    );
  });

  test('is not done by pages of others', async () => {
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
    ]) {
      const { status, body } = await openBrowser(api.baseUrl).signIn(KEY, headers);
      expect([status, body.code]).toEqual([403, 'csrf_check_failed']);
    }
    expect((await openBrowser(api.baseUrl).signIn(KEY, { origin: api.baseUrl })).status).toBe(200);
  });

  test('leaves nothing in Redis with which somebody could come', async () => {
    const { id, key } = await api.makeKey(['read'], 'acme');
    const browser = await signedIn(key);
    const secret = browser.cookie().split('=')[1] ?? '';
    const stored = await api.redisServer.client.get(nameOf(browser.cookie()));
    expect(JSON.parse(String(stored))).toEqual({
      keyId: id,
      mark: expect.stringMatching(/^[0-9a-f]{64}$/),
      at: expect.any(Number),
    });
    const digest = createHash('sha256').update(key).digest('hex');
    for (const known of [secret, key, digest]) expect(stored).not.toContain(known);
    const names = await api.redisServer.client.keys('*');
    expect(names.filter((name) => name.includes(secret))).toEqual([]);
  });

  test('takes no Idempotency-Key: two who give the same are two', async () => {
    const headers = { 'idempotency-key': 'the-same' };
    const cookies = await Promise.all(
      [1, 2].map(async () => {
        const browser = openBrowser(api.baseUrl);
        await browser.signIn(KEY, headers);
        return browser.cookie();
      }),
    );
    expect(new Set(cookies).size).toBe(2);
  });

  test('anew ends what the browser had before', async () => {
    const browser = await signedIn(KEY);
    const before = browser.cookie();
    await browser.signIn(KEY);
    expect(browser.cookie()).not.toBe(before);
    expect(await api.redisServer.client.exists(nameOf(before))).toBe(0);
  });
});

describe('wrong keys', () => {
  const limited = () =>
    api.startAnother({
      rateLimits: { perKey: 0, perAddress: 0, wrongKeys: 2, countMs: 10_000 },
    });

  test('are counted as everywhere, and the right one after too many of them looks like another', async () => {
    const other = await limited();
    const browser = openBrowser(other.baseUrl);
    const from = { 'x-forwarded-for': '203.0.113.1' };
    const statuses: number[] = [];
    for (const key of ['wrong', 'wrong', 'wrong', KEY])
      statuses.push((await browser.signIn(key, from)).status);
    expect(statuses).toEqual([401, 401, 429, 429]);
    expect(browser.cookie()).toBe('');
    expect((await browser.signIn(KEY, { 'x-forwarded-for': '203.0.113.2' })).status).toBe(200);
    await other.close();
  });

  test('are not those of somebody who is signed out', async () => {
    const other = await limited();
    const from = { 'x-forwarded-for': '203.0.113.3', cookie: `wagw=${'x'.repeat(43)}` };
    const browser = openBrowser(other.baseUrl);
    for (const path of ['/console/session', '/console/session', '/api/v1/sessions', '/api/v1/sessions']) {
      const { status, body } = await browser.ask('GET', path, { headers: from });
      expect([path, status, body.code]).toEqual([path, 401, 'signed_out']);
    }
    expect((await browser.signIn(KEY, from)).status).toBe(200);
    await other.close();
  });
});

describe('somebody who is signed in', () => {
  test('is the holder of the key on every route, and sees one tenant alone', async () => {
    await api.call('POST', '/api/v1/sessions', { body: { id: 'acme-1', tenantId: 'acme', start: false } });
    await api.call('POST', '/api/v1/sessions', { body: { id: 'bolt-1', tenantId: 'bolt', start: false } });
    const browser = await signedIn((await api.makeKey(['read'], 'acme')).key);
    const { body } = await browser.ask('GET', '/api/v1/sessions');
    expect((body.items as { id: string }[]).map(({ id }) => id)).toEqual(['acme-1']);
    const codeOf = async (path: string) => (await browser.ask('GET', path)).body.code;
    expect(await codeOf('/api/v1/sessions/bolt-1')).toBe('session_not_found');
    expect(await codeOf('/api/v1/keys')).toBe('forbidden');
    expect(await codeOf('/nowhere')).toBe('route_not_found');
  });

  test('counts for the limit of the key', async () => {
    const other = await api.startAnother({
      rateLimits: { perKey: 3, perAddress: 0, wrongKeys: 0, countMs: 10_000 },
    });
    const { key } = await api.makeKey(['read'], 'acme');
    const browser = openBrowser(other.baseUrl);
    await browser.signIn(key);
    const byCookie = async () => (await browser.ask('GET', '/api/v1/sessions')).status;
    const byKey = async () =>
      (await openBrowser(other.baseUrl).ask('GET', '/api/v1/sessions', { headers: { 'x-api-key': key } }))
        .status;
    expect([await byCookie(), await byKey(), await byCookie()]).toEqual([200, 200, 429]);
    await other.close();
  });

  test('who sends a key as well is its holder, and needs nothing else', async () => {
    const browser = await signedIn((await api.makeKey(['read'], 'acme')).key);
    const create = (key: string) =>
      browser.ask('POST', '/api/v1/sessions', { body: { start: false }, headers: { 'x-gateway-key': key } });
    expect((await create(KEY)).status).toBe(202);
    expect((await create('wrong')).body.code).toBe('unauthorized');
  });

  test('is nobody where no console is served', async () => {
    const other = await api.startAnother({ console: undefined });
    const { cookie } = await signedIn(KEY);
    const { body } = await openBrowser(other.baseUrl).ask('GET', '/api/v1/sessions', {
      headers: { cookie: cookie() },
    });
    expect(body.code).toBe('unauthorized');
    await other.close();
  });
});

describe('what changes something', () => {
  const create = { body: { start: false } };

  test('needs the token that only our pages know', async () => {
    const browser = await signedIn(KEY);
    expect((await browser.askFromConsole('POST', '/api/v1/sessions', create)).status).toBe(202);
    for (const headers of [{}, { 'x-csrf-token': '' }, { 'x-csrf-token': 'x'.repeat(43) }]) {
      const { status, body } = await browser.ask('POST', '/api/v1/sessions', { ...create, headers });
      expect([status, body.code]).toEqual([403, 'csrf_check_failed']);
    }
    const another = await signedIn(KEY);
    const { body } = await another.ask('GET', '/console/session');
    const headers = { 'x-csrf-token': String(body.csrfToken) };
    expect((await browser.ask('POST', '/api/v1/sessions', { ...create, headers })).status).toBe(403);
  });

  test.each(['PUT', 'PATCH', 'DELETE'])('also by %s', async (method) => {
    await api.call('POST', '/api/v1/sessions', { body: { id: 'stays', start: false } });
    const browser = await signedIn(KEY);
    const asking = method === 'DELETE' ? {} : { body: {} };
    expect((await browser.ask(method, '/api/v1/sessions/stays', asking)).body.code).toBe('csrf_check_failed');
  });

  test('is not done by pages of other origins, not even of the same site', async () => {
    const browser = await signedIn(KEY);
    const { host } = new URL(api.baseUrl);
    const statusFrom = async (headers: Record<string, string>) =>
      (await browser.askFromConsole('POST', '/api/v1/sessions', { ...create, headers })).status;
    expect(await statusFrom({ origin: api.baseUrl, 'sec-fetch-site': 'same-origin' })).toBe(202);
    expect(await statusFrom({ origin: `https://${host}` })).toBe(202);
    expect(await statusFrom({ origin: 'https://evil.example' })).toBe(403);
    expect(await statusFrom({ origin: `http://${host}.evil.example` })).toBe(403);
    expect(await statusFrom({ origin: 'http://127.0.0.1:1', 'sec-fetch-site': 'same-site' })).toBe(401);
    expect(await statusFrom({ origin: 'null' })).toBe(403);
    expect(await statusFrom({ 'sec-fetch-site': 'cross-site' })).toBe(401);
  });

  test('may come from the origin that the operator names', async () => {
    const other = await api.startAnother({ publicUrl: 'https://wa.example.com' });
    const browser = openBrowser(other.baseUrl);
    const headers = { origin: 'https://wa.example.com' };
    expect((await browser.signIn(KEY, headers)).status).toBe(200);
    expect((await browser.askFromConsole('POST', '/api/v1/sessions', { ...create, headers })).status).toBe(
      202,
    );
    await other.close();
  });

  test.each(['cross-site', 'same-site'])('a question from elsewhere (%s) is one of nobody', async (site) => {
    const browser = await signedIn(KEY);
    for (const path of ['/api/v1/sessions', '/console/session']) {
      const { body } = await browser.ask('GET', path, { headers: { 'sec-fetch-site': site } });
      expect([path, body.code]).toEqual([path, 'signed_out']);
    }
  });

  test('an address that somebody has typed is asked for by its owner', async () => {
    const browser = await signedIn(KEY);
    const headers = { 'sec-fetch-site': 'none' };
    expect((await browser.ask('GET', '/api/v1/sessions', { headers })).status).toBe(200);
  });
});

describe('it ends', () => {
  const statusOf = async (browser: { ask: ReturnType<typeof openBrowser>['ask'] }) =>
    (await browser.ask('GET', '/api/v1/sessions')).status;

  test('by signing out, everywhere and with the streams that are open', async () => {
    const browser = await signedIn(KEY);
    const cookie = browser.cookie();
    const stream = await openSse(api.baseUrl, '/api/v1/events', { cookie });
    expect(stream.status).toBe(200);
    expect((await browser.ask('DELETE', '/console/session')).body.code).toBe('csrf_check_failed');
    const { status, headers } = await browser.askFromConsole('DELETE', '/console/session');
    expect(status).toBe(204);
    expect(headers.get('set-cookie')).toBe('wagw=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict');
    await stream.ended;
    expect(stream.blocks.at(-1)).toMatchObject({ event: 'dropped', data: '{"reason":"access_ended"}' });
    const { body } = await openBrowser(api.baseUrl).ask('GET', '/api/v1/sessions', { headers: { cookie } });
    expect(body.code).toBe('signed_out');
    expect(await api.redisServer.client.exists(nameOf(cookie))).toBe(0);
    expect((await browser.ask('DELETE', '/console/session')).status).toBe(204);
  });

  test('with its key', async () => {
    const { id, key } = await api.makeKey(['read'], 'acme');
    const browser = await signedIn(key);
    expect(await statusOf(browser)).toBe(200);
    await api.call('DELETE', `/api/v1/keys/${id}`);
    expect(await statusOf(browser)).toBe(401);
  });

  test('with the secret that it was made with, though the key has another', async () => {
    const { id, key } = await api.makeKey(['read'], 'acme');
    const before = await signedIn(key);
    const rotate = (keepOldSeconds: number) =>
      api.call('POST', `/api/v1/keys/${id}/rotate`, { body: { keepOldSeconds } });
    const { body } = await rotate(3_600);
    const after = await signedIn(String(body.key));
    const late = await signedIn(key);
    expect([await statusOf(before), await statusOf(after), await statusOf(late)]).toEqual([200, 200, 200]);
    const record = JSON.parse(String(await api.redisServer.client.hget(keys.apiKey(id), 'record')));
    const [current, old] = record.digests;
    const ended = { ...record, digests: [current, { ...old, until: Date.now() - 1 }] };
    await api.redisServer.client.hset(keys.apiKey(id), 'record', JSON.stringify(ended));
    expect([await statusOf(before), await statusOf(after), await statusOf(late)]).toEqual([401, 200, 401]);
    await rotate(0);
    expect(await statusOf(after)).toBe(401);
  });

  test('when the key of the environment is another', async () => {
    const browser = await signedIn(KEY);
    const cookie = browser.cookie();
    const statusAt = async (changes: object) => {
      const other = await api.startAnother(changes);
      const { status } = await openBrowser(other.baseUrl).ask('GET', '/api/v1/sessions', {
        headers: { cookie },
      });
      await other.close();
      return status;
    };
    expect(await statusAt({ apiKey: 'another', oldApiKey: KEY })).toBe(200);
    expect(await statusAt({ apiKey: 'another' })).toBe(401);
  });

  test('twelve hours after the last request, and after seven days in any case', async () => {
    const { client } = api.redisServer;
    const browser = await signedIn(KEY);
    const name = nameOf(browser.cookie());
    await client.pexpire(name, 5_000);
    const { body } = await browser.ask('GET', '/console/session');
    expect(await client.pttl(name)).toBeGreaterThan(11.9 * HOUR_MS);
    expect(Date.parse(String(body.expiresAt)) - Date.now()).toBeGreaterThan(11.9 * HOUR_MS);

    const begunAt = async (at: number) => {
      const stored = JSON.parse(String(await client.get(name)));
      await client.set(name, JSON.stringify({ ...stored, at }), 'PX', 5_000);
      return statusOf(browser);
    };
    expect(await begunAt(Date.now() - 7 * DAY_MS + HOUR_MS)).toBe(200);
    expect(await client.pttl(name)).toBeLessThanOrEqual(HOUR_MS);
    expect(await begunAt(Date.now() - 7 * DAY_MS - 1)).toBe(401);
  });
});
