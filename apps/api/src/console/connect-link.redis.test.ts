import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keys } from '@wagw/shared/redis/keys';
import type { StateCode } from '@wagw/shared/sessions/session-state';
import { decodeJwt, SignJWT } from 'jose';
import { pino } from 'pino';
import { askAs } from '../testing/ask-as.ts';
import { startConsoleApi } from '../testing/console-api.ts';
import { KEY, type RunningApi } from '../testing/running-api.ts';
import { openSse } from '../testing/sse-client.ts';

const SECRET = 's'.repeat(64);

let api: RunningApi;
beforeAll(async () => {
  api = await startConsoleApi({
    jwtSecret: SECRET,
    sse: { maxReaders: 10, heartbeatMs: 50, accessCheckMs: 100 },
  });
});
afterAll(() => api.close());

const call = (method: string, path: string, key: string, body?: object) =>
  askAs(api.baseUrl, { authorization: `Bearer ${key}` })(method, path, body);

/** A session as its owner would have left it. */
async function session(id: string, code: StateCode, fields: Record<string, string> = {}) {
  await api.call('POST', '/api/v1/sessions', {
    body: { id, tenantId: 'acme', start: false, metadata: { customer: 'a secret of the shop' } },
  });
  await api.redisServer.client.hset(keys.session(id), { code, ...fields });
}

async function makeLink(id: string, body: object = {}, key = KEY) {
  const made = await call('POST', `/api/v1/sessions/${id}/connect-link`, key, body);
  expect(made.status).toBe(201);
  const url = String(made.body.url);
  return { url, token: url.split('/').at(-1) ?? '', expiresAt: String(made.body.expiresAt) };
}

/** As a browser that follows a link. */
async function open(url: string) {
  const { status, headers, ...response } = await fetch(url).then(async (answer) => ({
    status: answer.status,
    headers: answer.headers,
    text: await answer.text(),
  }));
  const policy = headers.get('content-security-policy') ?? '';
  const frames = /frame-ancestors ([^;]*)/.exec(policy)?.[1];
  return { status, headers, frames, title: /<title>([^<]*)/.exec(response.text)?.[1] };
}

describe('a link', () => {
  test('is made for an hour, and starts the session', async () => {
    await session('new', 'created');
    const { url, expiresAt } = await makeLink('new');
    expect(url).toMatch(new RegExp(`^${api.baseUrl}/console/connect/[\\w-]+\\.[\\w-]+\\.[\\w-]+$`));
    const leftMs = Date.parse(expiresAt) - Date.now();
    expect([leftMs > 3_590_000, leftMs <= 3_600_000]).toEqual([true, true]);
    expect((await call('GET', '/api/v1/sessions/new', KEY)).body.desired).toBe('running');
  });

  test('leaves the session as it is, if that is wanted', async () => {
    await session('resting', 'created');
    await makeLink('resting', { start: false });
    expect((await call('GET', '/api/v1/sessions/resting', KEY)).body.desired).toBe('stopped');
  });

  test('tells its page what it needs to know', async () => {
    await session('told', 'created');
    const wanted = { origins: ['https://app.example.com'], language: 'pt' };
    const { token, expiresAt } = await makeLink('told', {
      ...wanted,
      expiresIn: 60,
      redirectUrl: 'https://app.example.com/linked?x=1',
    });
    expect(decodeJwt(token)).toMatchObject({
      sub: 'told',
      purpose: 'connect',
      ...wanted,
      redirect: 'https://app.example.com/linked?x=1',
      exp: Date.parse(expiresAt) / 1_000,
    });
  });

  test('begins with the address that the operator names', async () => {
    const other = await api.startAnother({ publicUrl: 'https://wa.example.com' });
    await session('named', 'created');
    const response = await fetch(`${other.baseUrl}/api/v1/sessions/named/connect-link`, {
      method: 'POST',
      headers: { 'x-gateway-key': KEY },
    });
    expect(((await response.json()) as { url: string }).url).toMatch(
      /^https:\/\/wa\.example\.com\/console\/connect\/[\w.-]+$/,
    );
    await other.close();
  });

  test('is made by those who manage the session alone', async () => {
    await session('acme-1', 'created');
    const codeFor = async (key: string, id = 'acme-1') =>
      (await call('POST', `/api/v1/sessions/${id}/connect-link`, key, {})).body.code;
    expect(await codeFor((await api.makeKey(['read', 'send'], 'acme')).key)).toBe('forbidden');
    expect(await codeFor((await api.makeKey(['manage'], 'bolt')).key)).toBe('session_not_found');
    expect(await codeFor(KEY, 'nobodys')).toBe('session_not_found');
    expect(await codeFor((await api.makeKey(['manage'], 'acme')).key)).toBeUndefined();
    expect(await codeFor((await makeLink('acme-1')).token)).toBe('forbidden');
  });

  test.each([
    { expiresIn: 59 },
    { expiresIn: 604_801 },
    { language: 'de' },
    { redirectUrl: 'http://app.example.com' },
    { redirectUrl: 'javascript:alert(1)' },
    { redirectUrl: 'https://somebody@app.example.com' },
    { origins: Array.from({ length: 11 }, (_, index) => `https://app${index}.example.com`) },
    ...[
      'http://app.example.com',
      'https://app.example.com/',
      'https://app.example.com/page',
      'https://*.example.com',
      'https://app.example.com:443',
      "https://app.example.com;script-src'unsafe-inline'",
      'https://a,b',
      'https://a b',
      'app.example.com',
      'null',
      '*',
      "'self'",
      'data:',
      'http://localhost.example.com',
    ].map((origin) => ({ origins: [origin] })),
  ])('is not made with %j', async (body) => {
    await session('strict', 'created');
    const { status, body: problem } = await call('POST', '/api/v1/sessions/strict/connect-link', KEY, body);
    expect([status, problem.code]).toEqual([400, 'invalid_request']);
  });
});

describe('its page', () => {
  const origins = [
    'https://app.example.com',
    'https://app.example.com:8443',
    'http://localhost:5173',
    'http://127.0.0.1:8080',
  ];

  beforeAll(() => session('shown', 'created'));

  test('stands in frames of the origins that were named', async () => {
    const { status, headers, frames, title } = await open((await makeLink('shown', { origins })).url);
    expect([status, title]).toEqual([200, 'connect a phone']);
    expect(frames).toBe(`'self' ${origins.join(' ')}`);
    expect(headers.get('x-frame-options')).toBeNull();
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin');
    expect(headers.get('cross-origin-opener-policy')).toBe('unsafe-none');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toMatch(/script-src 'self' 'nonce-[\w+/]+=='; /);
  });

  test('stands in frames of our own alone when none was named', async () => {
    expect(await open((await makeLink('shown')).url)).toMatchObject({ status: 200, frames: "'self'" });
  });

  test('comes also when the link has ended, where it could be embedded before', async () => {
    const { id, key } = await api.makeKey(['manage'], 'acme');
    const { url, token } = await makeLink('shown', { origins }, key);
    const expired = await new SignJWT({ ...decodeJwt(token), exp: Math.floor(Date.now() / 1_000) - 1 })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(SECRET));
    const gone = { status: 410, title: 'connect a phone', frames: `'self' ${origins.join(' ')}` };
    expect(await open(`${api.baseUrl}/console/connect/${expired}`)).toMatchObject(gone);
    expect(await open(url)).toMatchObject({ status: 200 });
    await api.call('DELETE', `/api/v1/keys/${id}`);
    expect(await open(url)).toMatchObject(gone);
  });

  test('believes nothing of what is not ours', async () => {
    const { token } = await makeLink('shown', { origins: ['https://evil.example'] });
    const forged = await new SignJWT(decodeJwt(token))
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode('another secret'.repeat(5)));
    for (const text of [forged, 'a.b.c', 'nothing', '', 'x'.repeat(5_000)]) {
      const { status, frames, title } = await open(`${api.baseUrl}/console/connect/${text}`);
      expect([status, frames, title]).toEqual([410, "'self'", 'connect a phone']);
    }
  });
});

describe('whoever has the link', () => {
  const soon = String(Date.now() + 3_600_000);
  const qr = { qr: JSON.stringify({ text: 'the text of a code', expiresAt: Number(soon) }) };

  test('sees the QR code, and of the session no more than is needed', async () => {
    await session('waiting', 'scan_qr', { desired: 'running', ...qr });
    const { token } = await makeLink('waiting', { start: false });
    expect((await call('GET', '/api/v1/sessions/waiting/qr', token)).body.qr).toBe('the text of a code');
    const { body } = await call('GET', '/api/v1/sessions/waiting', token);
    expect(body).toMatchObject({ id: 'waiting', state: 'qr', labels: [], worker: null });
    expect(body.metadata).toEqual({});
    expect((await call('GET', '/api/v1/sessions/waiting/messages', token)).status).toBe(403);
    expect((await call('POST', '/api/v1/sessions/waiting/stop', token)).status).toBe(403);
  });

  test.each([
    ['not_scanned', {}],
    ['logged_out', {}],
    ['created', {}],
    ['stopped', {}],
  ] as const)('starts a session that waits for a phone: %s', async (code, fields) => {
    const id = `starts-${code.replace('_', '-')}`;
    await session(id, code, { desired: 'stopped', ...fields });
    const { token } = await makeLink(id, { start: false });
    const { status, body } = await call('POST', `/api/v1/sessions/${id}/start`, token);
    expect(status).toBe(202);
    expect(body.session).toMatchObject({ desired: 'running' });
    expect((body.session as { metadata: object }).metadata).toEqual({});
  });

  test('is not given the answer of somebody else, whose Idempotency-Key is the same', async () => {
    await session('answered', 'created');
    const { key } = await api.makeKey(['manage'], 'acme');
    const { token } = await makeLink('answered', { start: false });
    const metadataFor = async (by: string) => {
      const response = await fetch(`${api.baseUrl}/api/v1/sessions/answered/start`, {
        method: 'POST',
        headers: { authorization: `Bearer ${by}`, 'idempotency-key': 'start', prefer: 'wait=0' },
      });
      return ((await response.json()) as { session: { metadata: object } }).session.metadata;
    };
    expect(await metadataFor(key)).not.toEqual({});
    expect(await metadataFor(token)).toEqual({});
  });

  test('does not start one that was stopped with its login', async () => {
    const account = JSON.stringify({ phone: '5511987654321', name: 'Loja', platform: 'android' });
    await session('paused', 'stopped', { desired: 'stopped', account });
    const { token } = await makeLink('paused', { start: false });
    const { status, body } = await call('POST', '/api/v1/sessions/paused/start', token);
    expect([status, body.code]).toEqual([409, 'link_cannot_start']);
    expect((await call('GET', '/api/v1/sessions/paused', KEY)).body.desired).toBe('stopped');
  });

  test('starts no other session, and creates none', async () => {
    await session('removed', 'created');
    await session('foreign', 'created');
    const { token } = await makeLink('removed', { start: false });
    const { client } = api.redisServer;
    await client.del(keys.session('removed'));
    for (const id of ['removed', 'foreign', 'brand-new']) {
      const { status, body } = await call('POST', `/api/v1/sessions/${id}/start`, token);
      expect([id, status, body.code]).toEqual([id, 404, 'session_not_found']);
    }
    expect(await client.exists(keys.session('removed'), keys.session('brand-new'))).toBe(0);
  });

  test('links one phone: afterwards it shows what became of the session, and nothing else', async () => {
    await session('linked', 'scan_qr', { desired: 'running', ...qr });
    const { token } = await makeLink('linked', { start: false });
    const stream = await openSse(api.baseUrl, '/api/v1/sessions/linked/events', { key: token });
    expect(stream.status).toBe(200);
    const account = JSON.stringify({ phone: '5511987654321', name: 'Loja', platform: 'android' });
    const ready = { code: 'ready', qr: '', account, connectedAt: String(Date.now() + 1) };
    await api.redisServer.client.hset(keys.session('linked'), ready);
    await stream.ended;
    expect(stream.blocks.at(-1)).toMatchObject({ data: '{"reason":"access_ended"}' });
    const shown = await call('GET', '/api/v1/sessions/linked', token);
    expect(shown.body).toMatchObject({ state: 'ready', account: { phone: '5511987654321' } });

    // The phone is unlinked again, and those who run the session want another one.
    await api.redisServer.client.hset(keys.session('linked'), { code: 'scan_qr', account: '', ...qr });
    const codes: unknown[] = [];
    for (const [method, path, body] of [
      ['GET', 'qr'],
      ['POST', 'pairing-code', { phone: '+5511987654321' }],
      ['POST', 'start'],
      ['GET', 'events'],
    ] as const) {
      codes.push((await call(method, `/api/v1/sessions/linked/${path}`, token, body)).body.code);
    }
    expect(codes).toEqual(['link_used', 'link_used', 'link_used', 'link_used']);
    const another = await makeLink('linked', { start: false });
    expect((await call('GET', '/api/v1/sessions/linked/qr', another.token)).status).toBe(200);
  });
});

test('the token of a link stands in no log, and in no measurement', async () => {
  await session('quiet', 'created');
  let log = '';
  const logger = pino({ level: 'trace' }, { write: (line) => (log += line) });
  const other = await api.startAnother({ logger });
  const { token } = await makeLink('quiet');
  for (const path of [token, `${token}x`, `${token}/more`, `%zz${token}`]) {
    await (await fetch(`${other.baseUrl}/console/connect/${path}`)).text();
  }
  const measured = await fetch(`${other.baseUrl}/metrics`, { headers: { 'x-gateway-key': KEY } });
  const text = `${await measured.text()}${log}`;
  await other.close();
  expect(text).toContain('/console/connect/*');
  const [, , signature = ''] = token.split('.');
  expect(text).not.toContain(signature);
});
