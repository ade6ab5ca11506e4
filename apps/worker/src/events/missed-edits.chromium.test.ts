import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import type { Engine } from '../engine/engine.ts';
import type { History } from '../engine/webjs/testing/history.ts';
import {
  friend,
  friendChat,
  link,
  messageId,
  stageForSuite,
} from '../engine/webjs/testing/linked-session.ts';
import { sendText } from '../engine/webjs/testing/texts.ts';
import { createInboxScene, type InboxScene } from '../testing/inbox-scene.ts';
import { findMissed } from './reconcile.ts';

jest.setTimeout(60_000);

/** What is edited before and after a restart of Chromium, heard or not, is told once, with both texts. */

const stage = stageForSuite();

let server: TemporaryRedis;
let scene: InboxScene;
beforeAll(async () => {
  server = await startTemporaryRedis();
  scene = await createInboxScene(server.client);
});
afterAll(() => server.close());

/** Everything of these kinds that a connection has told, as its session takes it down. */
async function takeDown(history: History): Promise<void> {
  for (const event of history.events) {
    if (event.type === 'message' || event.type === 'edit') await scene.inbox(event);
  }
}

/** Looks for what nobody heard until the store has the text. */
async function reconcileUntil(engine: Engine, linkedAt: number, text: string): Promise<void> {
  await until(`"${text}" in the store`, 20_000, async () => {
    const { events } = await findMissed(engine, { linkedAt, reconciledAt: undefined }, Date.now());
    for (const event of events) await scene.inbox(event);
    return events.some((event) => event.type === 'message' && event.message.body === text);
  });
}

const edits = async () =>
  (await scene.recorded())
    .filter(({ event }) => event === 'message_edit')
    .map(({ data }) => [data.previousBody, data.newBody]);

test('edits are found in the store of the page that comes after', async () => {
  const linkedAt = Date.now();
  const { phone, session, engine, history } = await link(stage);
  const { control } = stage.emulator;
  const { id: heard } = await control.incoming({ from: friend, to: phone, text: 'first' });
  await history.next('message', ({ message }) => message.ref.id === heard);
  const { id: missed } = await control.incoming({ from: friend, to: phone, text: 'one' });
  await history.next('message', ({ message }) => message.ref.id === missed);
  await control.edit({ phone: friend, id: heard, text: 'second' });
  const { editedAtMs } = await history.next('edit');
  expect(editedAtMs).toBeGreaterThan(linkedAt);
  const id = messageId();
  const own = await sendText(engine, { chat: friendChat, text: 'ours', id, linkPreview: false });
  if (own.outcome !== 'sent') throw new Error(own.detail);
  await engine.actions.editMessage(own.ref.serialized, 'ours, better');
  await history.next('edit', ({ ref }) => ref.id === id);
  await takeDown(history);
  const told = [
    ['first', 'second'],
    ['ours', 'ours, better'],
  ];
  expect(await edits()).toEqual(told);

  await engine.stop();
  await control.edit({ phone: friend, id: missed, text: 'two' });
  const again = await stage.worker.start(session);
  await again.history.next('ready');
  for (let search = 0; search < 2; search += 1) await reconcileUntil(again.engine, linkedAt, 'two');
  // It came before anything listened.
  expect(again.history.of('edit')).toEqual([]);
  expect(await edits()).toEqual([...told, ['one', 'two']]);
  await again.engine.stop();
});

test('a message that is deleted from the account alone is told', async () => {
  const { phone, engine, history } = await link(stage);
  const { id } = await stage.emulator.control.incoming({ from: friend, to: phone, text: 'gone soon' });
  const { message } = await history.next('message');
  await stage.emulator.control.delete({ phone, id });
  const deleted = await history.next('revoke_me');
  expect(deleted.ref).toEqual(message.ref);
  expect(history.of('revoke')).toEqual([]);
  await engine.stop();
});
