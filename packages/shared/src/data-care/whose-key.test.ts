import { expect, test } from '@jest/globals';
import { laneName } from '../queue/queues.ts';
import { keys, QUEUE_PREFIX } from '../redis/keys.ts';
import { kindOfKey, sessionOfKey } from './whose-key.ts';

/** A session may be called like a part of other names. */
const NAMES = ['loja', 'message', 'inbox', 'head', 'lane', 'session', 'events'];

test.each(NAMES)('the keys of a session that is called %s are known as its own', (id) => {
  const own = [
    keys.session(id),
    keys.message(id, 'msg_1'),
    keys.messages(id),
    keys.chatMessages(id, '5511987654321@c.us'),
    keys.chatPacing(id, '1@c.us'),
    keys.batchMessages(id, 'bat_1'),
    keys.commandsUnderWay(id),
    keys.contactIds(id),
    keys.phoneOfLid(id),
    keys.chatKeyOfLid(id),
    keys.eventsHead(id),
    keys.eventsSeen(id),
    keys.fanOutLock(id),
    keys.webhookLane('whk_1', id),
    keys.idempotency(id, 'a:b'),
    keys.idempotency(`acme/${id}`, 'a:b'),
    keys.seenWhatsappId(id, '3EB0'),
    `${QUEUE_PREFIX}:${laneName(id)}:wait`,
  ];
  expect(own.map(sessionOfKey)).toEqual(own.map(() => id));
});

test('what belongs to all sessions belongs to none', () => {
  const common = [
    keys.sessions,
    keys.sessionsWaiting,
    keys.sessionsGone,
    keys.scheduled,
    keys.fanOut,
    keys.fanOutInbox,
    keys.blobExpiry,
    keys.eventIndex,
    keys.webhooks,
    keys.webhook('whk_1'),
    keys.webhookPending('whk_1'),
    keys.webhookLane('whk_1', '-'),
    keys.delivery('dlv_1'),
    keys.deliveryAttempts('dlv_1'),
    keys.idempotency('acme/', 'k'),
    keys.idempotency('/', 'k'),
    keys.workerInbox('w1'),
    keys.erasure('era_1'),
    `${QUEUE_PREFIX}:webhooks:wait`,
  ];
  expect(common.map(sessionOfKey)).toEqual(common.map(() => undefined));
  expect(kindOfKey(keys.deliveryAttempts('dlv_1'))).toBe('delivery');
});
