import { beforeEach, expect, test } from '@jest/globals';
import { type Fence, parseEnvelope, readEvents } from '@wagw/shared/events/event-log';
import { advanceMessage, loadMessage } from '@wagw/shared/messages/message-store';
import { learnLids } from '@wagw/shared/numbers/lid-store';
import { keys } from '@wagw/shared/redis/keys';
import { redisForSuite } from '../testing/for-suite.ts';
import { heldLease } from '../testing/parts.ts';
import { recorderOf } from '../testing/recorder.ts';
import { createScriptedEngine } from '../testing/scripted-engine.ts';
import { CUSTOMER_CHAT, storeFresh, storeMessage } from '../testing/stored.ts';
import { createJournal } from './journal.ts';
import { sendMessage } from './send.ts';
import { tellUnconfirmed, UNCONFIRMED_AFTER_MS } from './unconfirmed.ts';

const server = redisForSuite();
let fence: Fence;
beforeEach(async () => {
  fence = await storeFresh(server.client);
});

const engine = createScriptedEngine();

/** Hands a message over to WhatsApp's client, and returns its id. */
async function handOver(id?: string): Promise<string> {
  const stored = id ?? (await storeMessage(server.client, fence.sessionId, 'Bom dia!')).id;
  const record = await loadMessage(server.client, fence.sessionId, stored);
  if (record === undefined) throw new Error('the message is gone');
  const journal = createJournal(server.client, fence, 60_000);
  const parts = {
    engine,
    journal,
    lease: heldLease,
    brought: undefined,
    maxFailures: 3,
    settleMs: 0,
  };
  expect(await sendMessage(record, parts)).toMatchObject({ result: 'handed_over' });
  return stored;
}

/** Looks for what is overdue, after so many milliseconds from now. */
async function tell(as = fence, later = UNCONFIRMED_AFTER_MS + 1_000): Promise<void> {
  const recorder = recorderOf(server.client, as);
  const overdue = keys.unconfirmedBy(fence.sessionId);
  for (const id of await server.client.zrangebyscore(overdue, '-inf', Date.now() + later)) {
    const outcome = await tellUnconfirmed(server.client, fence.sessionId, recorder, id);
    if (outcome === 'done') await server.client.zrem(overdue, id);
  }
}

const statusOf = async (id: string) => (await loadMessage(server.client, fence.sessionId, id))?.status;

async function told(): Promise<unknown[]> {
  const events = await readEvents(server.client, fence.sessionId, 0, 100);
  return events
    .map(({ json }) => parseEnvelope(json))
    .filter(({ event }) => event === 'message_unconfirmed')
    .map(({ data }) => data.gatewayMessageId);
}

test('a message without an acknowledgement after a minute is unconfirmed, which is told once', async () => {
  const id = await handOver();
  await tell(fence, UNCONFIRMED_AFTER_MS - 1_000);
  expect([await statusOf(id), await told()]).toEqual(['sending', []]);
  await tell();
  expect([await statusOf(id), await told()]).toEqual(['unconfirmed', [id]]);
  await tell();
  expect(await told()).toEqual([id]);
});

test('the chat is named by phone number and LID side by side', async () => {
  await learnLids(server.client, fence.sessionId, [{ lid: '98765432101234', phone: '5511987654321' }]);
  await handOver();
  await tell();
  const [event] = await readEvents(server.client, fence.sessionId, 0, 100);
  expect(parseEnvelope(event?.json ?? '').data).toMatchObject({
    chatId: CUSTOMER_CHAT,
    phone: '5511987654321',
    lid: '98765432101234@lid',
    chatKey: CUSTOMER_CHAT,
  });
});

test('an acknowledgement in time spares it, and a late one ends it', async () => {
  const [inTime, late] = [await handOver(), await handOver()];
  await advanceMessage(server.client, fence.sessionId, inTime, 'sent', {}, Date.now());
  await tell();
  expect(await told()).toEqual([late]);
  await advanceMessage(server.client, fence.sessionId, late, 'delivered', {}, Date.now());
  expect([await statusOf(inTime), await statusOf(late)]).toEqual(['sent', 'delivered']);
});

test('one that another owner has taken over is told by that one', async () => {
  const id = await handOver();
  await server.client.hset(keys.session(fence.sessionId), 'owner', 'heir', 'epoch', '8');
  await tell();
  expect(await told()).toEqual([]);
  await tell({ ...fence, owner: 'heir', epoch: 8 });
  expect(await told()).toEqual([id]);
});

test('an owner that died between the status and the event leaves the event to the next', async () => {
  const id = await handOver();
  await advanceMessage(server.client, fence.sessionId, id, 'unconfirmed', {}, Date.now());
  await tell();
  expect(await told()).toEqual([id]);
});

test('an unconfirmed message is looked up when its lane opens again, and not sent twice', async () => {
  const id = await handOver();
  await tell();
  const calls = engine.calls.length;
  await handOver(id);
  expect([engine.calls.length, engine.lookUps.length]).toEqual([calls, 1]);
});
