import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { keys } from '../redis/keys.ts';
import { type Append, type Appended, appendEvent, parseEnvelope, readEvents } from './event-log.ts';
import { trimLog } from './trim-log.ts';

const DAY_MS = 86_400_000;
const NOW = 1_800_000_000_123;

let server: TemporaryRedis;
beforeAll(async () => {
  server = await startTemporaryRedis();
});
afterAll(() => server.close());

let sessions = 0;

/** A session that worker `me` owns under epoch 7. */
async function ownedSession(): Promise<string> {
  sessions += 1;
  const id = `session-${sessions}`;
  await server.client.hset(keys.session(id), { id, owner: 'me', epoch: '7', code: 'ready' });
  return id;
}

let events = 0;

function append(sessionId: string, changes: Partial<Append> = {}): Promise<Appended> {
  events += 1;
  return appendEvent(server.client, {
    fence: { sessionId, owner: 'me', epoch: 7 },
    tenantId: 'acme',
    body: { event: 'change_state', data: { state: `STATE ${events}` } },
    now: NOW,
    length: 10_000,
    id: `evt_${events}`,
    ...changes,
  });
}

const numbers = (logged: readonly { seq: number }[]) => logged.map(({ seq }) => seq);
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

test('500 appends at once are numbered from 1 to 500 without a gap, and read back in that order', async () => {
  const id = await ownedSession();
  const appended = await Promise.all(upTo(500).map(() => append(id)));
  const given = appended.map((result) => (typeof result === 'object' ? result.seq : result));
  expect(new Set(given)).toEqual(new Set(upTo(500)));

  const logged = await readEvents(server.client, id, 0, 1_000);
  expect(numbers(logged)).toEqual(upTo(500));
  expect(logged.map(({ json }) => parseEnvelope(json).seq)).toEqual(upTo(500));
});

test('an event is read back as it was written, with its number first', async () => {
  const id = await ownedSession();
  const data = { state: 'quotes " and \\, líne\nbreaks, 😀, \u2028 and }' };
  await append(id, { id: 'evt_odd', body: { event: 'change_state', data } });
  const [logged] = await readEvents(server.client, id, 0, 1);
  expect(logged?.json).toMatch(/^\{"seq":1,"id":"evt_odd",/);
  expect(parseEnvelope(logged?.json ?? '')).toEqual({
    seq: 1,
    id: 'evt_odd',
    event: 'change_state',
    sessionId: id,
    tenantId: 'acme',
    timestamp: 1_800_000_000,
    data,
  });
});

test('when an event was recorded is known to the millisecond', async () => {
  const id = await ownedSession();
  await append(id, { now: NOW + 123 });
  expect(await readEvents(server.client, id, 0, 1)).toMatchObject([{ recordedAt: NOW + 123 }]);
});

test('pages begin after the number that was read last', async () => {
  const id = await ownedSession();
  for (const _ of upTo(5)) await append(id);
  expect(numbers(await readEvents(server.client, id, 0, 2))).toEqual([1, 2]);
  expect(numbers(await readEvents(server.client, id, 2, 2))).toEqual([3, 4]);
  expect(numbers(await readEvents(server.client, id, 4, 2))).toEqual([5]);
  expect(await readEvents(server.client, id, 5, 2)).toEqual([]);
});

describe('what happened once', () => {
  test('is recorded once, whoever reports it again and however often', async () => {
    const id = await ownedSession();
    const reports = await Promise.all(upTo(20).map(() => append(id, { once: 'message:A1' })));
    expect(reports.filter((result) => result === 'seen')).toHaveLength(19);
    expect(await append(id, { once: 'message:A2' })).toEqual({ seq: 2 });
  });

  test('takes no number and changes no session when it is reported again', async () => {
    const id = await ownedSession();
    await append(id, { once: 'A', session: { code: 'first' } });
    expect(await append(id, { once: 'A', session: { code: 'second' } })).toBe('seen');
    expect(await server.client.hget(keys.session(id), 'code')).toBe('first');
    expect(await append(id)).toEqual({ seq: 2 });
  });

  test('is its own in each session', async () => {
    const [one, other] = [await ownedSession(), await ownedSession()];
    expect(await append(one, { once: 'A' })).toEqual({ seq: 1 });
    expect(await append(other, { once: 'A' })).toEqual({ seq: 1 });
  });

  test('is remembered for a week', async () => {
    const id = await ownedSession();
    await append(id, { once: 'A' });
    await append(id, { once: 'B', now: NOW + 6.9 * DAY_MS });
    expect(await append(id, { once: 'A', now: NOW + 6.9 * DAY_MS })).toBe('seen');
    await append(id, { once: 'C', now: NOW + 7.1 * DAY_MS });
    expect(await append(id, { once: 'A', now: NOW + 7.1 * DAY_MS })).toEqual({ seq: 4 });
    expect(await append(id, { once: 'B', now: NOW + 7.1 * DAY_MS })).toBe('seen');
  });
});

describe('the fence', () => {
  test.each([
    ['another owner', { owner: 'other', epoch: 7 }],
    ['an earlier epoch', { owner: 'me', epoch: 6 }],
    ['a later epoch', { owner: 'me', epoch: 8 }],
  ])('keeps %s from writing anything', async (_who, stale) => {
    const id = await ownedSession();
    const before = await everythingOf(id);
    const fence = { sessionId: id, ...stale };
    expect(await append(id, { fence, once: 'A', session: { code: 'stopped' } })).toBe('fenced');
    expect(await everythingOf(id)).toEqual(before);
    // Nor is it remembered as seen: the owner's report of the same thing counts.
    expect(await append(id, { once: 'A' })).toEqual({ seq: 1 });
  });

  test('keeps everybody from a session that is gone', async () => {
    expect(await append('no-such-session')).toBe('fenced');
    expect(await server.client.keys('*no-such-session*')).toEqual([]);
  });

  async function everythingOf(id: string) {
    const { client } = server;
    const names = [keys.events(id), keys.eventsHead(id), keys.eventsSeen(id)];
    return [
      await client.hgetall(keys.session(id)),
      await client.exists(names),
      await client.smembers(keys.fanOut),
    ];
  }
});

test('fields of the session change together with the event', async () => {
  const id = await ownedSession();
  await append(id, { session: { code: 'stopped', stateSince: '5' } });
  expect(await server.client.hgetall(keys.session(id))).toEqual({
    id,
    owner: 'me',
    epoch: '7',
    code: 'stopped',
    stateSince: '5',
  });
});

test('each append is stored as something to hand out, and announced to one who will', async () => {
  const id = await ownedSession();
  await append(id, { now: 5 });
  await append(id, { now: 6 });
  expect(await server.client.sismember(keys.fanOut, id)).toBe(1);
  expect(await server.client.zscore(keys.fanOutInbox, id)).toBe('5');
});

describe('the log keeps', () => {
  async function appendThousand(id: string, handOut: (seq: number) => unknown): Promise<number[]> {
    for (let i = 0; i < 10; i += 1) {
      await Promise.all(upTo(100).map(() => append(id, { length: 50 })));
      await handOut((i + 1) * 100);
    }
    return (await readEvents(server.client, id, 0, 10_000)).map(({ seq }) => seq);
  }

  test('the length it is given and some more of what was handed out; numbers go on', async () => {
    const id = await ownedSession();
    const kept = await appendThousand(id, (seq) =>
      server.client.hset(keys.eventsHead(id), 'fannedOut', String(seq)),
    );
    expect(kept.length).toBeGreaterThanOrEqual(50);
    // Redis trims whole nodes of its stream, a hundred entries each by default; and a hundred were appended after the last mark.
    expect(kept.length).toBeLessThanOrEqual(250);
    expect(kept.at(-1)).toBe(1_000);
  });

  test('ten times as many of what was not', async () => {
    const kept = await appendThousand(await ownedSession(), () => undefined);
    expect(kept.length).toBeGreaterThanOrEqual(500);
    expect(kept.length).toBeLessThanOrEqual(600);
    expect(kept.at(-1)).toBe(1_000);
  });
});

describe('events that are too old', () => {
  const WEEK_MS = 7 * DAY_MS;
  const firstKept = async (id: string) => (await readEvents(server.client, id, 0, 1))[0]?.seq;

  async function sessionWithOld(count: number, handedOut: number): Promise<string> {
    const id = await ownedSession();
    for (const _ of upTo(count)) await append(id, { now: NOW - WEEK_MS - DAY_MS });
    await server.client.hset(keys.eventsHead(id), 'fannedOut', handedOut);
    return id;
  }

  test('leave the log while new ones come, a few at a time', async () => {
    const id = await sessionWithOld(40, 40);
    for (const _ of upTo(8)) await append(id, { maxAgeMs: WEEK_MS });
    expect(await firstKept(id)).toBe(17);
    for (const _ of upTo(24)) await append(id, { maxAgeMs: WEEK_MS });
    expect(await firstKept(id)).toBe(41);
  });

  test('leave the log of a session in which nothing happens', async () => {
    const id = await sessionWithOld(250, 250);
    await append(id);
    expect(await trimLog(server.client, id, NOW - WEEK_MS)).toBe(250);
    expect(numbers(await readEvents(server.client, id, 0, 10))).toEqual([251]);
  });

  test('stay until they were handed out', async () => {
    const id = await sessionWithOld(8, 3);
    for (const _ of upTo(8)) await append(id, { maxAgeMs: WEEK_MS });
    expect(await firstKept(id)).toBe(4);
    expect(await trimLog(server.client, id, NOW)).toBe(0);
  });
});
