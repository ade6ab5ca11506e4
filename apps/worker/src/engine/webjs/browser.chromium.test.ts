import { expect, test } from '@jest/globals';
import puppeteer from 'puppeteer';
import { endBrowser, findBrowser } from './browser.ts';
import { browserFlags, runsAsRoot } from './browser-flags.ts';
import { findChrome } from './find-chrome.ts';
import { isGroupAlive } from './process-group.ts';

test('a browser that is ended while it stands still may break its pipes: nobody falls over it', async () => {
  const { path, headless } = await findBrowser(findChrome());
  const browser = await puppeteer.launch({
    executablePath: path,
    headless,
    args: browserFlags({ extraArgs: [], asRoot: runsAsRoot() }),
    pipe: true,
  });
  const child = browser.process();
  const group = child?.pid ?? 0;
  process.kill(-group, 'SIGSTOP');
  await endBrowser(browser, 100);
  expect(await isGroupAlive(group)).toBe(false);
  for (const pipe of child?.stdio.slice(3) ?? []) {
    expect(() => pipe?.emit('error', new Error('read ECONNRESET'))).not.toThrow();
  }
});
