import { createHmac } from 'node:crypto';
import type { LookupAddress } from 'node:dns';
import { createServer as createTlsServer } from 'node:https';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { freePort } from '@wagw/local-machine/free-port';
import { signingKey, verify } from '@wagw/shared/webhooks/signature';
import { generate } from 'selfsigned';
import { type LocalReceiver, startLocalReceiver } from '../testing/local-receiver.ts';
import type { Poster, Target } from './post.ts';

/** A name of the internet with a private address can only be had by answering for the resolver. */
const dns = await import('node:dns');
jest.unstable_mockModule('node:dns', () => ({
  ...dns,
  lookup: (
    name: string,
    options: object,
    callback: (error: Error | null, found: LookupAddress[]) => void,
  ) => {
    if (name !== 'rebound.example') return dns.lookup(name, { ...options, all: true }, callback);
    callback(null, [{ address: '127.0.0.1', family: 4 }]);
  },
}));
const { createPoster } = await import('./post.ts');

const SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const KEY = signingKey(SECRET);
const DELIVERY = { id: 'evt_1', body: '{"body":"Olá, café 😀"}', attempt: 3 };
/** A machine that is busy answers within it. */
const PATIENCE_MS = 30_000;
/** How long a receiver may take to answer that is known not to. */
const TIMEOUT_MS = 300;

let receiver: LocalReceiver;
let poster: Poster;
const posters: Poster[] = [];

function createTestPoster(allowedHosts: string[], timeoutMs = PATIENCE_MS): Poster {
  const made = createPoster({ timeoutMs, allowedHosts });
  posters.push(made);
  return made;
}

beforeEach(async () => {
  receiver = await startLocalReceiver();
  poster = createTestPoster(['127.0.0.1']);
});
afterEach(async () => {
  await Promise.all(posters.splice(0).map((made) => made.close()));
  await receiver.close();
});

const target = (url: URL, changes: Partial<Target> = {}): Target => ({
  url: url.href,
  secrets: [{ secret: SECRET }],
  format: 'native',
  headers: {},
  ...changes,
});

const post = async (url = receiver.url, by = poster) => (await by.post(target(url), DELIVERY)).outcome;

describe('the request', () => {
  test('carries the very bytes, its id, the attempt and a signature that the receiver can check', async () => {
    expect(await post()).toEqual({ outcome: 'delivered', status: 204 });
    const [request] = receiver.requests;
    if (request === undefined) throw new Error('nothing came');
    expect([request.method, request.url]).toEqual(['POST', '/hook']);
    expect(request.body.toString()).toBe(DELIVERY.body);
    expect(request.headers).toMatchObject({
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(DELIVERY.body)),
      'user-agent': expect.stringMatching(/^whatsapp-gateway\/\d/),
      'webhook-id': 'evt_1',
      'webhook-attempt': '3',
    });
    expect(verify(KEY, request.headers, request.body)).toBe(true);
    expect(request.headers['accept-encoding']).toBeUndefined();
  });

  test('has no signature when there is no secret', async () => {
    await poster.post(target(receiver.url, { secrets: [] }), DELIVERY);
    expect(receiver.requests[0]?.headers['webhook-signature']).toBeUndefined();
  });

  test('goes to an address of the event, where the endpoint wants that', async () => {
    const url = new URL('/hook/?key=1', receiver.url);
    const byEvent = target(url, { format: 'evolution', isUrlByEvent: true });
    await poster.post(byEvent, { ...DELIVERY, body: '{"event":"group-participants.update","data":{}}' });
    expect(receiver.requests[0]?.url).toBe('/hook/group-participants-update?key=1');
  });
});

describe('the headers of', () => {
  test('an endpoint are sent, but not in place of our own', async () => {
    const headers = { authorization: 'Bearer xyz', 'webhook-id': 'forged' };
    await poster.post(target(receiver.url, { headers }), DELIVERY);
    expect(receiver.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer xyz',
      'webhook-id': 'evt_1',
    });
  });

  test('a rotation are two signatures, the new one first, until the old secret has run out', async () => {
    const old = 'the secret of before';
    const at = (until: number) => [{ secret: SECRET }, { secret: old, until }];
    await poster.post(target(receiver.url, { secrets: at(Date.now() + 60_000) }), DELIVERY);
    await poster.post(target(receiver.url, { secrets: at(Date.now() - 1) }), DELIVERY);
    const [during, after] = receiver.requests;
    if (during === undefined || after === undefined) throw new Error('something did not come');
    expect(verify(KEY, during.headers, during.body)).toBe(true);
    expect(verify(signingKey(old), during.headers, during.body)).toBe(true);
    const [first = ''] = String(during.headers['webhook-signature']).split(' ');
    expect(verify(KEY, { ...during.headers, 'webhook-signature': first }, during.body)).toBe(true);
    expect(verify(signingKey(old), after.headers, after.body)).toBe(false);
  });

  test('a format come with the others', async () => {
    await poster.post(target(receiver.url, { format: 'tenant' }), DELIVERY);
    const expected = createHmac('sha256', SECRET).update(DELIVERY.body).digest('hex');
    expect(String(receiver.requests[0]?.headers['x-webhook-signature'])).toContain(expected);
  });
});

describe('an answer of', () => {
  test.each([
    [200, undefined],
    [404, 'http_4xx'],
    [500, 'http_5xx'],
  ])('%i', async (status, code) => {
    receiver.answer = (_request, response) => void response.writeHead(status).end('whatever');
    const outcome = await post();
    expect(outcome).toMatchObject(
      code === undefined ? { outcome: 'delivered', status } : { code, retry: 'later' },
    );
  });

  test('410 says that nothing more is wanted', async () => {
    receiver.answer = (_request, response) => void response.writeHead(410).end();
    expect(await post()).toMatchObject({ code: 'http_4xx', status: 410, retry: 'when_enabled' });
  });

  test('whatever status is kept with its beginning', async () => {
    receiver.answer = (_request, response) =>
      void response.writeHead(500).end(`No room. ${'x'.repeat(5_000)}`);
    const { excerpt } = await poster.post(target(receiver.url), DELIVERY);
    expect(excerpt).toMatch(/^No room\. x+$/);
    expect(excerpt).toHaveLength(500);
  });

  test("whatever status is kept with both sides' headers, without cookies", async () => {
    receiver.answer = (_request, response) =>
      void response.writeHead(500, { 'x-why': 'y'.repeat(500), 'set-cookie': 'session=1' }).end();
    const headers = { authorization: 'Bearer xyz' };
    const { requestHeaders, responseHeaders } = await poster.post(
      target(receiver.url, { headers }),
      DELIVERY,
    );
    expect(requestHeaders).toEqual({
      'webhook-id': 'evt_1',
      'webhook-timestamp': receiver.requests[0]?.headers['webhook-timestamp'],
      'webhook-signature': receiver.requests[0]?.headers['webhook-signature'],
      'webhook-attempt': '3',
    });
    expect(responseHeaders).toMatchObject({ 'x-why': 'y'.repeat(200) });
    expect(responseHeaders).not.toHaveProperty('set-cookie');
  });

  test('503 with Retry-After waits as long as it says', async () => {
    receiver.answer = (_request, response) => void response.writeHead(503, { 'retry-after': '90' }).end();
    expect(await post()).toMatchObject({ code: 'http_5xx', notBeforeMs: 90_000 });
  });

  test.each([301, 302, 303, 307, 308])('%i is not followed, not even to where we may go', async (status) => {
    receiver.answer = (_request, response) =>
      void response.writeHead(status, { location: `${receiver.url.origin}/elsewhere` }).end();
    expect(await post()).toMatchObject({ outcome: 'failed', code: 'redirect', retry: 'later' });
    expect(receiver.requests).toHaveLength(1);
  });
});

describe('a connection that fails', () => {
  test('because nobody listens', async () => {
    const url = new URL(`http://127.0.0.1:${await freePort()}/`);
    expect(await post(url)).toMatchObject({ code: 'connection_refused', retry: 'later' });
  });

  test('because the name is unknown', async () => {
    expect(await post(new URL('http://no-such-name.invalid/'))).toMatchObject({
      code: 'dns_error',
      retry: 'later',
    });
  });

  test('because it is reset before the answer, or within its head', async () => {
    receiver.answer = (request) => void request.socket.resetAndDestroy();
    expect(await post()).toMatchObject({ code: 'connection_reset', retry: 'later' });
    receiver.answer = (request) => void request.socket.end('HTTP/1.1 200 OK\r\ncontent-le');
    expect(await post()).toMatchObject({ code: 'connection_reset', retry: 'later' });
  });

  test('after the status has decided changes nothing', async () => {
    receiver.answer = (request, response) => {
      response.writeHead(200, { 'content-length': '1000' }).write('some');
      setImmediate(() => request.socket.resetAndDestroy());
    };
    expect(await post()).toEqual({ outcome: 'delivered', status: 200 });
  });

  test('because the certificate proves nothing, or there is no TLS at all', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: '127.0.0.1' }]);
    const tls = await startLocalReceiver((listener) => createTlsServer({ key, cert }, listener));
    expect(await post(tls.url)).toMatchObject({ code: 'tls_error', retry: 'later' });
    expect(tls.requests).toEqual([]);
    await tls.close();

    const plain = new URL(receiver.url.href.replace('http:', 'https:'));
    expect(await post(plain)).toMatchObject({ code: 'tls_error', retry: 'later' });
  });

  test('because the answer is no HTTP', async () => {
    receiver.answer = (request) => void request.socket.end('SSH-2.0-OpenSSH_9.2\r\n');
    expect(await post()).toMatchObject({ outcome: 'failed', retry: 'later' });
  });
});

describe('a receiver that takes its time', () => {
  const impatient = () => createTestPoster(['127.0.0.1'], TIMEOUT_MS);

  test('and never answers is a timeout, and left alone for a minute', async () => {
    receiver.answer = () => undefined;
    const outcome = await post(receiver.url, impatient());
    expect(outcome).toMatchObject({ code: 'timeout', retry: 'later', notBeforeMs: 60_000 });
  });

  test(
    'and drips its head or its body is cut off',
    async () => {
      const by = impatient();
      const drips: NodeJS.Timeout[] = [];
      receiver.answer = ({ socket, headers }, response) => {
        socket.on('error', () => undefined);
        if (headers['webhook-id'] === 'evt_head') {
          socket.write('HTTP/1.1 200 OK\r\nx-drip: ');
          drips.push(setInterval(() => socket.writable && socket.write('a'), 50));
        } else {
          response.writeHead(200);
          drips.push(setInterval(() => response.writable && response.write('a'), 50));
        }
      };
      const [head, body] = await Promise.all(
        ['evt_head', 'evt_body'].map(
          async (id) => (await by.post(target(receiver.url), { ...DELIVERY, id })).outcome,
        ),
      );
      for (const drip of drips) clearInterval(drip);
      expect(head).toMatchObject({ code: 'timeout', retry: 'later' });
      // Its status was good; what came after it does not matter.
      expect(body).toEqual({ outcome: 'delivered', status: 200 });
    },
    PATIENCE_MS,
  );
});

describe('a receiver that talks too much', () => {
  const HUGE = 100 * 1024 * 1024;

  test('is cut off', async () => {
    let written = 0;
    const gone = new Promise<void>((resolve) => {
      receiver.answer = ({ socket }, response) => {
        socket.on('error', () => undefined).on('close', resolve);
        response.writeHead(200);
        const chunk = Buffer.alloc(64 * 1024);
        const talk = () => {
          while (written < HUGE && !response.destroyed) {
            written += chunk.length;
            if (!response.write(chunk)) return void response.once('drain', talk);
          }
          response.end();
        };
        talk();
      };
    });
    expect(await post()).toEqual({ outcome: 'delivered', status: 200 });
    await gone;
    expect(written).toBeLessThan(HUGE / 2);
  });

  test('in a compressed body is not unpacked', async () => {
    const bomb = gzipSync(Buffer.alloc(HUGE));
    receiver.answer = (_request, response) =>
      void response.writeHead(200, { 'content-encoding': 'gzip', 'content-length': bomb.length }).end(bomb);
    const before = process.memoryUsage().arrayBuffers;
    expect(await post()).toEqual({ outcome: 'delivered', status: 200 });
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(HUGE / 4);
  });
});

describe('a blocked address', () => {
  const blocked = { outcome: 'failed', code: 'blocked_address', retry: 'never' };

  test.each(['127.0.0.1', 'localhost', '127.1', '[::ffff:127.0.0.1]', 'rebound.example'])(
    'is never dialled: %s',
    async (host) => {
      const url = new URL(`http://${host}:${receiver.url.port}/hook`);
      expect(await post(url, createTestPoster([]))).toMatchObject(blocked);
      expect(receiver.connections).toBe(0);
    },
  );

  test.each(['127.0.0.1', 'localhost', 'rebound.example'])(
    'is dialled when it is admitted: %s',
    async (host) => {
      const url = new URL(`http://${host}:${receiver.url.port}/hook`);
      const admitting = createTestPoster([`${host}:${receiver.url.port}`]);
      expect(await post(url, admitting)).toMatchObject({ outcome: 'delivered' });
    },
  );
});
