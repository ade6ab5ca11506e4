import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query';
import type { Event, EventName } from '@wagw/client';
import { useMemo, useState } from 'react';
import { useGateway } from '../../gateway/gateway.tsx';
import { useLiveEvents } from '../../gateway/live-events.tsx';
import { EVENT_NAMES } from './event-kinds.ts';

interface Page {
  readonly items: readonly Event[];
  readonly nextCursor: string;
  readonly hasMore: boolean;
}

const PAGE_SIZE = 50;
/** When more have come live, they are let go, and the newest page is read. */
const MOST_LIVE = 1_000;

/** The events of a session, newest first: what happens comes to the top, what was before page by page. */
export function useTimeline(sessionId: string, names: readonly EventName[]) {
  const { client } = useGateway();
  const queries = useQueryClient();
  const [live, setLive] = useState<readonly Event[]>([]);
  const queryKey = ['timeline', sessionId];

  useLiveEvents(EVENT_NAMES, (event) => {
    if (event.sessionId !== sessionId) return;
    if (live.length < MOST_LIVE) return setLive((heard) => [event, ...heard]);
    setLive([]);
    void queries.resetQueries({ queryKey });
  });

  const query = useInfiniteQuery({
    queryKey: [...queryKey, names],
    initialPageParam: 'newest',
    queryFn: async ({ pageParam, signal }) => {
      const wanted = { before: pageParam, limit: PAGE_SIZE, event: names.join(',') };
      const params = { path: { id: sessionId }, query: wanted };
      const { data } = await client.api.GET('/api/v1/sessions/{id}/events', { params, signal });
      // A stream is not asked for.
      return data as Page;
    },
    getNextPageParam: ({ hasMore, nextCursor }) => (hasMore ? nextCursor : undefined),
    // Nobody hears what happens while the page is not open.
    staleTime: 0,
    refetchOnWindowFocus: false,
  });
  const events = useMemo(() => {
    const read = query.data?.pages.flatMap(({ items }) => items);
    return read && [...newerThan(read[0], live).filter(({ event }) => names.includes(event)), ...read];
  }, [query.data, live, names]);
  return { ...query, events };
}

/** What was heard and not read: what is older than the newest that was read is among that. */
function newerThan(newest: Event | undefined, live: readonly Event[]): readonly Event[] {
  return newest === undefined ? live : live.filter(({ seq }) => seq > newest.seq);
}
