import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { type Emulator, startEmulator } from '@wagw/whatsapp-emulator/emulator';
import type { Page } from 'puppeteer';
import { endBrowser, findBrowser } from './browser.ts';
import { browserFlags, runsAsRoot } from './browser-flags.ts';
import { GuardedClient, type LibraryHooks } from './library-client.ts';

jest.setTimeout(60_000);

describe('the browser of a session', () => {
  let profilePath: string;
  let emulator: Emulator;
  let client: GuardedClient | undefined;

  beforeEach(async () => {
    profilePath = await mkdtemp(join(tmpdir(), 'wagw-profile-'));
    emulator = await startEmulator();
  });

  afterEach(async () => {
    if (client?.pupBrowser) await endBrowser(client.pupBrowser, 5_000);
    await emulator.close();
    await rm(profilePath, { recursive: true, force: true });
  });

  async function make(
    extraArgs: readonly string[],
    hooks: Partial<LibraryHooks> = {},
  ): Promise<GuardedClient> {
    const program = await findBrowser('/usr/bin/chromium');
    const signal = new AbortController().signal;
    const limits = { launchMs: 20_000, bootMs: 20_000, protocolMs: 20_000 };
    const flags = browserFlags({ extraArgs, asRoot: runsAsRoot() });
    client = new GuardedClient(
      { program, flags, profilePath, signal, ...limits },
      {
        launched: async () => undefined,
        documentLoaded: () => undefined,
        documentHooked: () => undefined,
        isWanted: () => true,
        hookingFailed: () => undefined,
        closeWanted: () => undefined,
        ...hooks,
      },
    );
    return client;
  }

  it('looks to WhatsApp like a Chrome with a window', async () => {
    const client = await make(emulator.chromeArgs);
    await client.initialize();
    const seen = await client.pupPage?.evaluate(
      'JSON.stringify({ agent: navigator.userAgent, data: navigator.userAgentData, driven: navigator.webdriver })',
    );
    expect(seen).toContain('Google Chrome');
    expect(seen).not.toContain('Headless');
    expect(seen).toContain('"driven":false');
  });

  it('reaches no other host than WhatsApp’s, not even on its own machine', async () => {
    let connections = 0;
    const bystander = createServer(() => {
      connections += 1;
    });
    await new Promise<void>((resolve) => bystander.listen(0, '127.0.0.1', resolve));
    const { port } = bystander.address() as AddressInfo;
    const visited = async (page: Page) => {
      await page.goto(`http://127.0.0.1:${port}/`);
    };
    const client = await make([], { launched: async (_browser, page) => await visited(page) });
    await expect(client.initialize()).rejects.toThrow('net::ERR_NAME_NOT_RESOLVED');
    expect(connections).toBe(0);
    bystander.close();
  });
});
