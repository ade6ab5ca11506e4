import {
  BEFORE_ALL,
  compareCursors,
  type IndexBounds,
  type IndexEntry,
  readIndex,
  readIndexBefore,
  readIndexBounds,
  readPlaces,
} from '@wagw/shared/events/event-index';
import type { Redis } from 'ioredis';
import {
  type BackwardFeed,
  type EventFilter,
  EventsExpired,
  type Feed,
  type FeedEvent,
  type MissingEvent,
} from './feed.ts';
import { readBack } from './read-back.ts';
import type { SharedReads } from './shared-reads.ts';

/** With a filter, as many entries of the index are looked at for one page; they are small. */
const LOOKED_AT = 1_000;
/** Backwards a page is looked for further: nobody waits for what comes next. */
const BACK = { chunk: LOOKED_AT, lookedAt: 10_000 };

/** The events of all sessions in the order in which they were recorded; a cursor is a place in the index. */
export function createGlobalFeed(redis: Redis, reads: SharedReads, filter: EventFilter): Feed & BackwardFeed {
  const isFiltered = Object.values(filter).some((wanted) => wanted !== undefined);
  return {
    sessionId: filter.sessionId,
    oldest: async () => before((await readIndexBounds(redis)).first),
    newest: async () => (await readIndexBounds(redis)).last,
    async read(after, limit) {
      const count = isFiltered ? Math.max(limit, LOOKED_AT) : limit;
      const { entries, bounds } = await reads.share(`index ${after} ${count}`, () =>
        readPage(redis, after, count),
      );
      throwWhenExpired(after, bounds);
      const matching = entries.filter((entry) => matches(entry, filter));
      const wanted = matching.slice(0, limit);
      const isCut = matching.length > limit;
      const lookedAt = isCut ? wanted.at(-1) : entries.at(-1);
      const bytes = await reads.share(`bytes ${wanted.map(({ cursor }) => cursor).join()}`, () =>
        readPlaces(redis, wanted),
      );
      return {
        ...split(wanted, bytes),
        // A Redis that has lost its end is behind: one who is ahead of it goes on from there.
        next: lookedAt?.cursor ?? earlier(after, bounds.last),
        hasMore: isCut || entries.length === count,
      };
    },
    async readBack(before, limit) {
      const { found, next, hasMore } = await readBack(
        (cursor, count) => readIndexBefore(redis, cursor, count),
        (entry) => matches(entry, filter),
        { before, limit, beginning: BEFORE_ALL },
        isFiltered ? BACK : { chunk: limit, lookedAt: limit },
      );
      return { ...split(found, await readPlaces(redis, found)), next, hasMore };
    },
  };
}

/** The bounds are asked for after the page: what they say to be kept was kept when the page was read. */
async function readPage(redis: Redis, after: string, count: number) {
  const [entries, bounds] = await Promise.all([readIndex(redis, after, count), readIndexBounds(redis)]);
  return { entries, bounds };
}

function throwWhenExpired(after: string, { first, isWhole }: IndexBounds): void {
  if (isWhole || first === undefined) return;
  if (compareCursors(after, before(first)) < 0) throw new EventsExpired(first);
}

function matches(entry: IndexEntry, { sessionId, tenantId, events }: EventFilter): boolean {
  return (
    (sessionId === undefined || entry.sessionId === sessionId) &&
    (tenantId === undefined || entry.tenantId === tenantId) &&
    (events === undefined || events.has(entry.event))
  );
}

function split(entries: readonly IndexEntry[], bytes: readonly (string | undefined)[]) {
  const events: FeedEvent[] = [];
  const missing: MissingEvent[] = [];
  for (const [at, { cursor, sessionId, seq, event }] of entries.entries()) {
    const json = bytes[at];
    if (json === undefined) missing.push({ sessionId, seq });
    else events.push({ cursor, event, json });
  }
  return { events, missing };
}

/** The last count that an entry of one millisecond can have. */
const LAST_COUNT = '18446744073709551615';

/** The cursor just before an entry. */
function before(first: string | undefined): string {
  const [ms = 0, count = 0] = (first ?? BEFORE_ALL).split('-').map(Number);
  if (count > 0) return `${ms}-${count - 1}`;
  return ms > 0 ? `${ms - 1}-${LAST_COUNT}` : BEFORE_ALL;
}

const earlier = (a: string, b: string): string => (compareCursors(a, b) <= 0 ? a : b);
