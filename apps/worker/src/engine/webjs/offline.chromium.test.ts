import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { pause, waitUntil } from './deadlines.ts';
import { isGroupAlive } from './process-group.ts';
import { History } from './testing/history.ts';
import { friend, friendChat, link, messageId, stageForSuite } from './testing/linked-session.ts';
import { Relay } from './testing/relay.ts';
import { sendText } from './testing/texts.ts';

jest.setTimeout(60_000);

/** Long enough for what is held back wrongly to get out. */
const A_WHILE_MS = 1_500;
/** What was on the wire already may take this long to be counted. */
const ON_THE_WIRE_MS = 300;

describe('a session that is cut off from the network', () => {
  const stage = stageForSuite();
  let relay: Relay;
  let overRelay: { readonly extraArgs: readonly string[] };

  beforeAll(async () => {
    const wire = await Relay.between(stage.emulator.chromeArgs);
    relay = wire.relay;
    overRelay = { extraArgs: wire.chromeArgs };
  });

  afterAll(() => relay.close());

  const text = (text: string) => ({ chat: friendChat, text, id: messageId(), linkPreview: false });

  /** Nothing leaves the browser for a while. */
  async function expectSilence(): Promise<void> {
    await pause(ON_THE_WIRE_MS);
    const heard = relay.heard;
    await pause(A_WHILE_MS);
    expect(relay.heard).toBe(heard);
  }

  it('says nothing, and afterwards is ready by itself and hears what it has missed', async () => {
    const { engine, history, phone, session } = await link(stage, overRelay);
    const browser = await stage.worker.browserGroup(session);

    await engine.setOffline(true);
    await history.next('interrupted');
    expect(await engine.probe()).toMatchObject({ healthy: false });
    expect(await sendText(engine, text('too late'))).toMatchObject({
      outcome: 'not_sent',
      code: 'not_ready',
    });
    await stage.emulator.control.incoming({ from: friend, to: phone, text: 'anybody there?' });
    await expectSilence();
    expect(history.of('message')).toEqual([]);

    await engine.setOffline(false);
    await history.next('ready');
    const heard = await waitUntil(10_000, () => history.of('message').length === 1);
    expect(heard && history.of('message')).toMatchObject([{ message: { body: 'anybody there?' } }]);
    expect(await sendText(engine, text('now'))).toMatchObject({ outcome: 'sent' });
    expect(await engine.probe()).toEqual({ healthy: true });
    expect(history.of('qr')).toHaveLength(1);
    expect(await stage.worker.browserGroup(session)).toBe(browser);
    await engine.stop();
  });

  it('holds a send back that was under way, and says truly what became of it', async () => {
    const { engine, history, phone } = await link(stage, overRelay);
    await stage.emulator.control.policy({ rpcDelayMs: 1_000 });
    const message = { ...text('half way'), chat: '4915100000777@c.us' };
    const before = relay.heard;
    const outcome = sendText(engine, message);
    expect(await waitUntil(5_000, () => relay.heard > before)).toBe(true);
    await engine.setOffline(true);
    await expectSilence();
    expect(await stage.emulator.control.sent({ phone })).toEqual([]);

    await stage.emulator.control.policy({ rpcDelayMs: 0 });
    await engine.setOffline(false);
    await history.next('ready');
    const sent = () => stage.emulator.control.sent({ phone });
    if ((await outcome).outcome !== 'sent') {
      expect(await outcome).toMatchObject({ outcome: 'not_sent', code: 'not_ready' });
      expect(await sent()).toEqual([]);
      expect(await sendText(engine, message)).toMatchObject({ outcome: 'sent', ref: { id: message.id } });
    }
    expect(await waitUntil(10_000, async () => (await sent()).length > 0)).toBe(true);
    expect(await sent()).toMatchObject([{ id: message.id, arrivals: 1 }]);
    await engine.stop();
  });

  it('comes back although WhatsApp has hung up meanwhile', async () => {
    const { engine, history, phone } = await link(stage, overRelay);
    await engine.setOffline(true);
    await history.next('interrupted');
    await stage.emulator.control.drop({ phone });
    await stage.emulator.control.incoming({ from: friend, to: phone, text: 'hello?' });
    const gone = async () =>
      !(await stage.emulator.control.state()).connections.some((known) => known.phone === phone);
    expect(await waitUntil(5_000, gone)).toBe(true);
    await engine.setOffline(false);
    await history.next('ready');
    expect(await waitUntil(10_000, () => history.of('message').length === 1)).toBe(true);
    expect(history.of('qr')).toHaveLength(1);
    await engine.stop();
  });

  it('is ended when it cannot be silenced', async () => {
    const deadlines = { switchMs: 500, closeMs: 500, heartbeatEveryMs: 60_000 };
    const { engine, history, session } = await link(stage, { ...overRelay, timings: deadlines });
    const group = (await stage.worker.browserGroup(session)) ?? Number.NaN;
    process.kill(-group, 'SIGSTOP');
    await engine.setOffline(true);
    expect(history.of('ended')).toMatchObject([{ reason: 'unresponsive' }]);
    expect(await isGroupAlive(group)).toBe(false);
  });

  it('waits with its page until the network is there', async () => {
    const history = new History();
    const engine = stage.worker.factory(overRelay).create('patient', history.listener);
    const before = relay.heard;
    await engine.setOffline(true);
    await engine.start();
    expect(await waitUntil(20_000, async () => (await engine.memoryBytes()) !== undefined)).toBe(true);
    await expectSilence();
    expect(relay.heard).toBe(before);
    await engine.setOffline(false);
    await history.next('qr');
    await engine.stop();
  });

  it('is stopped as soon as ever', async () => {
    const history = new History();
    const engine = stage.worker.factory(overRelay).create('impatient', history.listener);
    await engine.setOffline(true);
    await engine.start();
    expect(await waitUntil(20_000, async () => (await engine.memoryBytes()) !== undefined)).toBe(true);
    const from = performance.now();
    await engine.stop();
    // Much less than a step that does not end by itself is given.
    expect(performance.now() - from).toBeLessThan(10_000);
    await engine.setOffline(false);
    expect(history.of('ended')).toMatchObject([{ reason: 'stopped' }]);
  });
});
