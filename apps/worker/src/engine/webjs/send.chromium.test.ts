import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { waitUntil } from './deadlines.ts';
import { everyBuild } from './testing/builds.ts';
import { friend, friendChat, linkForSuite, messageId, stageForSuite } from './testing/linked-session.ts';
import { sendText } from './testing/texts.ts';

jest.setTimeout(60_000);

describe.each(everyBuild)('sending with %s', (_name, page) => {
  const stage = stageForSuite({ page });
  const life = linkForSuite(stage);

  it('uses the given id for this message and for no other', async () => {
    const { engine, history, phone } = life;
    const ids = [messageId(), messageId(), messageId()];
    const outcomes = await Promise.all(
      ids.map((id) => sendText(engine, { chat: friendChat, text: `text ${id}`, id, linkPreview: true })),
    );
    expect(outcomes).toMatchObject(ids.map((id) => ({ outcome: 'sent', ref: { id } })));
    await history.next('ack', ({ ref, ack }) => ref.id === ids[2] && ack === 3);
    const sent = await stage.emulator.control.sent({ phone });
    expect(sent.map(({ id, text }) => [id, text])).toEqual(ids.map((id) => [id, `text ${id}`]));
    expect(history.of('message').map(({ message }) => message.ref.id)).toEqual(ids);
  });

  it('finds what was sent under any form of the chat, also after a restart', async () => {
    const id = messageId();
    await sendText(life.engine, { chat: friendChat, text: 'find me', id, linkPreview: false });
    await life.history.next('ack', ({ ref, ack }) => ref.id === id && ack === 3);
    await life.engine.stop();
    // A page that has loaded nothing of the chat must ask its store.
    await stage.emulator.control.policy({ snapshotPerChat: 0 });
    const again = await stage.worker.start(life.session);
    await again.history.next('ready');
    expect(await again.engine.find(id, [friendChat])).toMatchObject({
      found: 'yes',
      message: { body: 'find me' },
    });
    expect(await again.engine.find(messageId(), [friendChat])).toEqual({ found: 'no' });
    await stage.emulator.control.policy({ snapshotPerChat: 20 });

    const since = Math.floor(Date.now() / 1000) - 600;
    const bodies = (await again.engine.messagesSince(since)).messages.map(({ body }) => body);
    expect(bodies).toContain('find me');
    expect(new Set(bodies).size).toBe(bodies.length);
    await again.engine.stop();
  });
});

describe('a send that goes wrong', () => {
  const stage = stageForSuite();
  const life = linkForSuite(stage, { timings: { sendMs: 800 } });

  afterEach(async () => {
    await stage.emulator.control.policy({ failSends: false, dropAcks: false, rpcHang: false, rpcDelayMs: 0 });
  });

  const send = (chat: string, id: string) =>
    sendText(life.engine, { chat, text: `text ${id}`, id, linkPreview: false });
  const sentIds = async () => (await stage.emulator.control.sent({ phone: life.phone })).map(({ id }) => id);

  it.each(['not an id', 'status@broadcast', '4915199999404@c.us'])(
    'because there is no %s is unknown_recipient',
    async (chat) => {
      const id = messageId();
      expect(await send(chat, id)).toMatchObject({ outcome: 'not_sent', code: 'unknown_recipient' });
      expect(await sentIds()).not.toContain(id);
    },
  );

  it('because WhatsApp refuses it shows by ack −1', async () => {
    await stage.emulator.control.policy({ failSends: 1 });
    const id = messageId();
    const outcome = await send(friendChat, id);
    if (outcome.outcome === 'sent')
      await life.history.next('ack', ({ ref, ack }) => ref.id === id && ack === -1);
    else expect(outcome).toMatchObject({ outcome: 'not_sent', code: 'rejected' });
  });

  it('because finding the chat hangs is over in time, and never leaves later', async () => {
    await stage.emulator.control.policy({ rpcDelayMs: 1_200 });
    const id = messageId();
    const started = Date.now();
    const outcome = await send('4915155500001@c.us', id);
    expect(outcome.outcome).not.toBe('sent');
    expect(Date.now() - started).toBeLessThan(1_150);
    await stage.emulator.control.policy({ rpcDelayMs: 0 });

    // The next one gets its own id, though the one before is still on its way through the page.
    const next = messageId();
    expect(await send(friendChat, next)).toMatchObject({ outcome: 'sent', ref: { id: next } });
    expect(await waitUntil(2_000, async () => (await sentIds()).includes(next))).toBe(true);
    expect(await waitUntil(1_500, async () => (await sentIds()).includes(id))).toBe(false);
  });

  it('because the browser stands still in that very moment is unknown, and never leaves later', async () => {
    const group = (await stage.worker.browserGroup(life.session)) ?? Number.NaN;
    const id = messageId();
    const content = { type: 'text', text: 'too late', linkPreview: false } as const;
    const sending = life.engine.send({ chat: friendChat, id, content }, () =>
      process.kill(-group, 'SIGSTOP'),
    );
    expect(await sending).toMatchObject({ outcome: 'unknown' });
    process.kill(-group, 'SIGCONT');
    expect(await waitUntil(1_000, async () => (await sentIds()).includes(id))).toBe(false);
    expect(await life.engine.find(id, [friendChat])).toEqual({ found: 'no' });
    expect(await send(friendChat, id)).toMatchObject({ outcome: 'sent', ref: { id } });
  });

  it('only because no ack comes is still sent', async () => {
    await stage.emulator.control.policy({ dropAcks: true });
    const id = messageId();
    expect(await send(friendChat, id)).toMatchObject({ outcome: 'sent', ack: 0 });
    expect(await life.engine.find(id, [friendChat])).toMatchObject({ found: 'yes' });
  });

  it('because the page is loaded anew in the middle is not taken for sent or lost', async () => {
    await stage.emulator.control.policy({ rpcHang: true });
    const id = messageId();
    const outcome = send('4915155500002@c.us', id);
    await stage.emulator.control.frame({ phone: life.phone, jolt: { action: 'reload' } });
    expect(['unknown', 'not_sent']).toContain((await outcome).outcome);
    await stage.emulator.control.policy({ rpcHang: false });
    await life.history.next('ready');
    expect(await life.engine.find(id, ['4915155500002@c.us'])).toMatchObject({ found: 'no' });
    expect(await send(friendChat, messageId())).toMatchObject({ outcome: 'sent' });
  });

  it('because the session is not connected is not_ready', async () => {
    await life.engine.stop();
    expect(await send(friend, messageId())).toMatchObject({ outcome: 'not_sent', code: 'not_ready' });
    expect(await life.engine.find(messageId(), [friendChat])).toMatchObject({ found: 'unknown' });
  });
});
