import { readFile } from 'node:fs/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { waitUntil } from './deadlines.ts';
import { friend, friendChat, link, messageId, stageForSuite } from './testing/linked-session.ts';
import { sendText } from './testing/texts.ts';

jest.setTimeout(60_000);

/** So that what does not answer is noticed within a test, by the probe and by nobody else. */
const hasty = { timings: { heartbeatEveryMs: 60_000, heartbeatDeadlineMs: 1_500, closeMs: 1_000 } };

describe('a probe', () => {
  const stage = stageForSuite();

  it('proves a session that is connected, and nobody else notices', async () => {
    const { engine, history, phone } = await link(stage);
    const probes = await Promise.all([engine.probe(), engine.probe(), engine.probe()]);
    expect(probes).toEqual([{ healthy: true }, { healthy: true }, { healthy: true }]);
    await stage.emulator.control.incoming({ to: phone, from: friend, text: 'hello' });
    await history.next('message');
    expect(history.types.filter((type) => type !== 'authenticating' && type !== 'connection_state')).toEqual([
      'qr',
      'ready',
      'message',
    ]);
    await engine.stop();
    expect(await engine.probe()).toMatchObject({ healthy: false });
  });

  it('finds a session deaf whose listeners are gone although it is connected', async () => {
    const { engine, history, phone } = await link(stage, hasty);
    await stage.emulator.control.frame({ phone, jolt: { action: 'deafen' } });
    const isDeaf = async () => !(await engine.probe()).healthy;
    expect(await waitUntil(10_000, isDeaf)).toBe(true);
    expect(await engine.probe()).toEqual({
      healthy: false,
      detail: 'hearing what WhatsApp Web reports took longer than 1500 ms',
    });
    // All that is asked of states says that nothing is wrong.
    const text = { chat: friendChat, text: 'still speaking', id: messageId(), linkPreview: false };
    expect(await sendText(engine, text)).toMatchObject({ outcome: 'sent' });
    expect(history.of('message')).toEqual([]);
    expect(history.of('interrupted')).toEqual([]);
    await engine.stop();
  });

  it('fails while WhatsApp is away, and succeeds when it is back', async () => {
    const { engine, history, phone } = await link(stage);
    await stage.emulator.control.drop({ phone, ms: 2_000 });
    await history.next('interrupted');
    expect(await engine.probe()).toMatchObject({ healthy: false });
    await history.next('ready');
    expect(await engine.probe()).toEqual({ healthy: true });
    await engine.stop();
  });

  it('is over in time when the browser is frozen', async () => {
    const { engine, session } = await link(stage, hasty);
    process.kill(-((await stage.worker.browserGroup(session)) ?? Number.NaN), 'SIGSTOP');
    const from = performance.now();
    expect(await engine.probe()).toEqual({
      healthy: false,
      detail: 'the answer to a probe took longer than 1500 ms',
    });
    expect(performance.now() - from).toBeLessThan(6_000);
    await engine.stop();
  });
});

describe('the memory of a session', () => {
  const stage = stageForSuite();

  it('is that of all its processes, while there are any', async () => {
    const engine = stage.worker.factory().create('measured', () => undefined);
    expect(await engine.memoryBytes()).toBeUndefined();
    await engine.stop();
    const life = await link(stage);
    const root = await stage.worker.browserGroup(life.session);
    const share = /^Pss:\s+(\d+) kB/m.exec(await readFile(`/proc/${root}/smaps_rollup`, 'utf8'))?.[1];
    const bytes = (await life.engine.memoryBytes()) ?? 0;
    // The page is in a process of its own, which takes some thirty megabytes.
    expect(bytes).toBeGreaterThan(Number(share) * 1_024 + 15_000_000);
    expect(bytes).toBeLessThan(1_000_000_000);
    await life.engine.stop();
    expect(await life.engine.memoryBytes()).toBeUndefined();
  });
});
