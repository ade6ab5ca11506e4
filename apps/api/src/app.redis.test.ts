import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { problemSchema } from '@wagw/shared/errors/problem';
import { appendEvent } from '@wagw/shared/events/event-log';
import { createLogger } from '@wagw/shared/observability/logger';
import { createMetrics } from '@wagw/shared/observability/metrics';
import { createLanes, laneName } from '@wagw/shared/queue/queues';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { keys, QUEUE_PREFIX } from '@wagw/shared/redis/keys';
import { endLease, listWorkers, renewLease } from '@wagw/shared/sessions/workers';
import { Queue } from 'bullmq';
import { type App, buildApp } from './app.ts';

const KEY = 'a-key-for-tests';

let redisServer: TemporaryRedis;
let app: App;
let baseUrl: string;
let close: () => Promise<void>;

beforeAll(async () => {
  redisServer = await startTemporaryRedis();
  const logger = createLogger({ name: 'api', level: 'silent' });
  const redis = connectRedis({ url: redisServer.url }, 'request', logger);
  await untilReady(redis);
  app = await buildApp({
    redis,
    lanes: createLanes(redis),
    metrics: createMetrics('api', 'test'),
    logger,
    apiKey: KEY,
    messageRetentionDays: 30,
  });
  baseUrl = await app.listen({ host: '127.0.0.1', port: 0 });
  close = async () => {
    await app.close();
    redis.disconnect();
    await redisServer.close();
  };
});

afterAll(() => close());

interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
}

async function call(
  method: string,
  path: string,
  options: { body?: unknown; headers?: Record<string, string> } = {},
): Promise<Answer> {
  const response = await fetch(baseUrl + path, {
    method,
    headers: {
      'x-gateway-key': KEY,
      ...(options.body === undefined ? {} : { 'content-type': 'application/json' }),
      ...options.headers,
    },
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    headers: response.headers,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  };
}

async function waitingJobs(sessionId: string): Promise<string[]> {
  const queue = new Queue(laneName(sessionId), { connection: redisServer.client, prefix: QUEUE_PREFIX });
  const jobs = await queue.getJobs(['wait', 'active', 'delayed']);
  await queue.close();
  return jobs.map((job) => job.data.messageId as string).reverse();
}

describe('the key', () => {
  test('is wanted on every route, unknown ones too, except health', async () => {
    for (const path of ['/api/v1/sessions', '/metrics', '/no/such/route']) {
      const { status, body } = await call('GET', path, { headers: { 'x-gateway-key': 'wrong' } });
      expect([path, status, body.code]).toEqual([path, 401, 'unauthorized']);
    }
    for (const path of ['/health', '/health/live']) {
      expect((await call('GET', path, { headers: { 'x-gateway-key': '' } })).status).toBe(200);
    }
  });

  test('may come as Bearer token or X-API-KEY', async () => {
    for (const headers of [{ authorization: `Bearer ${KEY}` }, { 'x-api-key': KEY }]) {
      const response = await fetch(`${baseUrl}/api/v1/sessions`, { headers });
      expect(response.status).toBe(200);
    }
  });
});

describe('sessions', () => {
  test('are created, found, listed by pages and wished for', async () => {
    const created = await call('POST', '/api/v1/sessions', {
      body: { id: 'first', tenantId: 'acme', metadata: { shop: '7' } },
    });
    expect(created.status).toBe(202);
    expect(created.headers.get('location')).toBe('/api/v1/sessions/first');
    expect(created.body).toMatchObject({
      id: 'first',
      tenantId: 'acme',
      desired: 'running',
      state: 'starting',
      code: 'waiting_for_worker',
      metadata: { shop: '7' },
    });

    const again = await call('POST', '/api/v1/sessions', { body: { id: 'first' } });
    expect([again.status, again.body.code]).toEqual([409, 'session_exists']);

    await call('POST', '/api/v1/sessions', { body: { id: 'second', start: false } });
    const page = await call('GET', '/api/v1/sessions?limit=1');
    expect(page.body).toMatchObject({ items: [{ id: 'first' }], nextCursor: 'first' });
    const next = await call('GET', `/api/v1/sessions?limit=5&cursor=${page.body.nextCursor}`);
    expect(next.body).toMatchObject({ items: [{ id: 'second', state: 'created' }], nextCursor: null });
    const ofAcme = await call('GET', '/api/v1/sessions?tenantId=acme');
    expect(ofAcme.body.items).toHaveLength(1);

    const stopped = await call('POST', '/api/v1/sessions/first/stop');
    expect([stopped.status, stopped.body.desired]).toEqual([202, 'stopped']);
    const logout = await call('POST', '/api/v1/sessions/first/logout');
    expect(logout.status).toBe(202);
    expect(await redisServer.client.hget(keys.session('first'), 'request')).toBe('logout');
  });

  test('may be created without any wish; the id is made up', async () => {
    const { status, body } = await call('POST', '/api/v1/sessions');
    expect([status, body.state]).toEqual([202, 'starting']);
    expect(body.id).toMatch(/^ses_/);
    await call('DELETE', `/api/v1/sessions/${body.id}`);
  });

  test('start makes the session when it does not exist, with or without a body', async () => {
    const started = await call('POST', '/api/v1/sessions/shop-1/start');
    expect(started.status).toBe(202);
    expect(started.body).toMatchObject({
      success: true,
      sessionId: 'shop-1',
      status: 'starting',
      qrCode: null,
    });
    const jsonWithoutBody = await call('POST', '/api/v1/sessions/shop-1/start', {
      headers: { 'content-type': 'application/json' },
    });
    expect(jsonWithoutBody.status).toBe(202);
  });

  test('a session whose worker is dead says so instead of what that worker said last', async () => {
    await call('POST', '/api/v1/sessions', { body: { id: 'orphan' } });
    await redisServer.client.hset(keys.session('orphan'), { owner: 'gone', code: 'ready' });
    expect((await call('GET', '/api/v1/sessions/orphan')).body).toMatchObject({
      state: 'reconnecting',
      code: 'worker_lost',
    });
  });

  test('a session shows its labels, and must have such that can be', async () => {
    const body = { id: 'labelled', labels: ['eu', 'disk=ssd'] };
    expect((await call('POST', '/api/v1/sessions', { body })).body).toMatchObject({ labels: body.labels });
    const changed = await call('PATCH', '/api/v1/sessions/labelled', { body: { labels: ['us'] } });
    expect(changed.body).toMatchObject({ labels: ['us'], metadata: {} });
    const noted = await call('PATCH', '/api/v1/sessions/labelled', { body: { metadata: { a: 'b' } } });
    expect(noted.body).toMatchObject({ labels: ['us'], metadata: { a: 'b' } });
    expect((await call('PATCH', '/api/v1/sessions/nobody', { body: {} })).status).toBe(404);
    const bad = await call('POST', '/api/v1/sessions', { body: { id: 'bad', labels: ['a,b'] } });
    expect([bad.status, bad.body.code]).toEqual([400, 'invalid_request']);
  });

  test('the QR code comes as JSON, PNG and SVG while it lives', async () => {
    await call('POST', '/api/v1/sessions', { body: { id: 'scan' } });
    const none = await call('GET', '/api/v1/sessions/scan/qr');
    expect([none.status, none.body.code]).toEqual([404, 'qr_not_available']);

    const qr = { text: 'ref,a,b,c,1', expiresAt: Date.now() + 20_000 };
    await redisServer.client.hset(keys.session('scan'), 'qr', JSON.stringify(qr));
    const json = await call('GET', '/api/v1/sessions/scan/qr');
    expect(json.body.qr).toBe(qr.text);
    expect(json.body.dataUrl).toMatch(/^data:image\/png;base64,/);
    const headers = { 'x-gateway-key': KEY };
    const png = await fetch(`${baseUrl}/api/v1/sessions/scan/qr`, {
      headers: { ...headers, accept: 'image/png' },
    });
    expect(
      Buffer.from(await png.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const svg = await fetch(`${baseUrl}/api/v1/sessions/scan/qr?format=svg`, { headers });
    expect(svg.headers.get('content-type')).toContain('image/svg+xml');
    expect(await svg.text()).toContain('<svg');
  });
});

describe('inspection', () => {
  const worker = (id: string) => ({
    id,
    host: `host-of-${id}`,
    loginHost: '',
    labels: ['eu'],
    capacity: 1,
    isDraining: false,
    startedAt: Date.now(),
  });
  const beat = (id: string) => renewLease(redisServer.client, worker(id), 3_600_000);

  afterAll(async () => {
    for (const { id } of await listWorkers(redisServer.client)) await endLease(redisServer.client, id);
  });

  test('shows who owns a session, and what it waits for', async () => {
    await redisServer.client.del(keys.sessionsWaiting);
    await beat('w1');
    await call('POST', '/api/v1/sessions', { body: { id: 'seen' } });
    await call('POST', '/api/v1/sessions', { body: { id: 'waits' } });
    await call('POST', '/api/v1/sessions', { body: { id: 'odd', labels: ['moon'] } });
    const health = {
      checkedAt: Date.now(),
      failures: 1,
      isAlerted: false,
      recoveries: 2,
      memoryBytes: 70_000_000,
    };
    const fence = await redisServer.client.hmget(keys.session('seen'), 'owner', 'epoch');
    await redisServer.client.hset(keys.session('seen'), {
      health: JSON.stringify(health),
      heartbeatAt: Date.now(),
    });
    await appendEvent(redisServer.client, {
      fence: { sessionId: 'seen', owner: String(fence[0]), epoch: Number(fence[1]) },
      tenantId: 'seen',
      body: { event: 'change_state', data: { state: 'CONNECTED' } },
      now: Date.now(),
      length: 100,
      id: 'evt_1',
    });
    const { body } = await call('GET', '/health/sessions/seen');
    expect(body).toMatchObject({
      id: 'seen',
      owner: { worker: 'w1', host: 'host-of-w1', epoch: Number(fence[1]), since: expect.any(String) },
      waitingSince: null,
      lastHeartbeatAt: expect.any(String),
      failedChecks: 1,
      recoveries: 2,
      memoryBytes: 70_000_000,
      lastEvent: { seq: 1, event: 'change_state' },
    });
    const waits = (await call('GET', '/health/sessions/waits')).body;
    expect(waits).toMatchObject({
      owner: null,
      code: 'waiting_for_worker',
      waitingSince: expect.any(String),
    });
    expect((await call('GET', '/health/sessions/odd')).body.code).toBe('no_matching_worker');

    const all = (await call('GET', '/health/sessions?limit=200')).body;
    expect(all).toMatchObject({
      waiting: 2,
      workers: [{ id: 'w1', sessions: 1, capacity: 1, labels: ['eu'] }],
    });
    const items = all.items as { id: string; state: string }[];
    expect(all.total).toBe(items.length);
    expect((all.byState as Record<string, number>).created).toBe(
      items.filter(({ state }) => state === 'created').length,
    );
    const metrics = await (await fetch(`${baseUrl}/metrics`, { headers: { 'x-gateway-key': KEY } })).text();
    expect(metrics).toMatch(/^wagw_sessions_waiting 2$/m);
    expect(metrics).toMatch(/^wagw_workers 1$/m);
    expect((await call('GET', '/health/sessions/nobody')).body.code).toBe('session_not_found');
  });

  test('a move asks the owner, or says why it cannot be', async () => {
    const move = (id: string, body?: object) =>
      call('POST', `/api/v1/sessions/${id}/move`, body === undefined ? {} : { body });
    const refusals = [
      ['nobody', undefined, 404, 'session_not_found'],
      ['waits', undefined, 409, 'session_not_running'],
      ['seen', undefined, 409, 'no_room_elsewhere'],
      ['seen', { worker: 'w1' }, 409, 'session_there_already'],
      ['seen', { worker: 'w9' }, 404, 'worker_not_found'],
      ['seen', { wroker: 'w2' }, 400, 'invalid_request'],
    ] as const;
    for (const [id, body, status, code] of refusals) {
      const answer = await move(id, body);
      expect([id, answer.status, answer.body.code]).toEqual([id, status, code]);
    }
    await call('POST', '/api/v1/sessions/waits/stop');
    await beat('w2');
    expect((await move('seen', { worker: 'w2' })).status).toBe(202);
    expect(await redisServer.client.hmget(keys.session('seen'), 'request', 'moveTo')).toEqual(['move', 'w2']);
    expect((await move('seen')).body.code).toBe('session_busy');
  });
});

describe('messages', () => {
  test('are recorded, enqueued in order and found again', async () => {
    await call('POST', '/api/v1/sessions', { body: { id: 'sender' } });
    const ids: string[] = [];
    for (const to of ['+55 (11) 98765-4321', '5511987654321@c.us', '120363000000000000@g.us']) {
      const { status, headers, body } = await call('POST', '/api/v1/sessions/sender/messages', {
        body: { to, text: 'Olá' },
      });
      expect([status, body.status, body.to]).toEqual([202, 'queued', to]);
      expect(headers.get('location')).toBe(`/api/v1/sessions/sender/messages/${body.id}`);
      ids.push(String(body.id));
    }
    expect(await waitingJobs('sender')).toEqual(ids);
    const first = await call('GET', `/api/v1/sessions/sender/messages/${ids[0]}`);
    expect(first.body).toMatchObject({ chatId: '5511987654321@c.us', text: 'Olá', attempts: 0, error: null });
    const list = await call('GET', '/api/v1/sessions/sender/messages?limit=2');
    expect((list.body.items as { id: string }[]).map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const rest = await call('GET', `/api/v1/sessions/sender/messages?cursor=${list.body.nextCursor}`);
    expect((rest.body.items as { id: string }[]).map(({ id }) => id)).toEqual([ids[0]]);
  });

  test('a hundred equal requests under one key are one message', async () => {
    await call('POST', '/api/v1/sessions', { body: { id: 'once' } });
    const request = {
      body: { to: '5511987654321', text: 'Uma vez' },
      headers: { 'idempotency-key': 'order-1' },
    };
    const answers = await Promise.all(
      Array.from({ length: 100 }, () => call('POST', '/api/v1/sessions/once/messages', request)),
    );
    expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(99);
    expect(await waitingJobs('once')).toHaveLength(1);

    const other = await call('POST', '/api/v1/sessions/once/messages', {
      ...request,
      body: { to: '5511987654321', text: 'Outra' },
    });
    expect([other.status, other.body.code]).toEqual([422, 'idempotency_key_reused']);
    const bad = await call('POST', '/api/v1/sessions/once/messages', {
      body: request.body,
      headers: { 'idempotency-key': 'x'.repeat(256) },
    });
    expect([bad.status, bad.body.code]).toEqual([400, 'invalid_idempotency_key']);
  });

  test.each([
    ['an unknown field', { to: '5511987654321', text: 'a', txt: 'b' }, 400, '/txt'],
    ['an empty text', { to: '5511987654321', text: ' ' }, 400, '/text'],
    ['a missing recipient', { text: 'a' }, 400, '/to'],
    ['a text too long', { to: '5511987654321', text: 'a'.repeat(65_537) }, 400, '/text'],
    ['a recipient that is none', { to: 'somebody', text: 'a' }, 422, '/to'],
  ])('%s is answered with the field and what to do', async (_what, body, status, path) => {
    await call('POST', '/api/v1/sessions', { body: { id: 'strict' } });
    const answer = await call('POST', '/api/v1/sessions/strict/messages', { body });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = problemSchema.parse(answer.body);
    expect(problem.errors?.map((error) => error.path)).toEqual([path]);
  });

  test('go nowhere without a session', async () => {
    const body = { to: '5511987654321', text: 'a' };
    const unknown = await call('POST', '/api/v1/sessions/nobody/messages', { body });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'session_not_found']);
    await call('POST', '/api/v1/sessions', { body: { id: 'unlinked' } });
    await redisServer.client.hset(keys.session('unlinked'), 'code', 'logged_out');
    const unlinked = await call('POST', '/api/v1/sessions/unlinked/messages', { body });
    expect([unlinked.status, unlinked.body.code]).toEqual([409, 'session_logged_out']);
  });
});

describe('bad requests', () => {
  test.each([
    ['text that is no JSON', '{"to":', 'application/json', 400, 'invalid_request'],
    ['a form', 'to=1', 'application/x-www-form-urlencoded', 415, 'unsupported_media_type'],
    [
      'a body of two MiB',
      JSON.stringify({ text: 'x'.repeat(2 ** 21) }),
      'application/json',
      413,
      'body_too_large',
    ],
  ])('%s', async (_what, body, type, status, code) => {
    const response = await fetch(`${baseUrl}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'x-gateway-key': KEY, 'content-type': type },
      body,
    });
    expect(response.status).toBe(status);
    expect(problemSchema.parse(await response.json()).code).toBe(code);
  });
});

test('while Redis is away nothing is accepted, and all of it works when Redis is back', async () => {
  await call('POST', '/api/v1/sessions', { body: { id: 'outage' } });
  const body = { to: '5511987654321', text: 'a' };
  process.kill(Number(redisServer.pid), 'SIGKILL');
  const away = await until('the answer 503', 10_000, async () => {
    const answer = await call('POST', '/api/v1/sessions/outage/messages', { body });
    return answer.status === 503 && answer;
  });
  expect(away.body.code).toBe('storage_unavailable');
  expect(away.headers.get('retry-after')).toBe('1');
  const accepted = await until('an accepted message', 20_000, async () => {
    const answer = await call('POST', '/api/v1/sessions/outage/messages', { body });
    return answer.status === 202 && answer;
  });
  expect(await waitingJobs('outage')).toContain(accepted.body.id);
});
