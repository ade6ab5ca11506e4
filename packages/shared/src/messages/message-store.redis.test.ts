import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import fc from 'fast-check';
import { keys } from '../redis/keys.ts';
import { newMessageId } from './message-id.ts';
import { MESSAGE_STATUSES, type MessageStatus, messageSchema } from './message-schema.ts';
import {
  acceptMessage,
  advanceMessage,
  listMessageIds,
  loadMessage,
  type NewMessage,
  unsettledMessages,
  viewMessage,
} from './message-store.ts';

const NOW = 1_800_000_000_000;
const OPTIONS = { now: NOW, retentionDays: 30 };

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());

let count = 0;
/** A name that no other test uses. */
const fresh = (what: string) => {
  count += 1;
  return `${what}-${count}`;
};

function newMessage(changes: Partial<NewMessage> = {}): NewMessage {
  return {
    id: fresh('msg'),
    sessionId: 'shop',
    chatId: '5511987654321@c.us',
    message: { to: '+55 11 98765-4321', type: 'text', text: 'Bom dia!', linkPreview: true },
    ...changes,
  };
}

async function accepted(sessionId = fresh('session')): Promise<NewMessage> {
  const message = newMessage({ sessionId });
  await acceptMessage(server.client, message, OPTIONS);
  return message;
}

type Details = Parameters<typeof advanceMessage>[4];

const advance = ({ sessionId, id }: NewMessage, status: MessageStatus, details: Details = {}, now = NOW) =>
  advanceMessage(server.client, sessionId, id, status, details, now);

const load = ({ sessionId, id }: NewMessage) => loadMessage(server.client, sessionId, id);

describe('accepting', () => {
  test('stores what is to be sent, and shows it as queued', async () => {
    const message = newMessage({ sessionId: fresh('session') });
    expect(await acceptMessage(server.client, message, OPTIONS)).toEqual({
      accepted: true,
      id: message.id,
      repeated: false,
    });
    const record = await load(message);
    if (record === undefined) throw new Error('it was not stored');
    expect(messageSchema.strict().parse(viewMessage(record))).toEqual({
      id: message.id,
      sessionId: message.sessionId,
      to: '+55 11 98765-4321',
      chatId: '5511987654321@c.us',
      type: 'text',
      text: 'Bom dia!',
      status: 'queued',
      ack: null,
      whatsappId: null,
      attempts: 0,
      error: null,
      metadata: {},
      timeline: { queued: new Date(NOW).toISOString() },
    });
    expect(await unsettledMessages(server.client, message.sessionId)).toEqual([message.id]);
  });

  test('is kept for the days of retention', async () => {
    const { sessionId, id } = await accepted();
    const ttl = await server.client.pttl(keys.message(sessionId, id));
    expect(ttl / 86_400_000).toBeCloseTo(30, 2);
    await acceptMessage(server.client, newMessage({ sessionId, id: 'later' }), {
      now: NOW + 31 * 86_400_000,
      retentionDays: 30,
    });
    expect(await listMessageIds(server.client, sessionId, undefined, 10)).toEqual(['later']);
  });

  test('the same Idempotency-Key and request gives the first message again, even twenty times at once', async () => {
    const idempotency = { key: 'order-1', fingerprint: 'f1' };
    const sessionId = fresh('session');
    const answers = await Promise.all(
      Array.from({ length: 20 }, () =>
        acceptMessage(server.client, newMessage({ sessionId, idempotency }), OPTIONS),
      ),
    );
    expect(answers.filter((answer) => answer.accepted && !answer.repeated)).toHaveLength(1);
    const ids = new Set(answers.map((answer) => answer.accepted && answer.id));
    expect([...ids]).toEqual(await unsettledMessages(server.client, sessionId));
  });

  test('the same key with another request is refused and stores nothing', async () => {
    const sessionId = fresh('session');
    const use = (fingerprint: string, key = 'order-1') =>
      acceptMessage(server.client, newMessage({ sessionId, idempotency: { key, fingerprint } }), OPTIONS);
    await use('f1');
    expect(await use('f2')).toEqual({ accepted: false });
    expect(await unsettledMessages(server.client, sessionId)).toHaveLength(1);
    expect(await use('f2', 'order-2')).toMatchObject({ repeated: false });
  });

  test('a key belongs to its session and lasts for a day', async () => {
    const idempotency = { key: 'order-1', fingerprint: 'f1' };
    const [one, other] = [fresh('session'), fresh('session')];
    for (const sessionId of [one, other]) {
      const answer = await acceptMessage(server.client, newMessage({ sessionId, idempotency }), OPTIONS);
      expect(answer).toMatchObject({ repeated: false });
    }
    const ttl = await server.client.ttl(keys.idempotency(one, 'order-1'));
    expect(ttl).toBeGreaterThan(86_390);
    expect(ttl).toBeLessThanOrEqual(86_400);
  });

  test('without a key every request is another message', async () => {
    const sessionId = fresh('session');
    const [first, second] = [await accepted(sessionId), await accepted(sessionId)];
    expect(new Set(await unsettledMessages(server.client, sessionId))).toEqual(
      new Set([first.id, second.id]),
    );
  });
});

const SUCCESSES: readonly MessageStatus[] = ['queued', 'sending', 'sent', 'delivered', 'read', 'played'];
const rank = (status: MessageStatus) => SUCCESSES.indexOf(status);
const isProof = (status: MessageStatus) => rank(status) >= rank('sent');

/** What stands in the record after these reports: the highest of them; a failure gives way to any proof, before or after. */
function expectedAfter(reports: readonly MessageStatus[]): MessageStatus {
  const furthest = reports.reduce((a, b) => (rank(b) > rank(a) ? b : a), 'queued');
  return reports.includes('failed') && !isProof(furthest) ? 'failed' : furthest;
}

describe('states', () => {
  test('only move forward, whatever the order of the reports', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...MESSAGE_STATUSES), { maxLength: 10 }), async (reports) => {
        const message = await accepted();
        for (const [index, status] of reports.entries()) {
          const before = (await load(message))?.status;
          const changed = await advance(message, status, {}, NOW + index);
          const after = (await load(message))?.status;
          expect(after).toBe(expectedAfter(reports.slice(0, index + 1)));
          expect(changed).toBe(after !== before);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('end the same in every order of the same reports', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray([...MESSAGE_STATUSES, ...MESSAGE_STATUSES], { minLength: 1 }),
        async (reports) => {
          const message = await accepted();
          await Promise.all(reports.map((status) => advance(message, status)));
          expect((await load(message))?.status).toBe(expectedAfter(reports));
          const open = await unsettledMessages(server.client, message.sessionId);
          expect(open).toEqual(
            reports.some((status) => isProof(status) || status === 'failed') ? [] : [message.id],
          );
        },
      ),
      { numRuns: 60 },
    );
  });

  test('a failure is left only for proof: an acknowledgement, which also takes back the error', async () => {
    const message = await accepted();
    const error = { code: 'rejected', detail: 'WhatsApp refused the message.' };
    expect(await advance(message, 'failed', { error })).toBe(true);
    expect(await advance(message, 'sending')).toBe(false);
    expect(await advance(message, 'failed', { error: { ...error, code: 'other' } })).toBe(false);
    expect(await load(message)).toMatchObject({ status: 'failed', error });

    expect(await advance(message, 'sent', { ack: 1, whatsappRef: 'true_chat_A1' })).toBe(true);
    const record = await load(message);
    expect(record).toMatchObject({ status: 'sent', ack: 1, whatsappRef: 'true_chat_A1' });
    expect(record?.error).toBeUndefined();
  });

  test('what WhatsApp has acknowledged cannot fail any more', async () => {
    const message = await accepted();
    await advance(message, 'sent');
    const error = { code: 'temporary', detail: 'given up' };
    expect(await advance(message, 'failed', { error })).toBe(false);
    expect(await load(message)).toMatchObject({ status: 'sent', error: undefined });
  });

  test('a report that changes nothing leaves no trace', async () => {
    const message = await accepted();
    await advance(message, 'read', { ack: 3 }, NOW + 5);
    await advance(message, 'delivered', { ack: 2 }, NOW + 6);
    await advance(message, 'read', { ack: 9 }, NOW + 7);
    expect(await load(message)).toMatchObject({ ack: 3, timeline: { queued: NOW, read: NOW + 5 } });
    expect((await load(message))?.timeline.delivered).toBeUndefined();
  });

  test('a message that is gone is not brought back by a report', async () => {
    const ghost = newMessage();
    expect(await advance(ghost, 'sent')).toBe(false);
    expect(await load(ghost)).toBeUndefined();
  });
});

test('messages are unsettled from their acceptance to their first proof or their end, oldest first', async () => {
  const sessionId = fresh('session');
  const messages = [await accepted(sessionId), await accepted(sessionId), await accepted(sessionId)];
  const [first, second, third] = messages.map(({ id }) => id);
  expect(await unsettledMessages(server.client, sessionId)).toEqual([first, second, third]);
  for (const message of messages) await advance(message, 'sending');
  expect(await unsettledMessages(server.client, sessionId)).toEqual([first, second, third]);
  if (messages[1] !== undefined) await advance(messages[1], 'delivered');
  expect(await unsettledMessages(server.client, sessionId)).toEqual([first, third]);
  if (messages[0] !== undefined) await advance(messages[0], 'failed');
  expect(await unsettledMessages(server.client, sessionId)).toEqual([third]);
});

test('messages stay in the order of acceptance, in the same millisecond and when a clock is behind', async () => {
  const sessionId = fresh('session');
  const ids = Array.from({ length: 20 }, newMessageId);
  for (const [index, id] of ids.entries()) {
    const now = index < 10 ? NOW : NOW - 5_000;
    await acceptMessage(server.client, newMessage({ sessionId, id }), { ...OPTIONS, now });
  }
  expect(await unsettledMessages(server.client, sessionId)).toEqual(ids);
  expect(await listMessageIds(server.client, sessionId, undefined, 20)).toEqual(ids.toReversed());
});

test('lists are paged from the newest to the oldest', async () => {
  const sessionId = fresh('session');
  for (const [index, id] of ['a', 'b', 'c', 'd', 'e'].entries()) {
    await acceptMessage(server.client, newMessage({ sessionId, id }), { ...OPTIONS, now: NOW + index });
  }
  const page = (before?: string) => listMessageIds(server.client, sessionId, before, 2);
  expect(await page()).toEqual(['e', 'd']);
  expect(await page('d')).toEqual(['c', 'b']);
  expect(await page('b')).toEqual(['a']);
  expect(await page('a')).toEqual([]);
  expect(await page('never-was')).toEqual([]);
});
