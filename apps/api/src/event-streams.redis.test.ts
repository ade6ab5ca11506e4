import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { until } from '@wagw/local-machine/until';
import { readEvents } from '@wagw/shared/events/event-log';
import { append, battery, ownedSession } from './testing/append-events.ts';
import { KEY, type RunningApi, startApi } from './testing/running-api.ts';
import { openSse, type SseBlock, type SseClient } from './testing/sse-client.ts';

const PATIENCE_MS = 30_000;

let api: RunningApi;
let quick: Awaited<ReturnType<RunningApi['startAnother']>>;
beforeAll(async () => {
  api = await startApi();
  // The readers are in the same process, which may stand still for a while on a busy machine.
  quick = await api.startAnother({ sse: { maxReaders: 300, heartbeatMs: 200, stallMs: 3_000 } });
});
afterAll(async () => {
  await quick.close();
  await api.close();
});

const redis = () => api.redisServer.client;
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
const numbers = (client: SseClient) =>
  client.events().map(({ data }) => Number(JSON.parse(data ?? '{}').seq));
const has = (what: string, condition: () => boolean) => until(what, PATIENCE_MS, condition);

async function metrics(): Promise<string> {
  const response = await fetch(`${quick.baseUrl}/metrics`, { headers: { 'x-gateway-key': KEY } });
  return response.text();
}

/** A stream that is open and knows where it stands. */
async function open(path: string, lastEventId?: string, baseUrl = quick.baseUrl): Promise<SseClient> {
  const client = await openSse(baseUrl, path, { lastEventId });
  expect(client.status).toBe(200);
  await has('the first cursor', () => client.lastEventId() !== undefined);
  return client;
}

test('a stream begins now, and tells each event with its cursor, its name and the bytes of the log', async () => {
  const id = await ownedSession(redis(), 'first');
  await append(redis(), id);
  const client = await open(`/api/v1/sessions/${id}/events`);
  expect(client.headers['content-type']).toBe('text/event-stream; charset=utf-8');
  expect(client.lastEventId()).toBe('1');
  await append(redis(), id, { state: 'líne\nbreak \u2028 😀' });
  await has('the event', () => client.events().length === 1);
  const [logged] = await readEvents(redis(), id, 1, 1);
  expect(client.events()).toEqual([
    { id: '2', event: 'change_state', data: logged?.json, comment: undefined },
  ]);
  client.cut();
});

test('a new event arrives within a tenth of a second', async () => {
  const id = await ownedSession(redis(), 'swift');
  const client = await open('/api/v1/events?sessionId=swift');
  const times: number[] = [];
  for (const n of upTo(20)) {
    const start = performance.now();
    await append(redis(), id);
    while (client.events().length < n) await new Promise((resolve) => setImmediate(resolve));
    times.push(performance.now() - start);
  }
  // The median: another process may have the machine for longer than that.
  expect(times.sort((a, b) => a - b)[10]).toBeLessThan(100);
  client.cut();
});

test('a quiet stream says that it lives, and its cursor moves on over what its filter holds back', async () => {
  const id = await ownedSession(redis(), 'quiet');
  const client = await open(`/api/v1/events?sessionId=${id}&event=change_battery`);
  const before = client.lastEventId();
  await append(redis(), id);
  await has('a heartbeat with a later cursor', () => client.lastEventId() !== before);
  const heartbeats = client.blocks.filter(({ comment }) => comment === 'heartbeat');
  expect([heartbeats.length > 0, client.events()]).toEqual([true, []]);
  await append(redis(), id, { body: battery });
  await has('what it waits for', () => client.events().length === 1);
  client.cut();
});

test('Last-Event-ID counts more than ?after, which stays in the URL of one who reconnects', async () => {
  const id = await ownedSession(redis(), 'resumed');
  for (const _ of upTo(5)) await append(redis(), id);
  const client = await open(`/api/v1/sessions/${id}/events?after=1`, '3');
  await has('the rest', () => client.events().length === 2);
  expect(numbers(client)).toEqual([4, 5]);
  client.cut();
  const all = await open(`/api/v1/sessions/${id}/events?after=oldest`);
  await has('all', () => all.events().length === 5);
  all.cut();
});

describe('who cannot be told anything', () => {
  test('hears why: the cursor is too old, or is none', async () => {
    const id = await ownedSession(redis(), 'expired');
    for (const _ of upTo(300)) await append(redis(), id, { length: 100 });
    const path = `/api/v1/sessions/${id}/events`;
    expect((await openSse(quick.baseUrl, path, { lastEventId: '1' })).status).toBe(410);
    expect((await openSse(quick.baseUrl, path, { lastEventId: 'evt_1' })).status).toBe(400);
  });

  test('hears that there are too many readers, until one goes', async () => {
    const id = await ownedSession(redis(), 'full');
    const small = await api.startAnother({ sse: { maxReaders: 2 } });
    const path = `/api/v1/sessions/${id}/events`;
    const [one, two] = [
      await open(path, undefined, small.baseUrl),
      await open(path, undefined, small.baseUrl),
    ];
    const refused = await openSse(small.baseUrl, path);
    expect([refused.status, refused.headers['retry-after']]).toEqual([503, '1']);
    one.cut();
    const next = await until('room for another', PATIENCE_MS, async () => {
      const client = await openSse(small.baseUrl, path);
      return client.status === 200 && client;
    });
    for (const client of [two, next]) client.cut();
    await small.close();
  });
});

/** Numbers between 0 and 1 that follow from the seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Reads a stream and breaks it off after a random number of blocks, again and again, until `count` events have come. */
async function readWithBreaks(path: string, count: number, random: () => number): Promise<SseBlock[]> {
  const events: SseBlock[] = [];
  let lastEventId: string | undefined;
  let breaks = 0;
  while (events.length < count) {
    let left = 1 + Math.floor(random() * 40);
    let isCut = false;
    const client = await openSse(quick.baseUrl, path, {
      lastEventId,
      onBlock: (block, cut) => {
        if (isCut) return;
        lastEventId = block.id ?? lastEventId;
        if (block.data !== undefined) events.push(block);
        left -= 1;
        if (left > 0 && events.length < count) return;
        isCut = true;
        cut();
      },
    });
    await client.ended;
    breaks += 1;
  }
  expect(breaks).toBeGreaterThan(3);
  return events;
}

test('readers that break off at random places while events are appended get each once and in order', async () => {
  const seed = Date.now() % 1_000_000;
  const random = seeded(seed);
  const ids = await Promise.all(upTo(3).map((n) => ownedSession(redis(), `broken-${n}`)));
  const each = 150;
  const appending = Promise.all(
    ids.map(async (id) => {
      for (const n of upTo(each)) {
        await append(redis(), id, { tenantId: 'broken', ...(n % 3 === 0 ? { body: battery } : {}) });
        if (random() < 0.2) await new Promise((resolve) => setTimeout(resolve, random() * 10));
      }
    }),
  );
  const [all, filtered, ...single] = await Promise.all([
    readWithBreaks('/api/v1/events?tenantId=broken&after=oldest', 3 * each, random),
    readWithBreaks('/api/v1/events?tenantId=broken&event=change_battery&after=oldest', each, random),
    ...ids.map((id) => readWithBreaks(`/api/v1/sessions/${id}/events?after=oldest`, each, random)),
  ]);
  await appending;
  const of = (blocks: readonly SseBlock[], id: string) =>
    blocks
      .map(({ data }) => JSON.parse(data ?? '{}') as { sessionId: string; seq: number })
      .filter(({ sessionId }) => sessionId === id)
      .map(({ seq }) => seq);
  for (const [at, id] of ids.entries()) {
    expect([seed, of(all ?? [], id)]).toEqual([seed, upTo(each)]);
    expect([seed, of(filtered ?? [], id)]).toEqual([seed, upTo(each).filter((n) => n % 3 === 0)]);
    expect([seed, of(single[at] ?? [], id)]).toEqual([seed, upTo(each)]);
  }
});

test('a reader that takes nothing is dropped and told why; others go on, and it can resume', async () => {
  const id = await ownedSession(redis(), 'slow');
  const path = `/api/v1/sessions/${id}/events`;
  const [slow, other] = [await open(path), await open(path)];
  slow.pause();
  // More than the socket's buffers on both sides take.
  const count = 300;
  const state = 'x'.repeat(64 * 1024);
  for (const _ of upTo(count)) await append(redis(), id, { state });
  await has('everything for the other', () => other.events().length === count);
  expect(numbers(other)).toEqual(upTo(count));
  const dropped = async () => (await metrics()).includes('wagw_sse_dropped_total{reason="slow"} 1');
  await until('the drop', PATIENCE_MS, dropped);
  slow.resume();
  await slow.ended;
  expect(slow.blocks.at(-1)).toMatchObject({ event: 'dropped', data: '{"reason":"slow"}' });
  const got = slow.events().length - 1;
  expect(got).toBeLessThan(count);

  const again = await open(path, slow.lastEventId());
  await has('the rest', () => again.events().length === count - got);
  expect(numbers(again)[0]).toBe(got + 1);
  for (const client of [other, again]) client.cut();
});

test('while Redis is away streams stay open, and go on without a gap when it is back', async () => {
  const id = await ownedSession(redis(), 'outage');
  const clients = [await open(`/api/v1/sessions/${id}/events`), await open(`/api/v1/events?sessionId=${id}`)];
  for (const _ of upTo(20)) await append(redis(), id);
  await has('the first', () => clients.every((client) => client.events().length === 20));
  // What is on the disk outlives the kill.
  await redis().config('SET', 'appendfsync', 'always');
  process.kill(Number(api.redisServer.pid), 'SIGKILL');
  for (const _ of upTo(20)) await append(redis(), id);
  await has('the rest', () => clients.every((client) => client.events().length >= 40));
  for (const client of clients) {
    expect(numbers(client)).toEqual(upTo(40));
    client.cut();
  }
});

test('200 readers get everything, over one connection that waits', async () => {
  const ids = await Promise.all(upTo(4).map((n) => ownedSession(redis(), `crowd-${n}`)));
  const clients = await Promise.all(
    upTo(200).map((n) =>
      n % 2 === 0 ? open('/api/v1/events?tenantId=crowd') : open(`/api/v1/sessions/${ids[n % 4]}/events`),
    ),
  );
  const waiting = String(await redis().client('LIST'))
    .split('\n')
    .filter((line) => line.includes('cmd=xread'));
  expect(waiting).toHaveLength(1);
  await until('their count', PATIENCE_MS, async () => (await metrics()).includes('wagw_sse_readers 200'));
  const each = 25;
  for (const _ of upTo(each)) await Promise.all(ids.map((id) => append(redis(), id, { tenantId: 'crowd' })));
  await has('everything for everybody', () =>
    clients.every((client, at) => client.events().length === ((at + 1) % 2 === 0 ? 4 * each : each)),
  );
  for (const [at, client] of clients.entries()) {
    if ((at + 1) % 2 !== 0) expect(numbers(client)).toEqual(upTo(each));
    client.cut();
  }
});

test('a process that ends sends its readers away after a whole event, and is soon gone', async () => {
  const id = await ownedSession(redis(), 'ending');
  const ending = await api.startAnother({ sse: { maxReaders: 10 } });
  const clients = await Promise.all(
    upTo(3).map(() => open(`/api/v1/sessions/${id}/events`, undefined, ending.baseUrl)),
  );
  await append(redis(), id);
  await has('the event', () => clients.every((client) => client.events().length === 1));
  const start = performance.now();
  await ending.close();
  expect(performance.now() - start).toBeLessThan(5_000);
  for (const client of clients) {
    await client.ended;
    expect(client.blocks.at(-1)).toMatchObject({ event: 'dropped', data: '{"reason":"closing"}' });
  }
});
