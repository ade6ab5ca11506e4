import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readEvents } from '@wagw/shared/events/event-log';
import { keys } from '@wagw/shared/redis/keys';
import { append, battery, ownedSession } from './testing/append-events.ts';
import { type RunningApi, startApi } from './testing/running-api.ts';

let api: RunningApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const redis = () => api.redisServer.client;
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);

interface Item {
  readonly seq: number;
  readonly sessionId: string;
  readonly event: string;
}

const itemsOf = (body: Record<string, unknown>) => body.items as Item[];
const seqs = (body: Record<string, unknown>) => itemsOf(body).map(({ seq }) => seq);

/** Reads page after page until there is nothing more. */
async function readAll(path: string): Promise<Item[]> {
  const items: Item[] = [];
  let cursor = 'oldest';
  for (;;) {
    const { body } = await api.call('GET', `${path}&after=${cursor}`);
    items.push(...itemsOf(body));
    if (body.hasMore !== true) return items;
    cursor = String(body.nextCursor);
  }
}

// The first test of this file: later ones find events.
test('the end of an empty log is a cursor too, and what comes then is behind it', async () => {
  const { body } = await api.call('GET', '/api/v1/events');
  expect(body).toEqual({ items: [], missing: [], nextCursor: '0-0', hasMore: false });
  await append(redis(), await ownedSession(redis(), 'earliest'));
  const next = await api.call('GET', '/api/v1/events?after=0-0');
  expect([next.status, seqs(next.body)]).toEqual([200, [1]]);
});

describe('the log of a session', () => {
  test('is read page by page, as the bytes that were recorded; the cursor of the end waits for more', async () => {
    const id = await ownedSession(redis(), 'paged');
    for (const _ of upTo(5)) await append(redis(), id, { state: 'líne\nbreak " 😀' });
    const page = await api.call('GET', `/api/v1/sessions/${id}/events?limit=3`);
    expect([seqs(page.body), page.body.nextCursor, page.body.hasMore]).toEqual([[1, 2, 3], '3', true]);
    const text = await (await api.fetch(`/api/v1/sessions/${id}/events`)).text();
    for (const { json } of await readEvents(redis(), id, 0, 10)) expect(text).toContain(json);

    const end = await api.call('GET', `/api/v1/sessions/${id}/events?after=5`);
    expect(end.body).toEqual({ items: [], missing: [], nextCursor: '5', hasMore: false });
    await append(redis(), id);
    expect(seqs((await api.call('GET', `/api/v1/sessions/${id}/events?after=5`)).body)).toEqual([6]);
  });

  test('can be asked for some events only; what is held back is behind the cursor', async () => {
    const id = await ownedSession(redis(), 'filtered');
    for (const at of upTo(10)) await append(redis(), id, at % 5 === 0 ? { body: battery } : {});
    const path = `/api/v1/sessions/${id}/events?event=change_battery,qr_code`;
    const first = await api.call('GET', `${path}&limit=1`);
    expect([seqs(first.body), first.body.nextCursor, first.body.hasMore]).toEqual([[5], '5', true]);
    const rest = await api.call('GET', `${path}&after=5`);
    expect([seqs(rest.body), rest.body.nextCursor]).toEqual([[10], '10']);
    const none = await api.call('GET', `/api/v1/sessions/${id}/events?event=qr_code`);
    expect(none.body).toEqual({ items: [], missing: [], nextCursor: '10', hasMore: false });
  });

  test('says so when what was asked for is not kept any more, and where it begins', async () => {
    const id = await ownedSession(redis(), 'trimmed');
    for (const _ of upTo(500)) await append(redis(), id, { length: 100 });
    const [first] = await readEvents(redis(), id, 0, 1);
    const begins = Number(first?.seq);
    expect(begins).toBeGreaterThan(1);
    for (const after of [0, begins - 2]) {
      const gone = await api.call('GET', `/api/v1/sessions/${id}/events?after=${after}`);
      expect([gone.status, gone.body.code, gone.body.first]).toEqual([410, 'events_expired', String(begins)]);
    }
    const kept = await api.call('GET', `/api/v1/sessions/${id}/events?after=${begins - 1}&limit=1`);
    expect(seqs(kept.body)).toEqual([begins]);
    const all = await api.call('GET', `/api/v1/sessions/${id}/events?limit=1`);
    expect(seqs(all.body)).toEqual([begins]);
  });

  test('is read back from the newest, page by page, down to its beginning', async () => {
    const id = await ownedSession(redis(), 'timeline');
    const path = `/api/v1/sessions/${id}/events?limit=2`;
    const empty = await api.call('GET', `${path}&before=newest`);
    expect(empty.body).toEqual({ items: [], missing: [], nextCursor: '0', hasMore: false });
    for (const _ of upTo(5)) await append(redis(), id);
    const pages: number[][] = [];
    for (let cursor = 'newest', hasMore = true; hasMore; ) {
      const { body } = await api.call('GET', `${path}&before=${cursor}`);
      pages.push(seqs(body));
      [cursor, hasMore] = [String(body.nextCursor), body.hasMore === true];
    }
    expect(pages).toEqual([[5, 4], [3, 2], [1]]);
    const last = await api.call('GET', `/api/v1/sessions/${id}/events?before=newest&limit=1`);
    expect(seqs(last.body)).toEqual([5]);
    const beginning = await api.call('GET', `${path}&before=0`);
    expect(beginning.body).toEqual({ items: [], missing: [], nextCursor: '0', hasMore: false });
    // A log that was cut off ends where it begins.
    await redis().xdel(keys.events(id), '1-0', '2-0');
    expect(seqs((await api.call('GET', `${path}&before=4`)).body)).toEqual([3]);
  });

  test('is streamed forwards only, and read in one direction at a time', async () => {
    const id = await ownedSession(redis(), 'onward');
    const path = `/api/v1/sessions/${id}/events?before=newest`;
    const stream = await api.fetch(path, { headers: { accept: 'text/event-stream' } });
    expect([stream.status, await stream.json()]).toMatchObject([400, { code: 'invalid_request' }]);
    const both = await api.call('GET', `${path}&after=1`);
    expect([both.status, both.body.code]).toEqual([400, 'invalid_request']);
  });

  test.each([
    ['before=abc', 400],
    ['after=abc', 400],
    ['after=1-1', 400],
    ['event=no_such_event', 400],
    ['limit=0', 400],
    ['unknown=1', 400],
  ])('refuses ?%s', async (query, status) => {
    const id = await ownedSession(redis(), 'refusing');
    expect((await api.call('GET', `/api/v1/sessions/${id}/events?${query}`)).status).toBe(status);
  });

  test('of a session that does not exist is not found', async () => {
    expect((await api.call('GET', '/api/v1/sessions/nobody/events')).body.code).toBe('session_not_found');
  });
});

describe('the log over all sessions', () => {
  test('has every event once, each session in its order, whoever appended at the same time', async () => {
    const ids = await Promise.all(upTo(5).map((n) => ownedSession(redis(), `all-${n}`, 'all')));
    await Promise.all(upTo(300).map((n) => append(redis(), ids[n % ids.length] ?? '', { tenantId: 'all' })));
    const items = await readAll('/api/v1/events?tenantId=all&limit=7');
    expect(items).toHaveLength(300);
    for (const id of ids) {
      const own = items.filter(({ sessionId }) => sessionId === id);
      expect(own.map(({ seq }) => seq)).toEqual(upTo(60));
    }
  });

  test('can be asked for one session, one tenant, some events, or all of these', async () => {
    const [one, other] = [await ownedSession(redis(), 'one'), await ownedSession(redis(), 'other')];
    await append(redis(), one, { tenantId: 'shop' });
    await append(redis(), one, { tenantId: 'shop', body: battery });
    await append(redis(), other, { tenantId: 'shop' });
    const told = async (query: string) =>
      (await readAll(`/api/v1/events?${query}`)).map(({ sessionId, event }) => `${sessionId} ${event}`);
    expect(await told('tenantId=shop')).toEqual([
      'one change_state',
      'one change_battery',
      'other change_state',
    ]);
    expect(await told('sessionId=one')).toEqual(['one change_state', 'one change_battery']);
    expect(await told('tenantId=shop&event=change_state')).toEqual([
      'one change_state',
      'other change_state',
    ]);
    expect(await told('sessionId=one&tenantId=shop&event=change_battery')).toEqual(['one change_battery']);
    expect(await told('sessionId=one&tenantId=acme')).toEqual([]);
  });

  test('is read back from the newest, of all sessions or of those that are asked for', async () => {
    const [one, other] = [await ownedSession(redis(), 'back-1'), await ownedSession(redis(), 'back-2')];
    for (const id of [one, other, one]) await append(redis(), id, { tenantId: 'back' });
    const newest = await api.call('GET', '/api/v1/events?before=newest&limit=2');
    const named = (body: Record<string, unknown>) =>
      itemsOf(body).map(({ sessionId, seq }) => `${sessionId} ${seq}`);
    expect(named(newest.body)).toEqual(['back-1 2', 'back-2 1']);
    const path = '/api/v1/events?tenantId=back';
    const before = await api.call('GET', `${path}&before=${newest.body.nextCursor}`);
    expect([named(before.body), before.body.hasMore]).toEqual([['back-1 1'], false]);
    const beginning = await api.call('GET', `${path}&before=0-0`);
    expect([named(beginning.body), beginning.body.hasMore]).toEqual([[], false]);
    for (const place of ['before=1-', 'after=1-']) {
      const last = `/api/v1/events?${place}${2n ** 64n - 1n}`;
      expect((await api.call('GET', last)).status).not.toBe(400);
      expect((await api.call('GET', `/api/v1/events?${place}${2n ** 64n}`)).status).toBe(400);
    }
    // Whoever wants to go on with what comes next asks after the end.
    const after = await api.call('GET', `${path}&after=${before.body.nextCursor}`);
    expect(after.status).toBe(200);
  });

  test('names the events that the log of their session does not keep any more', async () => {
    const id = await ownedSession(redis(), 'short');
    for (const _ of upTo(3)) await append(redis(), id);
    await redis().xdel(keys.events(id), '2-0');
    const { body } = await api.call('GET', `/api/v1/events?sessionId=${id}`);
    expect([seqs(body), body.missing]).toEqual([[1, 3], [{ sessionId: id, seq: 2 }]]);
  });

  test('says so when its cursor is older than what it keeps', async () => {
    const id = await ownedSession(redis(), 'many');
    const start = (await api.call('GET', '/api/v1/events?limit=1')).body.nextCursor;
    for (const _ of upTo(500)) await append(redis(), id, { indexLength: 100 });
    const [first] = await redis().xrange(keys.eventIndex, '-', '+', 'COUNT', 1);
    for (const after of [start, '0-0']) {
      const gone = await api.call('GET', `/api/v1/events?after=${after}`);
      expect([gone.status, gone.body.code, gone.body.first]).toEqual([410, 'events_expired', first?.[0]]);
    }
    const kept = await api.call('GET', '/api/v1/events?after=oldest&limit=500');
    expect([kept.status, itemsOf(kept.body).at(-1)?.seq]).toEqual([200, 500]);
  });
});

// The last one of this file: its events would fill the pages of others.
describe('the long log of a session', () => {
  test('is read back for some events only; one page costs so much and no more', async () => {
    const id = await ownedSession(redis(), 'seldom');
    for (const body of [battery, battery]) await append(redis(), id, { body });
    for (let done = 0; done < 2_100; done += 100) {
      await Promise.all(upTo(100).map(() => append(redis(), id)));
    }
    await append(redis(), id, { body: battery });
    const path = `/api/v1/sessions/${id}/events?event=change_battery`;
    const newest = await api.call('GET', `${path}&before=newest&limit=1`);
    expect([seqs(newest.body), newest.body.nextCursor]).toEqual([[2_103], '2103']);
    const part = await api.call('GET', `${path}&before=2103`);
    expect([seqs(part.body), part.body.nextCursor, part.body.hasMore]).toEqual([[], '103', true]);
    const rest = await api.call('GET', `${path}&before=103`);
    expect([seqs(rest.body), rest.body.nextCursor, rest.body.hasMore]).toEqual([[2, 1], '1', false]);
  });
});
