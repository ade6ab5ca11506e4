import { expect, test } from '@jest/globals';
import type { EngineMessage } from '../engine/engine.ts';
import { engineMessage, refOf } from '../testing/engine-messages.ts';
import { forEachTest, redisForSuite } from '../testing/for-suite.ts';
import { createInboxScene } from '../testing/inbox-scene.ts';
import type { InboxEvent } from './inbox.ts';
import { findMissed } from './reconcile.ts';

/** Edits that were made while nobody listened. */

const LID = '98765432101234@lid';

const server = redisForSuite();
const scene = forEachTest(() => createInboxScene(server.client));

const inbox = (event: InboxEvent) => scene.inbox(event);
const recorded = () => scene.recorded();

const AT = 1_800_000_100_500;
const now = (changes: object = {}) => engineMessage('B1', { body: 'Boa tarde', editedAtMs: AT, ...changes });

/** What a search of the store brings, as often as it is made. */
async function search(...messages: EngineMessage[]): Promise<void> {
  const engine = { messagesSince: async () => ({ messages, isComplete: true }) };
  const { events } = await findMissed(engine, { linkedAt: 0, reconciledAt: undefined }, Date.now());
  for (const event of events) await inbox(event);
}

const edits = async () =>
  (await recorded())
    .filter(({ event }) => event === 'message_edit')
    .map(({ data }) => [data.previousBody, data.newBody, data.editedAt]);

test('an edit that nobody heard is found, with the text that was told before, and recorded once', async () => {
  await inbox({ type: 'message', message: engineMessage('B1') });
  await search(now());
  await search(now());
  expect(await edits()).toEqual([['Bom dia!', 'Boa tarde', 1_800_000_100]]);
  await search(now({ body: 'Boa noite', editedAtMs: AT + 60_000 }));
  expect(await edits()).toEqual([
    ['Bom dia!', 'Boa tarde', 1_800_000_100],
    ['Boa tarde', 'Boa noite', 1_800_000_160],
  ]);
});

test('the text before is found though the chat has its other name by now', async () => {
  await inbox({ type: 'message', message: engineMessage('B1') });
  await search(now({ ref: refOf('B1', false, LID) }));
  expect(await edits()).toEqual([['Bom dia!', 'Boa tarde', 1_800_000_100]]);
});

test('an edit that was heard is not told again, whatever is called by which name', async () => {
  const { body, ref } = now();
  await inbox({ type: 'message', message: engineMessage('B1') });
  await inbox({
    type: 'edit',
    ref,
    body,
    previousBody: 'Bom dia!',
    timestamp: 1_800_000_100,
    editedAtMs: AT,
  });
  await search(now({ ref: refOf('B1', false, LID) }));
  expect(await edits()).toHaveLength(1);
});

test('an edit is not told again by a page that did not say when it was', async () => {
  const { body, ref } = now();
  await inbox({ type: 'edit', ref, body, previousBody: 'Bom dia!', timestamp: 1_800_000_100 });
  await search(now());
  expect(await edits()).toHaveLength(1);
});

test('an edit of a message that nobody heard either is in the message', async () => {
  await search(now());
  await search(now());
  expect((await recorded()).map(({ event, data }) => [event, data.body])).toEqual([
    ['message', 'Boa tarde'],
    ['message_create', 'Boa tarde'],
  ]);
});

test('an edit of a message that is not in the log any more has no text before', async () => {
  const { ref, body } = now();
  await inbox({ type: 'message', message: engineMessage('B2', { body: 'another' }) });
  // Ours with the same bare id is another message.
  await inbox({ type: 'message', message: engineMessage('B1', { fromMe: true, body: 'ours' }) });
  await inbox({ type: 'edit', ref, body, timestamp: 1_800_000_100, editedAtMs: AT });
  expect(await edits()).toEqual([['', 'Boa tarde', 1_800_000_100]]);
});

test('an edit is found behind more events than are read at a time', async () => {
  await inbox({ type: 'message', message: engineMessage('B1') });
  for (let i = 0; i < 600; i += 1) await inbox({ type: 'connection_state', state: `STATE ${i}` });
  await search(now());
  expect(await edits()).toEqual([['Bom dia!', 'Boa tarde', 1_800_000_100]]);
});
