import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type RunningApi, startApi } from '../testing/running-api.ts';

let api: RunningApi;

beforeAll(async () => {
  api = await startApi();
});

afterAll(() => api.close());

/** Without a key. Read to its end, or the connection would stay. */
async function get(url: string) {
  const response = await fetch(url);
  return { status: response.status, headers: response.headers, text: await response.text() };
}

test('the page is read without a key, and brings all of its parts', async () => {
  const url = `${api.baseUrl}/docs`;
  const page = await get(url);
  expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  const parts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(
    ([, part]) => new URL(String(part), url),
  );
  expect(parts.length).toBeGreaterThan(4);
  for (const { origin, href } of parts) {
    expect(origin).toBe(api.baseUrl);
    expect([href, (await get(href)).status]).toEqual([href, 200]);
  }
});

test('it shows the document', async () => {
  expect((await get(`${api.baseUrl}/docs/json`)).text).toBe((await get(`${api.baseUrl}/openapi.json`)).text);
});

test('the browser is told to load nothing from elsewhere and to send nothing there', async () => {
  const policy = (await get(`${api.baseUrl}/docs`)).headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain("connect-src 'self'");
  expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
});

test('the api beside it still wants its key', async () => {
  expect((await get(`${api.baseUrl}/api/v1/sessions`)).status).toBe(401);
});
