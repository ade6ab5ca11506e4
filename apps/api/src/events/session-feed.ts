import { eventNameOf, readEvents, readLogBounds } from '@wagw/shared/events/event-log';
import type { Redis } from 'ioredis';
import { type EventFilter, EventsExpired, type Feed, type FeedPage } from './feed.ts';
import type { SharedReads } from './shared-reads.ts';

/** With a filter, as many events are looked at for one page. */
const LOOKED_AT = 200;

/** The events of one session; a cursor is a `seq`. */
export function createSessionFeed(
  redis: Redis,
  reads: SharedReads,
  sessionId: string,
  { events: wanted }: Pick<EventFilter, 'events'>,
): Feed {
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
      const page = logged.map(({ seq, json }) => ({ cursor: String(seq), event: eventNameOf(json), json }));
      const matching = page.filter(({ event }) => wanted === undefined || wanted.has(event));
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
  };
}

/** The bounds are asked for after the page: what they say to be kept was kept when the page was read. */
async function readPage(redis: Redis, sessionId: string, after: number, count: number) {
  const [logged, bounds] = await Promise.all([
    readEvents(redis, sessionId, after, count),
    readLogBounds(redis, sessionId),
  ]);
  return { logged, bounds };
}
