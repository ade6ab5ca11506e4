import { spawn } from 'node:child_process';
import { chmod, mkdir, readdir, readFile, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import { waitUntil } from './deadlines.ts';
import { groupsWithArgument, isGroupAlive } from './process-group.ts';
import {
  friendChat,
  type LinkedLife,
  link,
  messageId,
  setStage,
  stageForSuite,
} from './testing/linked-session.ts';
import { sendText } from './testing/texts.ts';

jest.setTimeout(60_000);

/** Short deadlines, so that what is frozen is noticed within a test. */
const hasty = {
  timings: { heartbeatEveryMs: 200, heartbeatDeadlineMs: 1_500, closeMs: 1_500, sendMs: 1_000 },
};

describe('a browser that dies or freezes', () => {
  const stage = stageForSuite();

  async function groupOf({ session }: LinkedLife): Promise<number> {
    const group = await stage.worker.browserGroup(session);
    if (group === undefined) throw new Error('no browser runs');
    return group;
  }

  /** The process that renders the page: the member of the group of type `renderer` with the most memory. */
  async function rendererOf(group: number): Promise<number> {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    const renderers: { pid: number; pages: number }[] = [];
    for (const pid of pids) {
      const [line, statm, stat] = await Promise.all(
        ['cmdline', 'statm', 'stat'].map((file) => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
      );
      const isMember = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[2] === String(group);
      if (isMember && line?.includes('--type=renderer')) {
        renderers.push({ pid: Number(pid), pages: Number(statm?.split(' ')[1]) });
      }
    }
    const largest = renderers.sort((a, b) => b.pages - a.pages)[0];
    if (!largest) throw new Error('no renderer runs');
    return largest.pid;
  }

  it('is noticed at once when it is killed, and comes back without a QR code', async () => {
    const first = await link(stage);
    await first.engine.stop();
    const life = { ...first, ...(await stage.worker.start(first.session)) };
    await life.history.next('ready');
    const group = await groupOf(life);
    process.kill(-group, 'SIGKILL');
    expect(await life.history.ended()).toMatchObject({ reason: 'crashed' });
    expect(await isGroupAlive(group)).toBe(false);
    const send = await sendText(life.engine, {
      chat: friendChat,
      text: 'x',
      id: messageId(),
      linkPreview: false,
    });
    expect(send).toMatchObject({ outcome: 'not_sent', code: 'not_ready' });

    const next = await stage.worker.start(life.session);
    await next.history.next('ready');
    expect(next.history.of('qr')).toEqual([]);
    await next.engine.stop();
  });

  it('is noticed when its page crashes', async () => {
    const life = await link(stage);
    const group = await groupOf(life);
    process.kill(await rendererOf(group), 'SIGKILL');
    expect(await life.history.ended()).toMatchObject({ reason: 'crashed' });
    expect(await isGroupAlive(group)).toBe(false);
  });

  it.each(['browser', 'page'] as const)(
    'is noticed when its %s is frozen; nothing can have left by a send before that, by one under way it can',
    async (what) => {
      for (const isUnderWay of [false, true]) {
        const life = await link(stage, hasty);
        const group = await groupOf(life);
        const victim = what === 'page' ? await rendererOf(group) : -group;
        const freeze = () => process.kill(victim, 'SIGSTOP');
        const message = {
          chat: friendChat,
          id: messageId(),
          content: { type: 'text', text: 'x', linkPreview: false },
        } as const;
        if (!isUnderWay) freeze();
        const send = life.engine.send(message, () => !isUnderWay || freeze());
        expect(await life.history.ended()).toMatchObject({ reason: 'unresponsive' });
        expect(await send).toMatchObject({ outcome: isUnderWay ? 'unknown' : 'not_sent' });
        expect(await isGroupAlive(group)).toBe(false);
      }
    },
  );

  it('is stopped for good when it is frozen', async () => {
    const life = await link(stage, { timings: { closeMs: 1_000, heartbeatEveryMs: 60_000 } });
    const group = await groupOf(life);
    process.kill(-group, 'SIGSTOP');
    await life.engine.stop();
    expect(life.history.of('ended')).toMatchObject([{ reason: 'stopped' }]);
    expect(await isGroupAlive(group)).toBe(false);
  });

  it('is ended to the last process when it was started by a script', async () => {
    const executablePath = join(stage.worker.profilesPath, 'chromium');
    await writeFile(executablePath, '#!/bin/sh\n/usr/lib/chromium/chromium-headless-shell "$@"\nexit $?\n');
    await chmod(executablePath, 0o755);
    const life = await link(stage, { executablePath, timings: { closeMs: 1_000, heartbeatEveryMs: 60_000 } });
    const group = await groupOf(life);
    process.kill(-group, 'SIGSTOP');
    await life.engine.stop();
    expect(await stage.worker.browserGroup(life.session)).toBeUndefined();
  });
});

describe('a worker that dies', () => {
  it('takes its browsers with it', async () => {
    const stage = await setStage();
    const options = { profilesPath: stage.worker.profilesPath, extraArgs: stage.emulator.chromeArgs };
    const script = new URL('./testing/worker-process.ts', import.meta.url).pathname;
    const child = spawn(process.execPath, [
      '--conditions=source',
      '--import=tsx',
      script,
      JSON.stringify(options),
    ]);
    let output = '';
    child.stdout.on('data', (data) => {
      output += data;
    });
    expect(await waitUntil(20_000, () => output.includes('"type":"qr"'))).toBe(true);
    const group = await stage.worker.browserGroup();
    expect(group).toBeDefined();
    child.kill('SIGKILL');
    expect(await waitUntil(3_000, async () => !(await isGroupAlive(group ?? 0)))).toBe(true);
    await stage.close();
  });
});

describe('a profile', () => {
  const stage = stageForSuite();

  it('is readable for its owner only', async () => {
    const { engine, history } = await stage.worker.start('private');
    await history.next('qr');
    expect((await stat(stage.worker.profilePath('private'))).mode & 0o777).toBe(0o700);
    await engine.stop();
  });

  it('is taken from a browser that its worker has left behind', async () => {
    const path = stage.worker.profilePath('orphan');
    await mkdir(path, { recursive: true });
    const flags = ['--headless', '--no-sandbox', '--remote-debugging-port=0', `--user-data-dir=${path}`];
    const orphan = spawn('/usr/lib/chromium/chromium', [...flags, 'about:blank'], {
      detached: true,
      stdio: 'ignore',
    });
    expect(await waitUntil(10_000, async () => (await readdir(path)).includes('SingletonLock'))).toBe(true);

    const { engine, history } = await stage.worker.start('orphan');
    await history.next('qr');
    expect(await isGroupAlive(orphan.pid ?? 0)).toBe(false);
    expect(await groupsWithArgument(`--user-data-dir=${path}`)).toHaveLength(1);
    await engine.stop();
  });

  it.each([
    ['another host', 'some-container-17'],
    ['a process of this host that is gone', `${hostname()}-4194000`],
  ])('opens though its lock names %s', async (_whose, target) => {
    const session = `lock-${target.slice(-4)}`;
    const path = stage.worker.profilePath(session);
    await mkdir(path, { recursive: true });
    await symlink(target, join(path, 'SingletonLock'));
    // The shell without window takes no lock; the whole browser does.
    const { engine, history } = await stage.worker.start(session, {
      executablePath: '/usr/lib/chromium/chromium',
    });
    await history.next('qr');
    await engine.stop();
  });

  it('is not shared by two engines of one worker', async () => {
    const factory = stage.worker.factory({ timings: { closeMs: 300 } });
    const told: string[] = [];
    const first = factory.create('shared', (event) => told.push(`first ${event.type}`));
    const second = factory.create('shared', (event) =>
      told.push(`second ${event.type === 'ended' ? event.reason : event.type}`),
    );
    await first.start();
    expect(await waitUntil(20_000, () => told.includes('first qr'))).toBe(true);
    await second.start();
    expect(await waitUntil(10_000, () => told.includes('second profile_in_use'))).toBe(true);
    expect(await stage.worker.browserGroup('shared')).toBeDefined();
    expect(told).not.toContain('first ended');
    await first.stop();
  });
});
