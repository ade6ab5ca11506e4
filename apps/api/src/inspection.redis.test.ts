import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendEvent } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import { endLease, listWorkers, renewLease } from '@wagw/shared/sessions/workers';
import { KEY, type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

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
  const beat = (id: string) => renewLease(api.redisServer.client, worker(id), 3_600_000);

  afterAll(async () => {
    for (const { id } of await listWorkers(api.redisServer.client))
      await endLease(api.redisServer.client, id);
  });

  test('shows who owns a session, and what it waits for', async () => {
    await api.redisServer.client.del(keys.sessionsWaiting);
    await beat('w1');
    await api.call('POST', '/api/v1/sessions', { body: { id: 'seen' } });
    await api.call('POST', '/api/v1/sessions', { body: { id: 'waits' } });
    await api.call('POST', '/api/v1/sessions', { body: { id: 'odd', labels: ['moon'] } });
    const health = {
      checkedAt: Date.now(),
      failures: 1,
      isAlerted: false,
      recoveries: 2,
      memoryBytes: 70_000_000,
    };
    const account = { phone: '5511987654321', name: 'Loja', platform: 'android' };
    const fence = await api.redisServer.client.hmget(keys.session('seen'), 'owner', 'epoch');
    await api.redisServer.client.hset(keys.session('seen'), {
      health: JSON.stringify(health),
      heartbeatAt: Date.now(),
      account: JSON.stringify(account),
      lastActivityAt: 1_700_000_000_000,
    });
    await appendEvent(api.redisServer.client, {
      fence: { sessionId: 'seen', owner: String(fence[0]), epoch: Number(fence[1]) },
      tenantId: 'seen',
      body: { event: 'change_state', data: { state: 'CONNECTED' } },
      now: Date.now(),
      length: 100,
      id: 'evt_1',
    });
    const { body } = await api.call('GET', '/health/sessions/seen');
    expect(body).toMatchObject({
      id: 'seen',
      desired: 'running',
      account,
      lastActivityAt: '2023-11-14T22:13:20.000Z',
      owner: { worker: 'w1', host: 'host-of-w1', epoch: Number(fence[1]), since: expect.any(String) },
      waitingSince: null,
      lastHeartbeatAt: expect.any(String),
      failedChecks: 1,
      recoveries: 2,
      memoryBytes: 70_000_000,
      lastEvent: { seq: 1, event: 'change_state' },
    });
    const waits = (await api.call('GET', '/health/sessions/waits')).body;
    expect(waits).toMatchObject({
      owner: null,
      code: 'waiting_for_worker',
      waitingSince: expect.any(String),
    });
    expect((await api.call('GET', '/health/sessions/odd')).body.code).toBe('no_matching_worker');

    const all = (await api.call('GET', '/health/sessions?limit=200')).body;
    expect(all).toMatchObject({
      waiting: 2,
      workers: [{ id: 'w1', sessions: 1, capacity: 1, labels: ['eu'] }],
    });
    const items = all.items as { id: string; state: string }[];
    expect(all.total).toBe(items.length);
    expect((all.byState as Record<string, number>).created).toBe(
      items.filter(({ state }) => state === 'created').length,
    );
    const metrics = await (
      await fetch(`${api.baseUrl}/metrics`, { headers: { 'x-gateway-key': KEY } })
    ).text();
    expect(metrics).toMatch(/^wagw_sessions_waiting 2$/m);
    expect(metrics).toMatch(/^wagw_workers 1$/m);
    expect((await api.call('GET', '/health/sessions/nobody')).body.code).toBe('session_not_found');
  });

  test('a move asks the owner, or says why it cannot be', async () => {
    const move = (id: string, body?: object) =>
      api.call('POST', `/api/v1/sessions/${id}/move`, body === undefined ? {} : { body });
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
    await api.call('POST', '/api/v1/sessions/waits/stop');
    await beat('w2');
    expect((await move('seen', { worker: 'w2' })).status).toBe(202);
    expect(await api.redisServer.client.hmget(keys.session('seen'), 'request', 'moveTo')).toEqual([
      'move',
      'w2',
    ]);
    expect((await move('seen')).body.code).toBe('session_busy');
  });
});
