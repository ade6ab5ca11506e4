import { get as httpGet } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { askAs } from '../testing/ask-as.ts';
import { startConsoleApi } from '../testing/console-api.ts';
import { SCRIPT, SCRIPT_PATH, writeConsoleBuild } from '../testing/console-build.ts';
import { KEY, type RunningApi } from '../testing/running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startConsoleApi();
});
afterAll(() => api.close());

/** Without a key. Read to its end, or the connection would stay. */
async function get(path: string, init: RequestInit = {}) {
  const response = await fetch(api.baseUrl + path, { redirect: 'manual', ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** As it is written: `fetch` would tidy up the path, and unpack the body. */
async function getRaw(path: string, headers: Record<string, string> = {}) {
  return new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: Buffer }>(
    (resolve, reject) => {
      const { hostname, port } = new URL(api.baseUrl);
      httpGet({ hostname, port, path, headers }, (response) => {
        const parts: Buffer[] = [];
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () =>
          resolve({ status: response.statusCode, headers: response.headers, body: Buffer.concat(parts) }),
        );
      }).on('error', reject);
    },
  );
}

const titleOf = (html: string) => /<title>([^<]*)/.exec(html)?.[1];
const directivesOf = (policy: string | null) =>
  Object.fromEntries(
    (policy ?? '').split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );

describe('the pages', () => {
  test('are read without a key, at every path that is no file', async () => {
    expect((await get('/console')).headers.get('location')).toBe('/console/');
    for (const path of [
      '/console/',
      '/console/index.html',
      '/console/sessions/loja?tab=qr',
      '/console/x.png',
    ]) {
      const { status, text, headers } = await get(path);
      expect([path, status, titleOf(text)]).toEqual([path, 200, 'the console']);
      expect(headers.get('content-type')).toBe('text/html; charset=utf-8');
      expect(headers.get('cache-control')).toBe('no-store');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
    }
    expect((await get('/console/', { method: 'HEAD' })).status).toBe(200);
  });

  test('run scripts and styles of ours alone, and stand in no frame', async () => {
    const { headers, text } = await get('/console/');
    const nonce = /script nonce="([^"]+)"/.exec(text)?.[1] ?? '';
    expect(nonce).toMatch(/^[\w+/]{22}==$/);
    expect(text).not.toContain('__CSP_NONCE__');
    expect(directivesOf(headers.get('content-security-policy'))).toEqual({
      'default-src': "'none'",
      'script-src': `'self' 'nonce-${nonce}'`,
      'style-src': `'self' 'nonce-${nonce}'`,
      'img-src': "'self' data: blob:",
      'media-src': "'self' blob:",
      'font-src': "'self'",
      'connect-src': "'self'",
      'frame-ancestors': "'none'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'object-src': "'none'",
    });
    expect(headers.get('x-frame-options')).toBe('DENY');
  });

  test('have another nonce in every answer', async () => {
    const texts = await Promise.all(['1', '2', '3'].map(async () => (await get('/console/')).text));
    expect(new Set(texts).size).toBe(3);
  });
});

describe('their parts', () => {
  test.each([
    ['br', 'br, gzip', brotliDecompressSync],
    ['gzip', 'gzip', gunzipSync],
    [undefined, 'identity', (body: Buffer) => body],
  ] as const)('come compressed as %s, and stay with the browser', async (encoding, accepted, unpack) => {
    const { status, headers, body } = await getRaw(SCRIPT_PATH, { 'accept-encoding': accepted });
    expect([status, headers['content-encoding']]).toEqual([200, encoding]);
    expect(headers['content-type']).toMatch(/^(text|application)\/javascript/);
    expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect(headers.vary).toMatch(/accept-encoding/i);
    expect(unpack(body).toString()).toBe(SCRIPT);
  });

  test('with a lasting name stay for an hour', async () => {
    const { status, headers } = await get('/console/icon.svg');
    expect([status, headers.get('content-type')]).toEqual([200, 'image/svg+xml']);
    expect(headers.get('cache-control')).toBe('public, max-age=3600');
  });

  test('of another build are not there', async () => {
    const { status, text } = await get('/console/assets/index-older.js');
    expect([status, JSON.parse(text).code]).toEqual([404, 'route_not_found']);
  });

  test('that went while the api ran are not there, and no browser keeps that', async () => {
    const older = await writeConsoleBuild();
    const other = await api.startAnother({ console: { folder: older.folder } });
    await older.remove();
    const response = await fetch(other.baseUrl + SCRIPT_PATH);
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'route_not_found' }]);
    expect(response.headers.get('cache-control')).toBeNull();
    await other.close();
  });
});

test.each([
  '/console/../../etc/passwd',
  '/console/..%2f..%2f..%2fetc/passwd',
  '/console/%2e%2e/%2e%2e/%2e%2e/etc/passwd',
  '/console/assets/../../../../etc/passwd',
  '/console/assets/..%2f..%2f..%2f..%2fetc%2fpasswd',
  '/console/assets/..%5c..%5cpackage.json',
  '/console//etc/passwd',
  '/console/%2fetc%2fpasswd',
  '/console/assets/%00',
  '/console/assets/',
  '/console/connect/../../../etc/passwd',
])('nothing outside of the folder is read: %s', async (path) => {
  const { status, headers, body } = await getRaw(path);
  const isPage = String(headers['content-type']).startsWith('text/html');
  expect(body.toString()).not.toContain('root:');
  expect(isPage ? titleOf(body.toString()) : JSON.parse(body.toString()).code).toMatch(
    /^(the console|connect a phone|route_not_found)$/,
  );
  expect([200, 404, 410]).toContain(status);
});

test('an address has only so many of them', async () => {
  const limited = await api.startAnother({
    rateLimits: { perKey: 0, perAddress: 2, wrongKeys: 0 },
  });
  const statuses: number[] = [];
  for (const path of ['/console/', SCRIPT_PATH, '/console/connect/x', '/console/session']) {
    const response = await fetch(limited.baseUrl + path);
    await response.text();
    statuses.push(response.status);
  }
  expect(statuses).toEqual([200, 200, 429, 429]);
  await limited.close();
});

test('without a build it is said how to make one, and the api serves all the same', async () => {
  const other = await api.startAnother({ console: { folder: 'nowhere' } });
  const { status, body } = await askAs(other.baseUrl, {})('GET', '/console/');
  expect(status).toBe(404);
  expect(body).toMatchObject({
    code: 'console_not_built',
    detail: expect.stringContaining('pnpm --filter @wagw/console build'),
  });
  expect((await fetch(`${other.baseUrl}/health/live`)).status).toBe(200);
  await other.close();
});

test('one that is turned off is not there', async () => {
  const other = await api.startAnother({ console: undefined });
  const { status, body } = await askAs(other.baseUrl, { 'x-gateway-key': KEY })('GET', '/console/');
  expect([status, body.code]).toEqual([404, 'route_not_found']);
  await other.close();
});
