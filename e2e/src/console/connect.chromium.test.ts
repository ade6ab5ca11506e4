import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { Frame, Page } from 'puppeteer';
import { read } from '../dialects/camera.ts';
import { barriersOf, type ConsoleWorld, picture, startConsoleWorld } from './console-world.ts';
import { type ShopSite, startShopSite } from './shop-site.ts';

/** People outside connect a phone by a link, and have no key. */

const PATIENCE_MS = 40_000;
/** With the heads of the answers, and by gzip: over http browsers ask for nothing better. */
const FIRST_LOAD_BYTES = 170_000;
const JWT_SECRET = 'signs the links of these tests, and nothing else';
const SHOP = 'padaria-sao-joao';
const OTHER_SHOP = 'farmacia-vila-nova';

let world: ConsoleWorld;
let site: ShopSite;
beforeAll(async () => {
  world = await startConsoleWorld({ env: { JWT_SECRET } });
  site = await startShopSite();
}, PATIENCE_MS * 2);
afterAll(async () => {
  await site?.close();
  await world?.close();
}, PATIENCE_MS);

const addSession = (id: string) => world.api.call('POST', '/sessions', { id, start: false });
const linkTo = async (id: string, wishes: object = {}) =>
  String((await world.api.call('POST', `/sessions/${id}/connect-link`, wishes)).url);
const tokenIn = (url: string) => url.split('/').at(-1) ?? '';

const shown = (page: Page | Frame, text: string) => page.locator(`::-p-text(${text})`).wait();
const press = (page: Page | Frame, name: string) =>
  page.locator(`::-p-aria([name="${name}"][role="button"])`).click();
/** Until somebody who uses the keyboard is there. */
const arrival = (frame: Frame, text: string) =>
  frame.waitForFunction(`document.activeElement.textContent === ${JSON.stringify(text)}`);
/** The picture as somebody sees it who holds a camera before the page. */
const shownPicture = async (page: Page) => {
  const img = await page.waitForSelector('img[alt*="QR"]:not([data-over])', { visible: true });
  return String(await img?.evaluate(({ src }) => src));
};

/** What a page has said to the network, and how many bytes the parts of the page itself have. */
async function overhear(page: Page) {
  const heard = { hosts: new Set<string>(), keys: new Set<string>(), everything: '', bytes: 0 };
  const parts = new Set<string>();
  const devtools = await page.createCDPSession();
  await devtools.send('Network.enable');
  devtools.on('Network.requestWillBeSent', ({ requestId, request: { url, headers, postData } }) => {
    const { protocol, host, pathname } = new URL(url);
    if (protocol === 'data:') return;
    heard.hosts.add(host);
    heard.everything += JSON.stringify({ url, headers, postData });
    if (headers.authorization !== undefined) heard.keys.add(headers.authorization);
    if (pathname.startsWith('/console/')) parts.add(requestId);
  });
  devtools.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (parts.has(requestId)) heard.bytes += encodedDataLength;
  });
  return heard;
}

/** A window of somebody whose network lets no stream of events through. What lies on other servers is played. */
async function openWithoutStream(): Promise<Page> {
  const page = await world.open({ scheme: 'dark', width: 390, height: 844 });
  await page.setRequestInterception(true);
  page.on('request', (request) => {
    const { pathname, hostname } = new URL(request.url());
    if (pathname.endsWith('/events')) void request.abort();
    else if (hostname.endsWith('.example')) void request.respond({ body: 'Obrigado!' });
    else void request.continue();
  });
  return page;
}

/** All that a page keeps, and all that is on it. */
const keptBy = (page: Page) =>
  page.evaluate(
    'JSON.stringify([document.cookie, {...localStorage}, {...sessionStorage}, document.documentElement.outerHTML])',
  );

/** A link as the server makes them, whose time was over a minute ago. */
function expiredLink(id: string): string {
  const nowS = Math.floor(Date.now() / 1_000);
  const claims = {
    sub: id,
    tenant: id,
    key: 'environment',
    purpose: 'connect',
    at: (nowS - 120) * 1_000,
    exp: nowS - 60,
  };
  const [head, body] = [{ alg: 'HS256' }, claims].map((part) =>
    Buffer.from(JSON.stringify(part)).toString('base64url'),
  );
  const signature = createHmac('sha256', JWT_SECRET).update(`${head}.${body}`).digest('base64url');
  return world.url(`/connect/${head}.${body}.${signature}`);
}

test(
  'a camera reads the code, which is renewed when its time is over, and the page tells the connected number',
  async () => {
    const phone = '5511912345678';
    await world.emulator.control.account({ phone });
    await world.emulator.control.policy({ qrFirstMs: 6_000 });
    await addSession(SHOP);
    const redirectUrl = 'https://app.padaria.example/pronto';
    const link = await linkTo(SHOP, { language: 'pt' });
    const otherLink = await linkTo(SHOP, { redirectUrl });

    const page = await world.open();
    const heard = await overhear(page);
    await page.goto(link);
    await shown(page, `Conecte o WhatsApp de ${SHOP}`);
    await world.untilState(SHOP, 'qr');
    const first = await shownPicture(page);
    expect(heard.bytes).toBeGreaterThan(50_000);
    expect(heard.bytes).toBeLessThan(FIRST_LOAD_BYTES);
    const other = await openWithoutStream();
    await other.goto(otherLink);
    const firstOfOther = await shownPicture(other);

    const steps = await page.$$eval('ol > li', (items) =>
      items.filter((item) => item.checkVisibility()).map(({ firstChild }) => firstChild?.textContent),
    );
    expect(steps).toEqual([
      'Abra o WhatsApp no seu celular',
      'Toque em “Dispositivos vinculados”',
      'Toque em “Vincular um dispositivo”',
      'Escaneie este código',
    ]);
    await shown(page, 'Um novo código vem em');
    expect(await barriersOf(page)).toEqual([]);
    expect(await barriersOf(other)).toEqual([]);
    await picture(page, 'connect');

    await until('another code', PATIENCE_MS, async () => (await shownPicture(page)) !== first);
    await until(
      'another code without a stream',
      PATIENCE_MS,
      async () => (await shownPicture(other)) !== firstOfOther,
    );
    await expect(world.emulator.control.scan({ qr: read(first), phone })).rejects.toThrow('expired');

    await until('a scan', PATIENCE_MS, async () => {
      await world.emulator.control.scan({ qr: read(await shownPicture(page)), phone });
      return true;
    });
    await shown(page, 'WhatsApp conectado com sucesso!');
    await shown(page, '+55 11 91234-5678');
    expect((await world.api.session(SHOP)).account).toMatchObject({ phone });
    expect(await barriersOf(page)).toEqual([]);
    await shown(other, 'Obrigado!');
    expect(other.url()).toBe(redirectUrl);

    expect(heard.hosts).toEqual(new Set([new URL(link).host]));
    expect(heard.keys).toEqual(new Set([`Bearer ${tokenIn(link)}`]));
    expect(heard.everything + (await keptBy(page))).not.toContain(world.apiKey);

    await world.api.control(SHOP, 'logout');
    await world.untilState(SHOP, 'logged_out');
    await page.reload();
    await shown(page, 'Este link já foi usado');
    expect(await barriersOf(page)).toEqual([]);
  },
  PATIENCE_MS * 3,
);

test('a link that has expired, or was not copied whole, says what to do', async () => {
  const page = await world.open({ language: 'es', scheme: 'dark' });
  const whole = await linkTo(SHOP, { start: false });
  for (const link of [expiredLink(SHOP), whole.slice(0, -3), world.url('/connect/hello')]) {
    await page.goto(link);
    await shown(page, 'Este enlace ya no es válido');
    await shown(page, 'Pida uno nuevo a quien se lo envió');
  }
  expect(await barriersOf(page)).toEqual([]);
});

test(
  'a page that may do so shows it in a frame, where a phone is connected by a code that is typed',
  async () => {
    const phone = '5521998765432';
    await world.emulator.control.account({ phone });
    await addSession(OTHER_SHOP);
    const link = await linkTo(OTHER_SHOP, {
      language: 'pt',
      start: false,
      origins: ['https://elsewhere.example', site.origin],
    });
    const page = await world.open({ scheme: 'dark' });
    await page.goto(site.embedding(link));
    const frame = await (await page.waitForSelector('iframe'))?.contentFrame();
    if (frame === undefined || frame === null) throw new Error('the frame is empty');

    await press(frame, 'Receber um código');
    await world.untilState(OTHER_SHOP, 'qr');
    await press(frame, 'Conectar digitando um código');
    await arrival(frame, 'Digitar um código');
    await frame.locator('input[name="phone"]').fill('21 99876-5432');
    await press(frame, 'Receber o código');
    await shown(frame, 'Escreva o número com + e o código do país');
    expect(await barriersOf(page)).toEqual([]);
    await frame.locator('input[name="phone"]').fill('+55 21 99876-5432');
    await press(frame, 'Receber o código');
    const announced = await frame.waitForSelector('::-p-text(Seu código: )');
    const code =
      (await announced?.evaluate(({ textContent }) => textContent))?.replace(/^.*: |\s/g, '') ?? '';
    expect(code).toMatch(/^[A-Z0-9]{8}$/);
    await arrival(frame, 'Conectar digitando um código');
    await shown(frame, code.slice(0, 4));
    await shown(frame, code.slice(4));
    expect(await barriersOf(page)).toEqual([]);
    const width = await frame.$eval('html', ({ clientWidth, scrollWidth }) => [clientWidth, scrollWidth]);
    expect(width[1]).toBe(width[0]);

    await world.emulator.control.enterCode({ code, phone });
    await shown(frame, 'WhatsApp conectado com sucesso!');
    await shown(frame, '+55 21 99876-5432');
    await until('the message to the page around it', PATIENCE_MS, async () => {
      const told = await page.evaluate('window.told');
      expect(told).toEqual([
        { origin: new URL(link).origin, data: { type: 'wagw.connected', session: OTHER_SHOP } },
      ]);
      return true;
    });
  },
  PATIENCE_MS * 3,
);

test('a page of another origin cannot show it in a frame', async () => {
  const page = await world.open();
  const link = await linkTo(OTHER_SHOP, { start: false, origins: ['https://elsewhere.example'] });
  const refusal = new Promise<string>((resolve) => {
    page.on('console', (message) => {
      if (message.text().includes('frame-ancestors')) resolve(message.text());
    });
  });
  await page.goto(site.embedding(link));
  expect(await refusal).toContain('https://elsewhere.example');
  const frame = await (await page.waitForSelector('iframe'))?.contentFrame();
  expect(frame?.url()).toBe('chrome-error://chromewebdata/');
});

test(
  'a page that loses the server says so and goes on by itself, in the language that somebody chooses',
  async () => {
    const page = await world.open({ width: 390, height: 844 });
    await addSession('oficina-do-ze');
    const listens = page.waitForResponse((response) => response.url().includes('/events'));
    await page.goto(await linkTo('oficina-do-ze', { start: false }));
    await listens;
    await shown(page, 'Ready to begin');
    await page.locator('select').fill('es');
    await shown(page, 'Listo para empezar');
    expect(await barriersOf(page)).toEqual([]);

    process.kill(Number(world.gateway.api.pid), 'SIGKILL');
    await shown(page, 'Se cortó la conexión');
    await page.waitForFunction(`!document.body.textContent.includes('Se cortó la conexión')`);
    await press(page, 'Recibir un código');
    await until('the start', PATIENCE_MS, async () => {
      const { desired } = await world.api.session('oficina-do-ze');
      return desired === 'running';
    });
  },
  PATIENCE_MS * 2,
);

test('nothing else went wrong in any of these pages', () => {
  const told = /frame-ancestors|does not match the recipient window's origin/;
  expect(world.complaints.filter((complaint) => !told.test(complaint))).toEqual([]);
});
