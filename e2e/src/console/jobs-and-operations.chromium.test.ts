import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { Page } from 'puppeteer';
import { workerUnder } from '../processes.ts';
import { PATIENCE_MS } from '../world.ts';
import { barriersOf, type ConsoleWorld, picture, startConsoleWorld } from './console-world.ts';

/** What goes to many or later, and what whoever runs the gateway sees of it. */

const SESSION = 'loja-centro';
const SHOP = '5511955550071';
const PEOPLE = [
  { name: 'Ana', phone: '5511987650072', order: '1024' },
  { name: 'Bruno', phone: '5511987650073', order: '1025' },
  { name: 'Carla', phone: '5511987650074', order: '1026' },
];
const HOUR_MS = 3_600_000;

let world: ConsoleWorld;
beforeAll(async () => {
  world = await startConsoleWorld({ workers: 2 });
  for (const { phone } of PEOPLE) await world.emulator.control.account({ phone });
  await world.link(SESSION, SHOP);
}, PATIENCE_MS * 2);
afterAll(() => world?.close(), PATIENCE_MS);
afterEach(() => expect(world.complaints).toEqual([]));

async function visit(path: string, language = 'en'): Promise<Page> {
  const page = await world.signedIn(path, { language });
  page.setDefaultTimeout(PATIENCE_MS);
  return page;
}
const shown = (page: Page, text: string) => page.locator(`::-p-text(${text})`).wait();
const click = (page: Page, role: string, name: string) =>
  page.locator(`main ::-p-aria([name="${name}"][role="${role}"])`).click();
/** In the dialog that asks. */
const confirm = (page: Page, name: string) =>
  page.locator(`[role="dialog"] ::-p-aria([name="${name}"][role="button"])`).click();
const fill = (page: Page, name: string, text: string) =>
  page.locator(`main ::-p-aria([name="${name}"][role="textbox"])`).fill(text);
const textOf = (page: Page) => page.$eval('main', (main) => main.textContent ?? '');
const untilGone = (page: Page, text: string) =>
  until(`the end of "${text}"`, PATIENCE_MS, async () => !(await textOf(page)).includes(text));

const SCHEMES = ['dark', 'light'] as const;

/** What would stop somebody on the page as it is, in some schemes. */
async function barriersIn(page: Page, ...schemes: (typeof SCHEMES)[number][]): Promise<string[]> {
  const found = [];
  for (const value of schemes) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value }]);
    await page.waitForSelector(`html[data-mantine-color-scheme="${value}"]`);
    found.push(...(await barriersOf(page)));
  }
  return found;
}

/** Ends workers as an update does. The name of each has its process in it. */
async function workersByProcess() {
  const all = await Promise.all(
    world.gateway.workers.map(async (worker) => ({ worker, pid: await workerUnder(worker.pid) })),
  );
  return {
    end: async (id: string) => all.find(({ pid }) => id.includes(`-${pid}.`))?.worker.stop(PATIENCE_MS),
  };
}

const call = (method: string, path: string, body?: object) =>
  world.api.call(method, `/sessions/${SESSION}${path}`, body);
const itemsOf = async (path: string) => (await call('GET', path)).items as Record<string, unknown>[];

describe('a bulk message', () => {
  test(
    'names wrong lines before anything goes, then reaches each with its own words, seen live',
    async () => {
      // So that the phones read it when the test says so.
      await world.emulator.control.policy({ ackMs: [5] });
      const page = await visit('/jobs');
      await shown(page, 'No bulk message has been sent yet');
      await click(page, 'link', 'New bulk message');

      const table = (second: string) =>
        `número;Nome;Pedido\n+${PEOPLE[0]?.phone};Ana;1024\n${second};Bruno;1025\n+${PEOPLE[2]?.phone};Carla;1026\n`;
      await fill(page, 'Text', 'Olá, {{nome}}! Seu pedido {{ Pedido }} já saiu para entrega.');
      await fill(page, 'Numbers, one a line', table('98765'));
      await shown(page, 'Line 3: “98765” is not a phone number');
      expect(await page.$eval('button[type="submit"]', (button) => button.matches(':disabled'))).toBe(true);
      expect(await barriersIn(page, ...SCHEMES)).toEqual([]);

      // That this number lacks its country code, the gateway alone can tell.
      await fill(page, 'Numbers, one a line', table('11987650073'));
      await click(page, 'button', 'Send to 3 recipients');
      await confirm(page, 'Send');
      await shown(page, 'Line 3: “11987650073” lacks the country code');
      expect(await itemsOf('/batches')).toEqual([]);

      await fill(page, 'Numbers, one a line', table(`+${PEOPLE[1]?.phone}`));
      await shown(page, 'Olá, Bruno! Seu pedido 1025 já saiu para entrega.');
      await click(page, 'button', 'Send to 3 recipients');
      await confirm(page, 'Send');

      await shown(page, 'sent 3');
      for (const { phone } of PEOPLE) await world.emulator.control.seen({ phone, chat: SHOP });
      for (const { id } of await itemsOf('/messages')) await world.untilStatus(SESSION, String(id), ['read']);
      await shown(page, 'read 3');
      const bar = await page.waitForSelector('[role="progressbar"]');
      const value = (name: string) => bar?.evaluate((element, which) => element.getAttribute(which), name);
      expect([await value('aria-valuenow'), await value('aria-valuemax')]).toEqual(['3', '3']);
      for (const { name, phone, order } of PEOPLE) {
        const messages = await world.emulator.control.messages({ phone, chat: SHOP });
        expect(messages.map(({ attrs }) => attrs.body)).toEqual([
          `Olá, ${name}! Seu pedido ${order} já saiu para entrega.`,
        ]);
      }
      expect(await barriersIn(page, ...SCHEMES)).toEqual([]);
      await page.close();
    },
    PATIENCE_MS * 4,
  );

  test(
    'that waits is cancelled as a whole, after a question',
    async () => {
      const recipients = PEOPLE.map(({ name, phone }) => ({ to: `+${phone}`, variables: { name } }));
      const sendAt = new Date(Date.now() + 20 * HOUR_MS).toISOString();
      const text = '{{name}}, amanhã a loja abre às 9h, com pão quentinho e café por nossa conta.';
      await call('POST', '/messages/bulk', { recipients, text, sendAt });
      const page = await visit('/jobs');
      await shown(page, 'waiting 3');
      await picture(page, 'jobs');
      expect(await barriersIn(page, ...SCHEMES)).toEqual([]);
      const [batch] = await page.$$('article a');
      await batch?.click();
      await click(page, 'button', 'Cancel what waits');
      await shown(page, '3 messages have not gone out yet');
      await confirm(page, 'Cancel what waits');
      await shown(page, 'cancelled 3');
      const [newest] = await itemsOf('/batches');
      expect(newest).toMatchObject({ counts: { cancelled: 3 }, isFinished: true });
      await page.close();
    },
    PATIENCE_MS,
  );
});

test(
  'a scheduled message gets another text, and is cancelled after a question',
  async () => {
    const sendAt = new Date(Date.now() + 2 * HOUR_MS).toISOString();
    const first = { to: `+${PEOPLE[2]?.phone}`, text: 'Carla, sua encomenda fica pronta às 16h.', sendAt };
    const { id } = await call('POST', '/messages', first);
    const page = await visit('/jobs/scheduled');
    await shown(page, 'Carla, sua encomenda fica pronta às 16h.');
    await click(page, 'button', 'Change');
    await page.locator('[role="dialog"] textarea').fill('Carla, sua encomenda fica pronta às 17h.');
    await confirm(page, 'Save');
    await untilGone(page, 'pronta às 16h');
    await shown(page, 'Carla, sua encomenda fica pronta às 17h.');
    const [changed] = await itemsOf('/messages?status=scheduled');
    expect(changed).toMatchObject({ text: 'Carla, sua encomenda fica pronta às 17h.', status: 'scheduled' });
    expect(await call('GET', `/messages/${id}`)).toMatchObject({ status: 'cancelled' });
    expect(await barriersIn(page, ...SCHEMES)).toEqual([]);

    await click(page, 'button', 'Cancel the message');
    await confirm(page, 'Cancel the message');
    await shown(page, 'No message waits for its time.');
    expect(await call('GET', `/messages/${changed?.id}`)).toMatchObject({ status: 'cancelled' });
    await page.close();
  },
  PATIENCE_MS,
);

test(
  'a message that failed says why and what to do',
  async () => {
    await world.emulator.control.policy({ failSends: 1 });
    const { id } = await call('POST', '/messages', { to: `+${PEOPLE[0]?.phone}`, text: 'Promoção!' });
    await world.untilStatus(SESSION, String(id), ['failed']);
    const page = await visit('/jobs/failed', 'pt-BR');
    await shown(page, 'O WhatsApp recusou a mensagem. Espere um pouco');
    expect(await barriersIn(page, ...SCHEMES)).toEqual([]);
    await page.close();
  },
  PATIENCE_MS,
);

test(
  'operations shows who owns a session, moves it, and sees workers go',
  async () => {
    const first = (await world.api.session(SESSION)).worker ?? '';
    const page = await visit('/operations');
    await shown(page, 'How it is');
    const sessionsOf = async () => {
      const rows = await page.$$eval('table[aria-label="Workers"] tbody tr', (all) =>
        all.map(({ cells }) => [cells[0]?.querySelector('a')?.textContent, cells[2]?.textContent]),
      );
      return new Map(rows.map(([id, words]) => [id, Number.parseInt(words ?? '', 10)]));
    };
    await until('both workers', PATIENCE_MS, async () => (await sessionsOf()).size === 2);
    const owned = await sessionsOf();
    const second = [...owned.keys()].find((id) => id !== first) ?? '';
    expect([owned.get(first), owned.get(second)]).toEqual([1, 0]);

    await page.locator('label ::-p-text(Tables)').click();
    const sent = () =>
      page.$$eval('table[aria-label="Messages by outcome"] tbody tr', (rows) =>
        rows.reduce((sum, { cells }) => sum + Number(cells[1]?.textContent), 0),
      );
    await until('the messages of the history', PATIENCE_MS, async () => (await sent()) === PEOPLE.length);
    expect(await barriersIn(page, 'dark')).toEqual([]);
    await page.locator('label ::-p-text(Charts)').click();
    await page.waitForSelector('.recharts-bar-rectangle path');
    expect(await barriersIn(page, 'light')).toEqual([]);
    // As far as the charts.
    await page.setViewport({ width: 1280, height: 1_560 });
    await picture(page, 'operations');

    await click(page, 'link', first);
    await click(page, 'button', 'Move');
    await page.locator('[role="dialog"] select').fill(second);
    expect(await barriersOf(page)).toEqual([]);
    await confirm(page, 'Move');
    await shown(page, 'It owns no session now.');
    await until('the move', PATIENCE_MS, async () => (await world.api.session(SESSION)).worker === second);

    await click(page, 'link', 'All of operations');
    await until('the count of the other', PATIENCE_MS, async () => (await sessionsOf()).get(second) === 1);
    const workers = await workersByProcess();
    await workers.end(first);
    await until('one worker', PATIENCE_MS, async () => {
      const left = [...(await sessionsOf()).keys()];
      return left.length === 1 && left[0] === second;
    });

    await workers.end(second);
    await shown(page, 'No worker is alive.');
    await shown(page, 'Start a worker with the role sessions.');
    await page.close();
  },
  PATIENCE_MS * 4,
);
