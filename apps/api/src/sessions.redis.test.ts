import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { keys } from '@wagw/shared/redis/keys';
import { KEY, type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

describe('sessions', () => {
  test('are created, found, listed by pages and wished for', async () => {
    const created = await api.call('POST', '/api/v1/sessions', {
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

    const again = await api.call('POST', '/api/v1/sessions', { body: { id: 'first' } });
    expect([again.status, again.body.code]).toEqual([409, 'session_exists']);

    await api.call('POST', '/api/v1/sessions', { body: { id: 'second', start: false } });
    const page = await api.call('GET', '/api/v1/sessions?limit=1');
    expect(page.body).toMatchObject({ items: [{ id: 'first' }], nextCursor: 'first' });
    const next = await api.call('GET', `/api/v1/sessions?limit=5&cursor=${page.body.nextCursor}`);
    expect(next.body).toMatchObject({ items: [{ id: 'second', state: 'created' }], nextCursor: null });
    const ofAcme = await api.call('GET', '/api/v1/sessions?tenantId=acme');
    expect(ofAcme.body.items).toHaveLength(1);

    const stopped = await api.call('POST', '/api/v1/sessions/first/stop');
    expect([stopped.status, stopped.body.desired]).toEqual([202, 'stopped']);
    const logout = await api.call('POST', '/api/v1/sessions/first/logout');
    expect(logout.status).toBe(202);
    expect(await api.redisServer.client.hget(keys.session('first'), 'request')).toBe('logout');
  });

  test('may be created without any wish; the id is made up', async () => {
    const { status, body } = await api.call('POST', '/api/v1/sessions');
    expect([status, body.state]).toEqual([202, 'starting']);
    expect(body.id).toMatch(/^ses_/);
    await api.call('DELETE', `/api/v1/sessions/${body.id}`);
  });

  test('start makes the session when it does not exist, with or without a body', async () => {
    const started = await api.call('POST', '/api/v1/sessions/shop-1/start');
    expect(started.status).toBe(202);
    expect(started.body).toMatchObject({
      success: true,
      sessionId: 'shop-1',
      status: 'initializing',
      qrCode: null,
    });
    const jsonWithoutBody = await api.call('POST', '/api/v1/sessions/shop-1/start', {
      headers: { 'content-type': 'application/json' },
    });
    expect(jsonWithoutBody.status).toBe(202);
  });

  test('a session whose worker is dead says so instead of what that worker said last', async () => {
    await api.call('POST', '/api/v1/sessions', { body: { id: 'orphan' } });
    await api.redisServer.client.hset(keys.session('orphan'), { owner: 'gone', code: 'ready' });
    expect((await api.call('GET', '/api/v1/sessions/orphan')).body).toMatchObject({
      state: 'reconnecting',
      code: 'worker_lost',
    });
  });

  test('a session shows its labels, and must have such that can be', async () => {
    const body = { id: 'labelled', labels: ['eu', 'disk=ssd'] };
    expect((await api.call('POST', '/api/v1/sessions', { body })).body).toMatchObject({
      labels: body.labels,
    });
    const changed = await api.call('PATCH', '/api/v1/sessions/labelled', { body: { labels: ['us'] } });
    expect(changed.body).toMatchObject({ labels: ['us'], metadata: {} });
    const noted = await api.call('PATCH', '/api/v1/sessions/labelled', { body: { metadata: { a: 'b' } } });
    expect(noted.body).toMatchObject({ labels: ['us'], metadata: { a: 'b' } });
    expect((await api.call('PATCH', '/api/v1/sessions/nobody', { body: {} })).status).toBe(404);
    const bad = await api.call('POST', '/api/v1/sessions', { body: { id: 'bad', labels: ['a,b'] } });
    expect([bad.status, bad.body.code]).toEqual([400, 'invalid_request']);
  });

  test('the QR code comes as JSON, PNG and SVG while it lives', async () => {
    await api.call('POST', '/api/v1/sessions', { body: { id: 'scan' } });
    const none = await api.call('GET', '/api/v1/sessions/scan/qr');
    expect([none.status, none.body.code]).toEqual([404, 'qr_not_available']);

    const qr = { text: 'ref,a,b,c,1', expiresAt: Date.now() + 20_000 };
    await api.redisServer.client.hset(keys.session('scan'), 'qr', JSON.stringify(qr));
    const json = await api.call('GET', '/api/v1/sessions/scan/qr');
    expect(json.body.qr).toBe(qr.text);
    expect(json.body.dataUrl).toMatch(/^data:image\/png;base64,/);
    const headers = { 'x-gateway-key': KEY };
    const png = await fetch(`${api.baseUrl}/api/v1/sessions/scan/qr`, {
      headers: { ...headers, accept: 'image/png' },
    });
    expect(
      Buffer.from(await png.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const svg = await fetch(`${api.baseUrl}/api/v1/sessions/scan/qr?format=svg`, { headers });
    expect(svg.headers.get('content-type')).toContain('image/svg+xml');
    expect(await svg.text()).toContain('<svg');
  });
});
