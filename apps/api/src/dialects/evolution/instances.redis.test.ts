import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { findKey } from '@wagw/shared/access/key-store';
import { keys } from '@wagw/shared/redis/keys';
import { playOwner, qrOnShow } from '../../testing/play-owner.ts';
import { KEY } from '../../testing/running-api.ts';
import { type EvolutionApi, startEvolutionApi } from './testing/evolution-api.ts';

/** Instances as a backend of Evolution makes, links, finds and removes them. */

let api: EvolutionApi;
beforeAll(async () => {
  api = await startEvolutionApi();
});
afterAll(() => api.close());

let count = 0;
let name: string;
beforeEach(() => {
  count += 1;
  name = `user_${count}`;
});

const PHONE = '5511912345678';
const create = (body: object = {}) => api.ask('POST', '/instance/create', { instanceName: name, ...body });
const session = (field: string) => api.redis.hget(keys.session(name), field);
const set = (fields: Record<string, string>) => api.redis.hset(keys.session(name), fields);
const error = (status: number, message: unknown) =>
  expect.objectContaining({ status, response: { message } });

const playingOwner = <T>(answer: Promise<T>, play: () => Promise<unknown>) =>
  playOwner(api.redis, name, answer, play);
const showQr = () => set(qrOnShow());
async function giveCode(): Promise<void> {
  await showQr();
  const asked = await session('pairing');
  if (asked !== null) await set({ pairing: JSON.stringify({ ...JSON.parse(asked), code: 'ABCD1234' }) });
}
const QR = {
  pairingCode: null,
  code: '2@ref,a,b,c,1',
  base64: expect.stringMatching(/^data:image\/png;base64,/),
  count: 1,
};

describe('an instance', () => {
  test('is made without being connected, with a key of its own', async () => {
    const made = await create();
    expect(made.status).toBe(201);
    expect(made.body).toMatchObject({
      instance: { instanceName: name, integration: 'WHATSAPP-BAILEYS', status: 'close' },
      hash: expect.stringMatching(/^wagw_/),
      webhook: {},
      settings: { rejectCall: false, groupsIgnore: false, alwaysOnline: false },
    });
    expect(made.body).not.toHaveProperty('qrcode');
    expect(await session('desired')).toBe('stopped');

    const { hash } = made.body as { hash: string };
    const state = await api.ask('GET', `/instance/connectionState/${name}`, undefined, hash);
    expect(state.body).toEqual({ instance: { instanceName: name, state: 'close' } });
    await api.ask('POST', '/instance/create', { instanceName: `${name}_other` });
    const other = await api.ask('GET', `/instance/connectionState/${name}_other`, undefined, hash);
    expect([other.status, other.body]).toEqual([
      404,
      error(404, [`The "${name}_other" instance does not exist`]),
    ]);
    const all = await api.ask('GET', '/instance/fetchInstances', undefined, hash);
    expect(all.body).toMatchObject([{ name }]);
  });

  test('is made once by a request that is repeated, and its key is shown once', async () => {
    const request = {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': name },
      body: JSON.stringify({ instanceName: name }),
    };
    const first = (await (await api.fetch('/instance/create', request)).json()) as { hash: string };
    const again = await api.fetch('/instance/create', request);
    expect([again.status, await again.json()]).toEqual([201, { ...first, hash: null }]);
    expect(await findKey(api.redis, first.hash, Date.now())).toMatchObject({ tenantId: name });
  });

  test('is made with its QR code', async () => {
    const made = await playingOwner(create({ qrcode: true, integration: 'WHATSAPP-BAILEYS' }), showQr);
    expect([made.status, made.body]).toMatchObject([201, { instance: { status: 'connecting' }, qrcode: QR }]);
  });

  test('is there once', async () => {
    await create();
    const again = await create();
    expect([again.status, again.body]).toEqual([
      403,
      expect.objectContaining({
        status: 403,
        error: 'Forbidden',
        response: { message: [`This name "${name}" is already in use.`] },
      }),
    ]);
    expect(again.body).toMatchObject({ code: 'session_exists' });
  });

  test('of another tenant is neither shown nor changed by asking for its name twice', async () => {
    const { hash } = (await create()).body as { hash: string };
    const request = {
      method: 'POST',
      headers: {
        apikey: (await api.makeKey(['manage'], 'curious')).key,
        'content-type': 'application/json',
        'idempotency-key': `${name}-again`,
      },
      body: JSON.stringify({ instanceName: name, qrcode: true }),
    };
    expect((await api.fetch('/instance/create', request)).status).toBe(403);
    expect((await api.fetch('/instance/create', request)).status).toBe(403);
    expect(await findKey(api.redis, hash, Date.now())).toMatchObject({ tenantId: name });
  });

  test.each([
    [{ instanceName: '' }, /^instanceName must be 1 to 64/],
    [{ instanceName: undefined }, /^instanceName/],
    [{ integration: 'WHATSAPP-BUSINESS' }, /^integration must be WHATSAPP-BAILEYS$/],
    [{ token: 'my-own' }, /^token cannot be chosen/],
    [{ proxyHost: '10.0.0.1' }, /^proxyHost is not supported/],
    [{ chatwootAccountId: '1' }, /^chatwootAccountId is not supported/],
    [{ webhook: { url: 'not a url' } }, /^webhook\.url must be an http or https URL$/],
    [{ number: 'abc' }, /^number must be a phone number/],
  ])('cannot be made with %j', async (body, why) => {
    const { status, body: problem } = await create(body);
    expect([status, problem]).toEqual([400, error(400, [[expect.stringMatching(why)]])]);
    expect(await session('id')).toBeNull();
  });

  test('may come with everything that has no counterpart', async () => {
    const body = {
      token: '',
      number: '',
      groupsIgnore: true,
      alwaysOnline: true,
      rabbitmq: { enabled: false },
      webhook: { events: [] },
      businessId: '1',
    };
    expect((await create(body)).body).toMatchObject({ settings: { groupsIgnore: false } });
  });
});

describe('connecting', () => {
  test('starts it and answers with the QR code', async () => {
    await create();
    const connected = await playingOwner(api.ask('GET', `/instance/connect/${name}`), showQr);
    expect([connected.status, connected.body]).toEqual([200, QR]);
    expect(await session('desired')).toBe('running');
    expect((await api.ask('GET', `/instance/connectionState/${name}`)).body).toEqual({
      instance: { instanceName: name, state: 'connecting' },
    });
  });

  test('answers with a pairing code for a number', async () => {
    await create();
    const answer = api.ask('GET', `/instance/connect/${name}?number=%2B${PHONE}`);
    const connected = await playingOwner(answer, giveCode);
    expect([connected.status, connected.body]).toEqual([200, { ...QR, pairingCode: 'ABCD1234' }]);
    expect(await session('pairing')).toContain(PHONE);
  });

  test('answers that it is open when it is', async () => {
    await api.connected(name);
    expect((await api.ask('GET', `/instance/connect/${name}`)).body).toEqual({
      instance: { instanceName: name, state: 'open' },
    });
  });

  test('of one that nobody has made is refused', async () => {
    const { status, body } = await api.ask('GET', '/instance/connect/nobody');
    expect([status, body]).toEqual([404, error(404, ['The "nobody" instance does not exist'])]);
  });
});

describe('finding', () => {
  test('shows how they are', async () => {
    await api.connected(name);
    await set({ account: JSON.stringify({ phone: PHONE, name: 'Loja', platform: 'android' }) });
    const { status, body } = await api.ask('GET', `/instance/fetchInstances?instanceName=${name}`);
    expect([status, body]).toMatchObject([
      200,
      [
        {
          id: name,
          name,
          connectionStatus: 'open',
          ownerJid: `${PHONE}@s.whatsapp.net`,
          profileName: 'Loja',
          integration: 'WHATSAPP-BAILEYS',
          number: PHONE,
          token: null,
          _count: { Message: 0, Contact: 0 },
        },
      ],
    ]);
    const byNumber = await api.ask('GET', `/instance/fetchInstances?number=${PHONE}`);
    expect(byNumber.body).toMatchObject([{ name }]);
    const all = await api.ask('GET', '/instance/fetchInstances');
    expect((all.body as unknown as unknown[]).length).toBeGreaterThan(1);
  });

  test('of an unknown one is refused', async () => {
    const { status, body } = await api.ask('GET', '/instance/fetchInstances?instanceName=nobody');
    expect([status, body]).toEqual([404, error(404, ['The "nobody" instance does not exist'])]);
  });
});

describe('ending', () => {
  test('logs out what is connected, and nothing else', async () => {
    await api.connected(name);
    const out = await api.ask('DELETE', `/instance/logout/${name}`);
    expect([out.status, out.body]).toEqual([
      200,
      { status: 'SUCCESS', error: false, response: { message: 'Instance logged out' } },
    ]);
    expect([await session('request'), await session('desired')]).toEqual(['logout', 'stopped']);
    await set({ code: 'logged_out', request: '' });
    const again = await api.ask('DELETE', `/instance/logout/${name}`);
    expect([again.status, again.body]).toEqual([
      400,
      error(400, [`The "${name}" instance is not connected`]),
    ]);
  });

  test.each(['POST', 'PUT'])('begins the connection anew by %s', async (method) => {
    await api.connected(name);
    const restarted = await api.ask(method, `/instance/restart/${name}`);
    expect([restarted.status, restarted.body]).toMatchObject([200, { instance: { instanceName: name } }]);
    expect(await session('request')).toBe('restart');
  });

  test('removes it with its key, once its owner has', async () => {
    const { hash } = (await create()).body as { hash: string };
    const removal = api.ask('DELETE', `/instance/delete/${name}`);
    await until('the wish', 10_000, async () => (await session('request')) === 'delete');
    await api.redis.del(keys.session(name));
    const removed = await removal;
    expect([removed.status, removed.body]).toEqual([
      200,
      { status: 'SUCCESS', error: false, response: { message: 'Instance deleted' } },
    ]);
    expect(await findKey(api.redis, hash, Date.now())).toBeUndefined();
    const again = (await create()).body as { hash: string };
    expect(again.hash).not.toBe(hash);
  });
});

describe('the key', () => {
  test('of the operator comes in `apikey`', async () => {
    const wrong = await api.ask('GET', '/instance/fetchInstances', undefined, 'wrong');
    expect([wrong.status, wrong.body]).toEqual([
      401,
      expect.objectContaining({ status: 401, error: 'Unauthorized', response: { message: 'Unauthorized' } }),
    ]);
    expect((await api.ask('GET', '/instance/fetchInstances', undefined, KEY)).status).toBe(200);
  });

  test('of a tenant makes instances of that tenant, which have no key of their own', async () => {
    const { key: tenant } = await api.makeKey(['manage', 'read'], 'acme');
    const made = await api.ask('POST', '/instance/create', { instanceName: name }, tenant);
    expect([made.status, made.body.hash]).toEqual([201, null]);
    expect(await session('tenantId')).toBe('acme');
    expect((await api.ask('GET', '/instance/fetchInstances', undefined, tenant)).body).toMatchObject([
      { name },
    ]);
    await api.ask('POST', '/instance/create', { instanceName: `${name}_other` });
    const other = await api.ask('GET', `/instance/connect/${name}_other`, undefined, tenant);
    expect(other.status).toBe(404);
    const sent = await api.ask('POST', `/message/sendText/${name}`, { number: PHONE, text: 'Oi' }, tenant);
    expect([sent.status, sent.body]).toMatchObject([403, { status: 403, error: 'Forbidden' }]);
  });
});

test('what is not served says so', async () => {
  const { status, body } = await api.ask('POST', `/message/sendList/${name}`, {});
  expect([status, body]).toEqual([404, error(404, [`Cannot POST /message/sendList/${name}`])]);
  expect(body).toMatchObject({ error: 'Not Found' });
});
