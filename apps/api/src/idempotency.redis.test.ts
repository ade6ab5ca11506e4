import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { problemSchema } from '@wagw/shared/errors/problem';
import type { Lanes } from '@wagw/shared/queue/queues';
import { keys } from '@wagw/shared/redis/keys';
import { type Answer, KEY, type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const TEXT = { to: '5511987654321', text: 'Uma vez' };

const post = (sessionId: string, key: string, body: object = TEXT) =>
  api.call('POST', `/api/v1/sessions/${sessionId}/messages`, { body, headers: { 'idempotency-key': key } });

/** Without a socket, so that many really come at once. */
async function inject(sessionId: string, key: string) {
  const answer = await api.app.inject({
    method: 'POST',
    url: `/api/v1/sessions/${sessionId}/messages`,
    headers: { 'x-gateway-key': KEY, 'idempotency-key': key },
    payload: TEXT,
  });
  return { status: answer.statusCode, body: answer.json<Record<string, unknown>>() };
}

const isReplay = ({ headers }: Answer) => headers.get('idempotent-replayed') === 'true';

/** As a client that was told that the first one is still under way. */
const postUntilAnswered = (sessionId: string, key: string) =>
  until('an answer', 20_000, async () => {
    const answer = await post(sessionId, key);
    return answer.status === 409 ? undefined : answer;
  });

async function newSession(id: string): Promise<string> {
  await api.call('POST', '/api/v1/sessions', { body: { id, start: false } });
  return id;
}

test('the same request under the same key is carried out once and answered alike', async () => {
  const session = await newSession('once');
  const first = await post(session, 'order-1');
  const second = await post(session, 'order-1');
  expect([first, second].map(isReplay)).toEqual([false, true]);
  expect(second).toMatchObject({ status: 202, body: first.body });
  expect(second.headers.get('location')).toBe(first.headers.get('location'));
  expect(await api.waitingJobs(session)).toEqual([first.body.id]);
});

test('the order of the fields makes no other request', async () => {
  const session = await newSession('fields');
  await post(session, 'order-1', { to: '5511987654321', text: 'a' });
  expect(isReplay(await post(session, 'order-1', { text: 'a', to: '5511987654321' }))).toBe(true);
});

describe('a key', () => {
  test('that was used for another request is refused', async () => {
    const session = await newSession('reused');
    await post(session, 'order-1');
    const other = await post(session, 'order-1', { ...TEXT, text: 'Outra' });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    expect(await api.waitingJobs(session)).toHaveLength(1);
  });

  test('belongs to its session', async () => {
    const answers = [
      await post(await newSession('mine'), 'order-1'),
      await post(await newSession('yours'), 'order-1'),
    ];
    expect(answers.map(isReplay)).toEqual([false, false]);
  });

  test.each(['x'.repeat(256), 'ã', 'two words'])('must not be %j', async (key) => {
    const bad = await post(await newSession('bad-key'), key);
    expect([bad.status, bad.body.code]).toEqual([400, 'invalid_idempotency_key']);
  });

  test('is kept for a day', async () => {
    const session = await newSession('kept');
    await post(session, 'order-1');
    const ttl = await api.redisServer.client.ttl(keys.idempotency(session, 'order-1'));
    expect(ttl).toBeGreaterThan(86_300);
    expect(ttl).toBeLessThanOrEqual(86_400);
  });

  test('may be tried again after an error', async () => {
    const session = await newSession('error');
    await api.redisServer.client.hset(keys.session(session), 'code', 'logged_out');
    expect((await post(session, 'order-1')).body.code).toBe('session_logged_out');
    await api.redisServer.client.hset(keys.session(session), 'code', 'created');
    expect((await post(session, 'order-1')).status).toBe(202);
  });

  test('that is being used says so', async () => {
    const session = await newSession('running');
    const waits = api.call('POST', `/api/v1/sessions/${session}/messages`, {
      body: TEXT,
      headers: { 'idempotency-key': 'order-1', prefer: 'wait=3' },
    });
    const meanwhile = await until('the refusal', 5_000, async () => {
      const answer = await post(session, 'order-1');
      return answer.status === 409 && answer;
    });
    expect(meanwhile.body).toMatchObject({ code: 'idempotency_key_in_use', retryable: true });
    expect((await waits).status).toBe(202);
  });

  test('works on every POST', async () => {
    const create = () => api.call('POST', '/api/v1/sessions', { headers: { 'idempotency-key': 'new-1' } });
    const [first, second] = [await create(), await create()];
    expect(second.body).toEqual(first.body);
    expect(isReplay(second)).toBe(true);
  });
});

test.each([1, 2])(
  'a thousand equal requests at once under each of ten keys are ten messages (%i)',
  async (part) => {
    const session = await newSession(`many-${part}`);
    for (let key = 0; key < 10; key += 1) {
      const answers = await Promise.all(Array.from({ length: 1_000 }, () => inject(session, `order-${key}`)));
      const accepted = answers.filter(({ status }) => status === 202);
      // On a busy machine that may be none in time; all others are told to ask again.
      const late = await postUntilAnswered(session, `order-${key}`);
      expect(new Set([...accepted, late].map(({ body }) => body.id)).size).toBe(1);
      for (const { status, body } of answers)
        expect([status, status === 202 || body.retryable]).toEqual([status, true]);
    }
    const list = await api.call('GET', `/api/v1/sessions/${session}/messages?limit=200`);
    expect(list.body.items).toHaveLength(10);
    expect(await api.waitingJobs(session)).toHaveLength(10);
  },
  60_000,
);

test('a request whose process dies after the record and before the job is finished by its repetition', async () => {
  const session = await newSession('api-dies');
  const broken: Lanes = {
    add: () => Promise.reject(new Error('Connection is closed.')),
    addCommand: () => Promise.reject(new Error('Connection is closed.')),
  };
  const dying = await api.startAnother({ lanes: broken });
  const answer = await fetch(`${dying.baseUrl}/api/v1/sessions/${session}/messages`, {
    method: 'POST',
    headers: {
      'x-gateway-key': KEY,
      'content-type': 'application/json',
      'idempotency-key': 'order-1',
    },
    body: JSON.stringify(TEXT),
  });
  const problem = problemSchema.parse(await answer.json());
  expect([answer.status, problem.code]).toEqual([503, 'storage_unavailable']);
  await dying.close();
  const repeated = await postUntilAnswered(session, 'order-1');
  expect(repeated.status).toBe(202);
  const list = await api.call('GET', `/api/v1/sessions/${session}/messages`);
  expect(list.body.items).toMatchObject([{ id: repeated.body.id }]);
  expect(await api.waitingJobs(session)).toEqual([repeated.body.id]);
});

test('a process that dies with a key in use keeps it for ten seconds at most', async () => {
  const session = await newSession('key-of-the-dead');
  await post(session, 'order-1');
  const entry = keys.idempotency(session, 'order-1');
  // As it stands when the process dies before its answer.
  await api.redisServer.client.hdel(entry, 'answer');
  const till = Number(await api.redisServer.client.hget(entry, 'runningTill'));
  expect(till - Date.now()).toBeLessThanOrEqual(10_000);
  await api.redisServer.client.hset(entry, 'runningTill', Date.now() - 1);
  expect((await post(session, 'order-1')).status).toBe(202);
  expect(await api.waitingJobs(session)).toHaveLength(1);
});

test('Redis that dies in the middle of many requests loses and doubles nothing', async () => {
  const session = await newSession('redis-dies');
  const orders = Array.from({ length: 40 }, (_, index) => `order-${index}`);
  const all = Promise.all(
    orders.map((key) =>
      until(`the answer to ${key}`, 40_000, async () => {
        const answer = await post(session, key);
        return answer.status === 202 && answer;
      }),
    ),
  );
  await until('the first message', 10_000, async () => (await api.waitingJobs(session)).length > 0);
  process.kill(Number(api.redisServer.pid), 'SIGKILL');
  const accepted = await all;
  const ids = accepted.map(({ body }) => String(body.id)).sort();
  expect(new Set(ids).size).toBe(40);
  expect((await api.waitingJobs(session)).sort()).toEqual(ids);
}, 60_000);
