import { chmod, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { waitUntil } from './deadlines.ts';
import { isGroupAlive } from './process-group.ts';
import { WorkerUnderTest } from './testing/worker-under-test.ts';

jest.setTimeout(60_000);

/** What becomes of a start when something is missing. Nothing here needs a page of WhatsApp's. */
describe('a start that cannot succeed', () => {
  let worker: WorkerUnderTest;
  const servers: Server[] = [];

  afterEach(async () => {
    await worker.close();
    for (const server of servers.splice(0)) server.close();
  });

  /** A server that takes connections and never says a word. */
  async function silentServer(): Promise<string> {
    const server = createServer((socket) => socket.on('error', () => undefined).resume());
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return whatsappAt((server.address() as AddressInfo).port);
  }

  const whatsappAt = (port: number) => `--host-resolver-rules=MAP web.whatsapp.com:443 127.0.0.1:${port}`;

  it('ends as launch_failed when the browser is not installed', async () => {
    worker = await WorkerUnderTest.create({ executablePath: '/nowhere/chromium' });
    const { history } = await worker.start();
    expect(await history.next('ended')).toMatchObject({ reason: 'launch_failed' });
  });

  it('ends as launch_failed when the browser may not be run, instead of bringing the process down', async () => {
    worker = await WorkerUnderTest.create();
    const executablePath = join(worker.profilesPath, 'chromium');
    await writeFile(executablePath, 'not a program');
    await chmod(executablePath, 0o644);
    const { history } = await worker.start('one', { executablePath });
    expect(await history.next('ended')).toMatchObject({ reason: 'launch_failed' });
  });

  it('ends as launch_failed when the browser does not come up, and leaves no process', async () => {
    worker = await WorkerUnderTest.create({ timings: { launchMs: 1_500 } });
    const executablePath = join(worker.profilesPath, 'chromium');
    await writeFile(
      executablePath,
      '#!/bin/sh\n[ "$1" = --version ] && exec echo Chromium 156.0.0.0\nsleep 600\n',
    );
    await chmod(executablePath, 0o755);
    const { history } = await worker.start('one', { executablePath });
    expect(await history.next('ended')).toMatchObject({ reason: 'launch_failed' });
    expect(await worker.browserGroup()).toBeUndefined();
  });

  it('ends as unreachable when nothing listens', async () => {
    worker = await WorkerUnderTest.create({ extraArgs: [whatsappAt(9)] });
    const { history } = await worker.start();
    const ended = await history.next('ended');
    expect(ended).toMatchObject({ reason: 'unreachable', detail: expect.stringContaining('net::ERR_') });
    expect(await worker.browserGroup()).toBeUndefined();
  });

  it('ends as unreachable when WhatsApp takes the connection and never answers', async () => {
    worker = await WorkerUnderTest.create({ extraArgs: [await silentServer()], timings: { openMs: 1_000 } });
    const { history } = await worker.start();
    expect(await history.next('ended')).toMatchObject({ reason: 'unreachable' });
    expect(await worker.browserGroup()).toBeUndefined();
  });

  it('stops in the middle of a launch without leaving an ownerless browser', async () => {
    worker = await WorkerUnderTest.create({ extraArgs: [await silentServer()] });
    const { engine, history } = await worker.start();
    let group: number | undefined;
    const isLaunched = async () => {
      group = await worker.browserGroup();
      return group !== undefined;
    };
    expect(await waitUntil(20_000, isLaunched)).toBe(true);
    await engine.stop();
    expect(history.events).toMatchObject([{ type: 'ended', reason: 'stopped' }]);
    expect(await isGroupAlive(group ?? 0)).toBe(false);
  });
});
