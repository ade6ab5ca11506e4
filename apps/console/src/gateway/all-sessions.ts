import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import type { EventOf, GatewayClient, Session } from '@wagw/client';
import { useEffect, useEffectEvent, useRef } from 'react';
import { useGateway } from './gateway.tsx';
import { useLiveEvents } from './live-events.tsx';

const ALL = ['sessions'] as const;
const PAGE = 200;
/** What is told within this time is read again together. */
const REREAD_MS = 1_000;
/** When more have changed, the list is the cheaper reading. */
const MOST_ONE_BY_ONE = 20;

/** One session. What happens to it is told by `useSession` and `useAllSessions`, so it is not asked for again and again. */
export const sessionQuery = (client: GatewayClient, id: string) =>
  queryOptions({
    queryKey: ['session', id],
    queryFn: ({ signal }) => client.sessions.get(id, { signal }),
  });

/** Every session that the key may see, by its id. What is read first is there first; from then on live events change single ones. */
export function useAllSessions() {
  const { client } = useGateway();
  const queries = useQueryClient();
  const changed = useRef(new Set<string>());
  const reread = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(reread.current), []);

  const readChanged = useEffectEvent(async () => {
    reread.current = undefined;
    if (queries.isFetching({ queryKey: ALL }) > 0) return readSoon();
    const ids = [...changed.current];
    changed.current.clear();
    if (ids.length > MOST_ONE_BY_ONE) return queries.invalidateQueries({ queryKey: ALL });
    await Promise.all(ids.map((id) => readOne(queries, client, id)));
  });
  const readSoon = () => {
    reread.current ??= setTimeout(() => void readChanged(), REREAD_MS);
  };

  useLiveEvents(['session.status'], (event) => {
    changeOne(queries, event.sessionId, (session) => session && told(session, event));
    // The event does not tell everything: who owns it now, for example.
    changed.current.add(event.sessionId);
    readSoon();
  });

  const { data, error, isPending, isFetching, refetch } = useQuery({
    queryKey: ALL,
    queryFn: ({ signal }) => readAll(queries, client, signal),
    staleTime: 60_000,
  });
  return {
    sessions: data ?? NONE,
    error,
    /** Nothing is known yet. */
    isPending,
    /** More come. */
    isFetching,
    refetch,
  };
}

const NONE: ReadonlyMap<string, Session> = new Map();
type Sessions = ReadonlyMap<string, Session>;

/** Page after page. The first time, what has come is shown while the rest is read. */
async function readAll(queries: QueryClient, client: GatewayClient, signal: AbortSignal): Promise<Sessions> {
  const sessions = new Map<string, Session>();
  const isFirstTime = queries.getQueryData(ALL) === undefined;
  for await (const session of client.sessions.list({}, { signal })) {
    sessions.set(session.id, session);
    if (isFirstTime && sessions.size % PAGE === 0) queries.setQueryData(ALL, new Map(sessions));
  }
  return sessions;
}

async function readOne(queries: QueryClient, client: GatewayClient, id: string): Promise<void> {
  const options = { ...sessionQuery(client, id), staleTime: 0 };
  const session = await queries.fetchQuery(options).catch((error: { code?: string }) => {
    if (error.code === 'session_not_found') return undefined;
    throw error;
  });
  changeOne(queries, id, () => session);
}

/** @param change given and giving undefined for a session that is not there */
export function changeOne(
  queries: QueryClient,
  id: string,
  change: (session: Session | undefined) => Session | undefined,
): void {
  queries.setQueryData<Session>(['session', id], (known) => change(known));
  queries.setQueryData<Sessions>(ALL, (known) => {
    if (known === undefined) return undefined;
    const session = change(known.get(id));
    if (session === known.get(id)) return known;
    const sessions = new Map(known);
    if (session === undefined) sessions.delete(id);
    else sessions.set(id, session);
    return sessions;
  });
}

/** What an event tells of a session. */
export function told(session: Session, { data, timestamp }: EventOf<'session.status'>): Session {
  const { state, code, message, phone } = data;
  return {
    ...session,
    ...{ state, code, message, stateSince: new Date(timestamp * 1_000).toISOString() },
    account: phone === null ? session.account : { name: '', platform: '', ...session.account, phone },
  };
}
