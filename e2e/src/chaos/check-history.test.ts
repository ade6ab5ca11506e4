import { expect, test } from '@jest/globals';
import { checkHistory } from './check-history.ts';
import type { History, SeenConnection, SeenEffect } from './history.ts';

/** Hand-made histories: an innocent one, and for each crime one that differs by it alone. */

const [FIRST, SECOND] = [100, 200];
const SESSION = 'shop';

const effect = (text: string, changes: Partial<SeenEffect> = {}): SeenEffect => ({
  session: SESSION,
  text,
  id: `id-${text}`,
  outcome: 'accepted',
  maker: FIRST,
  calledAt: 1_000,
  owner: FIRST,
  ownedSince: 500,
  ...changes,
});

const connection = (maker: number, from: number, to: number): SeenConnection => ({
  session: SESSION,
  maker,
  from,
  to,
});

/** Two messages go out, one comes in, and the session passes from the first process to the second. */
const innocent: History = {
  accepted: [
    { session: SESSION, text: 'one' },
    { session: SESSION, text: 'two' },
  ],
  effects: [
    effect('one'),
    effect('two', { maker: SECOND, owner: SECOND, ownedSince: 2_000, calledAt: 2_500 }),
  ],
  connections: [connection(FIRST, 600, 1_900), connection(SECOND, 2_100, Number.POSITIVE_INFINITY)],
  excuses: [],
  incoming: [{ session: SESSION, id: 'hello' }],
  log: [
    ['session.status'],
    ['message', 'hello'],
    ['message_create', 'hello'],
    ['session.status'],
    ['message_create', 'id-one'],
    ['message_ack', 'id-one 1'],
    ['message_create', 'id-two'],
    ['message_ack', 'id-two 1'],
  ].map(([event = '', subject], index) => ({
    session: SESSION,
    seq: index + 1,
    event,
    ...(subject === undefined ? {} : { subject }),
  })),
};

const crimesOf = (changes: Partial<History>) =>
  checkHistory({ ...innocent, ...changes }).findings.map(({ crime, what }) => [crime, what]);

test('nothing is found in a history in which nothing went wrong', () => {
  expect(checkHistory(innocent)).toEqual({
    findings: [],
    repeats: 0,
    inFlightAtHandOver: 0,
    excusedOverlaps: 0,
    longestExcusedMs: 0,
  });
});

test('lost: accepted, and never at WhatsApp', () => {
  const accepted = [...innocent.accepted, { session: SESSION, text: 'three' }];
  expect(crimesOf({ accepted })).toEqual([['lost', 'three']]);
});

test('a send that WhatsApp refused or dropped has not arrived', () => {
  const three = { session: SESSION, text: 'three' };
  const effects = [...innocent.effects, effect('three', { outcome: 'refused' })];
  expect(crimesOf({ accepted: [...innocent.accepted, three], effects })).toEqual([['lost', 'three']]);
});

test('doubled: two effects of one text, under one id or two', () => {
  const again = effect('one', { id: 'another-id' });
  const log = [
    ...innocent.log,
    { session: SESSION, seq: 9, event: 'message_create', subject: 'another-id' },
    { session: SESSION, seq: 10, event: 'message_ack', subject: 'another-id 1' },
  ];
  expect(crimesOf({ effects: [...innocent.effects, again], log })).toEqual([
    ['doubled', 'one as another-id'],
  ]);
  expect(crimesOf({ effects: [...innocent.effects, effect('one')] })).toEqual([['doubled', 'one as id-one']]);
});

test('a repeat that WhatsApp dropped is counted, and no crime', () => {
  const effects = [...innocent.effects, effect('one', { outcome: 'repeated' })];
  expect(checkHistory({ ...innocent, effects })).toMatchObject({ findings: [], repeats: 1 });
});

test('out of order: an effect after one that was accepted later', () => {
  expect(crimesOf({ effects: innocent.effects.toReversed() })).toEqual([['out_of_order', 'one']]);
});

test('in another chat than one that was accepted later, an effect may come after it', () => {
  const accepted = innocent.accepted.map((send, index) => ({ ...send, chat: `chat ${index % 2}` }));
  const [one, two, ...others] = innocent.effects;
  if (one === undefined || two === undefined) throw new Error('the history is too short');
  expect(crimesOf({ accepted, effects: [two, one, ...others] })).toEqual([]);
  const oneChat = accepted.map((send) => ({ ...send, chat: 'chat' }));
  expect(crimesOf({ accepted: oneChat, effects: [two, one, ...others] })).toEqual([['out_of_order', 'one']]);
});

test('the same text in another session is another message', () => {
  const accepted = [...innocent.accepted, { session: 'other', text: 'one' }];
  expect(crimesOf({ accepted })).toEqual([['lost', 'one']]);
});

test('stale: called for when another process owned the session already, even if it came to nothing', () => {
  const stale = effect('one', { owner: SECOND, ownedSince: 990, outcome: 'refused' });
  expect(crimesOf({ effects: [...innocent.effects, stale] })).toEqual([
    ['stale', 'one by 100, 10 ms after it had passed to 200'],
  ]);
});

test('what was in flight when the session passed on is counted, and no crime', () => {
  const late = effect('one', { owner: SECOND, ownedSince: 1_010 });
  const effects = [late, ...innocent.effects.slice(1)];
  expect(checkHistory({ ...innocent, effects })).toMatchObject({ findings: [], inFlightAtHandOver: 1 });
});

test('an effect while nobody owns the session, or nobody could be asked, accuses nobody', () => {
  const { owner: _, ownedSince: __, ...unknown } = effect('one');
  expect(crimesOf({ effects: [unknown, ...innocent.effects.slice(1)] })).toEqual([]);
});

test('two connections of one login by two processes', () => {
  const connections = [connection(FIRST, 600, 2_700), connection(SECOND, 2_100, 9_000)];
  expect(crimesOf({ connections })).toEqual([['two_connections', '100 and 200 for 600 ms']]);
});

test('one that reconnects does not compete with itself', () => {
  const connections = [connection(FIRST, 600, 2_700), connection(FIRST, 2_100, 9_000)];
  expect(crimesOf({ connections })).toEqual([]);
});

test('two connections are excused only while the process of one of them was cut off', () => {
  const connections = [connection(FIRST, 600, 2_700), connection(SECOND, 2_100, 9_000)];
  const excuse = { maker: FIRST, from: 600, to: 2_800, why: 'partition' };
  expect(checkHistory({ ...innocent, connections, excuses: [excuse] })).toMatchObject({
    findings: [],
    excusedOverlaps: 1,
    longestExcusedMs: 600,
  });
  expect(crimesOf({ connections, excuses: [{ ...excuse, to: 2_600 }] })).toHaveLength(1);
  expect(crimesOf({ connections, excuses: [{ ...excuse, from: 2_200 }] })).toHaveLength(1);
  expect(crimesOf({ connections, excuses: [{ ...excuse, maker: SECOND }] })).toEqual([]);
  expect(crimesOf({ connections, excuses: [{ ...excuse, maker: -1 }] })).toHaveLength(1);
});

test('a number that is left out of the log, or given twice', () => {
  const without = innocent.log.filter(({ seq }) => seq !== 4);
  expect(crimesOf({ log: without })).toEqual([['seq_gap', '5 follows 3']]);
  const twice = innocent.log.toSpliced(4, 0, { session: SESSION, seq: 4, event: 'session.status' });
  expect(crimesOf({ log: twice })).toEqual([['seq_gap', '4 follows 4']]);
});

test.each([
  ['message', 'hello'],
  ['message_create', 'hello'],
  ['message_create', 'id-one'],
  ['message_ack', 'id-two 1'],
])('the event %s of %s was never recorded', (event, subject) => {
  const log = innocent.log
    .filter((entry) => entry.event !== event || entry.subject !== subject)
    .map((entry, index) => ({ ...entry, seq: index + 1 }));
  const [told] = subject.split(' ');
  expect(crimesOf({ log })).toEqual([['event_lost', `${event} of ${told}`]]);
});

test('an acknowledgement that was overtaken by a higher one is told by that one, but not by a refusal', () => {
  const as = (ack: number) =>
    innocent.log.map((entry) =>
      entry.subject === 'id-two 1' ? { ...entry, subject: `id-two ${ack}` } : entry,
    );
  expect(crimesOf({ log: as(3) })).toEqual([]);
  expect(crimesOf({ log: as(-1) })).toEqual([['event_lost', 'message_ack of id-two']]);
});

test('an event that was recorded twice', () => {
  const again = { session: SESSION, seq: 9, event: 'message', subject: 'hello' };
  expect(crimesOf({ log: [...innocent.log, again] })).toEqual([['event_doubled', 'message of hello']]);
});
