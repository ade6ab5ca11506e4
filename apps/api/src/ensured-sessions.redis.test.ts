import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keys } from '@wagw/shared/redis/keys';
import { type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const put = (id: string, body?: unknown, key?: string) =>
  api.call('PUT', `/api/v1/sessions/${id}`, {
    body,
    ...(key === undefined ? {} : { headers: { 'x-gateway-key': key } }),
  });
const wishes = (id: string) => api.redisServer.client.hget(keys.session(id), 'wish');

test('the first time it is made, and every time the answer is the same', async () => {
  const first = await put('user_1');
  expect([first.status, first.body]).toMatchObject([
    200,
    { id: 'user_1', tenantId: 'user_1', desired: 'running', state: 'starting' },
  ]);
  expect((await put('user_1')).body).toEqual(first.body);
  expect((await put('user_1', { start: true })).body).toEqual(first.body);
  expect(await wishes('user_1')).toBe('1');
});

test('what is said of it holds, and what is not said stays', async () => {
  const said = { tenantId: 'acme', metadata: { plan: 'pro' }, labels: ['eu'] };
  const made = await put('user_2', { ...said, start: false });
  expect(made.body).toMatchObject({ ...said, desired: 'stopped' });
  const webhooks = [{ url: 'http://hooks.internal/a' }];
  const changed = await put('user_2', { metadata: { plan: 'free' }, webhooks });
  expect(changed.body).toMatchObject({
    tenantId: 'acme',
    desired: 'stopped',
    metadata: { plan: 'free' },
    labels: ['eu'],
    webhooks: [{ url: 'http://hooks.internal/a', secret: expect.stringMatching(/^whsec_/) }],
  });
  const again = await put('user_2', { webhooks });
  expect(again.body.webhooks).toMatchObject([{ url: 'http://hooks.internal/a', secret: null }]);
  expect((await put('user_2', { start: true })).body).toMatchObject({ desired: 'running' });
});

test('many at once make one', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => put('user_3', { metadata: { a: 'b' } })),
  );
  expect(new Set(answers.map(({ status, body }) => JSON.stringify([status, body]))).size).toBe(1);
  expect(answers[0]?.status).toBe(200);
});

test("another tenant's is not to be had", async () => {
  const { key } = await api.makeKey(['manage'], 'globex');
  expect((await put('user_4', {}, key)).body).toMatchObject({ tenantId: 'globex' });
  const taken = await put('user_2', { metadata: { stolen: 'yes' } }, key);
  expect([taken.status, taken.body.code]).toEqual([409, 'session_exists']);
  const moved = await put('user_2', { tenantId: 'globex' });
  expect([moved.status, moved.body.code]).toEqual([409, 'session_exists']);
  expect((await put('user_2')).body).toMatchObject({ tenantId: 'acme', metadata: { plan: 'free' } });
  expect((await put('user_5', { tenantId: 'acme' }, key)).status).toBe(403);
});

test('a typing error is named', async () => {
  const { status, body } = await put('user_6', { webhook: [] });
  expect([status, body.errors]).toEqual([400, [{ path: '/webhook', message: 'is not a known field' }]]);
});
