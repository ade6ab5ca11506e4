import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { keys } from '../redis/keys.ts';
import { knownMessageIds } from './known-ids.ts';
import { noteSeenMessage } from './seen-store.ts';

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());

test('messages that were sent from here and those that were only seen have ids, others none', async () => {
  const redis = server.client;
  await redis.set(keys.whatsappId('shop', '3EB0A1'), 'msg_sent');
  const chatId = '5511987654321@c.us';
  const seen = await noteSeenMessage(
    redis,
    {
      sessionId: 'shop',
      direction: 'inbound',
      chatId,
      from: chatId,
      to: '5511912345678@c.us',
      whatsappRef: `false_${chatId}_B1`,
      type: 'text',
      text: 'Oi',
      ack: 0,
      at: 1,
    },
    { now: Date.now(), retentionDays: 1 },
  );
  const known = await knownMessageIds(redis, 'shop', ['3EB0A1', 'B1', 'C1']);
  expect([...known]).toEqual([
    ['3EB0A1', 'msg_sent'],
    ['B1', seen],
  ]);
  expect(await knownMessageIds(redis, 'other', ['3EB0A1', 'B1'])).toEqual(new Map());
  expect(await knownMessageIds(redis, 'shop', [])).toEqual(new Map());
});
