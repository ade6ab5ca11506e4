import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { EVENTS } from '@wagw/shared/events/catalogue';
import type { EngineMessage } from '../engine/engine.ts';
import {
  friend,
  friendChat,
  linkForSuite,
  messageId,
  stageForSuite,
} from '../engine/webjs/testing/linked-session.ts';
import { messageEvents } from '../events/message-events.ts';
import { silentLogger } from '../testing/parts.ts';
import { createNaming, type Naming } from './naming.ts';
import { createNumbers } from './numbers.ts';

/** A build that names everybody by LID, as WhatsApp Web came to do. */

const stage = stageForSuite({ page: { lidMode: true } });
const life = linkForSuite(stage);

let server: TemporaryRedis;
let naming: Naming;
beforeAll(async () => {
  server = await startTemporaryRedis();
  naming = createNaming({
    redis: server.client,
    sessionId: life.session,
    logger: silentLogger,
    actions: () => life.engine.actions,
    askMs: 20_000,
  });
});
afterAll(() => server.close());

const lidOnly = expect.stringMatching(/^\d+@lid$/);
const nextMessage = async (body: string): Promise<EngineMessage> =>
  (await life.history.next('message', ({ message }) => message.body === body)).message;

/** The data of the first event that a message becomes. */
async function dataOf(message: EngineMessage): Promise<unknown> {
  const [first] = messageEvents(message, undefined, await naming.of(message));
  if (first === undefined) throw new Error('no event');
  return EVENTS[first.body.event].data.strict().parse(first.body.data);
}

describe('in a chat that is filed by LID', () => {
  const chat = { chatId: lidOnly, phone: friend, lid: lidOnly, chatKey: friendChat };

  test('a received message names both by number', async () => {
    await stage.emulator.control.incoming({ to: life.phone, from: friend, text: 'to you' });
    expect(await dataOf(await nextMessage('to you'))).toMatchObject({
      ...chat,
      from: lidOnly,
      fromPhone: friend,
      fromLid: lidOnly,
      toPhone: life.phone,
      toLid: lidOnly,
    });
  });

  test('a message that was sent to the number has the same key', async () => {
    const content = { type: 'text', text: 'to the number', linkPreview: false } as const;
    await life.engine.send({ chat: friendChat, id: messageId(), content });
    expect(await dataOf(await nextMessage('to the number'))).toMatchObject({
      ...chat,
      fromPhone: life.phone,
      toPhone: friend,
    });
  });

  test('a message in a group names its author by number', async () => {
    const participants = [life.phone, '4915100000003'];
    const group = await stage.emulator.control.group({ owner: friend, subject: 'Three', participants });
    await stage.emulator.control.incoming({ from: friend, group: group.id, text: 'to all' });
    expect(await dataOf(await nextMessage('to all'))).toMatchObject({
      phone: null,
      lid: null,
      chatKey: group.id,
      author: lidOnly,
      authorPhone: friend,
      authorLid: lidOnly,
    });
  });
});

test('numbers are found by the form that the account has', async () => {
  // Outside of the south-east the short form is asked for first.
  await stage.emulator.control.policy({ unregistered: ['553187654321', '*404'] });
  const ttl = { registeredMs: 60_000, unregisteredMs: 60_000 };
  const numbers = createNumbers({ redis: server.client, sessionId: life.session, ttl });
  const phones = ['553187654321', '5511955550404', friend];
  expect(await numbers.check(phones, life.engine.actions)).toEqual({
    ids: ['5531987654321@c.us', null, friendChat],
    failures: [],
  });
});
