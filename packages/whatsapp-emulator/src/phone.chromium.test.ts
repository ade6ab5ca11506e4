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

test('a person at the phone page links a device, chats, edits, deletes, and logs the device out', async () => {
  await press('Scan');
  await phone.waitForSelector('.dot.on');

  await phone.locator('[placeholder="Phone number"]').fill(BOB);
  await press('Chat');
  await phone.locator('#message').fill('Hello Bob');
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
