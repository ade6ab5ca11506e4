import { once } from 'node:events';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import express from 'express';
import Fastify from 'fastify';
import { Webhook } from 'standardwebhooks';
import { serveFetchHandler } from '../testing/fetch-server.ts';
import type { ReceiverOptions } from './receive.ts';
import { createMemoryStore, type Event, expressWebhook, fastifyWebhook, nextWebhook } from './webhooks.ts';

const SECRET = `whsec_${Buffer.from('a secret of many bytes').toString('base64')}`;

interface Receiver {
  readonly url: string;
  close(): Promise<unknown>;
}

/** The same app in each framework: webhooks at /hooks, and JSON as everybody reads it at /echo. */
const FRAMEWORKS: Readonly<Record<string, (options: ReceiverOptions) => Promise<Receiver>>> = {
  async express(options) {
    const app = express();
    app.post('/hooks', expressWebhook(options));
    app.use(express.json());
    app.post('/echo', (request, response) => void response.json(request.body));
    return listen(app);
  },

  async 'express that keeps raw bodies'(options) {
    const app = express();
    app.use('/hooks', express.raw({ type: '*/*', limit: '10mb' }));
    app.use(express.json());
    app.post('/hooks', expressWebhook(options));
    app.post('/echo', (request, response) => void response.json(request.body));
    return listen(app);
  },

  async fastify(options) {
    const app = Fastify();
    await app.register(fastifyWebhook, { ...options, path: '/hooks' });
    app.post('/echo', async (request) => request.body);
    const url = await app.listen({ host: '127.0.0.1', port: 0 });
    return { url, close: () => app.close() };
  },

  async next(options) {
    const hooks = nextWebhook(options);
    return serveFetchHandler(async (request) => {
      if (new URL(request.url).pathname === '/hooks') return hooks(request);
      return Response.json(await request.json());
    });
  },
};

async function listen(app: RequestListener): Promise<Receiver> {
  const server = createServer(app);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

let count = 0;
function newEvent(): Event {
  count += 1;
  const data = { state: 'CONNECTED – ligação é aberta 📱' };
  return {
    id: `evt_${count}`,
    seq: count,
    event: 'change_state',
    sessionId: 'loja',
    tenantId: 'acme',
    timestamp: 1_702_323_457,
    data,
  };
}

/** As the gateway posts it; `body` in place of the events is not what was signed. */
async function post(url: string, events: Event | Event[], { body = '', secret = SECRET } = {}) {
  // Whitespace that no serializer writes: whoever parses and writes it again has other bytes.
  const text = JSON.stringify(events, undefined, 3);
  const id = [events].flat()[0]?.id ?? 'evt_none';
  const at = new Date();
  const response = await fetch(`${url}/hooks`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
      'webhook-signature': new Webhook(secret).sign(id, at, text),
      'webhook-attempt': '1',
    },
    body: body || text,
  });
  await response.text();
  return response.status;
}

describe.each(Object.keys(FRAMEWORKS))('a receiver with %s', (name) => {
  let receiver: Receiver;
  let handled: Event[] = [];
  let errors: unknown[] = [];
  let nextEvents: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    const start = FRAMEWORKS[name];
    if (start === undefined) throw new Error(`no ${name}`);
    receiver = await start({
      secret: [SECRET, 'whsec_bmV3'],
      seen: createMemoryStore(),
      maxBytes: 100_000,
      onError: (error) => errors.push(error),
      async onEvent(event) {
        await nextEvents.shift()?.();
        handled.push(event);
      },
    });
  });
  beforeEach(() => {
    handled = [];
    errors = [];
    nextEvents = [];
  });
  afterAll(() => receiver.close());

  test('handles a genuine event and answers 204', async () => {
    const event = newEvent();
    expect(await post(receiver.url, event)).toBe(204);
    expect(handled).toEqual([event]);
    expect(errors).toEqual([]);
    expect(await post(receiver.url, newEvent(), { secret: 'whsec_bmV3' })).toBe(204);
  });

  test('answers 401 to what is not genuine, and handles nothing', async () => {
    expect(await post(receiver.url, newEvent(), { secret: 'whsec_b3RoZXI=' })).toBe(401);
    expect(await post(receiver.url, newEvent(), { body: JSON.stringify(newEvent()) })).toBe(401);
    expect((await fetch(`${receiver.url}/hooks`, { method: 'POST', body: '{}' })).status).toBe(401);
    expect(handled).toEqual([]);
    expect(errors).toHaveLength(3);
  });

  test('handles a repetition once, also within a batch', async () => {
    const [one, two, three] = [newEvent(), newEvent(), newEvent()];
    expect(await post(receiver.url, one)).toBe(204);
    expect(await post(receiver.url, one)).toBe(204);
    expect(await post(receiver.url, [one, two, three])).toBe(204);
    expect(handled).toEqual([one, two, three]);
  });

  test('answers 500 to what it could not handle, and handles it the next time', async () => {
    const event = newEvent();
    const fault = new Error('the database is away');
    nextEvents = [() => Promise.reject(fault)];
    expect(await post(receiver.url, event)).toBe(500);
    expect(errors).toEqual([fault]);
    expect(await post(receiver.url, event)).toBe(204);
    expect(handled).toEqual([event]);
  });

  test('answers 409 while another request is at the same event', async () => {
    const event = newEvent();
    let end = (): void => undefined;
    const begun = new Promise<void>((resolve) => {
      nextEvents = [
        () =>
          new Promise((done) => {
            end = done;
            resolve();
          }),
      ];
    });
    const first = post(receiver.url, event);
    await begun;
    expect(await post(receiver.url, event)).toBe(409);
    end();
    expect(await first).toBe(204);
    expect(await post(receiver.url, event)).toBe(204);
    expect(handled).toEqual([event]);
  });

  test('answers 413 to what is too large', async () => {
    // Whoever keeps raw bodies has a limit for them; what comes through it has no right signature here.
    const refusal = name === 'express that keeps raw bodies' ? 401 : 413;
    expect(await post(receiver.url, newEvent(), { body: 'x'.repeat(200_000) })).toBe(refusal);
    expect(handled).toEqual([]);
  });

  test('leaves the other routes their JSON', async () => {
    const headers = { 'content-type': 'application/json' };
    const echoed = await fetch(`${receiver.url}/echo`, { method: 'POST', headers, body: '{"a": 1}' });
    expect(await echoed.json()).toEqual({ a: 1 });
  });
});

test('an express app that parsed the body before says what to change', async () => {
  const errors: unknown[] = [];
  const app = express();
  app.use(express.json());
  app.post(
    '/hooks',
    expressWebhook({ secret: SECRET, onEvent: () => undefined, onError: (error) => errors.push(error) }),
  );
  const receiver = await listen(app);
  expect(await post(receiver.url, newEvent())).toBe(500);
  expect(String(errors[0])).toContain('put the webhook before express.json()');
  await receiver.close();
});

test('the memory of a process forgets what is old', () => {
  const store = createMemoryStore(2);
  for (const id of ['a', 'b', 'c']) {
    expect(store.begin(id)).toBe('new');
    void store.done(id);
  }
  expect(['b', 'c'].map((id) => store.begin(id))).toEqual(['done', 'done']);
  expect(store.begin('a')).toBe('new');
});
