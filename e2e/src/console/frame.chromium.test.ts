import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { Page } from 'puppeteer';
import { barriersOf, type ConsoleWorld, startConsoleWorld } from './console-world.ts';

const PATIENCE_MS = 30_000;
const FIRST_LOAD_BYTES = 200_000;

let world: ConsoleWorld;
beforeAll(async () => {
  world = await startConsoleWorld({ workers: 0 });
});
afterAll(() => world?.close());

const shown = async (page: Page, text: string) => {
  await page.locator(`::-p-text(${text})`).wait();
};

test('a wrong key is told from a right one, and the key stays out of the browser', async () => {
  const page = await world.open();
  await page.goto(world.url('/'));
  await page.locator('input[name="key"]').fill('not-a-key');
  await page.locator('button[type="submit"]').click();
  await shown(page, 'This key is not valid');
  expect(await barriersOf(page)).toEqual([]);

  await page.locator('input[name="key"]').fill(world.apiKey);
  await page.locator('button[type="submit"]').click();
  await page.waitForSelector('nav');
  const kept = await page.evaluate(
    'JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}])',
  );
  expect(kept).not.toContain(world.apiKey);
  expect(await page.evaluate('document.cookie')).toBe('');

  await page.reload();
  await page.waitForSelector('nav');
  await page.locator('::-p-aria([name="Sign out"][role="button"])').click();
  await shown(page, 'You were signed out');
  await page.reload();
  await page.waitForSelector('input[name="key"]');
});

test('what a key may not do is not shown, and a key that ends, ends what it had signed in', async () => {
  const wanted = { name: 'shop', tenantId: 'loja-da-ana', scopes: ['read'] };
  const { id, key } = await world.api.call('POST', '/keys', wanted);
  const page = await world.signedIn('/', { key: String(key) });
  await shown(page, 'Tenant loja-da-ana');
  const areas = await page.$$eval('nav a', (links) => links.map(({ textContent }) => textContent));
  expect(areas).toEqual(['Sessions', 'Conversations', 'Scheduled and bulk', 'Deliveries']);

  await world.api.call('DELETE', `/keys/${id}`);
  await shown(page, 'You were signed out');
});

test.each([
  { language: 'pt-BR', heading: 'Sessões', scheme: 'light' },
  { language: 'es-MX', heading: 'Sesiones', scheme: 'dark' },
] as const)(
  'it speaks $language, and is without barriers when $scheme',
  async ({ language, heading, scheme }) => {
    const page = await world.signedIn('/sessions', { language, scheme });
    await page.locator(`::-p-aria([name="${heading}"][role="heading"])`).wait();
    expect(await page.$eval('html', ({ lang }) => lang)).toBe(language.slice(0, 2));
    expect(await barriersOf(page)).toEqual([]);
  },
);

test('on a phone nothing is wider than the screen, and the menu comes by its button', async () => {
  const page = await world.signedIn('/sessions', { width: 390, height: 844 });
  await page.locator('::-p-aria([name="Open the navigation"][role="button"])').click();
  await page.locator('::-p-aria([name="Deliveries"][role="link"])').click();
  await page.locator('::-p-aria([name="Deliveries"][role="heading"])').wait();
  const { inner, scroll } = await page.$eval('html', ({ clientWidth, scrollWidth }) => ({
    inner: clientWidth,
    scroll: scrollWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(inner);
});

test('the first load is small, and nothing comes from anywhere else', async () => {
  const page = await world.open();
  const urls = new Set<string>();
  page.on('request', (request) => urls.add(request.url()));
  await page.goto(world.url('/sessions'));
  await page.locator('input[name="key"]').fill(world.apiKey);
  await page.locator('button[type="submit"]').click();
  await page.locator('::-p-aria([name="Sessions"][role="heading"])').wait();
  await shown(page, 'Connect');
  expect(new Set([...urls].map((url) => new URL(url).host))).toEqual(
    new Set([new URL(world.gateway.apiUrl).host]),
  );
  const files = [...urls].filter((url) => url.startsWith(world.url('/assets/')));
  const sizes = await Promise.all(files.map(compressedSize));
  const total = sizes.reduce((sum, size) => sum + size, 0);
  expect(total).toBeGreaterThan(50_000);
  expect(total).toBeLessThan(FIRST_LOAD_BYTES);
});

/** As browsers get it over TLS; over plain HTTP they ask for gzip at best, which is a seventh more. */
async function compressedSize(url: string): Promise<number> {
  const response = await fetch(url, { method: 'HEAD', headers: { 'accept-encoding': 'br' } });
  return Number(response.headers.get('content-length'));
}

test('when the server is away, the page says so, and goes on by itself', async () => {
  const page = await world.signedIn('/sessions');
  const { pid } = world.gateway.api;
  process.kill(Number(pid), 'SIGKILL');
  await shown(page, 'The gateway cannot be reached');
  await until('the api to be back', PATIENCE_MS, async () => world.gateway.api.pid !== pid);
  await page.waitForFunction(`!document.body.textContent.includes('cannot be reached')`, {
    timeout: PATIENCE_MS,
  });
  await page.waitForSelector('nav');
});

test('a page that is opened while the server is away comes with it, in its looks', async () => {
  const page = await world.signedIn('/sessions');
  await page.locator('::-p-aria([name="Sessions"][role="heading"])').wait();
  const failed: string[] = [];
  page.on('requestfailed', (request) => failed.push(request.url()));
  await page.setOfflineMode(true);
  await page.locator('::-p-aria([name="Conversations"][role="link"])').click();
  await until('the page to be asked for in vain', PATIENCE_MS, async () =>
    failed.some((url) => url.includes('/assets/conversations-area')),
  );
  await page.locator('::-p-aria([name="Loading"][role="status"])').wait();
  await page.setOfflineMode(false);
  await page.locator('::-p-aria([name="Conversations"][role="heading"])').wait();
  expect(await stylesOf(page)).toContain('/assets/conversations-area');
});

/** The addresses of the stylesheets that have come; the rules of others cannot be read. */
const stylesOf = (page: Page) =>
  page.evaluate(`
    [...document.styleSheets].filter((sheet) => {
      try { return sheet.cssRules.length > 0; } catch { return false; }
    }).map(({ href }) => href).join()
  `);

test('a page that a newer version has renamed comes with that version', async () => {
  const page = await world.signedIn('/sessions');
  await page.setRequestInterception(true);
  let isOld = true;
  page.on('load', () => {
    isOld = false;
  });
  page.on('request', (request) => {
    const isGone = isOld && request.url().includes('/assets/deliveries-area');
    void (isGone ? request.respond({ status: 404 }) : request.continue());
  });
  await page.locator('::-p-aria([name="Deliveries"][role="link"])').click();
  await page.locator('::-p-aria([name="Deliveries"][role="heading"])').wait();
  expect(isOld).toBe(false);
});

test('no page has complained of anything', () => {
  expect(world.complaints).toEqual([]);
});
