import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { freePort } from '@wagw/local-machine/free-port';
import { until } from '@wagw/local-machine/until';
import type { GatewayClient } from './client.ts';
import { type Examples, extractExamples, type RunningExamples } from './testing/readme-examples.ts';
import { EXPECTED } from './testing/readme-programs.ts';
import { startGateway, type WholeGateway } from './testing/whole-gateway.ts';
import { MessageError } from './wait-for-ack.ts';

/** For many processes, on a busy machine. */
const PATIENCE_MS = 180_000;
let gateway: WholeGateway;
let client: GatewayClient;

beforeAll(async () => {
  gateway = await startGateway();
  client = gateway.client();
}, PATIENCE_MS);
afterAll(() => gateway.close());

const ANA = '+5511987654321';

/** What is sent now goes out only when it is started again. */
async function stopLoja(): Promise<void> {
  await client.sessions.stop('loja');
  await until('the stop', PATIENCE_MS, async () => (await client.sessions.get('loja')).state === 'stopped');
}

test('a session is created, shows its QR codes and is ready', async () => {
  const steps = client.connect('loja');
  const shown: string[] = [];
  for (;;) {
    const { done, value } = await steps.next();
    if (done === true) {
      expect(value).toMatchObject({ id: 'loja', state: 'ready', account: { phone: '5511912345678' } });
      break;
    }
    if (value.type === 'qr') {
      expect(value.dataUrl).toMatch(/^data:image\/png;base64,/);
      shown.push(value.qr);
      if (shown.length === 2) await gateway.scan('loja');
    }
  }
  expect(shown.length).toBeGreaterThanOrEqual(2);
  expect(shown).toEqual([...new Set(shown)]);
});

test('a message is sent once, and waited for until it is read', async () => {
  let isOpen = false;
  const onOpen = () => {
    isOpen = true;
  };
  const events = client.events({ session: 'loja', events: ['message_ack', 'message'], onOpen });
  const first = events.next();
  await until('the stream', PATIENCE_MS, () => isOpen);
  const sent = await client.messages.send('loja', { to: ANA, text: 'Bom dia!' }, { wait: 20 });
  expect(['sent', 'delivered', 'read']).toContain(sent.status);
  const read = await client.messages.waitForAck(sent, 'read', { timeoutMs: 20_000 });
  expect(read).toMatchObject({ id: sent.id, status: 'read', ack: 3 });

  const told = [(await first).value];
  for await (const event of events) {
    told.push(event);
    if (event.event === 'message') break;
  }
  expect(told.map((event) => event?.event)).toEqual(['message_ack', 'message_ack', 'message_ack', 'message']);
  expect(told.at(-1)).toMatchObject({ data: { body: 'eco: Bom dia!' } });
  expect(events.cursor).toBe(String(told.at(-1)?.seq));
});

test('a message that fails says why', async () => {
  const sent = await client.messages.send('loja', { to: '+5511900000000', text: 'Alguém?' });
  const waiting = client.messages.waitForAck(sent, 'delivered', { timeoutMs: 20_000 });
  await expect(waiting).rejects.toThrow(MessageError);
  await expect(waiting).rejects.toMatchObject({
    reason: 'failed',
    record: { error: { code: 'unknown_recipient' } },
  });
});

describe('over a bad network', () => {
  test('a message whose answer was lost is sent once', async () => {
    let lost = 0;
    const unlucky = gateway.client({
      retry: { firstDelayMs: 1 },
      async fetch(request) {
        const response = await fetch(request);
        if (request.method !== 'POST' || lost === 2) return response;
        lost += 1;
        throw new TypeError('fetch failed');
      },
    });
    const metadata = { test: 'lost answers' };
    const sent = await unlucky.messages.send('loja', { to: ANA, text: 'Uma vez só', metadata });
    expect(lost).toBe(2);
    const found: string[] = [];
    for await (const message of client.messages.list('loja')) {
      if (message.metadata.test === metadata.test) found.push(message.id);
    }
    expect(found).toEqual([sent.id]);
  });

  test('a message is waited for without a stream of events', async () => {
    let streams = 0;
    const blind = gateway.client({
      async fetch(request) {
        if (request.headers.get('accept') !== 'text/event-stream') return fetch(request);
        streams += 1;
        return Response.json({ code: 'forbidden', status: 403, retryable: false }, { status: 403 });
      },
    });
    await stopLoja();
    const sent = await blind.messages.send('loja', { to: ANA, text: 'Sem eventos' });
    const reading = blind.messages.waitForAck(sent, 'read');
    await until('the question for a stream', PATIENCE_MS, () => streams > 0);
    await client.sessions.start('loja');
    expect((await reading).status).toBe('read');
    expect(streams).toBe(1);
  });

  test('a message is waited for while the gateway does not answer for a while', async () => {
    const sent = await client.messages.send('loja', { to: ANA, text: 'Já volto' });
    let refused = 0;
    const away = gateway.client({
      retry: { attempts: 1 },
      async fetch(request) {
        if (request.method !== 'GET' || refused === 3) return fetch(request);
        refused += 1;
        throw new TypeError('fetch failed');
      },
    });
    expect((await away.messages.waitForAck(sent, 'read', { timeoutMs: 30_000 })).status).toBe('read');
    expect(refused).toBe(3);
  });
});

describe('a wait', () => {
  test('ends with its time, and says how far the message is', async () => {
    const sendAt = Math.floor(Date.now() / 1_000) + 3_600;
    const later = await client.messages.send('loja', { to: ANA, text: 'Mais tarde', sendAt });
    const waiting = client.messages.waitForAck(later, 'sent', { timeoutMs: 200 });
    await expect(waiting).rejects.toMatchObject({ reason: 'timeout', record: { status: 'scheduled' } });
    await client.messages.delete('loja', later.id);
    const cancelled = client.messages.waitForAck(later, 'sent');
    await expect(cancelled).rejects.toMatchObject({ reason: 'cancelled' });
  });

  test('ends with its signal', async () => {
    const sendAt = Math.floor(Date.now() / 1_000) + 3_600;
    const later = await client.messages.send('loja', { to: ANA, text: 'Nunca', sendAt });
    const stop = new AbortController();
    const waiting = client.messages.waitForAck(later, 'sent', { signal: stop.signal });
    stop.abort('enough');
    await expect(waiting).rejects.toBe('enough');
  });

  test('of many for messages of one session shares one stream', async () => {
    let streams = 0;
    const counted = gateway.client({
      async fetch(request) {
        if (request.headers.get('accept') === 'text/event-stream') streams += 1;
        return fetch(request);
      },
    });
    await stopLoja();
    const texts = Array.from({ length: 10 }, (_, index) => `Número ${index}`);
    const all = await Promise.all(texts.map((text) => counted.messages.send('loja', { to: ANA, text })));
    const reading = Promise.all(all.map((message) => counted.messages.waitForAck(message, 'read')));
    await until('the question for a stream', PATIENCE_MS, () => streams > 0);
    await client.sessions.start('loja');
    const read = await reading;
    expect(read.map(({ status }) => status)).toEqual(texts.map(() => 'read'));
    expect(streams).toBe(1);
  });
});

test('a session that was stopped needs no code when it is connected again, and one that nobody starts is an error', async () => {
  await client.sessions.stop('loja');
  const watching = client.connect('loja', { start: false }).next();
  await expect(watching).rejects.toMatchObject({ name: 'ConnectError', session: { desired: 'stopped' } });
  await stopLoja();
  const { done, value } = await client.connect('loja').next();
  expect([done, value]).toMatchObject([true, { state: 'ready' }]);
});

test('a pairing code is shown in place of QR codes', async () => {
  const steps = client.connect('com-codigo', { phone: '+5511912345678' });
  const first = await steps.next();
  expect(first.value).toEqual({ type: 'pairing_code', code: 'ABCD1234', phone: expect.any(String) });
  await gateway.scan('com-codigo');
  expect(await steps.next()).toMatchObject({ done: true, value: { state: 'ready' } });
});

test('contacts are listed, although the first list takes a while', async () => {
  const names: (string | null | undefined)[] = [];
  for await (const contact of client.contacts.list('loja')) names.push(contact.name);
  expect(names).toEqual(['Ana']);
});

describe('the README', () => {
  const SECRET = `whsec_${Buffer.from('thirty-two bytes, as many as fit').toString('base64')}`;
  const ANSWER = 'eco: Seu pedido saiu para entrega.';
  const RECEIVERS = ['express', 'fastify', 'next'];
  let examples: Examples;
  let running: RunningExamples | undefined;

  beforeAll(() => {
    examples = extractExamples();
  });
  afterAll(async () => {
    await running?.kill();
    examples.remove();
  });

  test(
    'has examples that fit the types',
    async () => {
      expect(examples.names).toEqual([...new Set(examples.names)]);
      expect(await examples.check()).toBe('');
    },
    PATIENCE_MS,
  );

  test(
    'has examples that do what they say',
    async () => {
      await gateway.scan('loja');
      const receivers = [];
      for (const name of ['express.ts', 'fastify.ts', 'serve-route.ts']) {
        const port = await freePort();
        const url = `http://127.0.0.1:${port}/hooks`;
        await client.api.POST('/api/v1/webhooks', { body: { url, secret: SECRET, events: ['message'] } });
        receivers.push({ name, env: { PORT: String(port) } });
      }
      const names = [
        'first-message',
        'order',
        'follow-events',
        'files-and-many',
        'errors',
        'browser',
        'providers',
      ];
      const programs = [...receivers, ...names.map((name) => ({ name: `${name}.ts` }))];
      running = examples.run(programs, {
        GATEWAY_URL: gateway.baseUrl,
        GATEWAY_KEY: gateway.apiKey,
        WEBHOOK_SECRET: SECRET,
        REDIS_URL: gateway.redis.url,
      });
      await running.printed(['a code in the page'], PATIENCE_MS);
      await gateway.scan('caixa');
      const handled = RECEIVERS.map((name) => `${name}: ${ANSWER}`);
      const lines = await running.printed(['all done', ...handled], PATIENCE_MS);
      expect(lines.filter((line) => handled.includes(line)).sort()).toEqual(handled);
      expect(lines.join('\n').replaceAll(/^(?:express|fastify|next|ack|scan|a code)\b.*\n/gm, '')).toMatch(
        EXPECTED,
      );
    },
    PATIENCE_MS,
  );
});
