import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import puppeteer, { type Browser, type Page } from 'puppeteer';
import { pause, waitUntil } from './deadlines.ts';
import { NetworkSwitch } from './network-switch.ts';

jest.setTimeout(60_000);

const A_WHILE_MS = 1_000;
/** What was on the wire already may take this long to be read. */
const ON_THE_WIRE_MS = 300;

/** Everything that can speak in a page says its name again and again. */
const speak = (who: string) => `setInterval(() => fetch('/said/${who}').catch(() => {}), 50);`;
const site: Record<string, { readonly type: string; readonly body: string }> = {
  '/': {
    type: 'text/html',
    body: `<script>${speak('page')}
      new Worker('/worker.js'); new SharedWorker('/shared.js');
      navigator.serviceWorker.register('/service.js');
    </script>`,
  },
  '/worker.js': { type: 'text/javascript', body: speak('worker') },
  '/shared.js': { type: 'text/javascript', body: speak('shared') },
  '/service.js': { type: 'text/javascript', body: speak('service') },
};
const speakers = ['page', 'service', 'shared', 'worker'];

describe('the network switch of a page', () => {
  let server: Server;
  let browser: Browser;
  let page: Page;
  let network: NetworkSwitch;
  const said = new Set<string>();

  const heard = async (who: readonly string[]) => {
    said.clear();
    return await waitUntil(10_000, () => who.every((name) => said.has(name)));
  };

  async function expectSilence(): Promise<void> {
    await pause(ON_THE_WIRE_MS);
    said.clear();
    await pause(A_WHILE_MS);
    expect([...said]).toEqual([]);
  }

  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => {
      if (url.startsWith('/said/')) said.add(url.slice('/said/'.length));
      const file = site[url];
      response.setHeader('content-type', file?.type ?? 'text/plain').end(file?.body ?? '');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    browser = await puppeteer.launch({
      executablePath: '/usr/lib/chromium/chromium-headless-shell',
      headless: 'shell',
      pipe: true,
      args: ['--no-sandbox'],
    });
    page = await browser.newPage();
    network = new NetworkSwitch(5_000);
    await network.attach(browser, page);
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    expect(await heard(speakers)).toBe(true);
  });

  afterAll(async () => {
    await browser.close();
    server.close();
  });

  it('silences the page and every kind of worker, and lets all of them go on', async () => {
    await network.turn(true);
    await expectSilence();
    await network.turn(false);
    expect(await heard(speakers)).toBe(true);
  });

  it('may be turned again before it has finished; the last word holds', async () => {
    await Promise.all([network.turn(true), network.turn(false), network.turn(true)]);
    await expectSilence();
    await Promise.all([network.turn(false), network.turn(true), network.turn(false)]);
    expect(await heard(speakers)).toBe(true);
  });

  it('may be turned back while it is being turned', async () => {
    const off = network.turn(true);
    await new Promise(setImmediate);
    await network.turn(false);
    await off;
    expect(await heard(speakers)).toBe(true);
  });

  it('is not outlived by who waits for the network', async () => {
    await network.turn(true);
    const waiting = network.online.then(() => 'released');
    network.close();
    expect(await waiting).toBe('released');
    await network.turn(false);
  });

  it('says so when the browser does not obey', async () => {
    const other = new NetworkSwitch(200);
    await other.attach(browser, { setOfflineMode: () => new Promise(() => undefined) } as unknown as Page);
    await expect(other.turn(true)).rejects.toThrow('switching the network took longer than 200 ms');
  });
});
