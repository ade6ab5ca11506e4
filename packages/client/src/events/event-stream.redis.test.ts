import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { append, ownedSession } from '@wagw/api/testing/append-events';
import { KEY, type RunningApi, startApi } from '@wagw/api/testing/running-api';
import { keys } from '@wagw/shared/redis/keys';
import { createClient, type Event, type EventStream, EventsExpiredError, GatewayError } from '../client.ts';
import type { TransportOptions } from '../transport.ts';

let api: RunningApi;
let sessions = 0;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.close());

const newSession = () => ownedSession(api.redisServer.client, `session-${++sessions}`);
const happen = (session: string, changes = {}) => append(api.redisServer.client, session, changes);
const make = (options: Partial<TransportOptions> = {}) =>
  createClient({
    baseUrl: api.baseUrl,
    apiKey: KEY,
    retry: { firstDelayMs: 1, longestDelayMs: 2, attempts: 2 },
    ...options,
  });

/** The next events of a stream, which is over then. */
async function take(stream: EventStream, count: number): Promise<Event[]> {
  const taken: Event[] = [];
  for await (const event of stream) if (taken.push(event) === count) break;
  return taken;
}
const seqs = (events: readonly Event[]) => events.map(({ seq }) => seq);

/**
 * A network that breaks every stream after so many blocks, in the middle of one, and makes reconnects quick. On a busy machine several
 * blocks come in one chunk.
 */
function breakingAfter(blocks: number, opened: Request[]): (request: Request) => Promise<Response> {
  async function* broken(body: ReadableStream<Uint8Array>): AsyncGenerator<Uint8Array> {
    yield Buffer.from('retry: 1\n');
    let passed = 0;
    for await (const chunk of body) {
      const text = new TextDecoder().decode(chunk).replaceAll(/^retry: \d+\n/gm, '');
      for (const block of text.split(/(?<=\n\n)/)) {
        passed += 1;
        yield Buffer.from(passed <= blocks ? block : block.slice(0, block.length / 2));
        if (passed > blocks) throw new TypeError('terminated');
      }
    }
  }
  return async (request) => {
    const response = await fetch(request);
    if (request.headers.get('accept') !== 'text/event-stream' || response.body === null) return response;
    opened.push(request);
    return new Response(ReadableStream.from(broken(response.body)), { headers: response.headers });
  };
}

describe('events of a session', () => {
  test('come as they happen, typed, and from the place where somebody stopped', async () => {
    const session = await newSession();
    let live: Promise<Event[]> | undefined;
    await new Promise<void>((resolve) => {
      live = take(make().events({ session, onOpen: resolve }), 5);
    });
    for (let count = 0; count < 5; count += 1) await happen(session);
    expect(seqs((await live) ?? [])).toEqual([1, 2, 3, 4, 5]);

    const stream = make().events({ session, after: 'oldest' });
    expect(seqs(await take(stream, 2))).toEqual([1, 2]);
    expect(stream.cursor).toBe('2');
    expect(seqs(await take(make().events({ session, after: stream.cursor }), 3))).toEqual([3, 4, 5]);
    for await (const event of make().events({ session, events: ['change_state'], after: 4 })) {
      // Only compiles because the event is known by its name.
      expect(event.data.state).toMatch(/^STATE/);
      break;
    }
  });

  test('come once each over a network that breaks in the middle of them', async () => {
    const session = await newSession();
    const opened: Request[] = [];
    const reasons: unknown[] = [];
    const client = make({ fetch: breakingAfter(5, opened) });
    const stream = client.events({
      session,
      after: 'oldest',
      onInterrupted: (reason) => reasons.push(reason),
    });
    const reading = take(stream, 30);
    for (let count = 0; count < 30; count += 1) await happen(session);
    expect(seqs(await reading)).toEqual(Array.from({ length: 30 }, (_, index) => index + 1));
    expect(opened.length).toBeGreaterThan(1);
    expect(reasons).toHaveLength(opened.length - 1);
    expect(opened.slice(1).every(({ headers }) => /^\d+$/.test(headers.get('last-event-id') ?? ''))).toBe(
      true,
    );
  });

  test('are not missed when the stream breaks before the first of them', async () => {
    const session = await newSession();
    for (let count = 0; count < 3; count += 1) await happen(session);
    const opened: Request[] = [];
    const breaking = breakingAfter(1, opened);
    const client = make({
      async fetch(request) {
        if (opened.length === 0) return breaking(request);
        opened.push(request);
        return fetch(request);
      },
    });
    let live: Promise<Event[]> | undefined;
    await new Promise<void>((resolve) => {
      live = take(client.events({ session, onOpen: resolve }), 1);
    });
    // The second thing to come, in the middle of which the network breaks; where it stood was said by the first, which was no event.
    await happen(session);
    expect(seqs((await live) ?? [])).toEqual([4]);
    expect(opened[1]?.headers.get('last-event-id')).toBe('3');
  });

  test('that are not kept any more are named', async () => {
    const session = await newSession();
    for (let count = 0; count < 10; count += 1) await happen(session);
    await api.redisServer.client.xtrim(keys.events(session), 'MINID', 9);
    const refused = take(make().events({ session, after: 2 }), 1);
    await expect(refused).rejects.toThrow(EventsExpiredError);
    await expect(refused).rejects.toMatchObject({
      code: 'events_expired',
      message: expect.stringContaining(`The events 3 to 8 of ${session} are not kept any more.`),
      lost: { session, seqs: [3, 8], after: '2', first: '9' },
    });
    expect(seqs(await take(make().events({ session, after: 'oldest' }), 1))).toEqual([9]);
  });
});

describe('events of all sessions', () => {
  test('are resumed by a cursor that is not a number', async () => {
    const [one, other] = [await newSession(), await newSession()];
    for (const session of [one, other, one]) await happen(session);
    const mine = async (stream: EventStream, count: number) => {
      const found: [string, number][] = [];
      for await (const { sessionId, seq } of stream) {
        if ((sessionId === one || sessionId === other) && found.push([sessionId, seq]) === count) break;
      }
      return found;
    };
    const stream = make().events({ after: 'oldest', onMissing: () => undefined });
    expect(await mine(stream, 2)).toEqual([
      [one, 1],
      [other, 1],
    ]);
    expect(stream.cursor).toMatch(/^\d+-\d+$/);
    expect(await mine(make().events({ after: stream.cursor }), 1)).toEqual([[one, 2]]);
  });

  test('that are gone are an error, unless somebody is told of them', async () => {
    const session = await newSession();
    const { cursor } = await standing();
    for (let count = 0; count < 3; count += 1) await happen(session);
    await api.redisServer.client.xtrim(keys.events(session), 'MINID', 3);
    await expect(take(make().events({ after: cursor }), 1)).rejects.toMatchObject({
      name: 'EventMissingError',
      missing: { sessionId: session, seq: 1 },
    });
    const missing: unknown[] = [];
    const events = make().events({ after: cursor, onMissing: (one) => missing.push(one) });
    expect(seqs(await take(events, 1))).toEqual([3]);
    expect(missing).toEqual([1, 2].map((seq) => ({ sessionId: session, seq })));
  });

  /** A stream that has told of the latest event. */
  async function standing(): Promise<EventStream> {
    const session = await newSession();
    await happen(session);
    const stream = make().events({ after: 'oldest', onMissing: () => undefined });
    for await (const { sessionId } of stream) if (sessionId === session) break;
    return stream;
  }
});

describe('the iteration ends', () => {
  test('with the reason of its signal', async () => {
    const session = await newSession();
    const stop = new AbortController();
    const waiting = take(
      make().events({ session, signal: stop.signal, onOpen: () => stop.abort('enough') }),
      1,
    );
    await expect(waiting).rejects.toBe('enough');
  });

  test('at once where another try would not help', async () => {
    const nowhere = take(make().events({ session: 'nobody' }), 1);
    await expect(nowhere).rejects.toMatchObject({ code: 'session_not_found' });
    const session = await newSession();
    await expect(take(make({ apiKey: 'wrong' }).events({ session }), 1)).rejects.toThrow(GatewayError);
  });

  test('when the gateway cannot be reached in the first place', async () => {
    const client = make({ baseUrl: 'http://127.0.0.1:9' });
    await expect(take(client.events(), 1)).rejects.toMatchObject({ name: 'UnreachableError' });
  });
});

test('a stream in which nothing comes, not even a heartbeat, is opened again', async () => {
  const session = await newSession();
  await happen(session);
  let streams = 0;
  const client = make({
    // The first one is silent for ever.
    fetch: async (request) => {
      streams += 1;
      if (streams > 1) return fetch(request);
      return new Response(new ReadableStream({}), { headers: { 'content-type': 'text/event-stream' } });
    },
  });
  expect(seqs(await take(client.events({ session, after: 'oldest', idleMs: 1_000 }), 1))).toEqual([1]);
  expect(streams).toBeGreaterThan(1);
});
