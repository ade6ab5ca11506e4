import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Scope } from '@wagw/shared/access/scopes';
import { keys } from '@wagw/shared/redis/keys';
import { ENVIRONMENT_ENDPOINT, keepEnvironmentEndpoint } from '@wagw/shared/webhooks/endpoint-store';
import { type Answer, type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const URL = 'https://shop.example/hooks';

const post = (body: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  api.call('POST', '/api/v1/webhooks', { body, headers });
const read = (id: unknown): Promise<Answer> => api.call('GET', `/api/v1/webhooks/${id}`);
const change = (id: unknown, body: unknown): Promise<Answer> =>
  api.call('PATCH', `/api/v1/webhooks/${id}`, { body });
const rotate = (id: unknown, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  api.call('POST', `/api/v1/webhooks/${id}/secret`, { body, headers });

const secretsOf = async (id: unknown): Promise<string[]> => {
  const stored = await api.redisServer.client.hget(keys.webhook(String(id)), 'secrets');
  return (JSON.parse(stored ?? '[]') as { secret: string }[]).map(({ secret }) => secret);
};

/** Everything that is kept under any Idempotency-Key. */
async function keptAnswers(): Promise<string> {
  const { client } = api.redisServer;
  const entries = await client.keys(keys.idempotency('*', '*'));
  return JSON.stringify(await Promise.all(entries.map((key) => client.hgetall(key))));
}

const problemOf = ({ status, body }: Answer) => [status, body.code];

describe('a webhook', () => {
  test('is made, shown, changed and removed; its secret is shown once', async () => {
    const made = await post({ url: URL, events: ['message'], headers: { authorization: 'Bearer x' } });
    expect(made.status).toBe(201);
    expect(made.headers.get('location')).toBe(`/api/v1/webhooks/${made.body.id}`);
    expect(made.body).toMatchObject({
      id: expect.stringMatching(/^whk_[\w-]{24}$/),
      url: URL,
      events: ['message'],
      format: 'native',
      ordered: false,
      batch: null,
      enabled: true,
      isSigned: true,
      isFromEnvironment: false,
      health: { pending: 0, dead: 0, failingSince: null },
      secret: expect.stringMatching(/^whsec_/),
    });
    const { secret: _, ...shown } = made.body;
    const found = await read(made.body.id);
    expect([found.status, found.body]).toEqual([200, shown]);

    const changed = await change(made.body.id, { ordered: true, enabled: false });
    expect(changed.body).toMatchObject({
      ordered: true,
      enabled: false,
      disabledReason: 'by_request',
      url: URL,
    });

    const removed = await api.call('DELETE', `/api/v1/webhooks/${made.body.id}`);
    expect([removed.status, removed.body]).toEqual([200, { done: true }]);
    for (const answer of [
      await read(made.body.id),
      await change(made.body.id, { enabled: true }),
      await rotate(made.body.id),
      await api.call('DELETE', `/api/v1/webhooks/${made.body.id}`),
    ]) {
      expect(problemOf(answer)).toEqual([404, 'webhook_not_found']);
    }
  });

  test('can have a secret of its owner', async () => {
    const { body } = await post({ url: URL, secret: 'a-secret-of-my-own' });
    expect(body.secret).toBe('a-secret-of-my-own');
    expect(await secretsOf(body.id)).toEqual(['a-secret-of-my-own']);
  });

  test('is one of a list by pages, and found by whose it is', async () => {
    const made = await Promise.all(
      [{ tenantId: 'list-a' }, { tenantId: 'list-a', sessionId: 'list-s' }, { sessionId: 'list-s' }].map(
        async (scope) => (await post({ url: URL, ...scope })).body.id,
      ),
    );
    const list = async (query: string) => {
      const { body } = await api.call('GET', `/api/v1/webhooks?${query}`);
      return body as { items: { id: string }[]; nextCursor: string | null };
    };
    const ids = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id).sort();
    expect(ids(await list('tenantId=list-a'))).toEqual([made[0], made[1]].sort());
    expect(ids(await list('sessionId=list-s'))).toEqual([made[1], made[2]].sort());
    expect(ids(await list('sessionId=list-s&tenantId=list-a'))).toEqual([made[1]]);
    expect(JSON.stringify(await list(''))).not.toContain('whsec_');

    const walked: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await list(`limit=1${cursor === '' ? '' : `&cursor=${cursor}`}`);
      walked.push(...ids(page));
      cursor = page.nextCursor;
    }
    expect(walked).toEqual(ids(await list('')));
  });

  test.each([
    ['http://127.0.0.1:9000/hooks', 'a private address'],
    ['http://169.254.169.254/latest', "the cloud's metadata"],
    ['https://user:pass@shop.example/', 'credentials'],
    ['http://redis:6379/', 'a name of a private network'],
  ])('is not made for %s: %s', async (url) => {
    const refused = await post({ url });
    expect(problemOf(refused)).toEqual([422, 'webhook_blocked_address']);
    expect(refused.body.errors).toEqual([{ path: '/url', message: expect.stringContaining('not dialled') }]);
    expect(refused.body.detail).toContain('WEBHOOK_ALLOWED_HOSTS');

    const { body } = await post({ url: URL });
    expect(problemOf(await change(body.id, { url }))).toEqual([422, 'webhook_blocked_address']);
    expect((await read(body.id)).body.url).toBe(URL);
  });

  test('may be for a private receiver that the operator admits', async () => {
    expect((await post({ url: 'http://hooks.internal/in' })).status).toBe(201);
  });

  test.each([
    [{ url: 'ftp://shop.example/' }, '/url'],
    [{ url: URL, events: ['messages'] }, '/events/0'],
    [{ url: URL, evnets: [] }, '/evnets'],
    [{ url: URL, headers: { 'Webhook-Id': 'x' } }, '/headers'],
    [{ url: URL, headers: { 'x-a': 'line\r\nbreak' } }, '/headers/x-a'],
    [{ url: URL, format: 'evolution', batch: { max: 10 } }, '/batch'],
    [{ url: URL, secret: 'short' }, '/secret'],
  ])('is not made of %j', async (body, path) => {
    const refused = await post(body);
    expect(problemOf(refused)).toEqual([400, 'invalid_request']);
    expect((refused.body.errors as { path: string }[]).map((error) => error.path)).toContain(path);
  });

  test('has batches only in the native format, also after a change', async () => {
    const batched = await post({ url: URL, batch: { max: 10 } });
    expect(batched.body.batch).toEqual({ max: 10, waitMs: 1_000 });
    const refused = await change(batched.body.id, { format: 'tenant' });
    expect(refused.body.errors).toMatchObject([{ path: '/format' }]);
    expect((await change(batched.body.id, { format: 'tenant', batch: null })).status).toBe(200);
    const other = await change(batched.body.id, { batch: { max: 5 } });
    expect(other.body.errors).toMatchObject([{ path: '/batch' }]);
  });
});

describe('an Idempotency-Key', () => {
  test('makes one webhook, whose secret a repetition does not show', async () => {
    const headers = { 'idempotency-key': 'hook-1' };
    const first = await post({ url: URL }, headers);
    const second = await post({ url: URL }, headers);
    expect(second.status).toBe(201);
    expect(second.headers.get('idempotent-replayed')).toBe('true');
    expect(second.body).toEqual({ ...first.body, secret: null });
    expect(await keptAnswers()).not.toContain(String(first.body.secret));
  });

  test('of a request that broke off shows the secret, which nobody has seen', async () => {
    const headers = { 'idempotency-key': 'hook-2' };
    const first = await post({ url: URL }, headers);
    // As it stands when the process dies before its answer.
    const entry = keys.idempotency('/', 'hook-2');
    await api.redisServer.client.hdel(entry, 'answer');
    await api.redisServer.client.hset(entry, 'runningTill', '0');
    expect((await post({ url: URL }, headers)).body).toEqual(first.body);
  });

  test('rotates once', async () => {
    const { body } = await post({ url: URL });
    const headers = { 'idempotency-key': 'rotate-1' };
    const first = await rotate(body.id, undefined, headers);
    expect((await rotate(body.id, undefined, headers)).body.secret).toBeNull();
    expect(await secretsOf(body.id)).toEqual([first.body.secret, body.secret]);
    expect(await keptAnswers()).not.toContain(String(first.body.secret));
  });
});

describe('a secret', () => {
  test('is rotated: the new one signs first, the old one for a while', async () => {
    const { body } = await post({ url: URL });
    const rotated = await rotate(body.id);
    expect(rotated.status).toBe(200);
    expect(rotated.body.secret).not.toBe(body.secret);
    expect(await secretsOf(body.id)).toEqual([rotated.body.secret, body.secret]);
    const stored = JSON.parse(
      (await api.redisServer.client.hget(keys.webhook(String(body.id)), 'secrets')) ?? '[]',
    ) as { until?: number }[];
    expect(Number(stored[1]?.until) - Date.now()).toBeGreaterThan(86_300_000);
  });

  test('of its owner is taken, and the old one may go at once', async () => {
    const { body } = await post({ url: URL });
    const rotated = await rotate(body.id, { secret: 'the-next-of-my-own', keepOldSeconds: 0 });
    expect(rotated.body.secret).toBe('the-next-of-my-own');
    expect(await secretsOf(body.id)).toEqual(['the-next-of-my-own']);
  });
});

describe('the webhook of the environment', () => {
  test('can be disabled and removed here, and nothing else', async () => {
    const wanted = { url: URL, secret: 'from-the-environment', format: 'native' } as const;
    await keepEnvironmentEndpoint(api.redisServer.client, wanted, Date.now());
    expect((await read(ENVIRONMENT_ENDPOINT)).body).toMatchObject({ isFromEnvironment: true });
    for (const refused of [
      await change(ENVIRONMENT_ENDPOINT, { url: 'https://other.example/' }),
      await change(ENVIRONMENT_ENDPOINT, { enabled: false, ordered: true }),
      await rotate(ENVIRONMENT_ENDPOINT),
    ]) {
      expect(problemOf(refused)).toEqual([409, 'webhook_from_environment']);
    }
    expect((await change(ENVIRONMENT_ENDPOINT, { enabled: false })).body.enabled).toBe(false);
    expect((await api.call('DELETE', `/api/v1/webhooks/${ENVIRONMENT_ENDPOINT}`)).status).toBe(200);
  });
});

describe('a session', () => {
  const endpointsOf = async (sessionId: string) => {
    const { body } = await api.call('GET', `/api/v1/webhooks?sessionId=${sessionId}`);
    return body.items as Record<string, unknown>[];
  };

  test('can be made with webhooks of its own', async () => {
    const webhooks = [{ url: URL, events: ['message'], ordered: true }, { url: 'https://b.example/' }];
    const body = { id: 'with-hooks', tenantId: 'acme', webhooks };
    const headers = { 'idempotency-key': 'with-hooks' };
    const made = await api.call('POST', '/api/v1/sessions', { body, headers });
    expect([made.status, made.body.id]).toEqual([202, 'with-hooks']);
    expect(made.body.webhooks).toMatchObject(
      webhooks.map(({ url }) => ({ url, secret: expect.stringMatching(/^whsec_/) })),
    );
    const endpoints = await endpointsOf('with-hooks');
    expect(endpoints).toHaveLength(2);
    expect(endpoints.find(({ url }) => url === URL)).toMatchObject({
      tenantId: 'acme',
      events: ['message'],
      ordered: true,
    });

    const again = await api.call('POST', '/api/v1/sessions', { body, headers });
    expect(again.body.webhooks).toMatchObject([{ secret: null }, { secret: null }]);
    expect(await endpointsOf('with-hooks')).toHaveLength(2);
    expect(await keptAnswers()).not.toContain('whsec_');
  });

  test('that exists gets no webhooks from another that wants its id', async () => {
    await api.call('POST', '/api/v1/sessions', { body: { id: 'taken' } });
    const body = { id: 'taken', webhooks: [{ url: URL }] };
    expect(problemOf(await api.call('POST', '/api/v1/sessions', { body }))).toEqual([409, 'session_exists']);
    expect(await endpointsOf('taken')).toEqual([]);
  });

  test('whose webhook may not be dialled is not made', async () => {
    const body = { id: 'bad-hooks', webhooks: [{ url: URL }, { url: 'http://10.0.0.1/' }] };
    const refused = await api.call('POST', '/api/v1/sessions', { body });
    expect(problemOf(refused)).toEqual([422, 'webhook_blocked_address']);
    expect(refused.body.errors).toMatchObject([{ path: '/webhooks/1/url' }]);
    expect((await api.call('GET', '/api/v1/sessions/bad-hooks')).status).toBe(404);
    expect(await endpointsOf('bad-hooks')).toEqual([]);
  });

  test('changes its webhooks, one for each url, and no others', async () => {
    const patch = (webhooks: unknown[]) =>
      api.call('PATCH', '/api/v1/sessions/patched', { body: { webhooks } });
    await api.call('POST', '/api/v1/sessions', { body: { id: 'patched' } });
    const first = await patch([{ url: URL, description: 'orders' }]);
    expect(first.body.webhooks).toMatchObject([{ url: URL, secret: expect.stringMatching(/^whsec_/) }]);
    const second = await patch([{ url: URL, ordered: true }, { url: 'https://b.example/' }]);
    expect(second.body.webhooks).toMatchObject([{ secret: null }, { secret: expect.anything() }]);
    const endpoints = await endpointsOf('patched');
    expect(endpoints).toHaveLength(2);
    expect(endpoints.find(({ url }) => url === URL)).toMatchObject({ ordered: true, description: 'orders' });
    expect((await patch([{ url: URL }, { url: URL }])).status).toBe(400);
    const none = await api.call('PATCH', '/api/v1/sessions/patched', { body: { metadata: {} } });
    expect(none.body).not.toHaveProperty('webhooks');
  });
});

test('the values of its headers, which may be keys, are shown to those alone who manage webhooks', async () => {
  const { body } = await post({ url: URL, headers: { 'x-receiver-key': 'of-the-receiver' } });
  const headersFor = async (scope: Scope) => {
    const { headers } = await api.makeKey([scope, 'read']);
    const one = await api.call('GET', `/api/v1/webhooks/${body.id}`, { headers });
    const { items } = (await api.call('GET', '/api/v1/webhooks?limit=200', { headers })).body as {
      items: { id: string; headers: object }[];
    };
    expect(items.find(({ id }) => id === body.id)?.headers).toEqual(one.body.headers);
    return one.body.headers;
  };
  expect(await headersFor('manage')).toEqual({ 'x-receiver-key': 'of-the-receiver' });
  expect(await headersFor('send')).toEqual({ 'x-receiver-key': '(hidden)' });
});
