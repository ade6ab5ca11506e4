import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { problemSchema } from '@wagw/shared/errors/problem';
import { keys } from '@wagw/shared/redis/keys';
import { type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('messages', () => {
  test('are recorded, enqueued in order and found again', async () => {
    await api.call('POST', '/api/v1/sessions', { body: { id: 'sender' } });
    const ids: string[] = [];
    for (const to of ['+55 (11) 98765-4321', '5511987654321@c.us', '120363000000000000@g.us']) {
      const { status, headers, body } = await api.call('POST', '/api/v1/sessions/sender/messages', {
        body: { to, text: 'Olá' },
      });
      expect([status, body.status, body.to]).toEqual([202, 'queued', to]);
      expect(headers.get('location')).toBe(`/api/v1/sessions/sender/messages/${body.id}`);
      ids.push(String(body.id));
    }
    expect(await api.waitingJobs('sender')).toEqual(ids);
    const first = await api.call('GET', `/api/v1/sessions/sender/messages/${ids[0]}`);
    expect(first.body).toMatchObject({ chatId: '5511987654321@c.us', text: 'Olá', attempts: 0, error: null });
    const list = await api.call('GET', '/api/v1/sessions/sender/messages?limit=2');
    expect((list.body.items as { id: string }[]).map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    const rest = await api.call('GET', `/api/v1/sessions/sender/messages?cursor=${list.body.nextCursor}`);
    expect((rest.body.items as { id: string }[]).map(({ id }) => id)).toEqual([ids[0]]);
  });

  test.each([
    ['an unknown field', { to: '5511987654321', text: 'a', txt: 'b' }, 400, '/txt'],
    ['an empty text', { to: '5511987654321', text: ' ' }, 400, '/text'],
    ['a missing recipient', { text: 'a' }, 400, '/to'],
    ['a text too long', { to: '5511987654321', text: 'a'.repeat(65_537) }, 400, '/text'],
    ['a recipient that is none', { to: 'somebody', text: 'a' }, 422, '/to'],
  ])('%s is answered with the field and what to do', async (_what, body, status, path) => {
    await api.call('POST', '/api/v1/sessions', { body: { id: 'strict' } });
    const answer = await api.call('POST', '/api/v1/sessions/strict/messages', { body });
    expect(answer.status).toBe(status);
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    const problem = problemSchema.parse(answer.body);
    expect(problem.errors?.map((error) => error.path)).toEqual([path]);
  });

  test('go nowhere without a session', async () => {
    const body = { to: '5511987654321', text: 'a' };
    const unknown = await api.call('POST', '/api/v1/sessions/nobody/messages', { body });
    expect([unknown.status, unknown.body.code]).toEqual([404, 'session_not_found']);
    await api.call('POST', '/api/v1/sessions', { body: { id: 'unlinked' } });
    await api.redisServer.client.hset(keys.session('unlinked'), 'code', 'logged_out');
    const unlinked = await api.call('POST', '/api/v1/sessions/unlinked/messages', { body });
    expect([unlinked.status, unlinked.body.code]).toEqual([409, 'session_logged_out']);
  });
});
