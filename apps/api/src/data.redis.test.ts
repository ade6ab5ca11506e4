import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { finishErasure, openErasures } from '@wagw/shared/data-care/erasure-store';
import { keys } from '@wagw/shared/redis/keys';
import { append, ownedSession } from './testing/append-events.ts';
import { type DescribedApi, startDescribedApi } from './testing/described-api.ts';
import { KEY, type MadeKey } from './testing/running-api.ts';

/** Handing out and erasing what is stored: by whom, of whom. The erasing itself is a worker's. */

const ANA = '+55 11 98765-4321';
const BIA = '+55 11 90000-1111';
let api: DescribedApi;
let acme: MadeKey['headers'];

beforeAll(async () => {
  api = await startDescribedApi();
  for (const [id, tenantId] of [
    ['loja', 'acme'],
    ['outra', 'other'],
  ] as const) {
    await api.call('POST', '/api/v1/sessions', { body: { id, tenantId } });
    for (const to of [ANA, BIA]) {
      await api.call('POST', `/api/v1/sessions/${id}/messages`, { body: { to, text: `Oi ${id}` } });
    }
  }
  await api.call('POST', '/api/v1/webhooks', {
    body: { url: 'http://hooks.internal/a', tenantId: 'acme', headers: { 'x-key': 'a-secret-of-acme' } },
  });
  ({ headers: acme } = await api.makeKey(['admin'], 'acme'));
});
afterAll(() => api.close());

type Line = { kind: string } & Record<string, Record<string, unknown>>;

async function exported(path: string, headers: Record<string, string> = {}): Promise<Line[]> {
  const response = await api.fetch(path, { headers });
  expect([response.status, response.headers.get('content-type')]).toEqual([200, 'application/x-ndjson']);
  const lines = (await response.text()).trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as Line);
}

test('all of a tenant, without secrets, and nothing of another', async () => {
  const lines = await exported('/api/v1/tenants/acme/export', acme);
  expect(lines.map(({ kind }) => kind)).toEqual([
    'export',
    'webhook',
    'session',
    'message',
    'message',
    'end',
  ]);
  expect(lines.at(-1)?.counts).toEqual({ webhook: 1, session: 1, message: 2 });
  expect(lines[1]?.webhook?.headers).toEqual(['x-key']);
  expect(JSON.stringify(lines)).not.toMatch(/outra|a-secret-of-acme|whsec_/);
});

test('what there is of a contact, under whichever name', async () => {
  await ownedSession(api.redisServer.client, 'told');
  await append(api.redisServer.client, 'told');
  const lines = await exported(`/api/v1/tenants/acme/export?contact=${encodeURIComponent(ANA)}`);
  expect(lines.map(({ kind }) => kind)).toEqual(['export', 'message', 'end']);
  expect(JSON.stringify(lines[1])).toContain('5511987654321');
});

test('pages of any number are handed out once and in order', async () => {
  const redis = api.redisServer.client;
  const tenantId = 'many';
  await api.call('POST', '/api/v1/sessions', { body: { id: 'long', tenantId } });
  const writes = redis.pipeline();
  for (let seq = 1; seq <= 450; seq += 1) {
    writes.xadd(keys.events('long'), `${seq}-0`, 'event', JSON.stringify({ seq, tenantId }));
  }
  await writes.exec();
  const lines = await exported('/api/v1/tenants/many/export');
  const seqs = lines.filter(({ kind }) => kind === 'event').map(({ event }) => event?.seq);
  expect(seqs).toEqual(Array.from({ length: 450 }, (_, at) => at + 1));
});

test('one who takes it slowly gets it whole, however long that takes', async () => {
  const redis = api.redisServer.client;
  await api.call('POST', '/api/v1/sessions', { body: { id: 'large', tenantId: 'large' } });
  const text = 'x'.repeat(50_000);
  for (let seq = 1; seq <= 400; seq += 1) {
    await redis.xadd(keys.events('large'), `${seq}-0`, 'event', JSON.stringify({ seq, text }));
  }
  const handlerMs = 300;
  const impatient = await api.startAnother({ timeouts: { handlerMs } });
  const response = await fetch(`${impatient.baseUrl}/api/v1/tenants/large/export`, {
    headers: { 'x-gateway-key': KEY },
  });
  const reader = response.body?.getReader();
  let bytes = 0;
  let last = '';
  for (let rests = 0; ; rests += 1) {
    const part = await reader?.read();
    if (part?.value === undefined) break;
    bytes += part.value.length;
    last = Buffer.from(part.value).toString().slice(-200);
    if (rests < 4) await sleep(handlerMs);
  }
  await impatient.close();
  expect(bytes).toBeGreaterThan(400 * text.length);
  expect(last.trimEnd().split('\n').at(-1)).toContain('{"kind":"end"');
});

test('an erasure is asked for once, followed, and seen by its tenant alone', async () => {
  const erasure = '/api/v1/sessions/{id}/contacts/{contactId}/data';
  const params = { id: 'loja', contactId: ANA };
  const asked = await api.ask('delete', erasure, { params, headers: acme });
  expect([asked.status, asked.body.state, asked.body.kind]).toEqual([202, 'queued', 'contact']);
  const location = String(asked.headers.get('location'));
  expect((await api.ask('delete', erasure, { params })).body.id).toBe(asked.body.id);
  expect(await openErasures(api.redisServer.client)).toEqual([asked.body.id]);
  // Nobody sees in it whom it is about.
  expect(JSON.stringify(asked.body)).not.toContain('5511987654321');

  await finishErasure(api.redisServer.client, String(asked.body.id), {}, Date.now());
  expect((await api.call('GET', location, { headers: acme })).body).toMatchObject({
    state: 'done',
    found: {},
  });
  const stored = await api.redisServer.client.hgetall(keys.erasure(String(asked.body.id)));
  expect(JSON.stringify(stored)).not.toContain('5511987654321');
  const { headers } = await api.makeKey(['admin'], 'other');
  expect((await api.call('GET', location, { headers })).body.code).toBe('erasure_not_found');
});

test.each([
  ['DELETE', '/api/v1/tenants/other', 'tenant_not_found'],
  ['DELETE', '/api/v1/tenants/nobody', 'tenant_not_found'],
  ['DELETE', '/api/v1/tenants/other/contacts/5511987654321/data', 'tenant_not_found'],
  ['DELETE', '/api/v1/sessions/outra/contacts/5511987654321/data', 'session_not_found'],
  ['GET', '/api/v1/tenants/other/export', 'tenant_not_found'],
  ['GET', '/api/v1/erasures/era_nothing', 'erasure_not_found'],
])('%s %s is not for another tenant', async (method, path, code) => {
  expect((await api.call(method, path, { headers: acme })).body.code).toBe(code);
});

test('a key without the scope admin neither sees nor erases', async () => {
  const { headers } = await api.makeKey(['read', 'send', 'manage'], 'acme');
  for (const [method, path] of [
    ['GET', '/api/v1/tenants/acme/export'],
    ['DELETE', '/api/v1/tenants/acme'],
  ] as const) {
    expect((await api.call(method, path, { headers })).status).toBe(403);
  }
});

test('who cannot be anybody is refused', async () => {
  const answer = await api.call('DELETE', '/api/v1/sessions/loja/contacts/nobody/data');
  expect([answer.status, answer.body.code]).toEqual([422, 'invalid_recipient']);
});
