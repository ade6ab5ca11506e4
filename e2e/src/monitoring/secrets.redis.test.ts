import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { numberHash } from '@wagw/shared/observability/logger';
import { type GatewayProcesses, PATIENCE_MS, startGatewayProcesses, TEST_MS } from './gateway-processes.ts';

/** Nothing that is secret or private gets into what api, worker and supervisor write, or into their metrics. */

const hex = () => randomBytes(16).toString('hex');
const number = () => `55119${Math.floor(1e7 + 8e7 * Math.random())}`;

function plant() {
  return {
    apiKey: hex(),
    redisPassword: hex(),
    jwtSecret: hex(),
    loginStoreKey: randomBytes(32).toString('base64'),
    logHashKey: hex(),
    environmentSecret: `whsec_${randomBytes(32).toString('base64')}`,
    endpointSecret: `whsec_${randomBytes(32).toString('base64')}`,
    endpointHeader: hex(),
    endpointPath: hex(),
    sentText: `sent ${hex()}`,
    receivedText: `received ${hex()}`,
    malformedText: `malformed ${hex()}`,
    metadata: hex(),
    recipient: number(),
    sender: number(),
    refusedNumber: number(),
    wrongKey: hex(),
  };
}
type Planted = ReturnType<typeof plant>;

let stack: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of stack.reverse()) await close();
  stack = [];
});

/** A receiver that fails at first. */
async function startReceiver(): Promise<string> {
  let requests = 0;
  const server: Server = createServer((request, response) => {
    requests += 1;
    request.resume();
    response.writeHead(requests <= 4 ? 500 : 200).end();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  stack.push(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

async function start(planted: Planted, receiver: string): Promise<GatewayProcesses> {
  const logins = join('/nonexistent', hex());
  const gateway = await startGatewayProcesses({
    redisPassword: planted.redisPassword,
    env: {
      LOG_LEVEL: 'debug',
      LOG_HASH_KEY: planted.logHashKey,
      API_KEY: planted.apiKey,
      JWT_SECRET: planted.jwtSecret,
      // Nothing is ever saved there: the engine of the tests has no logins.
      LOGIN_STORE: `directory:${logins}`,
      LOGIN_STORE_KEY: planted.loginStoreKey,
      APP_WEBHOOK_URL: receiver,
      WEBHOOK_SECRET: planted.environmentSecret,
      WEBHOOK_RETRY_SCHEDULE: '100ms,100ms,100ms,100ms',
    },
  });
  stack.push(() => gateway.close());
  return gateway;
}

/** Uses every way in, with the right key and without. Returns further secrets that were made on the way. */
async function traffic(gateway: GatewayProcesses, planted: Planted, receiver: string): Promise<string[]> {
  const call = async (method: string, path: string, body?: unknown, key = planted.apiKey) => {
    const response = await fetch(`${gateway.apiUrl}/api/v1${path}`, {
      method,
      headers: { 'x-gateway-key': key, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, string> };
  };
  const { body: made } = await call('POST', '/keys', {
    name: 'backend',
    tenantId: 'acme',
    scopes: ['read', 'send', 'manage'],
  });
  const tenantKey = String(made.key);
  await call('POST', '/webhooks', {
    url: `${receiver}/${planted.endpointPath}?token=${planted.endpointPath}`,
    secret: planted.endpointSecret,
    headers: { 'x-receiver-key': planted.endpointHeader },
  });
  await gateway.connect('shop');
  const { body: token } = await call('POST', '/sessions/shop/tokens', { purpose: 'events', expiresIn: 60 });
  await fetch(`${gateway.apiUrl}/api/v1/sessions/shop/events?token=${token.token}&limit=1`);
  const { body: link } = await call('POST', '/sessions/shop/connect-link', { start: false });
  const linkToken = String(link.url).split('/').at(-1) ?? '';
  for (const method of ['GET', 'HEAD', 'POST']) await fetch(String(link.url), { method });
  await fetch(`${gateway.apiUrl}/api/v1/sessions/shop?token=${linkToken}`);
  const signedIn = await signIn(gateway, tenantKey, planted.wrongKey);

  const message = {
    to: `+${planted.recipient}`,
    text: planted.sentText,
    metadata: { order: planted.metadata },
  };
  expect((await call('POST', '/sessions/shop/messages', message)).status).toBe(202);
  const malformed = `{"to":"+${planted.refusedNumber}","text":"${planted.malformedText}`;
  expect((await call('POST', '/sessions/shop/messages', malformed)).status).toBe(400);
  const unknownField = { to: `+${planted.refusedNumber}`, text: planted.malformedText, nonsense: 1 };
  expect((await call('POST', '/sessions/shop/messages', unknownField)).status).toBe(400);
  expect((await call('GET', `/sessions/shop/messages?chat=${planted.recipient}`)).status).toBe(200);
  expect((await call('GET', '/sessions', undefined, planted.wrongKey)).status).toBe(401);
  expect((await call('GET', `/nowhere/${planted.refusedNumber}?token=${planted.wrongKey}`)).status).toBe(404);
  await call('POST', '/sessions/shop/numbers/check', { numbers: [`+${planted.refusedNumber}`] });
  await call('POST', '/sessions/shop/pairing-code', { phone: `+${planted.refusedNumber}` });
  gateway.sink.incoming('shop', {
    id: `3A${hex().slice(0, 18)}`,
    chat: `${planted.sender}@c.us`,
    text: planted.receivedText,
  });
  return [tenantKey, String(token.token), linkToken, ...signedIn];
}

/** Uses the console's way in, with a right key and a wrong one. Returns the secrets of the browser. */
async function signIn({ apiUrl }: GatewayProcesses, key: string, wrongKey: string): Promise<string[]> {
  const session = `${apiUrl}/console/session`;
  const give = (given: string) =>
    fetch(session, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ key: given }),
    });
  expect((await give(wrongKey)).status).toBe(401);
  const answer = await give(key);
  const { csrfToken } = (await answer.json()) as { csrfToken: string };
  const [cookie = ''] = answer.headers.getSetCookie()[0]?.split(';') ?? [];
  const asked = await fetch(`${apiUrl}/api/v1/sessions`, { headers: { cookie } });
  expect(asked.status).toBe(200);
  await fetch(`${apiUrl}/api/v1/sessions`, {
    method: 'POST',
    headers: { cookie, 'x-csrf-token': csrfToken },
  });
  await fetch(session, { method: 'DELETE', headers: { cookie, 'x-csrf-token': csrfToken } });
  return [cookie.split('=')[1] ?? '', csrfToken];
}

// At debug everything is written that is written at info.
test(
  'nothing planted appears in logs at level debug, or in metrics',
  async () => {
    const planted = plant();
    const receiver = await startReceiver();
    const gateway = await start(planted, receiver);
    const made = await traffic(gateway, planted, receiver);
    const chat = `${numberHash(planted.logHashKey)(planted.recipient)}@c.us`;
    const lines = async () => (await gateway.output()).split('\n');
    const untilLogged = (what: string, isIt: (line: string) => boolean, times = 1) =>
      until(what, PATIENCE_MS, async () => (await lines()).filter(isIt).length >= times);

    await untilLogged('a send', (line) => line.includes('"send attempt"') && line.includes(chat));
    await untilLogged(
      'a webhook that failed',
      (line) => line.includes('"webhook attempt"') && line.includes('"http_5xx"'),
    );
    await untilLogged(
      'one that arrived',
      (line) => line.includes('"webhook attempt"') && line.includes('"delivered"'),
    );
    const scrape = Object.values(await gateway.scrape()).join('');

    // Whoever connects anew is refused, and says so; the first command of a connection has the password.
    await gateway.redis.client.config('SET', 'requirepass', hex());
    await gateway.redis.client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    for (const process of ['api', 'worker', 'supervisor'])
      await untilLogged(
        `the refusal of the ${process}`,
        (line) => line.includes(`"name":"${process}"`) && line.includes('Redis is away'),
      );
    await gateway.redis.client.config('SET', 'requirepass', planted.redisPassword);

    const written = (await gateway.output()) + scrape;
    const { logHashKey: _notSent, ...secrets } = planted;
    for (const [what, secret] of [
      ...Object.entries(secrets),
      ...made.map((secret, n) => [`made ${n}`, secret] as const),
    ]) {
      expect(secret.length).toBeGreaterThan(10);
      for (const form of new Set([secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])) {
        const found = written.split('\n').filter((line) => line.includes(form));
        expect({ what, found }).toEqual({ what, found: [] });
      }
    }
    expect(written).not.toContain(planted.logHashKey);
  },
  TEST_MS,
);
