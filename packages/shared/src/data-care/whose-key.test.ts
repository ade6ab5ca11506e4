import { expect, test } from '@jest/globals';
import { laneName } from '../queue/queues.ts';
import { keys, QUEUE_PREFIX } from '../redis/keys.ts';
import { kindOfKey, sessionOfKey } from './whose-key.ts';

/** A session may be called like a part of other names. */
const NAMES = ['loja', 'message', 'inbox', 'head', 'lane', 'session', 'events'];

/** Every entry of `keys`, with what its first parameter is called; undefined for one that is a single key. */
const KINDS = Object.entries(keys).map(([kind, key]) => ({
  kind,
  firstParameter: typeof key === 'string' ? undefined : /^\(?\s*(\w+)/.exec(key.toString())?.[1],
  keyOf: (id: string): string => {
    if (typeof key === 'string') return key;
    const make: (...parts: string[]) => string = key;
    return make(id, 'lock', 'head');
  },
}));

const ofSessions = KINDS.filter(({ firstParameter }) => firstParameter === 'sessionId');
const ofOthers = KINDS.filter(
  ({ kind, firstParameter }) => firstParameter !== 'sessionId' && kind !== 'idempotency',
);

test('every parameter says whose id it is, so that none is left out here', () => {
  expect(KINDS.filter(({ firstParameter }) => firstParameter === 'id')).toEqual([]);
  expect(ofSessions.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['session', 'message', 'events']),
  );
});

test.each(NAMES)('the keys of a session that is called %s are known as its own', (id) => {
  for (const { kind, keyOf } of ofSessions) expect([kind, sessionOfKey(keyOf(id))]).toEqual([kind, id]);
  const others = [
    keys.chatMessages(id, '5511987654321@c.us'),
    keys.webhookLane('whk_1', id),
    keys.idempotency(id, 'a:b'),
    keys.idempotency(`acme/${id}`, 'a:b'),
    `${QUEUE_PREFIX}:${laneName(id)}:wait`,
  ];
  expect(others.map(sessionOfKey)).toEqual(others.map(() => id));
});

test('what belongs to all sessions, or to something else, belongs to none', () => {
  for (const { kind, keyOf } of ofOthers) {
    const isLane = kind === 'webhookLane';
    expect([kind, sessionOfKey(keyOf('x'))]).toEqual([kind, isLane ? 'lock' : undefined]);
  }
  const common = [
    keys.webhookLane('whk_1', '-'),
    keys.idempotency('acme/', 'k'),
    keys.idempotency('/', 'k'),
    `${QUEUE_PREFIX}:webhooks:wait`,
  ];
  expect(common.map(sessionOfKey)).toEqual(common.map(() => undefined));
  expect(kindOfKey(keys.deliveryAttempts('dlv_1'))).toBe('delivery');
});
