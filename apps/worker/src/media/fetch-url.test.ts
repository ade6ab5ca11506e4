import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import type { ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createAddressGuard } from '@wagw/shared/outbound/address-guard';
import { type LocalReceiver, startLocalReceiver } from '../testing/local-receiver.ts';
import { createUrlFetcher, type UrlFetcher } from './fetch-url.ts';

const TIMEOUT_MS = 2_000;
const MAX_BYTES = 1_000;

let server: LocalReceiver;
let folder: string;
let path: string;
let fetcher: UrlFetcher;
beforeEach(async () => {
  server = await startLocalReceiver();
  folder = await mkdtemp(join(tmpdir(), 'fetch-'));
  path = join(folder, 'file');
  fetcher = createUrlFetcher({
    guard: createAddressGuard([server.url.host], 'MEDIA_ALLOWED_HOSTS'),
    timeoutMs: TIMEOUT_MS,
  });
});
afterEach(async () => {
  await fetcher.close();
  await server.close();
  await rm(folder, { recursive: true });
});

const ending = new AbortController();
const fetch = (url: string | URL = server.url, { signal } = ending) =>
  fetcher.fetch(String(url), path, MAX_BYTES, signal);

function answer(status: number, headers: Record<string, string> = {}, body = ''): void {
  server.answer = (_request, response) => void response.writeHead(status, headers).end(body);
}

test('a file is written as it is, and the server’s word of its type is passed on', async () => {
  answer(200, { 'content-type': 'text/plain' }, 'Bom dia!');
  expect(await fetch()).toEqual({ bytes: 8, mimetype: 'text/plain' });
  expect(await readFile(path, 'utf8')).toBe('Bom dia!');
});

describe('a server that has trouble now', () => {
  test.each([408, 425, 429, 500, 503])('with status %i may be asked again', async (status) => {
    answer(status);
    await expect(fetch()).rejects.toMatchObject({ code: 'media_unavailable', isFinal: false });
  });

  test('that breaks off may be asked again', async () => {
    server.answer = (_request, response) => {
      response.writeHead(200, { 'content-length': '500' }).write('half of');
      setImmediate(() => response.destroy());
    };
    await expect(fetch()).rejects.toMatchObject({ code: 'media_unavailable' });
  });

  test('or that is not there', async () => {
    await server.close();
    await expect(fetch()).rejects.toThrow('The file could not be fetched: ECONNREFUSED.');
    server = await startLocalReceiver();
  });

  test('is left when its file only drips', async () => {
    const drips: NodeJS.Timeout[] = [];
    server.answer = (_request, response: ServerResponse) => {
      response.writeHead(200);
      drips.push(setInterval(() => response.write('.'), 50));
    };
    const startedAt = performance.now();
    await expect(fetch()).rejects.toMatchObject({
      code: 'media_unavailable',
      message: 'The file was not there after 2000 ms.',
    });
    expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS * 3);
    for (const drip of drips) clearInterval(drip);
  });
});

test('a download that nobody wants any more ends', async () => {
  const ended = new AbortController();
  server.answer = (_request, response) => {
    response.writeHead(200).write('half of');
    ended.abort();
  };
  const startedAt = performance.now();
  await expect(fetch(server.url, ended)).rejects.toMatchObject({ code: 'media_unavailable' });
  expect(performance.now() - startedAt).toBeLessThan(TIMEOUT_MS);
});

test.each([204, 400, 401, 403, 404, 410])('status %i is a final answer', async (status) => {
  answer(status);
  await expect(fetch()).rejects.toMatchObject({ code: 'media_refused', isFinal: true });
});

describe('a file that is too large', () => {
  test('is not begun when the server says so', async () => {
    answer(200, { 'content-length': String(MAX_BYTES + 1) }, 'x'.repeat(MAX_BYTES + 1));
    await expect(fetch()).rejects.toMatchObject({ code: 'media_too_large', isFinal: true });
    await expect(stat(path)).rejects.toMatchObject({ code: 'ENOENT' });
  });

  test('is cut off when nobody had said so', async () => {
    let written = 0;
    server.answer = (_request, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write('x'.repeat(1_000))) written += 1_000;
        response.once('drain', more);
      };
      more();
    };
    await expect(fetch()).rejects.toMatchObject({ code: 'media_too_large' });
    expect(written).toBeLessThan(50_000_000);
  });

  test('but one of exactly the limit is taken', async () => {
    answer(200, {}, 'x'.repeat(MAX_BYTES));
    expect(await fetch()).toMatchObject({ bytes: MAX_BYTES });
  });
});

describe('redirects', () => {
  test('are followed', async () => {
    server.answer = (request, response) => {
      if (request.url === '/file') response.end('here');
      else response.writeHead(302, { location: '/file' }).end();
    };
    expect(await fetch()).toMatchObject({ bytes: 4 });
  });

  test('into a private network are not dialled', async () => {
    const secret = await startLocalReceiver();
    answer(302, { location: String(secret.url) });
    await expect(fetch()).rejects.toMatchObject({ code: 'media_blocked_address', isFinal: true });
    expect(secret.connections).toBe(0);
    await secret.close();
  });

  test('end after five', async () => {
    answer(302, { location: '/again' });
    await expect(fetch()).rejects.toMatchObject({ code: 'media_refused' });
    expect(server.requests).toHaveLength(6);
  });

  test.each([undefined, 'http://['])('to %s are refused', async (location) => {
    answer(302, location === undefined ? {} : { location });
    await expect(fetch()).rejects.toMatchObject({ code: 'media_refused' });
  });
});

describe('an address that is not public', () => {
  test.each([
    'http://127.0.0.1:9/x',
    'http://169.254.169.254/latest/meta-data',
    'http://[::1]/',
    'http://localhost/',
    'http://printer.local/',
    'http://user:secret@example.com/',
    'file:///etc/passwd',
  ])('like %s is not dialled', async (url) => {
    await expect(fetch(url)).rejects.toMatchObject({ code: 'media_blocked_address', isFinal: true });
  });

  test('is found out at the dialling when only its name looks public', async () => {
    const { lookup } = createAddressGuard([]);
    const blind = createUrlFetcher({ guard: { check: () => undefined, lookup }, timeoutMs: TIMEOUT_MS });
    const url = `http://localhost:${server.url.port}/`;
    await expect(blind.fetch(url, path, MAX_BYTES, ending.signal)).rejects.toMatchObject({
      code: 'media_blocked_address',
      isFinal: true,
    });
    expect(server.connections).toBe(0);
    await blind.close();
  });

  test('is named together with the way to admit it', async () => {
    await expect(fetch('http://127.0.0.1:9/x')).rejects.toMatchObject({
      message: expect.stringContaining('MEDIA_ALLOWED_HOSTS'),
    });
  });
});
