import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { browsersBelow, workerUnder } from './processes.ts';
import { PATIENCE_MS } from './world.ts';

/** `pnpm sandbox --once`, as a stranger runs it. */

const ROOT = resolve(import.meta.dirname, '../..');

interface Sandbox {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly exit: Promise<number | null>;
  /** Waits for a line of the transcript. */
  said(line: string): Promise<void>;
}

function runSandbox(env: Record<string, string> = {}): Sandbox {
  const child = spawn(
    process.execPath,
    ['--conditions=source', '--import', 'tsx', 'sandbox/src/sandbox.ts', '--once'],
    // biome-ignore lint/style/noProcessEnv: the command gets the machine's environment, as in a terminal
    { cwd: ROOT, env: { ...process.env, NODE_OPTIONS: '', ...env } },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  return {
    process: child,
    output: () => output,
    exit: new Promise((resolveExit) => child.once('close', resolveExit)),
    async said(line) {
      await until(`the line "${line}"`, PATIENCE_MS, () => output.includes(line));
    },
  };
}

const TRANSCRIPT = [
  'session "loja" created',
  'QR code scanned',
  'the session is ready',
  'message accepted',
  'ack 3: read',
  'reply received',
  'WhatsApp has the message exactly once',
  'delivered without a gap, each with a good signature',
];

test(
  'plays the main job and ends with 0',
  async () => {
    const sandbox = runSandbox();
    expect([await sandbox.exit, sandbox.output()]).toEqual([0, expect.stringContaining('ack 1: server')]);
    for (const line of TRANSCRIPT) expect(sandbox.output()).toContain(line);
  },
  PATIENCE_MS * 2,
);

test(
  'with each of its processes killed on the way it still ends with 0, the message sent once',
  async () => {
    const sandbox = runSandbox();
    await sandbox.said('Running: ');
    const pidOf = (name: string) => Number(new RegExp(`${name} (\\d+)`).exec(sandbox.output())?.[1]);

    await sandbox.said('session "loja" created');
    process.kill(pidOf('api'), 'SIGKILL');
    await sandbox.said('QR code scanned');
    const folder = resolve(ROOT, '.data/sandbox', String(sandbox.process.pid));
    process.kill(await until('the browser', PATIENCE_MS, () => browsersBelow(folder)[0]), 'SIGKILL');
    process.kill(await workerUnder(pidOf('worker-1')), 'SIGKILL');
    await sandbox.said('the session is ready');
    process.kill(pidOf('redis'), 'SIGKILL');
    await sandbox.said('message accepted');
    process.kill(pidOf('worker-1'), 'SIGKILL');

    expect([await sandbox.exit, sandbox.output()]).toEqual([
      0,
      expect.stringContaining('worker-1 ended (SIGKILL)'),
    ]);
    for (const line of TRANSCRIPT) expect(sandbox.output()).toContain(line);
  },
  PATIENCE_MS * 4,
);

test(
  'without a browser it says what to install and does not end with 0',
  async () => {
    const sandbox = runSandbox({ CHROME_EXECUTABLE_PATH: '/nowhere/chromium', PATH: '/nowhere' });
    expect(await sandbox.exit).not.toBe(0);
    expect(sandbox.output()).toContain('These programs are missing');
    expect(sandbox.output()).toContain('CHROME_EXECUTABLE_PATH');
  },
  PATIENCE_MS,
);
