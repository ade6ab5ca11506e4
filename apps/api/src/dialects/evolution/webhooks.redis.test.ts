import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { EVENT_NAMES } from '@wagw/shared/events/catalogue';
import { keys } from '@wagw/shared/redis/keys';
import { type Endpoint, listEndpointIds, readEndpoints, wants } from '@wagw/shared/webhooks/endpoint-store';
import { FORMATS } from '@wagw/shared/webhooks/formats/formats';
import { recorded } from '@wagw/shared/webhooks/formats/testing/recorded';
import { type EvolutionApi, startEvolutionApi } from './testing/evolution-api.ts';
import { CARRIED } from './webhook-events.ts';

/** The one webhook that an instance has. */

let api: EvolutionApi;
beforeAll(async () => {
  api = await startEvolutionApi();
});
afterAll(() => api.close());

let count = 0;
let name: string;
beforeEach(async () => {
  count += 1;
  name = `user_${count}`;
});

const url = 'http://hooks.internal/evolution';
const create = (webhook?: object) => api.ask('POST', '/instance/create', { instanceName: name, webhook });
const set = (webhook: object) => api.ask('POST', `/webhook/set/${name}`, { webhook });
const find = () => api.ask('GET', `/webhook/find/${name}`);

async function endpoints(): Promise<Endpoint[]> {
  const all = await readEndpoints(api.redis, await listEndpointIds(api.redis, '', 100));
  return all.filter(({ sessionId }) => sessionId === name);
}

test('is set, found and changed, and stays one', async () => {
  await create();
  expect((await find()).body).toBeNull();
  const made = await set({ enabled: true, url, events: ['QRCODE_UPDATED', 'MESSAGES_UPSERT'] });
  expect([made.status, made.body]).toMatchObject([
    201,
    {
      url,
      enabled: true,
      events: ['QRCODE_UPDATED', 'MESSAGES_UPSERT'],
      webhookByEvents: false,
      webhookBase64: false,
      instanceId: name,
    },
  ]);
  expect((await find()).body).toEqual(made.body);
  expect(await endpoints()).toMatchObject([
    {
      url,
      format: 'evolution',
      tenantId: name,
      events: ['qr_code', 'message', 'message_create', 'message_reaction'],
      formatEvents: ['qrcode.updated', 'messages.upsert'],
    },
  ]);

  const changed = await set({ enabled: true, url: `${url}/2`, byEvents: true, base64: true, events: [] });
  expect(changed.body).toMatchObject({ url: `${url}/2`, webhookByEvents: true, webhookBase64: false });
  expect(changed.body.events).toContain('GROUP_PARTICIPANTS_UPDATE');
  expect(await endpoints()).toMatchObject([
    { url: `${url}/2`, isUrlByEvent: true, events: [], formatEvents: [] },
  ]);

  expect((await set({ enabled: false, url: 'vazio' })).body).toMatchObject({
    url: `${url}/2`,
    enabled: false,
  });
  expect(await endpoints()).toHaveLength(1);
});

test('is made with the instance, and gone with the next of that name', async () => {
  const made = await create({
    url,
    webhookByEvents: true,
    headers: { authorization: 'Bearer x', 'Content-Type': 'application/json' },
    events: ['CALL'],
  });
  expect(made.body).toMatchObject({
    webhook: { webhookUrl: url, webhookByEvents: true, webhookHeaders: { authorization: 'Bearer x' } },
  });
  await api.redis.del(keys.session(name));
  await create();
  expect(await endpoints()).toEqual([]);
});

test('is in the format that the operator has chosen', async () => {
  const exact = await api.startAnother({ evolutionFormat: 'evolution-v2' });
  await create();
  await exact.ask('POST', `/webhook/set/${name}`, { webhook: { enabled: true, url } });
  await exact.close();
  expect(await endpoints()).toMatchObject([{ format: 'evolution-v2' }]);
});

test('may be said as the documentation shows it', async () => {
  await create();
  const bare = { enabled: true, url, webhookByEvents: false, webhookBase64: false, events: ['CALL'] };
  const { status, body } = await api.ask('POST', `/webhook/set/${name}`, bare);
  expect([status, body]).toMatchObject([201, { url, events: ['CALL'] }]);
});

test.each([
  [{ enabled: true, url: 'http://169.254.169.254/' }, 400],
  [{ enabled: true, url: 'vazio' }, 400],
  [{ enabled: true, url, events: ['NO_SUCH_EVENT'] }, 400],
  [{ enabled: true, url, headers: { jwt_key: 'secret' } }, 400],
  [{ enabled: true }, 400],
])('%j is refused', async (webhook, status) => {
  await create();
  expect(await set(webhook)).toMatchObject({ status, body: { status, error: 'Bad Request' } });
  expect(await endpoints()).toEqual([]);
});

test('that asks for what never comes is told of nothing', async () => {
  await create();
  await set({ enabled: true, url, events: ['LABELS_EDIT'] });
  expect((await find()).body).toMatchObject({ enabled: true, events: [] });
  expect(await endpoints()).toMatchObject([{ formatEvents: ['nothing'] }]);
});

/** Variants whose other names the examples do not show. */
const VARIANTS = [
  recorded('message_create', { gatewayMessageId: null }),
  recorded('message_create', { fromMe: false, gatewayMessageId: null }),
  recorded('message_failed', { messageId: 'true_5511987654321@c.us_3EB0' }),
  recorded('contact.changed', { isContact: false }),
  recorded('group.update', { action: 'create' }),
  recorded('group.update', { change: 'admins', action: 'promote' }),
  ...EVENT_NAMES.map((event) => recorded(event)),
];

test.each(Object.entries(CARRIED))('%s is made of all events that can become it', (_, { delivered, of }) => {
  const sources = VARIANTS.filter(({ envelope, json }) => {
    const text = FORMATS.evolution.render({ envelope, json });
    return text !== undefined && FORMATS.evolution.nameIn?.(text) === delivered;
  }).map(({ envelope }) => envelope);
  expect([...of].sort()).toEqual([...new Set(sources.map(({ event }) => event))].sort());
  const endpoint = { enabled: true, sessionId: null, tenantId: null, events: of } as unknown as Endpoint;
  for (const envelope of sources) expect(wants(endpoint, envelope)).toBe(true);
});
