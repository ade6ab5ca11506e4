import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { keys } from '@wagw/shared/redis/keys';
import { type Ask, askAs } from '../../testing/ask-as.ts';
import { playOwner, qrOnShow } from '../../testing/play-owner.ts';
import { KEY, type RunningApi, startApi } from '../../testing/running-api.ts';

/** The routes of a support desk that shows the QR code of the start and sends and receives messages. */

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const PHONE = '5511912345678';
const NOW = { prefer: 'wait=0' };
let tenantId: number;
beforeEach(() => {
  tenantId = (tenantId ?? 0) + 1;
});

/** As the desk asks. */
const ask: Ask = (...request) => askAs(api.baseUrl, { 'x-api-key': KEY })(...request);

const set = (fields: Record<string, string>) =>
  api.redisServer.client.hset(keys.session(String(tenantId)), fields);

async function connect(): Promise<void> {
  await api.connected(String(tenantId));
  await set({ account: JSON.stringify({ phone: PHONE, name: 'Ana', platform: 'android' }) });
}

test('a wrong key is answered with 401, in its words too', async () => {
  const wrong = { 'x-api-key': 'wrong' };
  const { status, body } = await ask('GET', '/sessions/1/status', undefined, wrong);
  expect([status, body.success, body.error]).toEqual([401, false, 'The key is missing or wrong']);
});

describe('the start', () => {
  test('answers with the QR code as soon as there is one', async () => {
    await ask('POST', '/sessions/start', { tenantId }, NOW);
    const answer = ask('POST', '/sessions/start', { tenantId });
    const { client } = api.redisServer;
    expect(await playOwner(client, String(tenantId), answer, () => set(qrOnShow()))).toMatchObject({
      status: 200,
      body: {
        success: true,
        tenantId: String(tenantId),
        sessionId: String(tenantId),
        connected: false,
        status: 'qr_available',
        qrCode: expect.stringMatching(/^data:image\/png;base64,/),
      },
    });
  });

  test('sets up the webhook that it names, once', async () => {
    const body = {
      sessionId: String(tenantId),
      webhook: 'http://hooks.internal/whatsapp',
      webhookSecret: 'a-secret-of-some-length',
    };
    await ask('POST', '/sessions/start', body, NOW);
    await ask('POST', '/sessions/start', body, NOW);
    const listed = await api.call('GET', `/api/v1/webhooks?sessionId=${tenantId}`);
    expect(listed.body.items).toMatchObject([
      { url: 'http://hooks.internal/whatsapp', format: 'connection', sessionId: String(tenantId) },
    ]);
  });

  test('refuses a webhook that leads into the network of the gateway', async () => {
    const body = { tenantId, webhookUrl: 'http://127.0.0.1/whatsapp' };
    const { status } = await ask('POST', '/sessions/start', body, NOW);
    expect(status).toBe(422);
    expect((await api.call('GET', `/api/v1/sessions/${tenantId}`)).status).toBe(404);
  });

  test.each([[{}], [{ tenantId: 'a b' }], [[]], ['loja']])('wants a tenant: %j', async (body) => {
    const { status, body: answer } = await ask('POST', '/sessions/start', body as object);
    expect([status, answer.success]).toEqual([400, false]);
  });
});

test('the status of one that was never started is disconnected', async () => {
  expect((await ask('GET', `/sessions/${tenantId}/status`)).body).toEqual({
    success: true,
    tenantId: String(tenantId),
    sessionId: String(tenantId),
    connected: false,
    status: 'disconnected',
    phoneNumber: null,
    qrCode: null,
    lastActivity: null,
  });
});

describe('sending', () => {
  test.each([
    { to: PHONE, message: 'Oi' },
    { phone: PHONE, text: 'Oi' },
    { number: Number(PHONE), body: 'Oi' },
    { chatId: `${PHONE}@c.us`, content: 'Oi' },
  ])('understands %j', async (fields) => {
    await connect();
    const { status, body } = await ask('POST', '/message/send', { tenantId, ...fields });
    expect([status, body]).toEqual([200, { success: true, messageId: expect.any(String), status: 'queued' }]);
    const sent = await api.call('GET', `/api/v1/sessions/${tenantId}/messages/${String(body.messageId)}`);
    expect(sent.body).toMatchObject({ type: 'text', text: 'Oi', chatId: expect.stringMatching(/@c\.us$/) });
    expect(await api.waitingJobs(String(tenantId))).toEqual([body.messageId]);
  });

  test('of the same Idempotency-Key is one message', async () => {
    await connect();
    const wish = { tenantId, to: PHONE, message: 'Oi' };
    const key = { 'idempotency-key': `desk-${tenantId}` };
    const [first, again] = [
      await ask('POST', '/message/send', wish, key),
      await ask('POST', '/message/send', wish, key),
    ];
    expect(again.body).toEqual(first.body);
    expect(await api.waitingJobs(String(tenantId))).toEqual([first.body.messageId]);
  });

  test('wants a session that was linked', async () => {
    const { status, body } = await ask('POST', '/message/send', { tenantId, to: PHONE, message: 'Oi' });
    expect([status, body.success, body.error]).toEqual([400, false, 'Session not active']);
  });
});

describe('the end', () => {
  test('is answered when the session is gone', async () => {
    await connect();
    const answer = ask('DELETE', `/sessions/${tenantId}`);
    await requested('delete');
    await api.redisServer.client.del(keys.session(String(tenantId)));
    expect(await answer).toMatchObject({
      status: 200,
      body: { success: true, connected: false, status: 'disconnected' },
    });
  });

  test('that is not over keeps the session from starting', async () => {
    await connect();
    await api.call('DELETE', `/api/v1/sessions/${tenantId}`);
    const { status, body } = await ask('POST', '/sessions/start', { tenantId }, NOW);
    expect([status, body.code, body.success]).toEqual([409, 'session_busy', false]);
  });

  test('of none is an error, also of one that is another tenant’s', async () => {
    expect((await ask('DELETE', '/sessions/nobody')).status).toBe(404);
    await connect();
    const { key } = await api.makeKey(['manage'], 'stranger');
    const stranger = { 'x-api-key': key };
    const { status, body } = await ask('DELETE', `/sessions/${tenantId}`, undefined, stranger);
    expect([status, body.error]).toEqual([404, 'There is no such session']);
    expect(await api.redisServer.client.hget(keys.session(String(tenantId)), 'request')).toBeNull();
  });
});

async function requested(request: string): Promise<void> {
  while ((await api.redisServer.client.hget(keys.session(String(tenantId)), 'request')) !== request)
    await sleep(10);
}
