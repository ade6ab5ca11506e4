import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keys } from '@wagw/shared/redis/keys';
import { append, ownedSession } from '../testing/append-events.ts';
import { type DescribedApi, startDescribedApi } from '../testing/described-api.ts';
import { REQUEST_EXAMPLES } from './request-examples.ts';

/** What the api really answers is what its document says. */

let api: DescribedApi;

beforeAll(async () => {
  api = await startDescribedApi();
  await api.connected('loja');
});

afterAll(() => api.close());

const V1 = '/api/v1';
const S = `${V1}/sessions/{id}`;
const loja = { id: 'loja' };
const example = (operationId: string, name = 'example') => REQUEST_EXAMPLES[operationId]?.[name]?.value;

test('sessions', async () => {
  const body = { id: 'nova', webhooks: [{ url: 'http://hooks.internal/a' }] };
  expect((await api.ask('post', `${V1}/sessions`, { body })).status).toBe(202);
  expect((await api.ask('post', `${V1}/sessions`, { body })).status).toBe(409);
  const nova = { id: 'nova' };
  const changes = example('changeSession');
  expect((await api.ask('patch', S, { params: nova, body: changes })).status).toBe(200);
  expect((await api.ask('get', S, { params: nova })).status).toBe(200);
  expect((await api.ask('get', `${V1}/sessions`)).status).toBe(200);
  expect((await api.ask('post', `${S}/start`, { params: { id: 'other' } })).status).toBe(202);
  expect((await api.ask('post', `${S}/stop`, { params: nova })).status).toBe(202);
  expect((await api.ask('get', `${S}/qr`, { params: nova })).status).toBe(404);
  expect((await api.ask('get', '/health/sessions')).status).toBe(200);
  expect((await api.ask('get', '/health/sessions/{id}', { params: nova })).status).toBe(200);
  expect((await api.ask('delete', S, { params: nova })).status).toBe(202);
});

test.each(['text', 'location', 'contact', 'poll'])('the example of a %s', async (name) => {
  const sent = await api.ask('post', `${S}/messages`, { params: loja, body: example('sendMessage', name) });
  expect(sent.status).toBe(202);
  const params = { ...loja, messageId: String(sent.body.id) };
  expect((await api.ask('get', `${S}/messages/{messageId}`, { params })).body).toMatchObject({
    type: sent.body.type,
  });
});

test('messages and batches', async () => {
  const batch = await api.ask('post', `${S}/messages/bulk`, { params: loja, body: example('sendBulk') });
  expect(batch.status).toBe(202);
  const params = { ...loja, batchId: String(batch.body.id) };
  expect((await api.ask('get', `${S}/batches/{batchId}`, { params })).body).toMatchObject({ total: 2 });
  expect((await api.ask('delete', `${S}/batches/{batchId}`, { params })).status).toBe(200);
  expect((await api.ask('get', `${S}/messages`, { params: loja, query: '?limit=200' })).status).toBe(200);
});

test('what is asked of a connection, and goes on', async () => {
  const asked = await api.ask('get', `${S}/chats`, { params: loja, headers: { prefer: 'wait=0' } });
  expect([asked.status, asked.headers.get('preference-applied')]).toEqual([202, 'wait=0']);
  const params = { ...loja, commandId: String(asked.body.id) };
  expect((await api.ask('get', `${S}/commands/{commandId}`, { params })).status).toBe(200);
});

test('webhooks and deliveries', async () => {
  const body = { url: 'http://hooks.internal/b', batch: { max: 10, waitMs: 100 } };
  const made = await api.ask('post', `${V1}/webhooks`, { body });
  expect(made.status).toBe(201);
  const params = { id: String(made.body.id) };
  const W = `${V1}/webhooks/{id}`;
  expect((await api.ask('get', W, { params })).status).toBe(200);
  expect((await api.ask('get', `${V1}/webhooks`)).status).toBe(200);
  expect((await api.ask('patch', W, { params, body: example('changeWebhook') })).status).toBe(200);
  expect((await api.ask('post', `${W}/secret`, { params })).status).toBe(200);
  const tried = await api.ask('post', `${W}/test`, { params, body: example('testWebhook') });
  expect(tried.status).toBe(202);
  const one = { deliveryId: String(tried.body.id) };
  expect((await api.ask('get', `${V1}/webhooks/deliveries/{deliveryId}`, { params: one })).status).toBe(200);
  expect((await api.ask('get', `${W}/deliveries`, { params })).body.items).toHaveLength(1);
  expect((await api.ask('get', `${W}/dead-letters`, { params })).status).toBe(200);
  expect(
    (await api.ask('post', `${W}/replay`, { params, body: example('replayDeliveries', 'dead') })).status,
  ).toBe(202);
  expect((await api.ask('delete', W, { params })).status).toBe(200);
});

test('events', async () => {
  const params = { id: await ownedSession(api.redisServer.client, 'told') };
  await append(api.redisServer.client, 'told');
  expect((await api.ask('get', `${S}/events`, { params })).body.items).toHaveLength(1);
  expect((await api.ask('get', `${V1}/events`)).status).toBe(200);
});

test('dialects', async () => {
  await api.redisServer.client.hset(keys.session('loja'), {
    account: JSON.stringify({ phone: '5511900000000', name: 'Loja', platform: 'android' }),
  });
  const params = { tenantId: 'loja' };
  const now = { prefer: 'wait=0' };
  expect((await api.ask('get', `${V1}/sessions/status`)).status).toBe(200);
  expect((await api.ask('get', `${V1}/sessions/{tenantId}/status`, { params })).status).toBe(200);
  const send = `${V1}/messages/{tenantId}/send`;
  for (const name of ['text', 'image'])
    expect((await api.ask('post', send, { params, body: example('sendTenantMessage', name) })).status).toBe(
      200,
    );
  expect((await api.ask('post', send, { params: { tenantId: 'nobody' }, body: { to: '1' } })).status).toBe(
    400,
  );
  const other = { 'x-tenant-id': 'other' };
  expect((await api.ask('get', `${V1}/sessions/{tenantId}/status`, { params, headers: other })).status).toBe(
    400,
  );
  const body = example('startConnection', 'simple');
  expect((await api.ask('post', '/sessions/start', { body, headers: now })).status).toBe(200);
  expect(
    (await api.ask('get', '/sessions/{tenantId}/status', { params: { tenantId: 'fiv-7' } })).status,
  ).toBe(200);
  const sent = await api.ask('post', '/message/send', { body: example('sendConnectionMessage') });
  expect([sent.status, sent.body.error]).toEqual([400, 'Session not active']);
});

test('health', async () => {
  expect((await api.ask('get', '/health')).status).toBe(200);
  expect((await api.ask('get', '/health/live')).status).toBe(200);
});

test.each([
  [400, 'post', `${S}/messages`, { params: loja, body: { to: 1 } }],
  [401, 'get', `${V1}/sessions`, { headers: { 'x-gateway-key': 'wrong' } }],
  [404, 'get', S, { params: { id: 'nobody' } }],
  [409, 'get', `${S}/chats`, { params: { id: 'other' } }],
  [415, 'post', `${S}/messages`, { params: loja, headers: { 'content-type': 'text/csv' }, body: 1 }],
  [422, 'post', `${S}/messages`, { params: loja, body: { to: 'nobody', text: 'Oi' } }],
] as const)('a problem with status %i', async (status, method, path, options) => {
  expect((await api.ask(method, path, options)).status).toBe(status);
});
