import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { keys } from '@wagw/shared/redis/keys';
import type { StateCode } from '@wagw/shared/sessions/session-state';
import type { SessionHealth } from '@wagw/shared/sessions/session-store';
import { endLease, renewLease } from '@wagw/shared/sessions/workers';
import { type DescribedApi, startDescribedApi } from './testing/described-api.ts';
import type { Answer, MadeKey } from './testing/running-api.ts';

/** What is wrong now, as operators and tenants read it. */

const SINCE = 1_700_000_000_000;
const NOBODY_LISTENS = 'The connection does not work: nobody listens.';

let api: DescribedApi;
let ofAcme: MadeKey['headers'];
let reader: MadeKey['headers'];
beforeAll(async () => {
  api = await startDescribedApi();
  ({ headers: ofAcme } = await api.makeKey(['admin'], 'acme'));
  ({ headers: reader } = await api.makeKey(['read']));
  await beat();
});
afterAll(() => api.close());

const beat = () => {
  const worker = { id: 'w1', host: 'here', loginHost: '', labels: [], capacity: 50 };
  const lease = { ...worker, isDraining: false, startedAt: Date.now() };
  return renewLease(api.redisServer.client, lease, 3_600_000);
};

/** A session that its worker, which lives, has described so. */
async function session(id: string, tenantId: string, code: StateCode, health: Partial<SessionHealth> = {}) {
  await api.call('POST', '/api/v1/sessions', { body: { id, tenantId } });
  const known = { failures: 0, isAlerted: false, recoveries: 0, memoryBytes: null, ...health };
  await api.redisServer.client.hset(keys.session(id), {
    code,
    stateSince: SINCE,
    health: JSON.stringify(known),
  });
}

async function alerts(query = '', headers: Record<string, string> = {}): Promise<Answer> {
  const answer = await api.ask('get', '/health/alerts', { query, headers });
  // Where tests run, it may be.
  const gateway = (answer.body.gateway as { code: string }[]).filter(
    ({ code }) => code !== 'event_loop_slow',
  );
  return { ...answer, body: { ...answer.body, gateway } };
}

const alert = { isAlerted: true, alert: { since: SINCE + 5_000, message: NOBODY_LISTENS } };
const iso = (ms: number) => new Date(ms).toISOString();

test('nothing is wrong', async () => {
  await session('fine', 'acme', 'ready');
  expect((await alerts()).body).toEqual({ gateway: [], total: 0, items: [], nextCursor: null });
});

test('sessions: those of which their health monitor has told, that have failed, and that find no worker', async () => {
  await session('deaf', 'acme', 'ready', alert);
  await session('away', 'acme', 'unreachable', alert);
  await session('banned', 'globex', 'blocked');
  await api.call('POST', '/api/v1/sessions', { body: { id: 'odd', tenantId: 'acme', labels: ['moon'] } });
  // These recover, wait for a person or rest, whatever was told before.
  await session('young', 'acme', 'crashed');
  await session('scans', 'acme', 'scan_qr', alert);
  await session('rests', 'acme', 'stopped', alert);

  const { body } = await alerts();
  expect(body).toMatchObject({ total: 4, nextCursor: null });
  expect(body.items).toEqual([
    {
      sessionId: 'away',
      tenantId: 'acme',
      code: 'unreachable',
      severity: 'degraded',
      message: expect.stringContaining('cannot be reached from the worker'),
      since: iso(SINCE + 5_000),
    },
    {
      sessionId: 'banned',
      tenantId: 'globex',
      code: 'blocked',
      severity: 'failing',
      message: expect.stringContaining('has banned this number'),
      since: iso(SINCE),
    },
    {
      sessionId: 'deaf',
      tenantId: 'acme',
      code: 'probe_failed',
      severity: 'degraded',
      message: NOBODY_LISTENS,
      since: iso(SINCE + 5_000),
    },
    {
      sessionId: 'odd',
      tenantId: 'acme',
      code: 'no_matching_worker',
      severity: 'degraded',
      message: expect.stringContaining('No living worker has all labels'),
      since: expect.any(String),
    },
  ]);
});

const ids = ({ body }: Answer) => (body.items as { sessionId: string }[]).map(({ sessionId }) => sessionId);

test('page by page', async () => {
  const first = await alerts('?limit=3');
  expect([ids(first), first.body.total, first.body.nextCursor]).toEqual([
    ['away', 'banned', 'deaf'],
    4,
    'deaf',
  ]);
  const second = await alerts('?limit=3&cursor=deaf');
  expect([ids(second), second.body.total, second.body.nextCursor]).toEqual([['odd'], 4, null]);
});

test('the gateway: what is wrong with which part of it, since when, and what to do', async () => {
  const { body } = await alerts();
  expect(body.gateway).toEqual([
    {
      code: 'sessions_waiting',
      severity: 'degraded',
      message: expect.any(String),
      remedy: expect.stringContaining('raise MAX_SESSIONS'),
      component: 'workers',
      since: expect.any(String),
    },
  ]);
  const { client } = api.redisServer;
  await client.del(keys.sessionsWaiting);
  await client.config('SET', 'maxmemory-policy', 'allkeys-lru');
  await endLease(client, 'w1');
  try {
    const { gateway } = (await alerts()).body;
    expect(gateway).toMatchObject([
      { code: 'redis_evicts', severity: 'failing', component: 'redis', since: null },
      { code: 'no_workers', severity: 'degraded', component: 'workers', since: expect.any(String) },
      { code: 'sessions_waiting' },
    ]);
    const { body: detailed } = await api.call('GET', '/health/detailed');
    expect((detailed.reasons as { code: string }[]).map(({ code }) => code)).toEqual(
      expect.arrayContaining(['redis_evicts', 'no_workers', 'sessions_waiting']),
    );
  } finally {
    await client.config('SET', 'maxmemory-policy', 'noeviction');
    await beat();
  }
});

test('a tenant sees its own sessions, and nothing of the gateway', async () => {
  const { body } = await alerts('', ofAcme);
  expect(body).toMatchObject({ gateway: [], nextCursor: null });
  expect(ids(await alerts('', ofAcme))).not.toContain('banned');
  expect(ids(await alerts('', ofAcme))).toContain('deaf');
});

test('whoever only reads sees all sessions, and nothing of the gateway', async () => {
  await api.redisServer.client.zadd(keys.sessionsWaiting, SINCE, 'odd');
  const answer = await alerts('', reader);
  expect(ids(answer)).toEqual(expect.arrayContaining(['banned', 'deaf']));
  expect(answer.body.gateway).toEqual([]);
});
