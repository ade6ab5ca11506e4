import type { EventData } from '@wagw/shared/events/catalogue';
import { parseEnvelope } from '@wagw/shared/events/event-log';
import type { Caller } from '../access/caller.ts';
import type { BackwardFeed, Feed, FeedEvent, FeedPage } from './feed.ts';

/**
 * The events of a session as somebody from outside is told them, who links a phone: those since the link was made, and in them no number
 * that was logged in before.
 * @param feed of one session
 */
export async function sinceLink(
  feed: Feed & BackwardFeed,
  past: NonNullable<NonNullable<Caller['token']>['past']>,
): Promise<Feed & BackwardFeed> {
  const made = past.seq ?? Number(await feed.newest());
  const sinceThen = (cursor: string): string => String(Math.max(Number(cursor), made));
  const tell = (page: FeedPage): FeedPage => ({
    ...page,
    events: page.events.filter(({ cursor }) => Number(cursor) > made).map(withoutNumber),
  });

  function withoutNumber(told: FeedEvent): FeedEvent {
    if (told.event !== 'session.status') return told;
    const envelope = parseEnvelope(told.json);
    const { phone } = envelope.data as EventData<'session.status'>;
    if (phone === null || !past.hasNumber(phone)) return told;
    return { ...told, json: JSON.stringify({ ...envelope, data: { ...envelope.data, phone: null } }) };
  }

  return {
    sessionId: feed.sessionId,
    oldest: async () => sinceThen(await feed.oldest()),
    newest: () => feed.newest(),
    read: async (after, limit) => tell(await feed.read(sinceThen(after), limit)),
    async readBack(before, limit) {
      const page = await feed.readBack(before, limit);
      const isAtItsBeginning = Number(page.next) <= made + 1;
      return tell(isAtItsBeginning ? { ...page, next: sinceThen(page.next), hasMore: false } : page);
    },
  };
}
