import { describe, expect, test } from '@jest/globals';
import { seenMessageId } from '@wagw/shared/messages/message-id';
import {
  advanceMessage,
  loadMessage,
  type MessageRecord,
  unsettledMessages,
} from '@wagw/shared/messages/message-store';
import { parseSeen } from '@wagw/shared/messages/seen-record';
import { learnLids } from '@wagw/shared/numbers/lid-store';
import { keys } from '@wagw/shared/redis/keys';
import { readSession } from '@wagw/shared/sessions/session-store';
import type { MessageRef } from '../engine/engine.ts';
import { createJournal } from '../messages/journal.ts';
import { engineMessage, refOf } from '../testing/engine-messages.ts';
import { forEachTest, redisForSuite } from '../testing/for-suite.ts';
import { createInboxScene } from '../testing/inbox-scene.ts';
import { CUSTOMER_CHAT, storeMessage, storeOwned } from '../testing/stored.ts';
import type { InboxEvent } from './inbox.ts';

const LID = '98765432101234@lid';

const server = redisForSuite();
const scene = forEachTest(() =>
  createInboxScene(server.client, () => ({
    lidAndPhone: async (lid) => (lid === LID ? { lid, phone: CUSTOMER_CHAT } : {}),
  })),
);

const inbox = (event: InboxEvent) => scene.inbox(event);
const recorded = () => scene.recorded();
const names = () => scene.names();
const value = (sample: string) => scene.value(sample);

/** A message of ours that WhatsApp's client has taken over. */
async function sentMessage(): Promise<{ id: string; ref: MessageRef }> {
  const { id } = await storeMessage(server.client, scene.fence.sessionId, 'Bom dia!');
  const pass = await createJournal(server.client, scene.fence, 60_000).dispatch(id);
  if (!pass.pass) throw new Error(`it was ${pass.because}`);
  return { id, ref: refOf(pass.whatsappId, true) };
}

async function stored(id: string): Promise<MessageRecord | undefined> {
  return loadMessage(server.client, scene.fence.sessionId, id);
}

describe('a received message', () => {
  test('is recorded once, whoever reports it again, and wakes up the session', async () => {
    const message = engineMessage('B1');
    await inbox({ type: 'message', message });
    await inbox({ type: 'message', message });
    await inbox({ type: 'message', message: { ...message, ref: refOf('B1', false, '98765@lid') } });
    expect(await names()).toEqual(['message', 'message_create']);
    expect(await value('wagw_events_total{event="message"}')).toBe(1);
    const session = await readSession(server.client, scene.fence.sessionId);
    expect(session?.lastActivityAt).toBeGreaterThan(Date.now() - 60_000);
  });

  test('stands in the lists of messages, with the text that it has at last', async () => {
    const message = engineMessage('B1', { body: 'Bom dia' });
    await inbox({ type: 'message', message });
    const id = seenMessageId(scene.fence.sessionId, message.ref.serialized);
    const seen = async () => parseSeen(await server.client.hgetall(keys.message(scene.fence.sessionId, id)));
    expect(await seen()).toMatchObject({ direction: 'inbound', chatId: message.ref.chat, text: 'Bom dia' });
    await inbox({ type: 'edit', ref: message.ref, body: 'Boa tarde', previousBody: 'Bom dia', timestamp: 5 });
    expect(await seen()).toMatchObject({ direction: 'inbound', text: 'Boa tarde' });
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

  test('that was edited has its new text in its record', async () => {
    const { id, ref } = await sentMessage();
    await inbox({ type: 'edit', ref, body: 'Boa tarde!', previousBody: 'Bom dia!', timestamp: 5 });
    expect((await stored(id))?.content).toMatchObject({
      type: 'text',
      text: 'Boa tarde!',
      linkPreview: true,
    });
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
    expect(await unsettledMessages(server.client, scene.fence.sessionId)).toEqual([]);
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
        data: {
          gatewayMessageId: id,
          messageId: ref.serialized,
          code: 'rejected',
          chatId: ref.chat,
          chatKey: ref.chat,
          phone: ref.chat.replace('@c.us', ''),
        },
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
  await advanceMessage(server.client, scene.fence.sessionId, id, 'failed', { error }, Date.now());
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

test('acknowledgements, edits and revokes name their chat in both forms', async () => {
  await learnLids(server.client, scene.fence.sessionId, [{ lid: LID, phone: CUSTOMER_CHAT }]);
  const ref = refOf('A1', true, LID);
  await inbox({ type: 'ack', ref, ack: 1 });
  await inbox({ type: 'edit', ref, body: 'b', previousBody: 'a', timestamp: 5 });
  await inbox({ type: 'revoke', ref, timestamp: 6 });
  for (const { data } of await recorded()) {
    expect(data).toMatchObject({ chatId: LID, phone: '5511987654321', lid: LID, chatKey: CUSTOMER_CHAT });
  }
});

test('who is quoted or mentioned is named when known, but not asked for', async () => {
  await learnLids(server.client, scene.fence.sessionId, [{ lid: LID, phone: CUSTOMER_CHAT }]);
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
  await storeOwned(server.client, { ...scene.fence, owner: 'next', epoch: 8 });
  await inbox({ type: 'message', message: engineMessage('B1') });
  await inbox({ type: 'ack', ref, ack: -1 });
  expect(await names()).toEqual([]);
  expect(await value('wagw_events_total{event="message"}')).toBe(0);
});
