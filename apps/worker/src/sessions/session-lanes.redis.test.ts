import { Readable } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { newCommandId } from '@wagw/shared/commands/command-id';
import { createCommand, loadCommand } from '@wagw/shared/commands/command-store';
import { loadReceivedMedia } from '@wagw/shared/media/received-media';
import { enqueueMessages } from '@wagw/shared/messages/enqueue';
import { loadMessage } from '@wagw/shared/messages/message-store';
import { createLanes } from '@wagw/shared/queue/queues';
import { keys } from '@wagw/shared/redis/keys';
import { createSession, readSession } from '@wagw/shared/sessions/session-store';
import { engineMessage } from '../testing/engine-messages.ts';
import {
  type DirectedEngine,
  type HostScene,
  startHostScene,
  untilReadyWith,
} from '../testing/host-scene.ts';
import { createScriptedActions } from '../testing/scripted-actions.ts';
import { storeMessage } from '../testing/stored.ts';

/** What a session that is connected does: sends, commands, files that come in. */

const PATIENCE_MS = 20_000;
const SHOP = 'shop';

let server: TemporaryRedis;
let worker: HostScene;
let engine: DirectedEngine;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());
beforeEach(async () => {
  worker = await startHostScene(server.url, { id: 'worker' });
  await createSession(server.client, { id: SHOP, tenantId: 'acme', start: true, metadata: {} }, Date.now());
  await untilReadyWith(() => readSession(server.client, SHOP), 'worker');
  engine = worker.engineOf(SHOP);
});
afterEach(async () => {
  await worker.close();
  await server.client.flushall();
});

test('sends a message and watches for its acknowledgement', async () => {
  const record = await storeMessage(server.client, SHOP, 'Bom dia!');
  await enqueueMessages(server.client, createLanes(server.client), SHOP, [record]);
  await until('the send', PATIENCE_MS, () => engine.left.length === 1);
  await until('its hand-over', PATIENCE_MS, async () => {
    return (await loadMessage(server.client, SHOP, record.id))?.whatsappRef !== undefined;
  });
  expect(await server.client.zrange(keys.unconfirmedBy(SHOP), 0, '-1')).toEqual([record.id]);
});

test.each(['free', 'with-sends'] as const)('carries out a command of the order %s', async (order) => {
  const { actions, calls } = createScriptedActions({
    markSeen: async () => undefined,
    editMessage: async () => true,
  });
  Object.assign(engine, { actions });
  const id = newCommandId();
  const asked =
    order === 'free'
      ? ({ command: 'chat.seen', input: { chat: '1@c.us' } } as const)
      : ({ command: 'message.edit', input: { ref: 'true_1@c.us_A', text: 'Oi' } } as const);
  await createCommand(server.client, { id, sessionId: SHOP, ...asked }, Date.now());
  await createLanes(server.client).addCommand(SHOP, { commandId: id }, order);
  await until('its end', PATIENCE_MS, async () => {
    return (await loadCommand(server.client, SHOP, id))?.status === 'done';
  });
  expect(calls).toHaveLength(1);
});

test('stores the file of a message that came in', async () => {
  const content = () => Readable.from([Buffer.from('a picture')]);
  const { actions } = createScriptedActions({
    downloadMedia: async () => ({ mimetype: 'image/png', bytes: 9, content: content() }),
  });
  Object.assign(engine, { actions });
  const message = engineMessage('A1', { type: 'image', hasMedia: true });
  engine.report({ type: 'message', message });
  await until('the file', PATIENCE_MS, async () => {
    return (await loadReceivedMedia(server.client, SHOP, message.ref.serialized))?.state === 'ready';
  });
});
