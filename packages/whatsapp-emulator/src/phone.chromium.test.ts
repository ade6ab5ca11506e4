import { afterAll, beforeAll, expect, test } from '@jest/globals';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { type Emulator, startEmulator } from './emulator.ts';
import { CHROMIUM } from './testing/client.ts';
import { ADA, BOB } from './testing/suite.ts';

let emulator: Emulator;
let browser: Browser;
let phone: Page;

beforeAll(async () => {
  emulator = await startEmulator();
  await emulator.control.account({ phone: ADA, name: 'Ada' });
  await emulator.control.account({ phone: BOB, name: 'Bob' });
  browser = await puppeteer.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', ...emulator.chromeArgs],
  });
  await (await browser.newPage()).goto('https://web.whatsapp.com/');
  phone = await browser.newPage();
  await phone.goto(`${emulator.controlUrl}/#phone=${ADA}`);
});

afterAll(async () => {
  await browser.close();
  await emulator.close();
});

const press = (label: string): Promise<void> =>
  phone.locator(`::-p-xpath(//button[starts-with(., '${label}')])`).click();

/** As a person does, who goes on typing while the page is drawn anew. */
async function type(into: string, text: string): Promise<void> {
  await phone.locator(`[aria-label="${into}"]`).click();
  await phone.keyboard.type(text);
}

test('a person at the phone page links a device, chats, edits, deletes, and logs the device out', async () => {
  await press('Scan');
  await phone.waitForSelector('.dot.on');

  await type('Phone number', BOB);
  await press('Chat');
  await type('Message', 'Hello Bob');
  await phone.keyboard.press('Enter');
  await phone.waitForSelector('.bubble.mine');
  const [message] = await emulator.control.messages({ phone: BOB, chat: ADA });
  expect(message).toMatchObject({ fromMe: false, attrs: { body: 'Hello Bob' } });

  await emulator.control.seen({ phone: BOB, chat: ADA });
  await phone.waitForSelector('.ticks.read');
  await phone.locator('.bubble.mine').hover();
  await press('Delete');
  await phone.waitForSelector('.bubble.revoked');

  await press('Log out');
  await phone.waitForFunction("!document.querySelector('.dot')");
  expect((await emulator.control.state()).devices).toEqual([]);
});

test('a button that is held down while something happens is pressed when it is let go', async () => {
  phone = await browser.newPage();
  await phone.goto(`${emulator.controlUrl}/#phone=${ADA}`);
  await type('Phone number', BOB);
  await phone.locator("::-p-xpath(//button[. = 'Chat'])").hover();
  await phone.mouse.down();
  const told = phone.waitForResponse((response) => response.url().endsWith('/control/messages'));
  await emulator.control.incoming({ to: ADA, from: BOB, text: 'Meanwhile' });
  await told;
  await phone.mouse.up();
  await phone.waitForSelector('#message');
  await phone.waitForSelector('.bubble');
});
