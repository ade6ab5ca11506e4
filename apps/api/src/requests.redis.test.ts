import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { problemSchema } from '@wagw/shared/errors/problem';
import { KEY, type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('the key', () => {
  test('is wanted on every route, unknown ones too, except health', async () => {
    for (const path of ['/api/v1/sessions', '/metrics', '/no/such/route']) {
      const { status, body } = await api.call('GET', path, { headers: { 'x-gateway-key': 'wrong' } });
      expect([path, status, body.code]).toEqual([path, 401, 'unauthorized']);
    }
    for (const path of ['/health', '/health/live']) {
      expect((await api.call('GET', path, { headers: { 'x-gateway-key': '' } })).status).toBe(200);
    }
  });

  test('may come as Bearer token or X-API-KEY', async () => {
    for (const headers of [{ authorization: `Bearer ${KEY}` }, { 'x-api-key': KEY }]) {
      const response = await fetch(`${api.baseUrl}/api/v1/sessions`, { headers });
      expect(response.status).toBe(200);
    }
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
    const response = await fetch(`${api.baseUrl}/api/v1/sessions`, {
      method: 'POST',
      headers: { 'x-gateway-key': KEY, 'content-type': type },
      body,
    });
    expect(response.status).toBe(status);
    expect(problemSchema.parse(await response.json()).code).toBe(code);
  });
});

test('a body that drips in ends after a while with an answer', async () => {
  const slow = await api.startAnother({ timeouts: { handlerMs: 500 } });
  const status = await new Promise((resolve, reject) => {
    const headers = { 'x-gateway-key': KEY, 'content-type': 'application/json', 'content-length': '100' };
    const asking = request(`${slow.baseUrl}/api/v1/sessions`, { method: 'POST', headers }, (answer) =>
      resolve(answer.statusCode),
    );
    asking.on('error', reject);
    asking.write('{');
  });
  expect(status).toBe(408);
  await slow.close();
});

test('while Redis is away nothing is accepted, and all of it works when Redis is back', async () => {
  await api.call('POST', '/api/v1/sessions', { body: { id: 'outage' } });
  const body = { to: '5511987654321', text: 'a' };
  process.kill(Number(api.redisServer.pid), 'SIGKILL');
  const away = await until('the answer 503', 10_000, async () => {
    const answer = await api.call('POST', '/api/v1/sessions/outage/messages', { body });
    return answer.status === 503 && answer;
  });
  expect(away.body.code).toBe('storage_unavailable');
  expect(away.headers.get('retry-after')).toBe('1');
  const accepted = await until('an accepted message', 20_000, async () => {
    const answer = await api.call('POST', '/api/v1/sessions/outage/messages', { body });
    return answer.status === 202 && answer;
  });
  expect(await api.waitingJobs('outage')).toContain(accepted.body.id);
});
