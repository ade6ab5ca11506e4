import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { type Envelope, EVENTS } from '@wagw/shared/events/catalogue';
import { type Fence, parseEnvelope, readEvents } from '@wagw/shared/events/event-log';
import {
  advanceMessage,
  loadMessage,
  type MessageRecord,
  unsettledMessages,
} from '@wagw/shared/messages/message-store';
import { learnLids } from '@wagw/shared/numbers/lid-store';
import { readSession } from '@wagw/shared/sessions/session-store';
import type { EngineMessage, MessageRef } from '../engine/engine.ts';
import { createJournal } from '../messages/journal.ts';
import { createNaming } from '../numbers/naming.ts';
import { engineMessage, refOf } from '../testing/engine-messages.ts';
import { heldLease, silentLogger, testMetrics } from '../testing/parts.ts';
import { CUSTOMER_CHAT, storeFresh, storeMessage, storeOwned } from '../testing/stored.ts';
import { createInbox, type InboxEvent } from './inbox.ts';
import { findMissed } from './reconcile.ts';
import { createRecorder } from './recorder.ts';

const LID = '98765432101234@lid';

let server: TemporaryRedis;
let fence: Fence;
let inbox: ReturnType<typeof createInbox>;
let value: (sample: string) => Promise<number>;

beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());

beforeEach(async () => {
  fence = await storeFresh(server.client);
  const counted = testMetrics();
  value = counted.value;
  inbox = createInbox({
    redis: server.client,
    sessionId: fence.sessionId,
    recorder: createRecorder(server.client, {
      fence,
      lease: heldLease,
      tenantId: 'acme',
      logLength: 1_000,
      metrics: counted.metrics,
    }),
    naming: createNaming({
      redis: server.client,
      sessionId: fence.sessionId,
      logger: silentLogger,
      actions: () => ({ lidAndPhone: async (lid) => (lid === LID ? { lid, phone: CUSTOMER_CHAT } : {}) }),
    }),
    metrics: counted.metrics,
    logger: silentLogger,
  });
});

/** A message of ours that WhatsApp's client has taken over. */
async function sentMessage(): Promise<{ id: string; ref: MessageRef }> {
  const { id } = await storeMessage(server.client, fence.sessionId, 'Bom dia!');
  const pass = await createJournal(server.client, fence, 60_000).dispatch(id);
  if (!pass.pass) throw new Error(`it was ${pass.because}`);
  return { id, ref: refOf(pass.whatsappId, true) };
}

async function recorded(): Promise<Envelope[]> {
  const events = (await readEvents(server.client, fence.sessionId, 0, 1_000)).map(({ json }) =>
    parseEnvelope(json),
  );
  for (const { event, data } of events) expect(EVENTS[event].data.strict().parse(data)).toEqual(data);
  return events;
}

const names = async () => (await recorded()).map(({ event }) => event);

async function stored(id: string): Promise<MessageRecord | undefined> {
  return loadMessage(server.client, fence.sessionId, id);
}

describe('a received message', () => {
  test('is recorded once, whoever reports it again, and wakes up the session', async () => {
    const message = engineMessage('B1');
    await inbox({ type: 'message', message });
    await inbox({ type: 'message', message });
    await inbox({ type: 'message', message: { ...message, ref: refOf('B1', false, '98765@lid') } });
    expect(await names()).toEqual(['message', 'message_create']);
    expect(await value('wagw_events_total{event="message"}')).toBe(1);
    const session = await readSession(server.client, fence.sessionId);
    expect(session?.lastActivityAt).toBeGreaterThan(Date.now() - 60_000);
  });

  test('that quotes the id of one of ours is not taken for it', async () => {
    const { ref } = await sentMessage();
    await inbox({ type: 'message', message: engineMessage(ref.id) });
    const [, create] = await recorded();
    expect(create?.data).toMatchObject({ fromMe: false, gatewayMessageId: null });
  });
});

test('a chat has one key, whichever form WhatsApp uses at the moment, and its people both names', async () => {
  const byNumber = engineMessage('B1');
  const byLid = engineMessage('B2', { ref: refOf('B2', false, LID), from: LID });
  for (const message of [byNumber, byLid]) await inbox({ type: 'message', message });
  const created = (await recorded()).filter(({ event }) => event === 'message_create');
  const names = { phone: '5511987654321', chatKey: CUSTOMER_CHAT, fromPhone: '5511987654321' };
  expect(created.map(({ data }) => data)).toMatchObject([
    { ...names, chatId: CUSTOMER_CHAT },
    { ...names, chatId: LID, lid: LID, fromLid: LID },
  ]);
});

describe('an own message', () => {
  test('sent through the gateway carries our id', async () => {
    const { id, ref } = await sentMessage();
    await inbox({ type: 'message', message: engineMessage(ref.id, { fromMe: true, ack: 0 }) });
    expect(await recorded()).toMatchObject([
      { event: 'message_create', data: { id: ref.serialized, fromMe: true, gatewayMessageId: id } },
    ]);
  });

  test('written on the phone carries none, and its acknowledgements are told', async () => {
    await inbox({ type: 'message', message: engineMessage('A9', { fromMe: true, ack: 0 }) });
    await inbox({ type: 'ack', ref: refOf('A9', true), ack: 2 });
    expect((await recorded()).map(({ event, data }) => [event, data.gatewayMessageId])).toEqual([
      ['message_create', null],
      ['message_ack', null],
    ]);
  });
});

describe('acknowledgements', () => {
  test('move the record forward and are each recorded once', async () => {
    const { id, ref } = await sentMessage();
    const seen = [];
    for (const ack of [1, 1, 2, 3, 2, 3, 4]) {
      await inbox({ type: 'ack', ref, ack });
      seen.push((await stored(id))?.status);
    }
    expect(seen).toEqual(['sent', 'sent', 'delivered', 'read', 'read', 'read', 'played']);
    const acks = await recorded();
    expect(acks.map(({ data }) => [data.ack, data.ackName, data.gatewayMessageId])).toEqual([
      [1, 'server', id],
      [2, 'device', id],
      [3, 'read', id],
      [4, 'played', id],
    ]);
    expect(await stored(id)).toMatchObject({ ack: 4, whatsappRef: ref.serialized });
    expect(await unsettledMessages(server.client, fence.sessionId)).toEqual([]);
  });

  test('of zero say nothing about the record', async () => {
    const { id, ref } = await sentMessage();
    await inbox({ type: 'ack', ref, ack: 0 });
    expect(await stored(id)).toMatchObject({ status: 'sending', ack: undefined });
  });

  test('are measured from acceptance to the first proof, and only then', async () => {
    const { ref } = await sentMessage();
    for (const ack of [1, 1, 2, 3]) await inbox({ type: 'ack', ref, ack });
    expect(await value('wagw_message_accepted_to_sent_seconds_count')).toBe(1);
  });

  test('below zero fail the message, once, with its reason', async () => {
    const { id, ref } = await sentMessage();
    await inbox({ type: 'ack', ref, ack: -1 });
    await inbox({ type: 'ack', ref, ack: -1 });
    expect(await stored(id)).toMatchObject({ status: 'failed', ack: -1, error: { code: 'rejected' } });
    expect(await recorded()).toMatchObject([
      { event: 'message_ack', data: { ack: -1, ackName: 'error', gatewayMessageId: id } },
      {
        event: 'message_failed',
        data: { gatewayMessageId: id, messageId: ref.serialized, code: 'rejected' },
      },
    ]);
    expect(await value('wagw_send_attempts_total{result="failed"}')).toBe(1);
  });

  test('below zero after a proof change nothing: no message_failed of what was sent', async () => {
    const { id, ref } = await sentMessage();
    await inbox({ type: 'ack', ref, ack: 1 });
    await inbox({ type: 'ack', ref, ack: -1 });
    expect(await stored(id)).toMatchObject({ status: 'sent', error: undefined });
    expect(await names()).not.toContain('message_failed');
  });
});

test('a failure whose event was not written any more is told when it is reported again', async () => {
  const { id, ref } = await sentMessage();
  const error = { code: 'rejected', detail: 'WhatsApp refused the message.' };
  await advanceMessage(server.client, fence.sessionId, id, 'failed', { error }, Date.now());
  await inbox({ type: 'ack', ref, ack: -1 });
  expect(await names()).toEqual(['message_ack', 'message_failed']);
});

test('edits and revokes are recorded once, the phone and the connection each time', async () => {
  const ref = refOf('B1', false);
  for (let i = 0; i < 2; i += 1) {
    await inbox({ type: 'edit', ref, body: 'Boa tarde', previousBody: 'Bom dia', timestamp: 5 });
    await inbox({ type: 'revoke', ref, timestamp: 6 + i });
    await inbox({ type: 'battery', battery: 80, plugged: true });
    await inbox({ type: 'connection_state', state: 'CONNECTED' });
  }
  const again = ['change_battery', 'change_state'];
  expect(await names()).toEqual(['message_edit', 'message_revoke_everyone', ...again, ...again]);
});

describe('an edit that nobody heard', () => {
  const AT = 1_800_000_100_500;
  const now = (changes: object = {}) =>
    engineMessage('B1', { body: 'Boa tarde', editedAtMs: AT, ...changes });

  /** What a search of the store brings, as often as it is made. */
  async function search(...messages: EngineMessage[]): Promise<void> {
    const engine = { messagesSince: async () => ({ messages, isComplete: true }) };
    const { events } = await findMissed(engine, { linkedAt: 0, reconciledAt: undefined }, Date.now());
    for (const event of events) await inbox(event as InboxEvent);
  }

  const edits = async () =>
    (await recorded())
      .filter(({ event }) => event === 'message_edit')
      .map(({ data }) => [data.previousBody, data.newBody, data.editedAt]);

  test('is found, with the text that was told before, and recorded once', async () => {
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

  test('is not told again when it was heard, whatever is called by which name', async () => {
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

  test('is not told again by a page that did not say when it was', async () => {
    const { body, ref } = now();
    await inbox({ type: 'edit', ref, body, previousBody: 'Bom dia!', timestamp: 1_800_000_100 });
    await search(now());
    expect(await edits()).toHaveLength(1);
  });

  test('of a message that nobody heard either is in the message', async () => {
    await search(now());
    await search(now());
    expect((await recorded()).map(({ event, data }) => [event, data.body])).toEqual([
      ['message', 'Boa tarde'],
      ['message_create', 'Boa tarde'],
    ]);
  });

  test('of a message that is not in the log any more has no text before', async () => {
    const { ref, body } = now();
    await inbox({ type: 'message', message: engineMessage('B2', { body: 'another' }) });
    // Ours with the same bare id is another message.
    await inbox({ type: 'message', message: engineMessage('B1', { fromMe: true, body: 'ours' }) });
    await inbox({ type: 'edit', ref, body, timestamp: 1_800_000_100, editedAtMs: AT });
    expect(await edits()).toEqual([['', 'Boa tarde', 1_800_000_100]]);
  });

  test('is found behind more events than are read at a time', async () => {
    await inbox({ type: 'message', message: engineMessage('B1') });
    for (let i = 0; i < 600; i += 1) await inbox({ type: 'connection_state', state: `STATE ${i}` });
    await search(now());
    expect(await edits()).toEqual([['Bom dia!', 'Boa tarde', 1_800_000_100]]);
  });
});

describe('what happens around messages', () => {
  const seconds = Math.floor(Date.now() / 1000);
  const ref = refOf('B1', false);
  const reaction = { type: 'reaction', id: 'R1', ref, emoji: '👍', sender: LID, fromMe: false } as const;
  const vote = { type: 'poll_vote', ref, voter: LID, options: ['Hoje'] } as const;
  const reports: InboxEvent[] = [
    { ...reaction, timestamp: seconds },
    { ...vote, votedAtMs: seconds * 1000 },
    { type: 'revoke_me', ref, timestamp: seconds },
    {
      type: 'group_change',
      change: 'join',
      action: 'add',
      group: '120363041234567890@g.us',
      id: 'N1',
      author: LID,
      participants: [LID],
      body: '',
      timestamp: seconds,
    },
    {
      type: 'contact_changed',
      oldId: CUSTOMER_CHAT,
      newId: '5511900000000@c.us',
      isContact: true,
      chat: LID,
      timestamp: seconds,
    },
    { type: 'call', id: 'C1', from: LID, isVideo: false, isGroup: false, fromMe: false, timestamp: seconds },
  ];

  test('is recorded once, however often it is told', async () => {
    for (const report of [...reports, ...reports]) await inbox(report);
    const each = [
      'message_reaction',
      'poll.vote',
      'message_revoke_me',
      'group.join',
      'contact.changed',
      'call',
    ];
    expect(await names()).toEqual(each);
  });

  test('is recorded each time where the engine has seen to it', async () => {
    const archived = { type: 'chat_archived', chat: LID } as const;
    for (const isArchived of [true, false, true]) await inbox({ ...archived, isArchived });
    await inbox({ type: 'chat_removed', chat: LID });
    expect((await recorded()).map(({ event, data }) => [event, data.isArchived])).toEqual([
      ['chat.archived', true],
      ['chat.archived', false],
      ['chat.archived', true],
      ['chat.removed', undefined],
    ]);
  });

  test('names those that are known by number, and asks WhatsApp for nobody', async () => {
    await inbox({ ...reaction, timestamp: seconds });
    await learnLids(server.client, fence.sessionId, [{ lid: LID, phone: CUSTOMER_CHAT }]);
    for (const report of reports.slice(1)) await inbox(report);
    const [unknown, ...known] = await recorded();
    expect(unknown?.data).toMatchObject({ sender: LID, senderPhone: null, senderLid: LID });
    const phone = '5511987654321';
    // The key that was told first stays.
    const names = { phone, lid: LID, chatKey: LID };
    expect(known.map(({ data }) => data)).toMatchObject([
      { voterPhone: phone, voterLid: LID },
      { chatKey: LID },
      { byPhone: phone, participants: [{ id: LID, ...names }] },
      { oldPhone: phone, newPhone: '5511900000000', ...names },
      { fromPhone: phone, chatKey: LID },
    ]);
  });

  test('is left out when it is so old that the log would not recognise it', async () => {
    const week = 7 * 86_400;
    await inbox({ ...reaction, timestamp: seconds - week });
    await inbox({ ...vote, votedAtMs: (seconds - week) * 1000 });
    expect(await names()).toEqual([]);
  });
});

test('acknowledgements, edits and revokes name their chat in both forms', async () => {
  await learnLids(server.client, fence.sessionId, [{ lid: LID, phone: CUSTOMER_CHAT }]);
  const ref = refOf('A1', true, LID);
  await inbox({ type: 'ack', ref, ack: 1 });
  await inbox({ type: 'edit', ref, body: 'b', previousBody: 'a', timestamp: 5 });
  await inbox({ type: 'revoke', ref, timestamp: 6 });
  for (const { data } of await recorded()) {
    expect(data).toMatchObject({ chatId: LID, phone: '5511987654321', lid: LID, chatKey: CUSTOMER_CHAT });
  }
});

test('who is quoted or mentioned is named when known, but not asked for', async () => {
  await learnLids(server.client, fence.sessionId, [{ lid: LID, phone: CUSTOMER_CHAT }]);
  const stranger = '55555555555555@lid';
  const message = engineMessage('B1', { quoted: { id: 'A1', author: LID }, mentions: [LID, stranger] });
  await inbox({ type: 'message', message });
  const [event] = await recorded();
  expect(event?.data).toMatchObject({
    quoted: { id: 'A1', authorPhone: '5511987654321', authorLid: LID },
    mentions: [
      { id: LID, phone: '5511987654321' },
      { id: stranger, phone: null },
    ],
  });
});

test('an owner that is none any more records nothing', async () => {
  const { ref } = await sentMessage();
  await storeOwned(server.client, { ...fence, owner: 'next', epoch: 8 });
  await inbox({ type: 'message', message: engineMessage('B1') });
  await inbox({ type: 'ack', ref, ack: -1 });
  expect(await names()).toEqual([]);
  expect(await value('wagw_events_total{event="message"}')).toBe(0);
});
