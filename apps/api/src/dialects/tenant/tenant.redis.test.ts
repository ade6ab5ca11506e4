import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { keys } from '@wagw/shared/redis/keys';
import { createEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { type Ask, askAs } from '../../testing/ask-as.ts';
import { playOwner, qrOnShow } from '../../testing/play-owner.ts';
import { type Answer, KEY, type RunningApi, startApi } from '../../testing/running-api.ts';

/** The routes of backends that know one session as one tenant. */

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const PHONE = '5511912345678';
let next = 0;
let tenant: string;

beforeEach(() => {
  next += 1;
  tenant = `tenant-${next}`;
});

/** As these backends ask. */
const ask: Ask = (...request) => askAs(api.baseUrl, { authorization: `Bearer ${KEY}` })(...request);

const named = (id: string) => ({ 'x-tenant-id': id });
const start = (headers: Record<string, string> = named(tenant)) =>
  ask('POST', `/api/v1/sessions/${tenant}/start`, undefined, headers);
const status = () => ask('GET', `/api/v1/sessions/${tenant}/status`);
const send = (body: object, headers: Record<string, string> = {}) =>
  ask('POST', `/api/v1/messages/${tenant}/send`, body, headers);

/** Writes into the session's record what its owner would. */
const set = (fields: Record<string, string>) => api.redisServer.client.hset(keys.session(tenant), fields);

const showQr = (expiresAt?: number) => set(qrOnShow(expiresAt));
const showingQr = (answer: Promise<Answer>) =>
  playOwner(api.redisServer.client, tenant, answer, () => showQr());

async function connect(): Promise<void> {
  await api.connected(tenant);
  await set({ account: JSON.stringify({ phone: PHONE, name: 'Ana', platform: 'android' }) });
}

const message = async (id: unknown) =>
  (await api.call('GET', `/api/v1/sessions/${tenant}/messages/${String(id)}`)).body;

test('a wrong key is answered with 401, in their words too', async () => {
  const wrong = { authorization: 'Bearer WRONG_KEY' };
  const { status: code, body } = await ask('GET', '/api/v1/sessions/test/status', undefined, wrong);
  expect([code, body]).toEqual([
    401,
    expect.objectContaining({ success: false, error: 'The key is missing or wrong', code: 'unauthorized' }),
  ]);
});

describe('start', () => {
  test('with X-Tenant-ID answers at once', async () => {
    const { status: code, body } = await start();
    expect(code).toBe(202);
    expect(body).toMatchObject({ success: true, sessionId: tenant, status: 'initializing', qrCode: null });
  });

  test('with the key as bearer alone waits for the QR code', async () => {
    await start();
    expect(await showingQr(start({}))).toMatchObject({
      status: 200,
      body: {
        success: true,
        sessionId: tenant,
        status: 'qr_available',
        qrCode: expect.stringMatching(/^data:image\/png;base64,/),
      },
    });
  });

  test('with a key of its own for repetitions answers at once', async () => {
    const { body } = await start({ 'idempotency-key': `start-${tenant}` });
    expect(body).toMatchObject({ status: 'initializing', qrCode: null });
  });

  test('with another key header waits for as long as is asked', async () => {
    const path = `/api/v1/sessions/${tenant}/start`;
    expect((await api.call('POST', path)).body).toMatchObject({ status: 'initializing', qrCode: null });
    const answer = api.call('POST', path, { headers: { prefer: 'wait=20' } });
    expect((await showingQr(answer)).body).toMatchObject({ status: 'qr_available' });
  });
});

describe('the status', () => {
  test('of one that was never started is disconnected', async () => {
    expect(await status()).toMatchObject({
      status: 200,
      body: {
        connected: false,
        status: 'disconnected',
        phoneNumber: null,
        qrCode: null,
        lastActivity: null,
      },
    });
  });

  test('is kept by no cache: a QR code is a key', async () => {
    expect((await status()).headers.get('cache-control')).toBe('no-store');
  });

  test('goes from the start over the QR code to the account', async () => {
    await start();
    expect((await status()).body).toMatchObject({ connected: false, status: 'initializing', qrCode: null });
    await showQr();
    expect((await status()).body).toMatchObject({
      connected: false,
      status: 'qr_available',
      qrCode: expect.stringMatching(/^data:image\/png;base64,/),
    });
    await showQr(Date.now() - 1);
    expect((await status()).body).toMatchObject({ status: 'initializing', qrCode: null });
    await set({
      code: 'ready',
      qr: '',
      account: JSON.stringify({ phone: PHONE, name: 'Ana', platform: 'android' }),
      lastActivityAt: String(Date.UTC(2026, 0, 1, 12)),
    });
    expect((await status()).body).toEqual({
      connected: true,
      status: 'connected',
      phoneNumber: `+${PHONE}`,
      qrCode: null,
      lastActivity: '2026-01-01T12:00:00.000Z',
    });
  });

  test('of all is a list, by pages, of what the key sees', async () => {
    const { key } = await api.makeKey(['read', 'manage'], tenant);
    const authorization = `Bearer ${key}`;
    for (const id of ['a', 'b', 'c'])
      await ask('POST', `/api/v1/sessions/${tenant}-${id}/start`, undefined, {
        authorization,
        prefer: 'wait=0',
      });
    await ask('POST', `/api/v1/sessions/other-${tenant}/start`, undefined, { prefer: 'wait=0' });
    const list = (query: string) =>
      ask('GET', `/api/v1/sessions/status${query}`, undefined, { authorization });
    const first = (await list('?limit=2')).body;
    expect(first).toMatchObject({
      success: true,
      sessions: [
        { tenantId: `${tenant}-a`, connected: false, status: 'initializing' },
        { tenantId: `${tenant}-b` },
      ],
      nextCursor: `${tenant}-b`,
    });
    expect((await list(`?limit=2&cursor=${tenant}-b`)).body).toMatchObject({
      sessions: [{ tenantId: `${tenant}-c` }],
      nextCursor: null,
    });
  });
});

test('X-Tenant-ID that names another tenant than the path is a mistake', async () => {
  await connect();
  const other = named('another');
  const answers = await Promise.all([
    start(other),
    ask('GET', `/api/v1/sessions/${tenant}/status`, undefined, other),
    send({ to: PHONE, message: 'Oi' }, other),
  ]);
  for (const { status: code, body } of answers) {
    expect([code, body.code]).toEqual([400, 'tenant_mismatch']);
    expect(body).toMatchObject({ success: false, error: 'X-Tenant-ID names another tenant than the path' });
  }
  expect(await api.waitingJobs(tenant)).toEqual([]);
});

describe('send', () => {
  test('takes a text', async () => {
    await connect();
    const { status: code, body } = await send(
      { to: `+${PHONE}`, message: 'Olá!', type: 'text' },
      named(tenant),
    );
    expect([code, body]).toEqual([200, { success: true, messageId: expect.any(String), status: 'queued' }]);
    expect(await message(body.messageId)).toMatchObject({ type: 'text', text: 'Olá!', to: `+${PHONE}` });
    expect(await api.waitingJobs(tenant)).toEqual([body.messageId]);
  });

  test.each([
    [
      { type: 'image', caption: 'Legenda' },
      { type: 'image', caption: 'Legenda' },
    ],
    [{ type: 'image' }, { type: 'image', caption: 'Confira' }],
    [{}, { type: 'image', caption: 'Confira' }],
    [
      { type: 'document', filename: 'nota.pdf' },
      { type: 'document', caption: 'Confira' },
    ],
    [{ type: 'video', message: '' }, { type: 'video' }],
  ])('takes a file by its URL: %j', async (given, expected) => {
    await connect();
    const mediaUrl = 'https://example.com/image.jpg';
    const { body } = await send({ to: PHONE, message: 'Confira', mediaUrl, ...given });
    const sent = await message(body.messageId);
    expect(sent).toMatchObject({ ...expected, media: { url: mediaUrl } });
    expect(sent.caption).toBe((expected as { caption?: string }).caption);
  });

  test.each([null, ''])('takes %j for what is left out', async (nothing) => {
    await connect();
    const body = { to: PHONE, message: 'Oi', type: nothing, mediaUrl: nothing, caption: nothing };
    const answer = await send(body);
    expect(await message(answer.body.messageId)).toMatchObject({ type: 'text', text: 'Oi' });
  });

  test('passes over fields that it does not know', async () => {
    await connect();
    expect((await send({ to: PHONE, message: 'Oi', tenantId: tenant })).status).toBe(200);
  });

  test('of the same Idempotency-Key is one message', async () => {
    await connect();
    const key = { 'idempotency-key': `order-${tenant}` };
    const first = await send({ to: PHONE, message: 'Oi' }, key);
    const again = await send({ to: PHONE, message: 'Oi' }, key);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotent-replayed')).toBe('true');
    expect(await api.waitingJobs(tenant)).toEqual([first.body.messageId]);
  });

  test('wants a session that was linked and is to run', async () => {
    const inactive = async () => {
      const { status: code, body } = await send({ to: PHONE, message: 'Oi' });
      expect([code, body.error, body.success, body.code]).toEqual([
        400,
        'Session not active',
        false,
        'session_not_active',
      ]);
    };
    await inactive();
    await start();
    await inactive();
    await set({ account: JSON.stringify({ phone: PHONE, name: 'Ana', platform: 'android' }) });
    await set({ code: 'interrupted' });
    expect((await send({ to: PHONE, message: 'Oi' })).status).toBe(200);
    await set({ desired: 'stopped' });
    await inactive();
  });

  test("answers of another tenant's session as of none", async () => {
    await connect();
    const { key } = await api.makeKey(['read', 'send'], 'stranger');
    const stranger = { authorization: `Bearer ${key}` };
    const without = ({ status: code, body: { instance, ...body } }: Answer) => ({ code, body });
    const both = (method: string, path: (id: string) => string, body?: object) =>
      Promise.all([tenant, 'nobody'].map((id) => ask(method, path(id), body, stranger)));
    for (const [known, unknown] of [
      await both('POST', (id) => `/api/v1/messages/${id}/send`, { to: PHONE, message: 'Oi' }),
      await both('GET', (id) => `/api/v1/sessions/${id}/status`),
    ])
      expect(without(known as Answer)).toEqual(without(unknown as Answer));
    expect(await api.waitingJobs(tenant)).toEqual([]);
  });

  test.each([
    [{ message: 'Oi' }, 'to '],
    [{ to: PHONE }, 'message '],
    [{ to: PHONE, message: ' ' }, 'message '],
    [{ to: PHONE, message: 'Oi', type: 'image' }, 'mediaUrl '],
    [{ to: PHONE, message: 'Oi', type: 'text', mediaUrl: 'https://a.example/b' }, 'mediaUrl '],
    [{ to: PHONE, type: 'image', mediaUrl: 'ftp://a.example/b' }, 'mediaUrl '],
    [{ to: PHONE, type: 'image', mediaUrl: 'http://127.0.0.1/b' }, 'mediaUrl '],
    [{ to: PHONE, message: 'x'.repeat(1_025), mediaUrl: 'https://a.example/b' }, 'caption '],
    [{ to: 'nobody', message: 'Oi' }, 'to '],
  ])('names what is wrong: %j', async (body, error) => {
    await connect();
    const answer = await send(body);
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.status).toBeLessThan(500);
    expect(String(answer.body.error).startsWith(error)).toBe(true);
  });
});

test('test-webhook tries every endpoint out with what nobody answers', async () => {
  const prefer = { prefer: 'wait=0' };
  const none = await ask('POST', '/test-webhook', undefined, prefer);
  expect([none.status, none.body.error]).toEqual([404, 'There is no such webhook']);
  const hook = (path: string, more: object) =>
    api.call('POST', '/api/v1/webhooks', { body: { url: `http://hooks.internal/${path}`, ...more } });
  const [made] = await Promise.all([
    hook('all', { format: 'tenant' }),
    hook('of-one', { sessionId: tenant }),
    hook('off', { enabled: false }),
  ]);
  const { status: code, body } = await ask('POST', '/test-webhook', undefined, prefer);
  expect([code, body]).toEqual([
    200,
    {
      success: false,
      results: [
        {
          webhookId: made.body.id,
          url: 'http://hooks.internal/all',
          delivered: false,
          status: 'pending',
          httpStatus: null,
          error: 'no attempt yet',
        },
      ],
    },
  ]);
  const listed = await api.call('GET', `/api/v1/webhooks/${String(made.body.id)}/deliveries`);
  expect(listed.body.items).toMatchObject([{ event: 'session.status', tenantId: 'test' }]);
});

test("test-webhook finds a tenant's endpoint behind many of others", async () => {
  const { client } = api.redisServer;
  const { key } = await api.makeKey(['manage'], tenant);
  const webhook = { url: 'http://hooks.internal/own', events: [], format: 'native' as const };
  for (let other = 0; other < 120; other += 1)
    await createEndpoint(
      client,
      `whk_${String(other).padStart(24, '0')}`,
      { ...webhook, tenantId: 'other' },
      1,
    );
  await createEndpoint(client, `whk_${'z'.repeat(24)}`, { ...webhook, tenantId: tenant }, 1);
  const authorization = `Bearer ${key}`;
  const { body } = await ask('POST', '/test-webhook', undefined, { authorization, prefer: 'wait=0' });
  expect(body.results).toMatchObject([{ webhookId: `whk_${'z'.repeat(24)}` }]);
});

test('the routes are there only where the configuration names them', async () => {
  const other = await api.startAnother({ dialects: ['connection'] });
  try {
    const headers = { authorization: `Bearer ${KEY}` };
    const asked = (path: string) => fetch(other.baseUrl + path, { headers });
    expect((await asked('/api/v1/sessions/status')).status).toBe(404);
    expect((await asked(`/sessions/${tenant}/status`)).status).toBe(200);
  } finally {
    await other.close();
  }
});
