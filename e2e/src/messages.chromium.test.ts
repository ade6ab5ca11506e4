import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { named, PATIENCE_MS, startWorld, type World } from './world.ts';

/** Messages of every kind and what can be done beside sending, through the API, with everything real in between. */

const SHOP = '5511955550011';
const CUSTOMER = '5511955550012';
const SESSION = 'kinds';
/** One red pixel. */
const PNG =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.emulator.control.account({ phone: CUSTOMER });
  await world.link(SESSION, SHOP);
}, PATIENCE_MS * 2);
afterAll(() => world.close(), PATIENCE_MS);

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
}

async function call(method: string, path: string, body?: object, prefer = 'wait=40'): Promise<Answer> {
  const response = await fetch(`${world.gateway.apiUrl}/api/v1/sessions/${SESSION}${path}`, {
    method,
    headers: {
      'x-gateway-key': world.apiKey,
      prefer,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

/** Sends a message, waits for the server's acknowledgement, and returns its id here. */
async function send(message: object): Promise<string> {
  const { status, body } = await call('POST', '/messages', { to: `+${CUSTOMER}`, ...message });
  expect([status, body.error]).toEqual([200, null]);
  return String(body.id);
}

const seenByCustomer = () => world.emulator.control.messages({ phone: CUSTOMER, chat: SHOP });

test(
  'every kind arrives once, as what it is',
  async () => {
    const text = await send({ text: 'Bom dia!' });
    await send({ type: 'image', media: { base64: PNG }, caption: 'Vermelho' });
    await send({ type: 'document', media: { base64: PNG, filename: 'nota.png' } });
    await send({ type: 'location', location: { latitude: -23.55, longitude: -46.63, name: 'Loja' } });
    await send({ type: 'contact', contact: { name: 'Ana', phone: '+55 11 95555-0013' } });
    await send({ type: 'poll', poll: { question: 'Entrega?', options: ['Hoje', 'Amanhã'] } });
    await send({ text: 'Respondendo', replyTo: text });
    const types = (await seenByCustomer()).map(({ type }) => type);
    expect(types).toEqual(['chat', 'image', 'document', 'location', 'vcard', 'poll_creation', 'chat']);
    const bad = await call('POST', '/messages', { to: `+${CUSTOMER}`, type: 'image', text: 'sem imagem' });
    expect([bad.status, bad.body.code]).toEqual([400, 'invalid_request']);
  },
  PATIENCE_MS,
);

test(
  'a message is edited, reacted to and deleted for everyone',
  async () => {
    const id = await send({ text: 'Custa 10' });
    expect((await call('PATCH', `/messages/${id}`, { text: 'Custa 12' })).status).toBe(200);
    expect((await call('GET', `/messages/${id}`)).body.text).toBe('Custa 12');
    expect((await call('POST', `/messages/${id}/reactions`, { emoji: '👍' })).status).toBe(200);
    const [seen] = (await seenByCustomer()).slice(-1);
    expect(seen).toMatchObject({ attrs: { body: 'Custa 12' }, reactions: [{ text: '👍' }] });
    expect((await call('DELETE', `/messages/${id}?for=everyone`)).status).toBe(200);
    await until('the deletion', PATIENCE_MS, async () => (await seenByCustomer()).at(-1)?.type === 'revoked');
  },
  PATIENCE_MS,
);

test(
  'a file that comes in is stored and streamed',
  async () => {
    await world.emulator.control.incoming({
      to: SHOP,
      from: CUSTOMER,
      media: { data: PNG, mimetype: 'image/png', caption: 'Foto' },
    });
    const events = await world.untilDelivered(SESSION, (all) => named(all, 'media_ready').length === 1);
    const [ready] = named(events, 'media_ready');
    const [message] = named(events, 'message').slice(-1);
    expect(message).toMatchObject({ body: 'Foto', hasMedia: true });
    const list = await call('GET', '/messages?direction=inbound');
    const [listed] = list.body.items as { id: string; type: string; text: string }[];
    expect(listed).toMatchObject({ type: 'image', text: 'Foto' });
    expect(ready).toMatchObject({ messageId: message?.messageId });
    const file = await fetch(
      `${world.gateway.apiUrl}/api/v1/sessions/${SESSION}/messages/${listed?.id}/media`,
      { headers: { 'x-gateway-key': world.apiKey } },
    );
    expect(Buffer.from(await file.arrayBuffer()).toString('base64')).toBe(PNG);
  },
  PATIENCE_MS,
);

test(
  'chats, numbers and groups are asked for',
  async () => {
    const chats = await call('GET', '/chats');
    expect(chats.status).toBe(200);
    expect(JSON.stringify(chats.body)).toContain(CUSTOMER);
    const history = await call('GET', `/chats/+${CUSTOMER}/messages`);
    expect(history.body.items).toContainEqual(
      expect.objectContaining({
        id: expect.stringMatching(/^msg_/),
        body: 'Foto',
        media: expect.objectContaining({ mimetype: 'image/png' }),
      }),
    );
    const numbers = await call('POST', '/numbers/check', { phones: [`+${CUSTOMER}`, '+5511955559999'] });
    expect(numbers.status).toBe(200);
    const group = await call('POST', '/groups', { subject: 'Clientes', participants: [`+${CUSTOMER}`] });
    expect([group.status, JSON.stringify(group.body)]).toEqual([200, expect.stringContaining('@g.us')]);
  },
  PATIENCE_MS,
);
