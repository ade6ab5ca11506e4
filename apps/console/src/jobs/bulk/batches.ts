import { type QueryClient, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import type { Batch } from '@wagw/client';
import { useGateway } from '../../gateway/gateway.tsx';

/** Events tell of most changes; that a message has been taken up or cancelled, only looking does. */
const LOOK_MS = 4_000;
/** After the last has gone only events change something; this makes up for one that did not come. */
const SELDOM_MS = 20_000;
const PAGE = 20;

/** Of everything that this area has read. */
export const JOBS = ['jobs'] as const;
export const LISTS = [...JOBS, 'batches'] as const;
export const batchKey = (session: string, id: string) => [...JOBS, session, 'batch', id] as const;

/** Bulk messages, the newest first. @param session null: of all sessions */
export function useBatches(session: string | null) {
  const { client } = useGateway();
  return useInfiniteQuery({
    queryKey: [...LISTS, session],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: PAGE, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      const { data } = await (session === null
        ? client.api.GET('/api/v1/batches', { params: { query }, signal })
        : client.api.GET('/api/v1/sessions/{id}/batches', {
            params: { path: { id: session }, query },
            signal,
          }));
      return data ?? { items: [], nextCursor: null };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(({ isFinished }) => !isFinished)) ? LOOK_MS : false,
  });
}

export function useBatch(session: string, id: string) {
  const { client } = useGateway();
  return useQuery({
    queryKey: batchKey(session, id),
    queryFn: ({ signal }) => client.batches.get(session, id, { signal }),
    refetchInterval: ({ state }) => (state.data?.isFinished === false ? LOOK_MS : SELDOM_MS),
  });
}

/** The messages of a bulk message, in the order of its list. */
export function useBatchMessages(session: string, id: string) {
  const { client } = useGateway();
  return useInfiniteQuery({
    queryKey: [...batchKey(session, id), 'messages'],
    queryFn: async ({ pageParam, signal }) => {
      const query = { limit: 50, ...(pageParam === undefined ? {} : { cursor: pageParam }) };
      const params = { path: { id: session, batchId: id }, query };
      const { data } = await client.api.GET('/api/v1/sessions/{id}/batches/{batchId}/messages', {
        params,
        signal,
      });
      return data ?? { items: [], nextCursor: null };
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: ({ nextCursor }) => nextCursor ?? undefined,
  });
}

/** What still waits: it can be cancelled. */
export const waitingOf = ({ counts }: Batch): number => (counts.scheduled ?? 0) + (counts.queued ?? 0);

/** After a change that the page itself has made. */
export async function batchChanged(queries: QueryClient, batch: Batch): Promise<void> {
  queries.setQueryData(batchKey(batch.sessionId, batch.id), batch);
  await queries.invalidateQueries({ queryKey: JOBS });
}
