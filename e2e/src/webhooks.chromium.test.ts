import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { signingKey, verify } from '@wagw/shared/webhooks/signature';
import { workerUnder } from './processes.ts';
import { PATIENCE_MS, startWorld, type World } from './world.ts';

/** Webhook endpoints as those who run them meet them: made through the API, fed by an emulated WhatsApp. */

const SHOP = '5511966660001';
const CUSTOMER = '5511966660002';
const SESSION = 'hooks';

interface Post {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

let world: World;
let server: Server;
let origin: string;
let posts: Post[];
/** The status of the answer; 204 unless a test says otherwise. */
let answer: (post: Post) => number;

beforeAll(async () => {
  server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { url: path = '', headers } = request;
      const post = { path, headers, text: Buffer.concat(chunks).toString() };
      const status = answer(post);
      if (status < 300) posts.push(post);
      response.writeHead(status).end(status < 300 ? '' : 'The shelves are being moved.');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  posts = [];
  answer = () => 204;
  world = await startWorld({ workers: 2, env: { WEBHOOK_RETRY_SCHEDULE: '500ms,500ms,500ms' } });
  await world.emulator.control.account({ phone: CUSTOMER });
  await world.link(SESSION, SHOP);
}, PATIENCE_MS * 2);

afterAll(async () => {
  await world.close();
  server.closeAllConnections();
  server.close();
}, PATIENCE_MS);

async function call(method: string, path: string, body?: object): Promise<Record<string, unknown>> {
  const response = await fetch(`${world.gateway.apiUrl}/api/v1${path}`, {
    method,
    headers: {
      'x-gateway-key': world.apiKey,
      prefer: 'wait=20',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`${method} ${path} was answered with ${response.status}: ${text}`);
  return JSON.parse(text);
}

async function makeEndpoint(path: string, wanted: object): Promise<{ id: string; secret: string }> {
  const made = await call('POST', '/webhooks', { url: origin + path, sessionId: SESSION, ...wanted });
  return { id: String(made.id), secret: String(made.secret) };
}

const receive = (text: string) => world.emulator.control.incoming({ to: SHOP, from: CUSTOMER, text });
const at = (path: string) => posts.filter((post) => post.path === path);
const bodiesAt = (path: string) => at(path).map(({ text }) => JSON.parse(text));

test(
  'each endpoint gets what it asked for, in its own words, signed with its own secret',
  async () => {
    const native = await makeEndpoint('/native', { events: ['message'], headers: { 'x-shop': 'loja' } });
    const tenant = await makeEndpoint('/tenant', { format: 'tenant' });
    await makeEndpoint('/evolution', { format: 'evolution', events: ['message'] });
    await makeEndpoint('/elsewhere', { sessionId: 'another-session' });
    await receive('Tem pão de queijo?');
    await until('all to have it', PATIENCE_MS, () =>
      ['/native', '/tenant', '/evolution'].every((path) => at(path).length > 0),
    );

    const [own] = at('/native');
    const [theirs] = at('/tenant');
    if (own === undefined || theirs === undefined) throw new Error('something is missing');
    expect(verify(signingKey(native.secret), own.headers, Buffer.from(own.text))).toBe(true);
    expect(own.headers['x-shop']).toBe('loja');
    expect(JSON.parse(own.text)).toMatchObject({ event: 'message', data: { body: 'Tem pão de queijo?' } });
    const hmac = createHmac('sha256', tenant.secret).update(theirs.text).digest('hex');
    expect(theirs.headers['x-webhook-signature']).toContain(hmac);
    expect(JSON.parse(theirs.text)).toMatchObject({
      event: 'message',
      tenantId: SESSION,
      data: { from: CUSTOMER, message: 'Tem pão de queijo?' },
    });
    expect(bodiesAt('/evolution')[0]).toMatchObject({
      event: 'messages.upsert',
      data: { message: { conversation: 'Tem pão de queijo?' }, key: { fromMe: false } },
    });
    expect(at('/elsewhere')).toEqual([]);
  },
  PATIENCE_MS * 2,
);

test(
  'an ordered endpoint that fails, and a worker that dies, change neither the order nor the bytes',
  async () => {
    const { id } = await makeEndpoint('/ordered', { events: ['message'], ordered: true });
    const texts = Array.from({ length: 12 }, (_, index) => `Pedido ${index}`);
    const bytes = new Map<unknown, Set<string>>();
    let count = 0;
    answer = ({ path, headers, text }) => {
      if (path !== '/ordered') return 204;
      const key = headers['webhook-id'];
      bytes.set(key, (bytes.get(key) ?? new Set()).add(text));
      count += 1;
      return count % 3 === 1 ? 503 : 204;
    };
    for (const text of texts) await receive(text);
    await until('the first of them', PATIENCE_MS, () => at('/ordered').length > 2);
    const worker = await workerUnder(world.gateway.workers[0]?.pid);
    process.kill(worker, 'SIGKILL');
    await until('all of them', PATIENCE_MS, () => {
      const seen = new Set(bodiesAt('/ordered').map(({ data }) => data.body));
      return texts.every((text) => seen.has(text));
    });
    const firsts = [...new Set(bodiesAt('/ordered').map(({ data }) => data.body))];
    expect(firsts).toEqual(texts);
    expect([...bytes.values()].every((versions) => versions.size === 1)).toBe(true);
    answer = () => 204;
    await call('DELETE', `/webhooks/${id}`);
  },
  PATIENCE_MS * 3,
);

test(
  'what was given up can be looked at and replayed, and an endpoint can be tried',
  async () => {
    const { id } = await makeEndpoint('/broken', { events: ['message'] });
    answer = ({ path }) => (path === '/broken' ? 500 : 204);
    await receive('Ninguém em casa?');
    const items = await until('the dead letter', PATIENCE_MS, async () => {
      const page = (await call('GET', `/webhooks/${id}/dead-letters`)) as { items: { id: string }[] };
      return page.items.length > 0 && page.items;
    });
    const [dead] = items;
    if (dead === undefined) throw new Error('there is no dead letter');
    const shown = await call('GET', `/webhooks/deliveries/${dead.id}`);
    expect(shown).toMatchObject({ status: 'dead', attempts: 4 });
    expect(shown.log).toContainEqual(
      expect.objectContaining({ outcome: 'http_5xx', status: 500, response: 'The shelves are being moved.' }),
    );

    answer = () => 204;
    await call('POST', `/webhooks/deliveries/${dead.id}/replay`);
    await until('the replay', PATIENCE_MS, () => at('/broken').length === 1);
    expect(at('/broken')[0]?.text).toBe(shown.body);
    expect(at('/broken')[0]?.headers['webhook-attempt']).toBe('5');

    const tried = await call('POST', `/webhooks/${id}/test`, { event: 'message_ack' });
    expect(tried).toMatchObject({ status: 'delivered', event: 'message_ack' });
    expect(bodiesAt('/broken').at(-1)).toMatchObject({ event: 'message_ack' });
  },
  PATIENCE_MS * 2,
);
