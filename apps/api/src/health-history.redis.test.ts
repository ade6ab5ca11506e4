import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { addTallies, minuteOf, type Notes, noteMinute, type Tallies } from '@wagw/shared/health/history';
import { type DescribedApi, startDescribedApi } from './testing/described-api.ts';

/** What charts are drawn from: the last hours of the whole fleet. */

const MINUTE = 60_000;
const PATH = '/health/performance/history';

let api: DescribedApi;
beforeAll(async () => {
  api = await startDescribedApi();
});
afterAll(() => api.close());
beforeEach(() => api.redisServer.client.flushall());

interface Item {
  readonly at: string;
  readonly isOver: boolean;
  readonly messages: Record<string, unknown>;
  readonly webhooks: Record<string, unknown>;
  readonly sessions: unknown;
  readonly workers: unknown;
}

async function history(query = ''): Promise<Item[]> {
  const answer = await api.ask('get', PATH, { query });
  return answer.body.items as Item[];
}

const tallies = (part: Partial<Tallies['counts']>, times: Partial<Tallies['times']> = {}): Tallies => ({
  counts: { failed: 0, unconfirmed: 0, failedAttempts: 0, deadLetters: 0, ...part },
  times: { sent: {}, delivered: {}, ...times },
});
const notes = (waiting: number, connected: number): Notes => ({
  waiting,
  oldestWaitingMs: waiting * 1_500,
  scheduled: 4,
  pendingDeliveries: 5,
  oldestDeliveryMs: 2_500,
  pausedEndpoints: 1,
  connected,
  qrPending: 2,
  connecting: 1,
  disconnected: 3,
  failedSessions: 1,
  waitingSessions: 0,
  workers: 2,
});
const tell = (worker: string, told: Tallies, at: number) =>
  addTallies(api.redisServer.client, worker, told, at);
const note = (noted: Notes, at: number) => noteMinute(api.redisServer.client, async () => noted, at);

/** Ten minutes ago, where an interval of ten minutes begins. */
const early = () => (Math.floor(minuteOf(Date.now()) / 10) - 1) * 10 * MINUTE;
const iso = (at: number) => new Date(at).toISOString();

test('before anybody has told anything there are the intervals of an hour, with nothing in them', async () => {
  const items = await history();
  expect(items).toHaveLength(60);
  expect(items.map(({ isOver }) => isOver)).toEqual([...Array(59).fill(true), false]);
  expect(items[0]).toEqual({
    at: expect.any(String),
    isOver: true,
    messages: {
      waiting: null,
      oldestWaitingSeconds: null,
      scheduled: null,
      sent: 0,
      failed: 0,
      unconfirmed: 0,
      sendSeconds: null,
    },
    webhooks: {
      pending: null,
      oldestPendingSeconds: null,
      pausedEndpoints: null,
      delivered: 0,
      failedAttempts: 0,
      deadLetters: 0,
      deliverySeconds: null,
    },
    sessions: null,
    workers: null,
  });
});

test('a minute: what all workers did, how long that took, and how all was', async () => {
  const at = early();
  const times = { sent: { 0.25: 60, 2.5: 10 }, delivered: { 0.1: 4 } };
  await tell('w1', tallies({ failed: 2, unconfirmed: 1 }, times), at);
  await tell('w2', tallies({ failed: 1, failedAttempts: 6, deadLetters: 3 }, { sent: { 0.25: 30 } }), at);
  await note(notes(7, 9), at);
  const item = (await history()).find((each) => each.at === iso(at));
  expect(item).toEqual({
    at: iso(at),
    isOver: true,
    messages: {
      waiting: 7,
      oldestWaitingSeconds: 10.5,
      scheduled: 4,
      sent: 100,
      failed: 3,
      unconfirmed: 1,
      // 90 between 0.1 and 0.25 seconds, 10 between 1 and 2.5.
      sendSeconds: { p50: 0.183, p95: 1.75 },
    },
    webhooks: {
      pending: 5,
      oldestPendingSeconds: 2.5,
      pausedEndpoints: 1,
      delivered: 4,
      failedAttempts: 6,
      deadLetters: 3,
      deliverySeconds: { p50: 0.075, p95: 0.098 },
    },
    sessions: { connected: 9, qrPending: 2, connecting: 1, disconnected: 3, failed: 1, waiting: 0 },
    workers: 2,
  });
});

test('longer intervals have the sums, the most that waited, and the sessions of their end', async () => {
  const at = early();
  await tell('w1', tallies({ failed: 2 }, { sent: { 0.25: 90 } }), at);
  await note(notes(7, 9), at);
  await tell('w1', tallies({ failed: 3 }, { sent: { 0.25: 90, 2.5: 10 } }), at + 9 * MINUTE);
  await note(notes(4, 12), at + 9 * MINUTE);
  await tell('w1', tallies({ failed: 4 }, { sent: { 0.25: 90, 2.5: 10 } }), at + 10 * MINUTE);
  const items = await history('?minutes=60&step=10');
  expect(items.length).toBeGreaterThanOrEqual(6);
  const [first, second] = items.slice(items.findIndex((each) => each.at === iso(at)));
  expect(first).toMatchObject({
    isOver: true,
    messages: {
      waiting: 7,
      oldestWaitingSeconds: 10.5,
      sent: 100,
      failed: 3,
      sendSeconds: { p50: 0.183, p95: 1.75 },
    },
    sessions: { connected: 12 },
  });
  expect(second).toMatchObject({ at: iso(at + 10 * MINUTE), messages: { sent: 0, failed: 1 } });
});

test('a day back, and no further', async () => {
  const items = await history('?minutes=1440&step=60');
  const first = Date.parse(items[0]?.at ?? '');
  expect(first).toBeLessThanOrEqual(Date.now() - 1_439 * MINUTE);
  expect(items.map(({ at }) => at)).toEqual(items.map((_item, i) => iso(first + i * 60 * MINUTE)));
  for (const query of ['?minutes=1441', '?minutes=0', '?step=61', '?step=0', '?hours=1']) {
    expect((await api.call('GET', PATH + query)).status).toBe(400);
  }
});

test('tenants do not read it', async () => {
  const { headers } = await api.makeKey(['admin'], 'acme');
  const answer = await api.call('GET', PATH, { headers });
  expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
});
