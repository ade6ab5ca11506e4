import { expect, test } from '@jest/globals';
import type { EngineMessage } from '../engine/engine.ts';
import { createOwnership } from '../sessions/ownership.ts';
import { engineMessage, refOf } from '../testing/engine-messages.ts';
import { forEachTest, redisForSuite } from '../testing/for-suite.ts';
import { createInboxScene } from '../testing/inbox-scene.ts';
import { silentLogger } from '../testing/parts.ts';
import type { InboxEvent } from './inbox.ts';
import { createReconcile } from './reconcile.ts';

const server = redisForSuite();
const scene = forEachTest(() => createInboxScene(server.client, () => undefined));

const now = () => Math.floor(Date.now() / 1000);

/** Searches a store that holds these messages. Returns what was handed on, in short. */
async function search(...messages: EngineMessage[]): Promise<string[]> {
  const { fence } = scene;
  const options = { workerId: fence.owner, leaseMs: 1_000, logger: silentLogger };
  const ownership = createOwnership(server.client, options);
  const reconcile = createReconcile({ redis: server.client, fence, ownership, logger: silentLogger });
  const store = { messagesSince: async () => ({ messages, isComplete: true }) };
  const handedOn: string[] = [];
  const complete = await reconcile(store, Date.now() - 60_000, async (event: InboxEvent) => {
    handedOn.push(event.type === 'ack' ? `ack ${event.ref.id} ${event.ack}` : event.type);
    await scene.inbox(event);
  });
  expect(complete).toBe(true);
  return handedOn;
}

test('hands on what the log does not have, and nothing of what it has', async () => {
  const received = engineMessage('B1', { timestamp: now() });
  const sent = engineMessage('A1', { fromMe: true, ref: refOf('A1', true), ack: 1, timestamp: now() });
  expect(await search(received, sent)).toEqual(['message', 'message', 'ack A1 1']);
  expect(await search(received, sent)).toEqual([]);
  expect(await search(received, { ...sent, ack: 3 }, engineMessage('B2', { timestamp: now() }))).toEqual([
    'ack A1 3',
    'message',
  ]);
  expect(await scene.names()).toEqual([
    'message',
    'message_create',
    'message_create',
    'message_ack',
    'message_ack',
    'message',
    'message_create',
  ]);
});

test('a refusal is handed on again, for what follows from it may be missing', async () => {
  const refused = engineMessage('A1', { fromMe: true, ref: refOf('A1', true), ack: -1, timestamp: now() });
  await search(refused);
  expect(await search(refused)).toEqual(['ack A1 -1']);
});
