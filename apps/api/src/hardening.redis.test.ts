import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { problemSchema } from '@wagw/shared/errors/problem';
import { append, ownedSession } from './testing/append-events.ts';
import { lastAnswer, openRaw } from './testing/raw-connection.ts';
import { KEY, type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

type Changed = Awaited<ReturnType<RunningApi['startAnother']>>;

async function withApi(
  changes: Parameters<RunningApi['startAnother']>[0],
  use: (changed: Changed) => Promise<void>,
) {
  const changed = await api.startAnother(changes);
  try {
    await use(changed);
  } finally {
    await changed.close();
  }
}

/** Read to its end, or the connection would stay. */
async function ask(url: string, init: RequestInit = {}) {
  const response = await fetch(url, { ...init, headers: { 'x-gateway-key': KEY, ...init.headers } });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

const codeIn = (text: string | undefined): string => problemSchema.parse(JSON.parse(text ?? '')).code;

/** What is answered to what fetch would not send. */
async function askRaw(text: string) {
  const connection = await openRaw(api.baseUrl);
  connection.send(text);
  return lastAnswer(await connection.ended);
}

describe('headers for browsers', () => {
  test('say that answers are no pages, on errors too', async () => {
    for (const path of ['/api/v1/sessions', '/no/such/route', '/health']) {
      const { headers } = await ask(api.baseUrl + path);
      const policy = "default-src 'none';base-uri 'none';form-action 'none';frame-ancestors 'none'";
      expect([path, headers.get('content-security-policy')]).toEqual([path, policy]);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('strict-transport-security')).not.toContain('includeSubDomains');
    }
  });
});

describe('pages of other origins', () => {
  const origin = 'https://app.example.com';
  const preflight = { method: 'OPTIONS', headers: { origin, 'access-control-request-method': 'POST' } };

  test('may not call the api by default', async () => {
    const { headers } = await ask(`${api.baseUrl}/api/v1/sessions`, { headers: { origin } });
    expect([...headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
    expect(
      (await ask(`${api.baseUrl}/api/v1/sessions`, preflight)).headers.get('access-control-allow-origin'),
    ).toBeNull();
  });

  test('may when their origin is named, follow event streams too, and read what the answers say', async () => {
    const rateLimits = { perKey: 100, perAddress: 0, wrongKeys: 0, countMs: 10_000 };
    await withApi({ allowedOrigins: [origin], rateLimits }, async ({ baseUrl }) => {
      const url = `${baseUrl}/api/v1/sessions`;
      const asked = await fetch(url, {
        ...preflight,
        headers: { ...preflight.headers, 'access-control-request-headers': 'x-gateway-key,idempotency-key' },
      });
      await asked.text();
      expect(asked.status).toBe(204);
      expect(asked.headers.get('access-control-allow-origin')).toBe(origin);
      expect(asked.headers.get('access-control-allow-headers')).toBe('x-gateway-key,idempotency-key');

      const { status, headers } = await ask(url, { headers: { origin } });
      expect([status, headers.get('access-control-allow-origin')]).toEqual([200, origin]);
      expect(headers.get('access-control-expose-headers')).toContain('Location, ');
      expect(headers.get('vary')).toContain('Origin');
      expect(headers.get('access-control-allow-credentials')).toBeNull();

      const another = await ask(url, { headers: { origin: 'https://app.example.com.evil.test' } });
      expect(another.headers.get('access-control-allow-origin')).toBeNull();

      const id = await ownedSession(api.redisServer.client, 'followed');
      await append(api.redisServer.client, id);
      const stream = await openRaw(baseUrl);
      stream.send(
        `GET /api/v1/sessions/${id}/events HTTP/1.1\r\nhost: a\r\nx-gateway-key: ${KEY}\r\naccept: text/event-stream\r\norigin: ${origin}\r\n\r\n`,
      );
      await until('the head of the stream', 30_000, async () => stream.received().includes('\r\n\r\n'));
      const head = lastAnswer(stream.received())?.head;
      stream.destroy();
      expect(head).toContain('content-type: text/event-stream');
      expect(head).toContain(`access-control-allow-origin: ${origin}`);
      expect(head).toMatch(/ratelimit: "key";r=\d+;t=/);
    });
  });
});

describe('a process that cannot keep up', () => {
  test('refuses everything but health and metrics', async () => {
    // Any loop is busier than that.
    await withApi(
      { overload: { maxDelayMs: 0, maxUtilization: 1e-9, settleMs: 0 } },
      async ({ baseUrl, app }) => {
        // It looks once a second.
        while (!app.isUnderPressure()) await ask(`${baseUrl}/health/live`);
        const refused = await ask(`${baseUrl}/api/v1/sessions`);
        expect([refused.status, codeIn(refused.text)]).toEqual([503, 'overloaded']);
        expect(refused.headers.get('retry-after')).toBe('1');
        for (const path of ['/health', '/health/live', '/metrics']) {
          expect([path, (await ask(baseUrl + path)).status]).toEqual([path, 200]);
        }
      },
    );
  });

  test('takes no more connections than it may', async () => {
    await withApi({ maxConnections: 2 }, async ({ baseUrl }) => {
      const [first, second] = [await openRaw(baseUrl), await openRaw(baseUrl)];
      const third = await openRaw(baseUrl);
      expect(await third.ended).toBe('');
      first.send('GET /health/live HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n');
      expect(lastAnswer(await first.ended)?.status).toBe(200);
      second.destroy();
    });
  });
});

describe('what is refused before it is a request', () => {
  const get = 'GET /api/v1/sessions HTTP/1.1\r\n';
  const key = `x-gateway-key: ${KEY}\r\n`;

  test.each([
    ['rubbish', 'rubbish\r\n\r\n', 400, 'invalid_request'],
    ['no host', `${get}${key}\r\n`, 400, 'invalid_request'],
    ['two hosts', `${get}host: a\r\nhost: b\r\n${key}\r\n`, 400, 'invalid_request'],
    ['a bad address', `GET /api/v1/sessions/%zz HTTP/1.1\r\nhost: a\r\n${key}\r\n`, 400, 'invalid_request'],
    [
      'length and chunks',
      `POST /api/v1/sessions HTTP/1.1\r\nhost: a\r\n${key}content-length: 2\r\ntransfer-encoding: chunked\r\n\r\n{}`,
      400,
      'invalid_request',
    ],
    ['a long address', `GET /${'a'.repeat(9_000)} HTTP/1.1\r\nhost: a\r\n${key}\r\n`, 414, 'url_too_long'],
    ['many headers', `${get}host: a\r\n${key}${'x: y\r\n'.repeat(200)}\r\n`, 431, 'headers_too_large'],
    ['large headers', `${get}host: a\r\n${key}x: ${'y'.repeat(17_000)}\r\n\r\n`, 431, 'headers_too_large'],
  ])('%s', async (_what, text, status, code) => {
    const answer = await askRaw(text.replace(/\r\n\r\n/, '\r\nconnection: close\r\n\r\n'));
    expect([answer?.status, codeIn(answer?.body)]).toEqual([status, code]);
    expect(answer?.head).toContain('content-type: application/problem+json');
  });

  test('an expectation that nobody knows is passed over', async () => {
    const answer = await askRaw(`${get}host: a\r\n${key}expect: 200-ok\r\nconnection: close\r\n\r\n`);
    expect(answer?.status).toBe(200);
  });

  test.each([
    ['__proto__', '{"id":"a","metadata":{"__proto__":{"b":"c"}}}'],
    ['deep', `{"metadata":${'['.repeat(40)}${']'.repeat(40)}}`],
    ['no UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31, 0x7d])],
  ])('JSON that is %s', async (_what, body) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await ask(`${api.baseUrl}/api/v1/sessions`, { method: 'POST', headers, body });
    expect([answer.status, codeIn(answer.text)]).toEqual([400, 'invalid_request']);
  });
});
