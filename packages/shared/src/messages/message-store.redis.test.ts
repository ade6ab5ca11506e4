import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import fc from 'fast-check';
import { keys } from '../redis/keys.ts';
import { newMessageId } from './message-id.ts';
import { listMessages, type MessageFilter } from './message-list.ts';
import { viewMessage } from './message-record.ts';
import { MESSAGE_STATUSES, type MessageStatus, messageSchema } from './message-schema.ts';
import {
  acceptMessages,
  advanceMessage,
  cancelMessage,
  jobsAdded,
  loadMessage,
  type NewMessage,
  unsettledMessages,
} from './message-store.ts';
import { noteSeenMessage, seenMessageIdOf } from './seen-store.ts';

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

type Placed = NewMessage & { readonly sessionId: string };

function newMessage(changes: Partial<Placed> = {}): Placed {
  return {
    id: fresh('msg'),
    sessionId: 'shop',
    to: '+55 11 98765-4321',
    chatId: '5511987654321@c.us',
    content: { type: 'text', text: 'Bom dia!', linkPreview: true },
    ...changes,
  };
}

const accept = ({ sessionId, ...message }: Placed, now = NOW) =>
  acceptMessages(server.client, sessionId, [message], { ...OPTIONS, now });

async function accepted(sessionId = fresh('session')): Promise<Placed> {
  const message = newMessage({ sessionId });
  await accept(message);
  return message;
}

type Details = Parameters<typeof advanceMessage>[4];
type Named = Pick<Placed, 'sessionId' | 'id'>;

const advance = ({ sessionId, id }: Named, status: MessageStatus, details: Details = {}, now = NOW) =>
  advanceMessage(server.client, sessionId, id, status, details, now);

const load = ({ sessionId, id }: Named) => loadMessage(server.client, sessionId, id);

const page = async (sessionId: string, filter: MessageFilter = {}, before?: number, limit = 20) => {
  const { items, next } = await listMessages(server.client, sessionId, filter, before, limit);
  return { ids: items.map(({ id }) => id), next };
};

describe('accepting', () => {
  test('stores what is to be sent, and shows it as queued', async () => {
    const message = newMessage({ sessionId: fresh('session') });
    expect(await accept(message)).toBe(1);
    const record = await load(message);
    if (record === undefined) throw new Error('it was not stored');
    expect(messageSchema.strict().parse(viewMessage(record))).toEqual({
      id: message.id,
      sessionId: message.sessionId,
      direction: 'outbound',
      from: null,
      to: '+55 11 98765-4321',
      chatId: '5511987654321@c.us',
      type: 'text',
      text: 'Bom dia!',
      status: 'queued',
      priority: 'interactive',
      ack: null,
      whatsappId: null,
      attempts: 0,
      error: null,
      sendAt: null,
      notBefore: null,
      batchId: null,
      metadata: {},
      createdAt: new Date(NOW).toISOString(),
      timeline: { queued: new Date(NOW).toISOString() },
    });
    expect(await unsettledMessages(server.client, message.sessionId)).toEqual([message.id]);
  });

  test('is kept for the days of retention', async () => {
    const { sessionId, id } = await accepted();
    const ttl = await server.client.pttl(keys.message(sessionId, id));
    expect(ttl / 86_400_000).toBeCloseTo(30, 2);
    await accept(newMessage({ sessionId, id: 'later' }), NOW + 31 * 86_400_000);
    expect((await page(sessionId)).ids).toEqual(['later']);
  });

  test('stores a message once, however often and whenever it is accepted under its id', async () => {
    const message = newMessage({ sessionId: fresh('session') });
    const answers = await Promise.all(Array.from({ length: 20 }, () => accept(message)));
    expect(answers.filter((stored) => stored === 1)).toHaveLength(1);
    await advance(message, 'sent');
    expect(await accept(message, NOW + 9)).toBe(0);
    expect(await load(message)).toMatchObject({ status: 'sent', acceptedAt: NOW });
    expect(await unsettledMessages(server.client, message.sessionId)).toEqual([]);
  });

  test('stores many at once in their order, and of those that are there in part only the others', async () => {
    const sessionId = fresh('session');
    const messages = ['a', 'b', 'c', 'd'].map((id) => newMessage({ id, priority: 'bulk', batchId: 'b1' }));
    const acceptAll = (some: readonly NewMessage[]) =>
      acceptMessages(server.client, sessionId, some, OPTIONS);
    expect(await acceptAll(messages.slice(0, 2))).toBe(2);
    expect(await acceptAll(messages)).toBe(2);
    expect(await unsettledMessages(server.client, sessionId)).toEqual(['a', 'b', 'c', 'd']);
    expect(await load({ sessionId, id: 'c' })).toMatchObject({ priority: 'bulk', batchId: 'b1' });
  });

  test('is noted as without a job until somebody says that it has one', async () => {
    const { sessionId, id } = await accepted();
    const due = () => server.client.zscore(keys.scheduled, `${sessionId}/${id}`);
    expect(Number(await due())).toBeGreaterThan(NOW);
    await jobsAdded(server.client, sessionId, [id]);
    expect(await due()).toBeNull();
  });
});

/** In the order in which one gives way to the other. */
const WAY: readonly MessageStatus[] = [
  'queued',
  'sending',
  'unconfirmed',
  'sent',
  'delivered',
  'read',
  'played',
];
const rank = (status: MessageStatus) => WAY.indexOf(status);
const isProof = (status: MessageStatus) => rank(status) >= rank('sent');

/** The rules, told once more. */
function after(before: MessageStatus, report: MessageStatus): MessageStatus {
  if (before === 'cancelled' || report === 'scheduled') return before;
  if (before === 'failed') return isProof(report) ? report : before;
  if (report === 'failed') return isProof(before) ? before : report;
  if (report === 'cancelled') return before === 'queued' ? report : before;
  if (report === 'unconfirmed') return before === 'sending' ? report : before;
  return rank(report) > rank(before) ? report : before;
}

describe('states', () => {
  test('only move forward, whatever the order of the reports', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.constantFrom(...MESSAGE_STATUSES), { maxLength: 10 }), async (reports) => {
        const message = await accepted();
        let expected: MessageStatus = 'queued';
        for (const [index, status] of reports.entries()) {
          const before = expected;
          expected = after(before, status);
          expect(await advance(message, status, {}, NOW + index)).toBe(expected !== before);
          expect((await load(message))?.status).toBe(expected);
        }
      }),
      { numRuns: 60 },
    );
  });

  /** `unconfirmed` and `cancelled` depend on what came before. */
  const REPORTS = MESSAGE_STATUSES.filter((status) => status !== 'unconfirmed' && status !== 'cancelled');

  test('end the same in every order of the same reports', async () => {
    await fc.assert(
      fc.asyncProperty(fc.shuffledSubarray([...REPORTS, ...REPORTS], { minLength: 1 }), async (reports) => {
        const message = await accepted();
        await Promise.all(reports.map((status) => advance(message, status)));
        const furthest = reports.reduce((a, b) => (rank(b) > rank(a) ? b : a), 'queued');
        const isFailed = reports.includes('failed') && !isProof(furthest);
        expect((await load(message))?.status).toBe(isFailed ? 'failed' : furthest);
        const open = await unsettledMessages(server.client, message.sessionId);
        expect(open).toEqual(
          reports.some((status) => isProof(status) || status === 'failed') ? [] : [message.id],
        );
      }),
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

describe('cancelling', () => {
  test('ends what waits, and nothing that was tried', async () => {
    const [waiting, tried] = [await accepted(), await accepted()];
    await advance(tried, 'sending');
    const cancel = ({ sessionId, id }: Placed) => cancelMessage(server.client, sessionId, id, NOW + 1);
    expect(await cancel(tried)).toBe(false);
    expect(await cancel(waiting)).toBe(true);
    expect(await cancel(waiting)).toBe(false);
    expect(await load(waiting)).toMatchObject({ status: 'cancelled', timeline: { cancelled: NOW + 1 } });
    expect(await unsettledMessages(server.client, waiting.sessionId)).toEqual([]);
  });

  test('is final', async () => {
    const message = await accepted();
    await cancelMessage(server.client, message.sessionId, message.id, NOW);
    expect(await advance(message, 'sending')).toBe(false);
    expect(await advance(message, 'sent')).toBe(false);
  });
});

test('a message without an acknowledgement is unconfirmed until one comes, and stays unsettled', async () => {
  const message = await accepted();
  expect(await advance(message, 'unconfirmed')).toBe(false);
  await advance(message, 'sending');
  expect(await advance(message, 'unconfirmed')).toBe(true);
  expect(await unsettledMessages(server.client, message.sessionId)).toEqual([message.id]);
  expect(await advance(message, 'delivered', { ack: 2 })).toBe(true);
  expect(await unsettledMessages(server.client, message.sessionId)).toEqual([]);
});

test('messages stay in the order of acceptance, in the same millisecond and when a clock is behind', async () => {
  const sessionId = fresh('session');
  const ids = Array.from({ length: 20 }, newMessageId);
  for (const [index, id] of ids.entries()) {
    await accept(newMessage({ sessionId, id }), index < 10 ? NOW : NOW - 5_000);
  }
  expect(await unsettledMessages(server.client, sessionId)).toEqual(ids);
  expect((await page(sessionId)).ids).toEqual(ids.toReversed());
});

describe('lists', () => {
  let sessionId: string;
  beforeAll(async () => {
    sessionId = fresh('session');
    const chats = ['1@c.us', '2@c.us', '1@c.us', '2@c.us', '1@c.us'];
    for (const [index, id] of ['a', 'b', 'c', 'd', 'e'].entries()) {
      await accept(newMessage({ sessionId, id, chatId: chats[index] ?? '' }), NOW + index);
    }
    await advance({ sessionId, id: 'b' }, 'sent');
  });

  test('are paged from the newest to the oldest', async () => {
    const first = await page(sessionId, {}, undefined, 2);
    expect(first.ids).toEqual(['e', 'd']);
    const second = await page(sessionId, {}, first.next, 2);
    expect(second.ids).toEqual(['c', 'b']);
    expect(await page(sessionId, {}, second.next, 2)).toEqual({ ids: ['a'], next: undefined });
    expect(await page(sessionId, {}, 1, 2)).toEqual({ ids: [], next: undefined });
  });

  test.each<[string, MessageFilter, string[]]>([
    ['of a chat', { chatId: '1@c.us' }, ['e', 'c', 'a']],
    ['of a status', { status: 'sent' }, ['b']],
    ['of a chat and a status', { chatId: '2@c.us', status: 'queued' }, ['d']],
    ['from a time to another', { since: NOW + 1, until: NOW + 3 }, ['c', 'b']],
    ['of a direction', { direction: 'inbound' }, []],
  ])('%s', async (_what, filter, ids) => {
    expect(await page(sessionId, filter)).toEqual({ ids, next: undefined });
    const first = await page(sessionId, filter, undefined, 1);
    expect(first.ids).toEqual(ids.slice(0, 1));
  });

  test('find at once what is on its way, however much came after it', async () => {
    const sessionId = fresh('session');
    const chatId = '1@c.us';
    const waits = newMessage({ sessionId, id: 'waits', chatId });
    await accept(waits, NOW - 10_000);
    const later = Array.from({ length: 1_100 }, (_, at) => newMessage({ sessionId, id: `l${at}`, chatId }));
    await acceptMessages(server.client, sessionId, later, OPTIONS);
    await Promise.all(later.map((message) => advance(message, 'sent')));
    for (const filter of [{}, { chatId }]) {
      const found = await page(sessionId, { ...filter, status: 'queued' });
      expect(found).toEqual({ ids: ['waits'], next: undefined });
    }
    await advance(waits, 'sending');
    await advance(waits, 'unconfirmed');
    expect((await page(sessionId, { status: 'unconfirmed' })).ids).toEqual(['waits']);
    // Others are found too, a part of the list with each page.
    await advance(waits, 'failed');
    const first = await page(sessionId, { status: 'failed' });
    expect(first).toEqual({ ids: [], next: expect.any(Number) });
    expect(await page(sessionId, { status: 'failed' }, first.next)).toEqual({
      ids: ['waits'],
      next: undefined,
    });
  });

  test('show what came in beside what was sent, once', async () => {
    const seen = {
      sessionId,
      direction: 'inbound',
      chatId: '1@c.us',
      from: '1@c.us',
      to: 'me@c.us',
      whatsappRef: 'false_1@c.us_A1',
      type: 'image',
      text: '',
      ack: 0,
      at: NOW + 10,
    } as const;
    const options = { now: NOW + 10, retentionDays: 30 };
    const id = await noteSeenMessage(server.client, seen, options);
    expect(await noteSeenMessage(server.client, seen, options)).toBe(id);
    expect(await seenMessageIdOf(server.client, sessionId, 'A1')).toBe(id);
    expect((await page(sessionId, { chatId: '1@c.us' })).ids).toEqual([id, 'e', 'c', 'a']);
    const { items } = await listMessages(server.client, sessionId, { direction: 'inbound' }, undefined, 9);
    expect(items.map((item) => messageSchema.strict().parse(viewMessage(item)))).toMatchObject([
      { direction: 'inbound', from: '1@c.us', type: 'image', text: null, status: null },
    ]);
    expect(await load({ sessionId, id })).toBeUndefined();
  });
});
