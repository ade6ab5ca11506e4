import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { EVENTS } from '@wagw/shared/events/catalogue';
import { appendEvent, newEventId, unfenced } from '@wagw/shared/events/event-log';
import { signingKey, verify } from '@wagw/shared/webhooks/signature';
import { Redis } from 'ioredis';
import type { Page } from 'puppeteer';
import { barriersOf, type ConsoleWorld, picture, startConsoleWorld } from './console-world.ts';
import { type OrderSystem, startOrderSystem, type Taken } from './order-system.ts';

/** A shop's own program gets what happens, fails, and gets what it has missed: all of it seen and done in the console. */

const PATIENCE_MS = 60_000;
// Each step waits for what the page shows; on a busy machine several of them take their time.
jest.setTimeout(2 * PATIENCE_MS);
const SESSION = 'loja-centro';
const OTHER_SESSION = 'loja-vila-mariana';
/** Where the order system moves to; nothing is posted there. */
const NEW_URL = 'https://pedidos.padaria-sao-joao.example/whatsapp';
const TENANT = 'padaria-sao-joao';

let world: ConsoleWorld;
let orders: OrderSystem;
let redis: Redis;
/** Of somebody who may manage; the tests follow each other on it. */
let page: Page;
/** As the console has shown it. */
let secret: string;

beforeAll(async () => {
  // One repetition, so that what fails is soon given up.
  world = await startConsoleWorld({ env: { WEBHOOK_RETRY_SCHEDULE: '100ms' } });
  orders = await startOrderSystem();
  redis = new Redis(world.gateway.redisUrl);
  for (const id of [SESSION, OTHER_SESSION])
    await world.api.call('POST', '/sessions', { id, tenantId: TENANT, start: false });
}, PATIENCE_MS * 2);
afterAll(async () => {
  redis?.disconnect();
  await orders?.close();
  await world?.close();
}, PATIENCE_MS);

/** A customer writes to the shop. @returns the id of the event */
async function receive(body: string, session = SESSION): Promise<string> {
  const id = newEventId();
  const { media: _, quoted: __, ...example } = EVENTS.message.example;
  const data = { ...example, body, type: 'chat', hasMedia: false, mentions: [] };
  await appendEvent(redis, {
    fence: unfenced(session),
    tenantId: TENANT,
    body: { event: 'message', data },
    now: Date.now(),
    length: 1_000,
    id,
  });
  return id;
}

const shown = (text: string, on = page) => on.locator(`::-p-text(${text})`).wait();
const press = (name: string, role = 'button', on = page) =>
  on.locator(`::-p-aria([name="${name}"][role="${role}"])`).click();
const pressInDialog = (name: string) =>
  page.locator(`[role="dialog"] ::-p-aria([name="${name}"][role="button"])`).click();
/** In a question, which goes once it is answered; until then it lies over the page. */
const confirm = async (name: string) => {
  await pressInDialog(name);
  await page.waitForFunction(`document.querySelector('[role="dialog"], .mantine-Modal-overlay') === null`);
};
const write = (field: string, text: string) =>
  page.locator(`::-p-aria([name="${field}"][role="textbox"])`).fill(text);
/** Instead of all that stands there, and in one piece, as somebody pastes. */
const paste = async (field: string, text: string) => {
  await press(field, 'textbox');
  await page.keyboard.down('Control');
  await page.keyboard.press('A');
  await page.keyboard.up('Control');
  await page.keyboard.sendCharacter(text);
};
const takenAs = (id: string): Taken | undefined =>
  orders.taken.find(({ headers }) => headers['webhook-id'] === id);
const untilTaken = (id: string) => until('the order system to have it', PATIENCE_MS, async () => takenAs(id));

/** What the API has of the address that the tests have added. */
const added = async () =>
  ((await world.api.call('GET', '/webhooks')).items as { url: string }[]).filter(
    ({ url }) => url === NEW_URL,
  );

test('an address is added, its secret is shown once, and a test reaches it', async () => {
  page = await world.signedIn('/deliveries');
  await press('Add an address');
  await write('Address (URL)', 'loja.example');
  await press('Add');
  await shown('Write the whole address');
  await write('Address (URL)', orders.url);
  await write('Note', 'Sistema de pedidos da padaria');
  await press('Add');
  await shown('The address was added');
  secret = await page.$eval('[aria-label="Secret"]', ({ textContent }) => textContent ?? '');
  await press('I have copied it');

  await shown('Sistema de pedidos da padaria');
  expect(await page.content()).not.toContain(secret);
  await press(`Actions for ${orders.url}`);
  await press('Test', 'menuitem');
  await press('Post the example');
  await shown('It has arrived');
  await shown('The receiver accepted it (200).');
  expect(await barriersOf(page)).toEqual([]);
  const [taken] = orders.taken;
  expect(taken?.headers['webhook-id']).toMatch(/^evt_test_/);
  expect(taken && verify(signingKey(secret), taken.headers, Buffer.from(taken.text))).toBe(true);
  await press('Close');
});

test('what was not accepted is given up, shown with every attempt, and delivered once more', async () => {
  await press(orders.url, 'link');
  await shown('Every request is signed.');
  orders.isOutOfOrder = true;
  const id = await receive('Bom dia! Ainda tem pão de queijo?');
  await press('Given up (1)', 'tab');
  await shown('The receiver answered 503.');
  await press('Message received', 'link');
  await shown('Attempt 2: The receiver answered 503.');
  await shown('Attempt 1: The receiver answered 503.');
  await shown('O sistema de pedidos está em manutenção.');
  await shown('server: pedidos');
  await shown('Ainda tem pão de queijo?');
  expect(await barriersOf(page)).toEqual([]);
  expect(takenAs(id)).toBeUndefined();

  orders.isOutOfOrder = false;
  await press('Deliver again');
  await shown('with the same id and the same body');
  await confirm('Deliver again');
  await shown('Attempt 3: The receiver accepted it (200).');
  const taken = await untilTaken(id);
  expect(taken.headers['webhook-attempt']).toBe('3');
  expect(JSON.parse(taken.text)).toMatchObject({ id, data: { body: 'Bom dia! Ainda tem pão de queijo?' } });
});

test('the signature of the request that came is right, and of a changed body it is not', async () => {
  await press('Check this signature', 'link');
  await page.locator('::-p-aria([name="Secret of the address"][role="textbox"])').fill(secret);
  await press('Check');
  await shown('The signature is valid');
  const taken = orders.taken.at(-1);
  const filledIn = await page.evaluate(`
    const fields = document.querySelectorAll('main input:not([type="password"]), main textarea');
    [...fields].map(({ value }) => value).filter((value) => value !== '')
  `);
  const { headers, text } = taken ?? { headers: {}, text: '' };
  const signed = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headers[name]);
  expect(filledIn).toEqual([...signed, text]);

  await paste('Body of the request', text.replace('Bom dia', 'Boa tarde'));
  await press('Check');
  await shown('The signature is not valid');
  await shown('or the id, the timestamp or the body was changed');
  await paste('Body of the request', JSON.stringify(JSON.parse(text), null, 2));
  await press('Check');
  await shown('The JSON was written anew');
  expect(await barriersOf(page)).toEqual([]);
});

test('all that was given up is delivered again together, and the dialog says how far it is', async () => {
  await press('Back to the delivery', 'link');
  await press('All deliveries of this address', 'link');
  orders.isOutOfOrder = true;
  const ids = [
    await receive('Quero encomendar um bolo de cenoura.'),
    await receive('Vocês entregam hoje?', OTHER_SESSION),
  ];
  await press('Given up (2)', 'tab');
  await press('Deliver these again');
  await shown('2 deliveries are posted again.');
  expect(await barriersOf(page)).toEqual([]);
  orders.isOutOfOrder = false;
  await pressInDialog('Deliver again');
  await shown('Everything has been posted');
  await shown('2 deliveries were put in line again.');
  for (const id of ids) await untilTaken(id);
  await pressInDialog('Close');
  await shown('Nothing was given up.');
});

test('events of one session are delivered again by their numbers, with both ends', async () => {
  const before = orders.taken.length;
  await press('Deliver again');
  await press('Events of one session, by their numbers', 'radio');
  await page.locator('::-p-aria([name="Session"][role="combobox"])').fill(SESSION);
  await page.locator(`[role="option"] ::-p-text(${SESSION})`).click();
  await write('From number', '1');
  await write('To number', '2');
  expect(await barriersOf(page)).toEqual([]);
  await pressInDialog('Deliver again');
  await shown('Everything has been posted');
  await shown('2 deliveries were put in line again.');
  const seqs = orders.taken.slice(before).map(({ text }) => {
    const { sessionId, seq } = JSON.parse(text) as { sessionId: string; seq: number };
    return [sessionId, seq];
  });
  expect(seqs.sort()).toEqual([
    [SESSION, 1],
    [SESSION, 2],
  ]);
  await pressInDialog('Close');
});

test('deliveries are found by their state, and the page follows what others change', async () => {
  await press('Deliveries', 'tab');
  await page.locator('::-p-aria([name="State"][role="combobox"])').fill('dead');
  await shown('Nothing fits.');
  orders.isOutOfOrder = true;
  await receive('Dá para reservar uma mesa para sábado?', OTHER_SESSION);
  await press('Given up (1)', 'tab');
  await press('Deliveries', 'tab');
  await page.locator('tbody ::-p-text(The receiver answered 503.)').wait();
  const id = new URL(page.url()).pathname.split('/').at(-1);
  await world.api.call('PATCH', `/webhooks/${id}`, { url: NEW_URL });
  await shown(new URL(NEW_URL).host);
  await picture(page, 'deliveries');
});

test('an address is switched off in the page', async () => {
  await press(`Actions for ${NEW_URL}`);
  await press('Switch off', 'menuitem');
  await confirm('Switch off');
  await shown('Somebody has switched it off.');
  expect(await added()).toMatchObject([{ enabled: false }]);
});

test('an address is changed, and keeps what nobody has touched', async () => {
  await press(`Actions for ${NEW_URL}`);
  await press('Change', 'menuitem');
  await shown('Change the address');
  await write('Note', 'Sistema novo da padaria');
  expect(await barriersOf(page)).toEqual([]);
  await pressInDialog('Save');
  await page.locator('main ::-p-text(Sistema novo da padaria)').wait();
  expect(await added()).toMatchObject([{ description: 'Sistema novo da padaria', enabled: false }]);
});

test('who may only read sees no header values, and nothing to press that changes something', async () => {
  const key = String((await world.api.call('POST', '/keys', { name: 'clerk', scopes: ['read'] })).key);
  const reader = await world.signedIn('/deliveries', { key, scheme: 'dark', width: 390, height: 844 });
  await press(NEW_URL, 'link', reader);
  await shown('Somebody has switched it off.', reader);
  await press('Message received', 'link', reader);
  await shown('O sistema de pedidos está em manutenção.', reader);
  const text = await reader.$eval('main', ({ textContent }) => textContent);
  for (const hidden of ['Deliver again', 'Check this signature', 'webhook-signature', 'Add an address'])
    expect(text).not.toContain(hidden);
  expect(await barriersOf(reader)).toEqual([]);
});

test('an address goes once its question is answered, and not before', async () => {
  await press(`Actions for ${NEW_URL}`);
  await press('Delete', 'menuitem');
  await shown(`Nothing more is posted to ${NEW_URL}.`);
  await shown('This cannot be undone.');
  await confirm('Cancel');
  expect(await added()).toHaveLength(1);
  await press(`Actions for ${NEW_URL}`);
  await press('Delete', 'menuitem');
  await confirm('Delete');
  await until('the address to be gone', PATIENCE_MS, async () => (await added()).length === 0);
});

test('no page has complained of anything', () => {
  expect(world.complaints).toEqual([]);
});
