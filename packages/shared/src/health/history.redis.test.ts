import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import type { Redis } from 'ioredis';
import { createLogger } from '../observability/logger.ts';
import type { Buckets } from '../observability/timed.ts';
import { keys } from '../redis/keys.ts';
import { createSession } from '../sessions/session-store.ts';
import { addTallies, endTallies, minuteOf, noteMinute, readMinutes, type Tallies } from './history.ts';
import { lookAtAll, startMinuteNotes } from './note-minutes.ts';

const NOW = 1_700_000_000_000;
const NEXT = NOW + 60_000;
const PATIENCE_MS = 20_000;
const DAY_S = 86_400;
/** What Redis says of a key without a time to live. */
const FOR_EVER = -1;

let server: TemporaryRedis;
let redis: Redis;
let other: Redis;
beforeAll(async () => {
  server = await startTemporaryRedis();
  redis = server.client;
  other = redis.duplicate();
});
afterAll(async () => {
  other.disconnect();
  await server.close();
});
beforeEach(() => redis.flushall());

const tallies = (sent: Buckets, failed = 0): Tallies => ({
  counts: { failed, unconfirmed: 0, failedAttempts: 0, deadLetters: 0 },
  times: { sent, delivered: {} },
});
/** Of this minute and of the next one. */
const told = async () => (await readMinutes(redis, minuteOf(NOW), 2)).map((minute) => minute.tallies);

test('each minute has what the workers counted in it, whatever they counted before', async () => {
  await addTallies(redis, 'w1', tallies({ 0.5: 3 }), NOW);
  await addTallies(redis, 'w2', tallies({ 0.5: 1, '+Inf': 1 }, 2), NOW);
  await addTallies(redis, 'w1', tallies({ 0.5: 4, 1: 2 }), NOW);
  await addTallies(redis, 'w1', tallies({ 0.5: 10, 1: 2 }, 1), NEXT);
  expect(await told()).toEqual([tallies({ 0.5: 5, 1: 2, '+Inf': 1 }, 2), tallies({ 0.5: 6 }, 1)]);
});

test('what a worker tells twice, because it did not hear that it was taken, counts once', async () => {
  await addTallies(redis, 'w1', tallies({ 0.5: 3 }, 1), NOW);
  await addTallies(redis, 'w1', tallies({ 0.5: 3 }, 1), NOW);
  await addTallies(redis, 'w1', tallies({ 0.5: 3 }, 1), NEXT);
  expect(await told()).toEqual([tallies({ 0.5: 3 }, 1), tallies({})]);
});

test('a worker that starts over, in order or not, loses nothing that it told and doubles nothing', async () => {
  await addTallies(redis, 'w1.first', tallies({ 0.5: 3 }), NOW);
  await endTallies(redis, 'w1.first');
  await addTallies(redis, 'w1.second', tallies({ 0.5: 5 }), NOW);
  // Killed.
  await addTallies(redis, 'w1.third', tallies({ 0.5: 1 }), NOW);
  await addTallies(redis, 'w1.third', tallies({ 0.5: 2 }), NEXT);
  expect(await told()).toEqual([tallies({ 0.5: 9 }), tallies({ 0.5: 1 })]);
});

test('however many processes there are, one of them looks in each minute', async () => {
  let looks = 0;
  const look = async () => {
    looks += 1;
    return { ...(await lookAtAll(redis)), workers: looks };
  };
  const all = (now: number) =>
    Promise.all([redis, other, redis, other].map((connection) => noteMinute(connection, look, now)));
  expect((await all(NOW)).filter((isMine) => isMine)).toHaveLength(1);
  // Nor does anybody when the one that was at it is through, and its mark is gone.
  await redis.del(keys.chore(`history-${minuteOf(NOW)}`));
  expect(await all(NOW + 1_000)).toEqual([false, false, false, false]);
  expect((await all(NEXT)).filter((isMine) => isMine)).toHaveLength(1);
  const noted = await readMinutes(redis, minuteOf(NOW) - 1, 3);
  expect([looks, ...noted.map(({ notes }) => notes?.workers)]).toEqual([2, undefined, 1, 2]);
});

test('what is noted, by a process from its start on', async () => {
  await redis.hset(keys.worker('w1'), { host: 'here', leaseMs: 1_000 });
  await redis.sadd(keys.workers, 'w1');
  const session = { tenantId: 'acme', start: false, metadata: {} };
  for (const [id, code] of Object.entries({
    a: 'ready',
    b: 'ready',
    c: 'scan_qr',
    d: 'blocked',
    e: 'crashed',
  })) {
    await createSession(redis, { ...session, id }, NOW);
    await redis.hset(keys.session(id), 'code', code);
  }
  await redis.zadd(keys.scheduled, NEXT, 'a/1');
  await redis.zadd(keys.sessionsWaiting, NOW, 'f');
  const since = minuteOf(Date.now());
  const notes = startMinuteNotes(redis, createLogger({ name: 'test', level: 'silent' }));
  try {
    const noted = await until('the notes', PATIENCE_MS, async () =>
      (await readMinutes(redis, since, 3)).find((minute) => minute.notes !== undefined),
    );
    expect(noted.notes).toEqual({
      waiting: 0,
      oldestWaitingMs: 0,
      scheduled: 1,
      pendingDeliveries: 0,
      oldestDeliveryMs: 0,
      pausedEndpoints: 0,
      connected: 2,
      qrPending: 1,
      connecting: 1,
      disconnected: 1,
      failedSessions: 1,
      waitingSessions: 1,
      workers: 1,
    });
  } finally {
    await notes.close();
  }
});

test('one that breaks over it leaves the minute to another', async () => {
  const breaks = noteMinute(redis, () => Promise.reject(new Error('no answer')), NOW);
  await expect(breaks).rejects.toThrow('no answer');
  // It goes by itself.
  expect(await redis.pttl(keys.chore(`history-${minuteOf(NOW)}`))).not.toBe(FOR_EVER);
  await redis.del(keys.chore(`history-${minuteOf(NOW)}`));
  expect(await noteMinute(other, () => lookAtAll(redis), NOW)).toBe(true);
});

test('all of it goes by itself, after a day', async () => {
  await addTallies(redis, 'w1', tallies({ 0.5: 3 }), NOW);
  await noteMinute(redis, () => lookAtAll(redis), NEXT);
  const names = await redis.keys('*');
  const kept = await Promise.all(names.map(async (name) => ({ name, seconds: await redis.ttl(name) })));
  const history = kept.filter(({ name }) => name.startsWith(keys.history('')));
  expect(history).toHaveLength(2);
  for (const { seconds } of history) expect(seconds).toBeGreaterThan(DAY_S);
  expect(kept.filter(({ seconds }) => seconds === FOR_EVER)).toEqual([]);
});
