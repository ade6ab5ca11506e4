import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import type { Fence } from '@wagw/shared/events/event-log';
import { whatsappIdOf } from '@wagw/shared/messages/message-id';
import {
  advanceMessage,
  loadMessage,
  type MessageRecord,
  messageIdOf,
} from '@wagw/shared/messages/message-store';
import { keys } from '@wagw/shared/redis/keys';
import { refOf } from '../testing/engine-messages.ts';
import { redisForSuite } from '../testing/for-suite.ts';
import { heldLease } from '../testing/parts.ts';
import {
  createScriptedEngine,
  LEFT_UNKNOWN,
  LOST_UNKNOWN,
  notSent,
  type ScriptedEngine,
} from '../testing/scripted-engine.ts';
import { CUSTOMER_CHAT, storeFresh, storeMessage } from '../testing/stored.ts';
import { createJournal } from './journal.ts';
import { type SendResult, sendMessage } from './send.ts';

const MAX_FAILURES = 3;
/** Longer than the time between two looks of `until`. */
const SETTLE_MS = 300;
const PATIENCE_MS = 5_000;

const server = redisForSuite();
let engine: ScriptedEngine;
let fence: Fence;

beforeEach(async () => {
  engine = createScriptedEngine();
  fence = await storeFresh(server.client);
});

afterEach(() => {
  jest.restoreAllMocks();
});

const message = () => storeMessage(server.client, fence.sessionId, 'Bom dia!');

/** One try, as the lane makes it: with the record as it stands now. */
async function attempt({ id }: MessageRecord, as = fence, settleMs = 0): Promise<SendResult> {
  const record = await stored(id);
  const journal = createJournal(server.client, as, 60_000);
  return sendMessage(record, {
    engine,
    journal,
    lease: heldLease,
    brought: undefined,
    maxFailures: MAX_FAILURES,
    settleMs,
  });
}

async function stored(id: string): Promise<MessageRecord> {
  const record = await loadMessage(server.client, fence.sessionId, id);
  if (record === undefined) throw new Error('the message is gone');
  return record;
}

test('the first try goes out under the id that follows from ours, which is journalled', async () => {
  const sent = await message();
  const id = whatsappIdOf(fence.sessionId, sent.id);
  const ref = refOf(id, true);
  expect(await attempt(sent)).toEqual({ result: 'handed_over', ref, ack: 0 });
  const content = { type: 'text', text: 'Bom dia!', linkPreview: true };
  expect(engine.calls).toEqual([{ chat: CUSTOMER_CHAT, id, content }]);
  expect(engine.lookUps).toEqual([]);
  expect(await stored(sent.id)).toMatchObject({
    status: 'sending',
    attempts: 1,
    whatsappId: id,
    whatsappRef: ref.serialized,
  });
  expect(await messageIdOf(server.client, fence.sessionId, id)).toBe(sent.id);
});

test('everything is journalled before the call', async () => {
  const sent = await message();
  let seen: MessageRecord | undefined;
  const { send } = engine;
  engine.send = async (message) => {
    seen = await stored(sent.id);
    return send(message);
  };
  await attempt(sent);
  expect(seen).toMatchObject({ status: 'sending', attempts: 1, whatsappId: engine.calls[0]?.id });
  expect(await server.client.hget(keys.message(fence.sessionId, sent.id), 'dispatchedAt')).toMatch(/^\d+$/);
});

describe('an unknown outcome', () => {
  test('that had left is found, and not sent again', async () => {
    const sent = await message();
    engine.nextSends(LEFT_UNKNOWN);
    expect(await attempt(sent)).toMatchObject({ result: 'again', code: 'unknown', failures: 0 });
    expect(await attempt(sent)).toMatchObject({ result: 'handed_over', ack: 1 });
    expect(engine.calls).toHaveLength(1);
    expect((await stored(sent.id)).whatsappRef).toBe(refOf(engine.calls[0]?.id ?? '', true).serialized);
  });

  test('that had not left is sent again under the same id', async () => {
    const sent = await message();
    engine.nextSends(LOST_UNKNOWN, LOST_UNKNOWN);
    const results = [await attempt(sent), await attempt(sent), await attempt(sent)];
    expect(results.map(({ result }) => result)).toEqual(['again', 'again', 'handed_over']);
    expect(new Set(engine.calls.map(({ id }) => id)).size).toBe(1);
    expect(engine.left).toHaveLength(1);
  });

  test('waits as long as nobody can look it up', async () => {
    const sent = await message();
    engine.nextSends(LEFT_UNKNOWN);
    await attempt(sent);
    engine.nextLookUps(
      ...Array.from({ length: 5 }, () => ({ found: 'unknown', detail: 'no answer' }) as const),
    );
    for (let i = 0; i < 5; i += 1) {
      expect(await attempt(sent)).toEqual({
        result: 'again',
        code: 'look_up_failed',
        detail: 'no answer',
        failures: 0,
      });
    }
    expect(await attempt(sent)).toMatchObject({ result: 'handed_over' });
    expect(engine.calls).toHaveLength(1);
  });

  test('is not even looked up while an earlier try may still be under way', async () => {
    const sent = await message();
    engine.nextSends(LOST_UNKNOWN);
    await attempt(sent);
    expect(await attempt(sent, fence, 60_000)).toMatchObject({ result: 'again', code: 'settling' });
    expect([engine.calls.length, engine.lookUps.length]).toEqual([1, 0]);
  });

  test.each([
    ['an hour back', -3_600_000],
    ['an hour on', 3_600_000],
  ])('grows old by the time of Redis: a clock here that jumps %s changes nothing', async (_how, ms) => {
    const sent = await message();
    engine.nextSends(LEFT_UNKNOWN);
    await attempt(sent);
    const { now } = Date;
    jest.spyOn(Date, 'now').mockImplementation(() => now() + ms);
    expect(await attempt(sent, fence, 60_000)).toMatchObject({ result: 'again', code: 'settling' });
    await until('a look-up', PATIENCE_MS, async () => {
      const { result } = await attempt(sent, fence, SETTLE_MS);
      return result === 'handed_over';
    });
    expect(engine.calls).toHaveLength(1);
  });

  test('is looked up when it is old enough, however often somebody has asked before', async () => {
    const sent = await message();
    engine.nextSends(LEFT_UNKNOWN);
    await attempt(sent);
    const found = await until('a look-up', PATIENCE_MS, async () => {
      const result = await attempt(sent, fence, SETTLE_MS);
      return result.result === 'handed_over' && result;
    });
    expect(found).toMatchObject({ ack: 1 });
    expect(engine.calls).toHaveLength(1);
  });

  test('is looked up in the chat it was sent to and in the one WhatsApp filed it under', async () => {
    const sent = await message();
    await attempt(sent);
    const filed = `true_98765432101234@lid_${engine.calls[0]?.id}`;
    await server.client.hset(keys.message(fence.sessionId, sent.id), 'whatsappRef', filed);
    await attempt(sent);
    expect(engine.lookUps[0]?.chats).toEqual([CUSTOMER_CHAT, '98765432101234@lid']);
  });

  test('is known to the next owner, who looks it up too', async () => {
    const sent = await message();
    engine.nextSends(new Error('the worker died here'));
    await expect(attempt(sent)).rejects.toThrow('the worker died here');
    const next = { ...fence, owner: 'next', epoch: 8 };
    await server.client.hset(keys.session(fence.sessionId), 'owner', 'next', 'epoch', '8');
    expect(await attempt(sent, next)).toMatchObject({ result: 'handed_over' });
    expect(engine.lookUps).toHaveLength(1);
  });
});

describe('what certainly did not leave', () => {
  test('is sent again without a look-up', async () => {
    const sent = await message();
    engine.nextSends(notSent('temporary'));
    expect(await attempt(sent)).toMatchObject({ result: 'again', code: 'temporary', failures: 1 });
    expect(await attempt(sent)).toMatchObject({ result: 'handed_over' });
    expect(engine.lookUps).toEqual([]);
  });

  test('is given up after some failures', async () => {
    const sent = await message();
    engine.nextSends(...Array.from({ length: MAX_FAILURES }, () => notSent('temporary')));
    const results = [];
    for (let i = 0; i < MAX_FAILURES; i += 1) results.push(await attempt(sent));
    expect(results.map(({ result }) => result)).toEqual(['again', 'again', 'failed']);
    expect(results.at(-1)).toMatchObject({ code: 'temporary', detail: 'it was temporary' });
  });

  test('because the connection was not ready is no failure of the message, however often', async () => {
    const sent = await message();
    engine.nextSends(...Array.from({ length: 3 * MAX_FAILURES }, () => notSent('not_ready')));
    for (let i = 0; i < 3 * MAX_FAILURES; i += 1) {
      expect(await attempt(sent)).toMatchObject({ result: 'again', code: 'not_ready' });
    }
    engine.nextSends(notSent('temporary'));
    expect(await attempt(sent)).toMatchObject({ result: 'again', code: 'temporary' });
    expect(await attempt(sent)).toMatchObject({ result: 'handed_over' });
  });

  test.each(['unknown_recipient', 'rejected'] as const)('because it was %s fails at once', async (code) => {
    const sent = await message();
    engine.nextSends(notSent(code));
    expect(await attempt(sent)).toEqual({ result: 'failed', code, detail: `it was ${code}` });
  });
});

describe('the gate', () => {
  test.each([
    ['another owner', { owner: 'other', epoch: 7 }],
    ['an earlier epoch', { owner: 'me', epoch: 6 }],
  ])('lets nothing of %s through, and nothing is written', async (_who, stale) => {
    const sent = await message();
    const before = await server.client.hgetall(keys.message(fence.sessionId, sent.id));
    expect(await attempt(sent, { ...fence, ...stale })).toEqual({ result: 'skipped', because: 'fenced' });
    expect(engine.calls).toEqual([]);
    expect(await server.client.hgetall(keys.message(fence.sessionId, sent.id))).toEqual(before);
  });

  test('keeps one who has lost the session from writing what became of his try', async () => {
    const sent = await message();
    const stale = createJournal(server.client, fence, 60_000);
    await stale.dispatch(sent.id);
    await server.client.hset(keys.session(fence.sessionId), 'epoch', String(fence.epoch + 1));
    const before = await server.client.hgetall(keys.message(fence.sessionId, sent.id));
    expect(await stale.notSent(sent.id, true)).toBe(0);
    expect(await stale.fileFailed(sent.id)).toBe(0);
    await stale.handedOver(sent.id, 'true_chat_id');
    expect(await server.client.hgetall(keys.message(fence.sessionId, sent.id))).toEqual(before);
    expect(await server.client.exists(keys.unconfirmedBy(fence.sessionId))).toBe(0);
  });

  test.each(['sent', 'read', 'failed'] as const)('lets a message that is %s not through', async (status) => {
    const sent = await message();
    await advanceMessage(server.client, fence.sessionId, sent.id, status, {}, Date.now());
    expect(await attempt(sent)).toEqual({ result: 'skipped', because: 'settled' });
    expect(engine.calls).toEqual([]);
  });

  test('does not make a record for a message that is gone', async () => {
    const sent = await message();
    const record = await stored(sent.id);
    await server.client.del(keys.message(fence.sessionId, sent.id));
    const journal = createJournal(server.client, fence, 60_000);
    const result = await sendMessage(record, {
      engine,
      journal,
      lease: heldLease,
      brought: undefined,
      maxFailures: MAX_FAILURES,
      settleMs: 0,
    });
    expect(result).toEqual({ result: 'skipped', because: 'settled' });
    expect(await server.client.exists(keys.message(fence.sessionId, sent.id))).toBe(0);
  });
});

describe('without a lease', () => {
  const attemptUnder = async (sent: MessageRecord, holds: () => boolean) =>
    sendMessage(await stored(sent.id), {
      engine,
      journal: createJournal(server.client, fence, 60_000),
      lease: { holds },
      brought: undefined,
      maxFailures: MAX_FAILURES,
      settleMs: 0,
    });

  test('nothing is tried, and nothing is journalled', async () => {
    const sent = await message();
    expect(await attemptUnder(sent, () => false)).toMatchObject({ result: 'again', code: 'no_lease' });
    expect(await stored(sent.id)).toMatchObject({ status: 'queued', attempts: 0 });
  });

  test('that ran out behind the gate nothing is sent; whoever comes next looks it up first', async () => {
    const sent = await message();
    const looks = [true, false];
    expect(await attemptUnder(sent, () => looks.shift() ?? false)).toMatchObject({ code: 'no_lease' });
    expect(engine.calls).toEqual([]);
    expect(await attempt(sent)).toMatchObject({ result: 'handed_over' });
    expect(engine.lookUps).toHaveLength(1);
    expect(engine.left).toHaveLength(1);
  });
});
