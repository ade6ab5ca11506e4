import { type QueryClient, queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { type EventOf, type GatewayClient, GatewayError, type Session } from '@wagw/client';
import { useGateway } from './gateway.tsx';
import { useLiveEvents } from './live-events.tsx';

/** Sessions by their ids. */
export type Sessions = ReadonlyMap<string, Session>;

/** Where the list of all is kept. */
export const ALL_SESSIONS = ['sessions'] as const;

/** A session, kept up to date by what happens to it. */
export function useSession(id: string) {
  const { client } = useGateway();
  const queries = useQueryClient();
  useLiveEvents(['session.status'], (event) => {
    if (event.sessionId !== id) return;
    takeDown(queries, event);
    void rereadSession(queries, client, id);
  });
  return useQuery({
    ...sessionQuery(client, id),
    initialData: () => queries.getQueryData<Sessions>(ALL_SESSIONS)?.get(id),
    initialDataUpdatedAt: 0,
  });
}

/** Notes what an event tells of a session wherever it is shown. */
export function takeDown(
  queries: QueryClient,
  { sessionId, data, timestamp }: EventOf<'session.status'>,
): void {
  const { state, code, message, phone } = data;
  change(queries, sessionId, (session) => {
    if (session === undefined) return undefined;
    const account = phone === null ? session.account : { name: '', platform: '', ...session.account, phone };
    const stateSince = new Date(timestamp * 1_000).toISOString();
    return { ...session, state, code, message, stateSince, account };
  });
}

/** Notes a session as the gateway has just answered it. */
export function keepSession(queries: QueryClient, session: Session): void {
  change(queries, session.id, () => session);
}

/** Reads what no event tells, such as who owns the session. One that is not there any more goes from the list. */
export async function rereadSession(queries: QueryClient, client: GatewayClient, id: string): Promise<void> {
  try {
    keepSession(queries, await queries.fetchQuery({ ...sessionQuery(client, id), staleTime: 0 }));
  } catch (error) {
    // Whatever else went wrong, the page that shows the session tells.
    if (error instanceof GatewayError && error.code === 'session_not_found')
      change(queries, id, () => undefined);
  }
}

const sessionQuery = (client: GatewayClient, id: string) =>
  queryOptions({
    queryKey: ['session', id],
    queryFn: ({ signal }) => client.sessions.get(id, { signal }),
  });

type Change = (session: Session | undefined) => Session | undefined;

function change(queries: QueryClient, id: string, make: Change): void {
  queries.setQueryData<Session>(['session', id], make);
  queries.setQueryData<Sessions>(ALL_SESSIONS, (known) => {
    if (known === undefined) return undefined;
    const session = make(known.get(id));
    if (session === known.get(id)) return known;
    const sessions = new Map(known);
    if (session === undefined) sessions.delete(id);
    else sessions.set(id, session);
    return sessions;
  });
}
