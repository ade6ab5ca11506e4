import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { problemSchema } from '@wagw/shared/errors/problem';
import { storeBatch } from '@wagw/shared/messages/batch-store';
import { batchSchema } from '@wagw/shared/messages/message-schema';
import { advanceMessage, loadMessage } from '@wagw/shared/messages/message-store';
import { keys } from '@wagw/shared/redis/keys';
import { type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;
let count = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

async function newSession(): Promise<string> {
  count += 1;
  await api.call('POST', '/api/v1/sessions', { body: { id: `shop-${count}`, start: false } });
  return `shop-${count}`;
}

const bulk = (session: string, body: object, headers: Record<string, string> = {}) =>
  api.call('POST', `/api/v1/sessions/${session}/messages/bulk`, { body, headers });

const phone = (index: number) => `55119${String(80_000_000 + index)}`;
const people = (number: number) =>
  Array.from({ length: number }, (_, index) => ({
    to: phone(index),
    variables: { name: `n${index}`, points: index },
  }));

async function textsOf(session: string, ids: readonly string[]): Promise<unknown[]> {
  const records = await Promise.all(ids.map((id) => loadMessage(api.redisServer.client, session, id)));
  return records.map((record) => record?.content.type === 'text' && record.content.text);
}

test('a thousand recipients have a message each, in their order, with their own text', async () => {
  const session = await newSession();
  const { status, body, headers } = await bulk(session, {
    recipients: people(1_000),
    text: 'Oi {{name}}, {{ points }} pontos, {{name}}!',
  });
  expect([status, batchSchema.strict().parse(body)]).toMatchObject([
    202,
    { total: 1_000, counts: { queued: 1_000 }, open: 1_000, isFinished: false },
  ]);
  expect(headers.get('location')).toBe(`/api/v1/sessions/${session}/batches/${body.id}`);
  const jobs = await api.waitingJobs(session);
  const texts = await textsOf(session, jobs);
  expect(texts).toEqual(people(1_000).map((_, index) => `Oi n${index}, ${index} pontos, n${index}!`));
});

test('its summary follows its messages until all have an outcome', async () => {
  const session = await newSession();
  const { body } = await bulk(session, { recipients: people(3), text: 'a' });
  const read = async () => (await api.call('GET', `/api/v1/sessions/${session}/batches/${body.id}`)).body;
  const [first = '', second = '', third = ''] = await api.waitingJobs(session);
  const advance = (id: string, status: 'sent' | 'delivered' | 'failed') =>
    advanceMessage(api.redisServer.client, session, id, status, {}, Date.now());
  await advance(first, 'sent');
  await advance(second, 'failed');
  expect(await read()).toMatchObject({ counts: { queued: 1, sent: 1, failed: 1 }, open: 1 });
  await advance(third, 'delivered');
  expect(await read()).toMatchObject({ counts: { delivered: 1, sent: 1, failed: 1 }, isFinished: true });
});

describe('batches are listed, the newest first', () => {
  const list = async (path: string, headers: Record<string, string> = {}) => {
    const { status, body } = await api.call('GET', path, { headers });
    return { status, ids: (body.items as { id: string }[]).map(({ id }) => id), body };
  };

  test('of a session by pages, each as far as it is', async () => {
    const session = await newSession();
    const made: string[] = [];
    for (const text of ['Oi {{name}}', 'b', 'c']) {
      made.unshift(String((await bulk(session, { recipients: people(2), text })).body.id));
    }
    const path = `/api/v1/sessions/${session}/batches`;
    const first = await list(`${path}?limit=2`);
    expect(first.ids).toEqual(made.slice(0, 2));
    const rest = await list(`${path}?limit=2&cursor=${first.body.nextCursor}`);
    expect(rest.body).toMatchObject({
      items: [{ id: made[2], type: 'text', text: 'Oi {{name}}', sendAt: null, counts: { queued: 2 } }],
      nextCursor: null,
    });
    expect((await api.call('GET', `${path}?cursor=x`)).status).toBe(400);
    expect((await api.call('GET', '/api/v1/sessions/nobody/batches')).body.code).toBe('session_not_found');
  });

  test('once each, however often the request was repeated, and no more when their time is over', async () => {
    const session = await newSession();
    const redis = api.redisServer.client;
    const { body } = await bulk(session, { recipients: people(1), text: 'a' });
    const later = await bulk(session, { recipients: people(1), text: 'b' });
    // As a request does that is carried out again after its process has died.
    const again = {
      id: String(body.id),
      messageIds: ['msg_1'],
      type: 'text',
      text: 'a',
      sendAt: undefined,
    } as const;
    await storeBatch(redis, session, { ...again, createdAt: Date.now() + 1_000 }, 86_400_000);
    const path = `/api/v1/sessions/${session}/batches`;
    expect((await list(path)).ids).toEqual([later.body.id, body.id]);
    const listMs = await redis.pttl(keys.batches(session));
    expect(listMs).toBeGreaterThanOrEqual(await redis.pttl(keys.batch(session, String(body.id))));

    await redis.del(keys.batch(session, String(body.id)));
    expect((await list(path)).ids).toEqual([later.body.id]);
    expect(await redis.zcard(keys.batches(session))).toBe(1);
  });

  test('of all sessions, or of one tenant', async () => {
    const redis = api.redisServer.client;
    const make = async (id: string, tenantId: string) => {
      await api.call('POST', '/api/v1/sessions', { body: { id, tenantId, start: false } });
      return String((await bulk(id, { recipients: people(1), text: id })).body.id);
    };
    const [one, other, third] = [
      await make('all-1', 'acme'),
      await make('all-2', 'globex'),
      await make('all-3', 'acme'),
    ];
    expect((await list('/api/v1/batches?limit=3')).ids).toEqual([third, other, one]);
    const ofTenant = await list('/api/v1/batches?tenantId=acme&limit=1');
    expect(ofTenant.ids).toEqual([third]);
    const next = await list(`/api/v1/batches?tenantId=acme&cursor=${ofTenant.body.nextCursor}`);
    expect([next.ids, next.body.nextCursor]).toEqual([[one], null]);
    // What has expired leaves the list when others come.
    await redis.zadd(keys.allBatches, 1, 'all-1/bat_expired', 2, 'all-2/bat_expired');
    await make('all-4', 'acme');
    expect(await redis.zcount(keys.allBatches, '-inf', 2)).toBe(0);
  });
});

test('its messages are listed in the order of its recipients, page after page', async () => {
  const session = await newSession();
  const { body } = await bulk(session, { recipients: people(5), text: 'Oi {{name}}' });
  const seen: unknown[] = [];
  for (let cursor: unknown = 0; cursor !== null; ) {
    const path = `/api/v1/sessions/${session}/batches/${body.id}/messages?limit=2&cursor=${cursor}`;
    const page = await api.call('GET', path);
    seen.push(...(page.body.items as { to: string }[]).map(({ to }) => to));
    cursor = page.body.nextCursor;
  }
  expect(seen).toEqual(people(5).map(({ to }) => to));
  const none = await api.call('GET', `/api/v1/sessions/${session}/batches/bat_none/messages`);
  expect([none.status, none.body.code]).toEqual([404, 'batch_not_found']);
});

test('what still waits of it can be cancelled', async () => {
  const session = await newSession();
  const { body } = await bulk(session, { recipients: people(3), text: 'a' });
  const [first = ''] = await api.waitingJobs(session);
  await advanceMessage(api.redisServer.client, session, first, 'sent', {}, Date.now());
  const cancelled = await api.call('DELETE', `/api/v1/sessions/${session}/batches/${body.id}`);
  expect(cancelled).toMatchObject({
    status: 200,
    body: { counts: { sent: 1, cancelled: 2 }, isFinished: true },
  });
});

test('it waits behind interactive messages, and for its time', async () => {
  const session = await newSession();
  await bulk(session, { recipients: people(2), text: 'bulk' });
  const later = { recipients: people(2), text: 'later', sendAt: Math.round(Date.now() / 1_000) + 3_600 };
  expect((await bulk(session, later)).body).toMatchObject({ counts: { scheduled: 2 } });
  await api.call('POST', `/api/v1/sessions/${session}/messages`, {
    body: { to: '+5521987654321', text: 'now' },
  });
  expect(await textsOf(session, await api.waitingJobs(session))).toEqual(['now', 'bulk', 'bulk']);
});

test('the same request under the same key is one batch', async () => {
  const session = await newSession();
  const request = { recipients: people(20), text: 'Oi {{name}}' };
  const first = await bulk(session, request, { 'idempotency-key': 'campaign-1' });
  const second = await bulk(session, request, { 'idempotency-key': 'campaign-1' });
  expect(second.body).toEqual(first.body);
  expect(await api.waitingJobs(session)).toHaveLength(20);
});

describe('nothing is accepted', () => {
  test.each([
    [
      'when somebody lacks a variable',
      { recipients: [{ to: phone(1), variables: { name: 'a' } }, { to: phone(2) }], text: '{{name}}' },
      400,
      '/recipients/1/variables/name',
    ],
    [
      'when somebody is nobody',
      { recipients: [{ to: phone(1) }, { to: 'Ana' }], text: 'a' },
      422,
      '/recipients/1/to',
    ],
    ['for nobody', { recipients: [], text: 'a' }, 400, '/recipients'],
    ['for more than a thousand', { recipients: people(1_001), text: 'a' }, 400, '/recipients'],
    ['without a text', { recipients: people(1) }, 400, '/text'],
  ])('%s', async (_what, body, status, path) => {
    const session = await newSession();
    const answer = await bulk(session, body);
    expect([answer.status, problemSchema.parse(answer.body).errors?.map((error) => error.path)]).toEqual([
      status,
      [path],
    ]);
    expect(await api.waitingJobs(session)).toEqual([]);
  });

  test('what a variable holds is not looked through again', async () => {
    const session = await newSession();
    const recipients = [{ to: phone(1), variables: { name: '{{secret}}', secret: 'x' } }];
    await bulk(session, { recipients, text: '{{name}}' });
    expect(await textsOf(session, await api.waitingJobs(session))).toEqual(['{{secret}}']);
  });

  test('there is no such batch', async () => {
    const answer = await api.call('GET', `/api/v1/sessions/${await newSession()}/batches/bat_none`);
    expect([answer.status, answer.body.code]).toEqual([404, 'batch_not_found']);
  });
});
