import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';

/**
 * The order of all events over all sessions: a stream that the append script writes together with the session's log. Its entries
 * only say where an event stands; the bytes are in the log. An entry's id is Redis' time in milliseconds and a counter, and
 * never goes back, so it is a cursor that outlives restarts of any process.
 */

/** Where one event stands. */
export interface IndexEntry {
  /** Its place in the order over all sessions. */
  readonly cursor: string;
  readonly sessionId: string;
  readonly seq: number;
  readonly tenantId: string;
  readonly event: string;
}

/** The cursor before all events. */
export const BEFORE_ALL = '0-0';

/** The entries after `after`, in order, at most `count`. */
export async function readIndex(redis: Redis, after: string, count: number): Promise<IndexEntry[]> {
  return (await redis.xrange(keys.eventIndex, `(${after}`, '+', 'COUNT', count)).map(toEntry);
}

/** The newest entries before `before`, or of all, newest first, at most `count`. */
export async function readIndexBefore(
  redis: Redis,
  before: string | undefined,
  count: number,
): Promise<IndexEntry[]> {
  // Redis refuses to look there.
  if (before !== undefined && compareCursors(before, BEFORE_ALL) === 0) return [];
  const from = before === undefined ? '+' : `(${before}`;
  return (await redis.xrevrange(keys.eventIndex, from, '-', 'COUNT', count)).map(toEntry);
}

/**
 * As `readIndex`, but waits for the first of them when there is none yet; none after `ms`.
 * @param redis a connection that does nothing else meanwhile
 */
export async function waitForIndex(
  redis: Redis,
  after: string,
  count: number,
  ms: number,
): Promise<IndexEntry[]> {
  const reply = await redis.xread('COUNT', count, 'BLOCK', ms, 'STREAMS', keys.eventIndex, after);
  return (reply?.[0]?.[1] ?? []).map(toEntry);
}

function toEntry([cursor, fields]: [string, string[]]): IndexEntry {
  const [, sessionId = '', , seq, , tenantId = '', , event = ''] = fields;
  return { cursor, sessionId, seq: Number(seq), tenantId, event };
}

/** The bytes of the events at `places`, in their order; undefined where the session's log does not keep them any more. */
export async function readPlaces(
  redis: Redis,
  places: readonly Pick<IndexEntry, 'sessionId' | 'seq'>[],
): Promise<(string | undefined)[]> {
  return Promise.all(
    places.map(async ({ sessionId, seq }) => {
      const [entry] = await redis.xrange(keys.events(sessionId), `${seq}-0`, `${seq}-0`);
      return entry?.[1][1];
    }),
  );
}

export interface IndexBounds {
  /** The cursor of the first event that is kept; undefined when there is none. */
  readonly first: string | undefined;
  /** The cursor of the last event that ever was. */
  readonly last: string;
  /** Whether every event that ever was is kept. */
  readonly isWhole: boolean;
}

/** What the index keeps. */
export async function readIndexBounds(redis: Redis): Promise<IndexBounds> {
  const info = await describeStream(redis);
  if (info === undefined) return { first: undefined, last: BEFORE_ALL, isWhole: true };
  const first = info.get('first-entry');
  return {
    first: Array.isArray(first) ? String(first[0]) : undefined,
    last: String(info.get('last-generated-id')),
    isWhole: info.get('entries-added') === info.get('length'),
  };
}

async function describeStream(redis: Redis): Promise<Map<string, unknown> | undefined> {
  try {
    const reply = (await redis.xinfo('STREAM', keys.eventIndex)) as unknown[];
    return new Map(pairs(reply));
  } catch (error) {
    if (error instanceof Error && error.message.includes('no such key')) return undefined;
    throw error;
  }
}

function* pairs(flat: readonly unknown[]): Generator<[string, unknown]> {
  for (let at = 0; at + 1 < flat.length; at += 2) yield [String(flat[at]), flat[at + 1]];
}

/** Compares two cursors: negative when `a` stands before `b`. */
export function compareCursors(a: string, b: string): number {
  const [aMs = 0, aCount = 0] = a.split('-').map(Number);
  const [bMs = 0, bCount = 0] = b.split('-').map(Number);
  return aMs - bMs || aCount - bCount;
}
