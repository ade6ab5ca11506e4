import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query';
import type { GatewayClient, Session } from '@wagw/client';
import { useEffect, useRef } from 'react';
import { useGateway } from './gateway.tsx';
import { useLiveEvents } from './live-events.tsx';
import { ALL_SESSIONS, rereadSession, type Sessions, takeDown } from './one-session.ts';

const PAGE = 200;
/** What is told within this time is read again together. */
const REREAD_MS = 1_000;
/** When more have changed, the list is the cheaper reading. */
const MOST_ONE_BY_ONE = 20;
const NONE: Sessions = new Map();

/** Every session that the key may see. What is read first is there first; from then on live events change single ones. */
export function useAllSessions() {
  const { client } = useGateway();
  const queries = useQueryClient();
  const readAgain = useRereading();
  useLiveEvents(['session.status'], (event) => {
    takeDown(queries, event);
    readAgain(event.sessionId);
  });
  const { data, error, isPending, isFetching, refetch } = useQuery({
    queryKey: ALL_SESSIONS,
    queryFn: ({ signal }) => readAll(queries, client, signal),
    staleTime: 60_000,
  });
  return { sessions: data ?? NONE, error, isPending, isFetching, refetch };
}

/** Page after page. The first time, what has come is shown while the rest is read. */
async function readAll(queries: QueryClient, client: GatewayClient, signal: AbortSignal): Promise<Sessions> {
  const sessions = new Map<string, Session>();
  const isFirstTime = queries.getQueryData(ALL_SESSIONS) === undefined;
  for await (const session of client.sessions.list({}, { signal })) {
    sessions.set(session.id, session);
    if (isFirstTime && sessions.size % PAGE === 0) queries.setQueryData(ALL_SESSIONS, new Map(sessions));
  }
  return sessions;
}

/** Reads sessions again that something has happened to: many at once, and not while the whole list is on its way. */
function useRereading(): (id: string) => void {
  const { client } = useGateway();
  const queries = useQueryClient();
  const changed = useRef(new Set<string>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const plan = () => {
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      if (queries.isFetching({ queryKey: ALL_SESSIONS }) > 0) plan();
      else readChanged();
    }, REREAD_MS);
  };
  const readChanged = () => {
    const ids = [...changed.current];
    changed.current.clear();
    if (ids.length > MOST_ONE_BY_ONE) void queries.invalidateQueries({ queryKey: ALL_SESSIONS });
    else for (const id of ids) void rereadSession(queries, client, id);
  };
  return (id) => {
    changed.current.add(id);
    plan();
  };
}
