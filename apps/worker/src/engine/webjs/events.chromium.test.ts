import { describe, expect, it, jest } from '@jest/globals';
import { waitUntil } from './deadlines.ts';
import { plainAndHardest } from './testing/builds.ts';
import {
  friend,
  friendChat,
  link,
  linkForSuite,
  messageId,
  setStage,
  stageForSuite,
} from './testing/linked-session.ts';
import { sendText } from './testing/texts.ts';

jest.setTimeout(60_000);

describe.each(plainAndHardest)('what happens to messages, with %s', (_name, page) => {
  const stage = stageForSuite({ page });
  const life = linkForSuite(stage);

  const incoming = async (text: string) =>
    await stage.emulator.control.incoming({ to: life.phone, from: friend, text });

  it('is told: incoming, edited, revoked', async () => {
    const { history } = life;
    const { id } = await incoming('first');
    const { message } = await history.next('message', (event) => event.message.ref.id === id);
    expect(message).toMatchObject({ fromMe: false, body: 'first', type: 'chat', senderName: 'Grace' });
    expect(message.timestamp).toBeGreaterThan(Date.now() / 1000 - 60);

    await stage.emulator.control.edit({ phone: friend, id, text: 'second' });
    expect(await history.next('edit')).toMatchObject({
      ref: message.ref,
      body: 'second',
      previousBody: 'first',
    });

    await stage.emulator.control.revoke({ phone: friend, id });
    expect(await history.next('revoke')).toMatchObject({ ref: { id } });
    expect(history.of('edit')).toHaveLength(1);
  });

  it('is told of groups with the author', async () => {
    const group = await stage.emulator.control.group({
      owner: friend,
      subject: 'Three',
      participants: [life.phone, '4915100000003'],
    });
    await stage.emulator.control.incoming({ from: friend, group: group.id, text: 'to all' });
    const { message } = await life.history.next('message', (event) => event.message.body === 'to all');
    expect(message).toMatchObject({
      isGroup: true,
      ref: { chat: group.id },
      author: expect.stringContaining('@'),
    });

    const id = messageId();
    const sent = await sendText(life.engine, { chat: group.id, text: 'hello all', id, linkPreview: false });
    expect(sent).toMatchObject({ outcome: 'sent', ref: { id, chat: group.id } });
    expect(await life.engine.find(id, [group.id])).toMatchObject({ found: 'yes' });
  });

  it('is told once, however often frames navigate and the synchronisation toggles', async () => {
    const { history, engine, phone } = life;
    const jolts = [
      { action: 'iframe' },
      { action: 'pushState', url: '/x' },
      { action: 'toggleSynced' },
    ] as const;
    for (const jolt of jolts) await stage.emulator.control.frame({ phone, jolt });
    await stage.emulator.control.frame({ phone, jolt: { action: 'pushState', url: '/y' } });
    const { id } = await incoming('once');
    await history.next('message', (event) => event.message.ref.id === id);
    const own = messageId();
    await sendText(engine, { chat: friendChat, text: 'own', id: own, linkPreview: false });
    await history.next('ack', ({ ref, ack }) => ref.id === own && ack === 3);
    expect(history.of('message').filter(({ message }) => message.ref.id === id)).toHaveLength(1);
    expect(
      history
        .of('ack')
        .filter(({ ref }) => ref.id === own)
        .map(({ ack }) => ack),
    ).toEqual([1, 2, 3]);
    expect(history.of('ready')).toHaveLength(1);
  });

  it('while nobody listened is in the store', async () => {
    const since = Math.floor(Date.now() / 1000);
    await life.engine.stop();
    const { id } = await incoming('while away');
    const again = await stage.worker.start(life.session);
    await again.history.next('ready');
    const found = async () => (await again.engine.messagesSince(since - 1)).messages;
    expect(await waitUntil(5_000, async () => (await found()).some(({ ref }) => ref.id === id))).toBe(true);
    const messages = await found();
    expect(messages.filter(({ ref }) => ref.id === id)).toMatchObject([
      { body: 'while away', fromMe: false },
    ]);
    expect(messages.map(({ timestamp }) => timestamp)).toEqual(
      messages.map(({ timestamp }) => timestamp).sort(),
    );
    expect(await again.engine.messagesSince(Math.floor(Date.now() / 1000) + 60)).toEqual({
      messages: [],
      isComplete: true,
    });
    await again.engine.stop();
  });
});

it('a store that does not answer costs only what is not loaded yet', async () => {
  const stage = await setStage();
  const { engine, history, phone } = await link(stage, { timings: { callMs: 1_000 } });
  const since = Math.floor(Date.now() / 1000) - 5;
  for (const from of [friend, '4915100000003']) {
    await stage.emulator.control.incoming({ to: phone, from, text: `from ${from}` });
    await history.next('message');
  }
  await stage.emulator.control.policy({ rpcHang: ['history'] });
  const bodies = (await engine.messagesSince(since)).messages.map(({ body }) => body);
  expect(bodies.sort()).toEqual([`from ${friend}`, 'from 4915100000003']);
  await stage.close();
});

describe('what happens to the connection', () => {
  const stage = stageForSuite();

  it('is told: lost, and proved to be back', async () => {
    const { engine, history, phone } = await link(stage);
    await stage.emulator.control.drop({ phone, ms: 500 });
    await history.next('interrupted');
    const early = await sendText(engine, {
      chat: friendChat,
      text: 'x',
      id: messageId(),
      linkPreview: false,
    });
    expect(early).toMatchObject({ outcome: 'not_sent', code: 'not_ready' });
    await history.next('ready');
    expect(history.of('ready')).toHaveLength(2);
    const states = history.of('connection_state').map(({ state }) => state);
    expect(states.at(-1)).toBe('CONNECTED');
    expect(states).toContain('OPENING');
    const late = await sendText(engine, { chat: friendChat, text: 'x', id: messageId(), linkPreview: false });
    expect(late).toMatchObject({ outcome: 'sent' });
    await engine.stop();
  });

  it('ends as unreachable when it does not come back', async () => {
    const { history, phone } = await link(stage, { timings: { reconnectMs: 800 } });
    await stage.emulator.control.drop({ phone, ms: 20_000 });
    await history.next('interrupted');
    expect(await history.ended()).toMatchObject({ reason: 'unreachable' });
    await stage.emulator.control.drop({ ms: 0 });
  });

  it('ends as conflict when WhatsApp Web is opened elsewhere', async () => {
    const { history, phone } = await link(stage);
    await stage.emulator.control.frame({ phone, jolt: { action: 'state', state: 'CONFLICT' } });
    expect(await history.ended()).toMatchObject({ reason: 'conflict' });
  });

  it('survives a page that loads itself anew', async () => {
    const { engine, history, phone } = await link(stage);
    await stage.emulator.control.frame({ phone, jolt: { action: 'reload' } });
    await history.next('interrupted');
    await history.next('ready');
    const { id } = await stage.emulator.control.incoming({ to: phone, from: friend, text: 'still there' });
    await history.next('message', ({ message }) => message.ref.id === id);
    await engine.stop();
  });

  it('ends as unreachable when the page loads itself anew and WhatsApp is down', async () => {
    const { history, phone } = await link(stage, { timings: { bootMs: 1_000 } });
    await stage.emulator.control.policy({ httpStatus: 503 });
    await stage.emulator.control.frame({ phone, jolt: { action: 'reload' } });
    expect(await history.ended()).toMatchObject({ reason: 'unreachable' });
    await stage.emulator.control.policy({ httpStatus: null });
  });

  it('is told of the phone’s battery, once a change', async () => {
    const { engine, history, phone } = await link(stage);
    await stage.emulator.control.battery({ phone, battery: 41, plugged: true });
    await history.next('battery', ({ battery }) => battery === 41);
    await stage.emulator.control.battery({ phone, battery: 40, plugged: false });
    await history.next('battery', ({ battery }) => battery === 40);
    expect(history.of('battery')).toEqual([
      { type: 'battery', battery: 41, plugged: true },
      { type: 'battery', battery: 40, plugged: false },
    ]);
    await engine.stop();
  });
});

describe('a listener that throws', () => {
  it('loses nothing of what follows', async () => {
    const stage = await setStage();
    const { engine, session, phone } = await link(stage);
    await engine.stop();
    const told: string[] = [];
    const throwing = stage.worker.factory().create(session, (event) => {
      told.push(event.type);
      throw new Error('not today');
    });
    await throwing.start();
    expect(await waitUntil(10_000, () => told.includes('ready'))).toBe(true);
    await stage.emulator.control.incoming({ to: phone, from: friend, text: 'one' });
    await stage.emulator.control.incoming({ to: phone, from: friend, text: 'two' });
    expect(await waitUntil(5_000, () => told.filter((type) => type === 'message').length === 2)).toBe(true);
    await throwing.stop();
    expect(told.at(-1)).toBe('ended');
    await stage.close();
  });
});
