import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { Page } from 'puppeteer';
import { read } from '../dialects/camera.ts';
import { barriersOf, type ConsoleWorld, picture, startConsoleWorld } from './console-world.ts';

const PATIENCE_MS = 60_000;
// One test waits for several things, one after the other.
jest.setTimeout(3 * PATIENCE_MS);
const SHOP = { id: 'Padaria-Sao-Joao', phone: '5511912345678', number: '+55 11 91234-5678' };
const CUSTOMER = '5511987654321';

let world: ConsoleWorld;
/** The page of somebody who may do everything. It is never loaded again. */
let page: Page;
beforeAll(async () => {
  world = await startConsoleWorld();
  await world.emulator.control.account({ phone: SHOP.phone, name: 'Padaria São João' });
  await world.emulator.control.account({ phone: CUSTOMER, name: 'Ana Souza' });
  page = await world.signedIn('/sessions');
  page.setDefaultTimeout(PATIENCE_MS);
  await page.evaluate('window.isFirstLoad = true');
});
afterAll(() => world?.close());

const button = (name: string) => `::-p-aria([name="${name}"][role="button"])`;
const press = (name: string, within = '') => page.locator(`${within} ${button(name)}`).click();
const shown = (text: string, where = 'main', on = page) => on.locator(`${where} ::-p-text(${text})`).wait();
/** Waits until what has the keyboard is so. */
const focused = (what: string) => page.waitForFunction(`document.activeElement.${what}`);
/** The row of a session in the list. */
const row = (id: string) => `tr:has(a[href$="/${id}"])`;
const statesOf = async (id: string) => {
  const { state, desired } = await world.api.session(id);
  return { state, desired };
};
test('the first session is made where the page says so, and shows its QR code', async () => {
  await shown('No session yet');
  expect(await barriersOf(page)).toEqual([]);
  await press('Connect the first phone');
  await page.locator('::-p-aria([name="Name"][role="textbox"])').fill('Padaria São João');
  expect(await barriersOf(page)).toEqual([]);
  await press('Create', '[role="dialog"]');

  await shown(SHOP.id, 'h1');
  await page.waitForSelector('main img[src^="data:"]');
  await shown('Open WhatsApp on your phone');
  expect(await statesOf(SHOP.id)).toEqual({ state: 'qr', desired: 'running' });
  expect(await barriersOf(page)).toEqual([]);
  await picture(page, 'session');
});

test('a link for the owner of the phone is made, shown once and copied', async () => {
  await press('Link to connect the phone');
  await press('Make the link', '[role="dialog"]');
  const link = await page.waitForSelector('[role="dialog"] input[readonly]');
  const url = await link?.evaluate((input) => input.getAttribute('value'));
  expect(await barriersOf(page)).toEqual([]);
  await press('Done', '[role="dialog"]');
  const answer = await fetch(String(url));
  expect(answer.status).toBe(200);
});

test('a phone that reads the picture is connected, and the page says so by itself', async () => {
  await until('a QR code on the page that the phone takes', PATIENCE_MS, async () => {
    const source = await page.$eval('main img[src^="data:"]', (image) => image.getAttribute('src'));
    await world.emulator.control.scan({ qr: read(source ?? ''), phone: SHOP.phone });
    return true;
  });
  await shown('Messages can be sent and received', 'main [role="status"]');
  await shown(SHOP.number);
  expect(await page.$('main img[src^="data:"]')).toBeNull();
  expect(await statesOf(SHOP.id)).toEqual({ state: 'ready', desired: 'running' });
});

test('what happens comes to the top of the timeline, with its payload when it is asked for', async () => {
  await world.emulator.control.incoming({
    from: CUSTOMER,
    to: SHOP.phone,
    text: 'Bom dia! Tem pão de queijo?',
  });
  await shown('Tem pão de queijo?', 'main ol li');
  expect(await page.$('main pre')).toBeNull();
  await page.locator('main button[aria-label^="Details of Message received"]').click();
  const payload = await page
    .locator('main pre')
    .map(({ textContent }) => textContent)
    .wait();
  expect(JSON.parse(payload ?? '')).toMatchObject({ body: 'Bom dia! Tem pão de queijo?', phone: CUSTOMER });
  expect(await barriersOf(page)).toEqual([]);
});

test('to stop asks first, and stops', async () => {
  await press('Stop');
  await shown('Until it is started again, nothing is sent or received', '[role="dialog"]');
  expect(await statesOf(SHOP.id)).toEqual({ state: 'ready', desired: 'running' });
  expect(await barriersOf(page)).toEqual([]);
  await press('Stop', '[role="dialog"]');
  await shown('No new QR code is needed', 'main [role="status"]');
  expect(await statesOf(SHOP.id)).toEqual({ state: 'stopped', desired: 'stopped' });
});

test('the settings of a session are changed where they are read', async () => {
  await page.locator('::-p-aria([name="Settings"][role="tab"])').click();
  await press('Add a note');
  await page.locator('::-p-aria([name="Name of the note"][role="textbox"])').fill('contrato');
  await page.locator('::-p-aria([name="Note"][role="textbox"])').fill('A-77');
  await press('Save');
  await shown('Saved.');
  expect((await world.api.session(SHOP.id)).metadata).toEqual({ contrato: 'A-77' });
  expect(await barriersOf(page)).toEqual([]);
});

test('the list has every session, finds one by its note, and is without barriers', async () => {
  await world.api.call('POST', '/sessions', { id: 'Floricultura-Bela', tenantId: 'flores', start: false });
  await page.locator('::-p-aria([name="All sessions"][role="link"])').click();
  await shown('Stopped', row(SHOP.id));
  await page.reload();
  await page.evaluate('window.isFirstLoad = true');
  await shown('Floricultura-Bela');
  expect(await barriersOf(page)).toEqual([]);

  const search = page.locator('input[type="search"]');
  await search.fill('a-77');
  await shown('1 to 1 of 1 sessions');
  await shown(SHOP.number, row(SHOP.id));
  await search.click({ count: 3 });
  await page.keyboard.press('Backspace');
  await shown('1 to 2 of 2 sessions');
});

test('on a phone the list is cards, in the dark too', async () => {
  const phone = await world.signedIn('/sessions', { width: 390, height: 844, scheme: 'dark' });
  await shown('Floricultura-Bela', 'main ul li', phone);
  expect(await barriersOf(phone)).toEqual([]);
  await phone.goto(world.url(`/sessions/${SHOP.id}/settings`));
  await shown('Danger zone', 'main', phone);
  expect(await barriersOf(phone)).toEqual([]);
  const { inner, scroll } = await phone.$eval('html', ({ clientWidth, scrollWidth }) => ({
    inner: clientWidth,
    scroll: scrollWidth,
  }));
  expect(scroll).toBeLessThanOrEqual(inner);
  await phone.close();
});

test('a key that may only read sees the sessions of its tenant, and no buttons', async () => {
  const { key } = await world.api.call('POST', '/keys', {
    name: 'leitura',
    tenantId: 'flores',
    scopes: ['read'],
  });
  const reader = await world.signedIn('/sessions', { key: String(key) });
  await shown('Floricultura-Bela', 'main', reader);
  const names = (on: Page) =>
    on.$$eval('main button', (all) => all.map((one) => one.ariaLabel ?? one.textContent));
  expect(await names(reader)).toEqual(['Actions for Floricultura-Bela']);
  await reader.locator(button('Actions for Floricultura-Bela')).click();
  await reader.waitForSelector('[role="menuitem"]');
  const items = await reader.$$eval('[role="menuitem"]', (all) => all.map(({ textContent }) => textContent));
  expect(items).toEqual(['Conversations']);
  expect(await reader.$eval('main', ({ textContent }) => textContent)).not.toContain(SHOP.id);

  await reader.goto(world.url('/sessions/Floricultura-Bela/settings'));
  await shown('About this session', 'main', reader);
  expect(await names(reader)).toEqual(['What happened', 'Settings']);
  await reader.goto(world.url(`/sessions/${SHOP.id}`));
  await shown('There is no such session', 'main', reader);
  await reader.close();
});

test('when the server was away, the list is live again without being loaded anew', async () => {
  const { pid } = world.gateway.api;
  process.kill(Number(pid), 'SIGKILL');
  await shown('The gateway cannot be reached');
  await page.waitForFunction(`!document.body.textContent.includes('cannot be reached')`);
  await shown('Stopped', row(SHOP.id));

  await world.api.startSession(SHOP.id);
  await shown('Connected', row(SHOP.id));
  await shown(SHOP.number, row(SHOP.id));
  expect(await page.evaluate('window.isFirstLoad')).toBe(true);
  await picture(page, 'sessions');
});

test('to delete says what is lost, and the session goes from the list', async () => {
  await press(`Actions for ${SHOP.id}`);
  await page.locator('::-p-aria([name="Delete"][role="menuitem"])').click();
  await shown('This cannot be undone', '[role="dialog"]');
  await focused(`closest('[role="dialog"]') !== null`);
  await page.keyboard.press('Escape');
  await focused(`ariaLabel === 'Actions for ${SHOP.id}'`);
  expect(await statesOf(SHOP.id)).toEqual({ state: 'ready', desired: 'running' });

  // Once more, with the keyboard alone.
  await page.keyboard.press('Enter');
  await focused(`closest('[role="menu"]') !== null`);
  await page.keyboard.press('ArrowDown');
  await focused(`role === 'menuitem'`);
  await page.keyboard.press('End');
  await focused(`textContent === 'Delete'`);
  await page.keyboard.press('Enter');
  await focused(`closest('[role="dialog"]') !== null`);
  await press('Delete', '[role="dialog"]');
  await page.waitForFunction(`!document.querySelector('main').textContent.includes('${SHOP.id}')`);
  await shown('1 to 1 of 1 sessions');
  expect(await page.evaluate('window.isFirstLoad')).toBe(true);
});

test('no page has complained of anything', () => {
  expect(world.complaints).toEqual([]);
});
