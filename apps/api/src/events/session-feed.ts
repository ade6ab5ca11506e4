import {
  eventNameOf,
  type LoggedEvent,
  readEvents,
  readEventsBefore,
  readLogBounds,
} from '@wagw/shared/events/event-log';
import type { Redis } from 'ioredis';
import {
  type BackwardFeed,
  type EventFilter,
  EventsExpired,
  type Feed,
  type FeedEvent,
  type FeedPage,
} from './feed.ts';
import { readBack } from './read-back.ts';
import type { SharedReads } from './shared-reads.ts';

/** With a filter, as many events are looked at for one page. */
const LOOKED_AT = 200;
/** Backwards a page is looked for further: nobody waits for what comes next. Some 500 bytes each. */
const BACK = { chunk: LOOKED_AT, lookedAt: 2_000 };

/** The events of one session; a cursor is a `seq`. */
export function createSessionFeed(
  redis: Redis,
  reads: SharedReads,
  sessionId: string,
  { events: wanted }: Pick<EventFilter, 'events'>,
): Feed & BackwardFeed {
  const isWanted = ({ event }: FeedEvent) => wanted === undefined || wanted.has(event);
  return {
    sessionId,
    oldest: async () => String((await readLogBounds(redis, sessionId)).first - 1),
    newest: async () => String((await readLogBounds(redis, sessionId)).last),
    async read(after, limit) {
      const count = wanted === undefined ? limit : Math.max(limit, LOOKED_AT);
      const { logged, bounds } = await reads.share(`session ${sessionId} ${after} ${count}`, () =>
        readPage(redis, sessionId, Number(after), count),
      );
      if (Number(after) + 1 < bounds.first) throw new EventsExpired(String(bounds.first));
      const page = logged.map(toFeedEvent);
      const matching = page.filter(isWanted);
      const events = matching.slice(0, limit);
      const isCut = matching.length > limit;
      const lookedAt = isCut ? events.at(-1) : page.at(-1);
      return {
        events,
        missing: [],
        // A session that was lost and made anew counts from 1 again: one who is ahead goes on from its end.
        next: lookedAt?.cursor ?? String(Math.min(Number(after), bounds.last)),
        hasMore: isCut || page.length === count,
      } satisfies FeedPage;
    },
    async readBack(before, limit) {
      const { found, next, hasMore } = await readBack(
        async (seq, count) =>
          (await readEventsBefore(redis, sessionId, seq === undefined ? undefined : Number(seq), count)).map(
            toFeedEvent,
          ),
        isWanted,
        { before, limit, beginning: '0' },
        wanted === undefined ? { chunk: limit, lookedAt: limit } : BACK,
      );
      return { events: found, missing: [], next, hasMore };
    },
  };
}

const toFeedEvent = ({ seq, json }: LoggedEvent): FeedEvent => ({
  cursor: String(seq),
  event: eventNameOf(json),
  json,
});

/** The bounds are asked for after the page: what they say to be kept was kept when the page was read. */
async function readPage(redis: Redis, sessionId: string, after: number, count: number) {
  const [logged, bounds] = await Promise.all([
    readEvents(redis, sessionId, after, count),
    readLogBounds(redis, sessionId),
  ]);
  return { logged, bounds };
}
