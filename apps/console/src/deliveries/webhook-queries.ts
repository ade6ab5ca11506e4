import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { paths } from '@wagw/client';
import { useGateway } from '../gateway/gateway.tsx';
import { useLiveEvents } from '../gateway/live-events.tsx';

/** What the pages of this area read. All of it stands under one key, so that whatever changes something has all of it read again. */

const ALL = ['webhooks'] as const;
/** How a receiver fares is not told event by event; hidden pages do not ask. */
const REFRESH_MS = 3_000;
const PAGE = 25;

export type DeliveryState = 'pending' | 'delivered' | 'dead';

export interface DeliveryFilter {
  readonly status: DeliveryState | null;
  readonly event: string | null;
  readonly sessionId: string | null;
}

/** Endpoints by pages. @param sessionId only those of this session alone */
export function useEndpoints(sessionId: string | null, cursor: string | undefined) {
  const { client } = useGateway();
  useFaring();
  return useQuery({
    queryKey: [...ALL, 'list', sessionId, cursor],
    queryFn: async ({ signal }) => {
      const query = {
        limit: PAGE,
        ...(sessionId === null ? {} : { sessionId }),
        ...(cursor === undefined ? {} : { cursor }),
      };
      return given(await client.api.GET('/api/v1/webhooks', { params: { query }, signal }));
    },
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });
}

/** One endpoint. @param refreshMs shorter while somebody waits for a change */
export function useEndpoint(id: string, refreshMs = REFRESH_MS) {
  const { client } = useGateway();
  useFaring();
  return useQuery({
    queryKey: [...ALL, 'one', id],
    queryFn: async ({ signal }) =>
      given(await client.api.GET('/api/v1/webhooks/{id}', { params: { path: { id } }, signal })),
    refetchInterval: refreshMs,
  });
}

/** Deliveries of an endpoint, newest first, by pages. The first page follows what happens. */
export function useDeliveries(id: string, filter: DeliveryFilter, cursor: string | undefined) {
  const { client } = useGateway();
  return useQuery({
    queryKey: [...ALL, 'deliveries', id, filter, cursor],
    queryFn: async ({ signal }) => {
      const query = {
        limit: PAGE,
        ...said(filter),
        ...(cursor === undefined ? {} : { cursor }),
      };
      const params = { path: { id }, query };
      return given(await client.api.GET('/api/v1/webhooks/{id}/deliveries', { params, signal }));
    },
    refetchInterval: cursor === undefined ? REFRESH_MS : false,
    placeholderData: keepPreviousData,
  });
}

/** One delivery with its attempts. One that waits is read again. */
export function useDelivery(id: string | undefined) {
  const { client } = useGateway();
  return useQuery({
    queryKey: [...ALL, 'delivery', id],
    queryFn: async ({ signal }) => {
      const params = { path: { deliveryId: id ?? '' } };
      return given(await client.api.GET('/api/v1/webhooks/deliveries/{deliveryId}', { params, signal }));
    },
    enabled: id !== undefined,
    refetchInterval: ({ state }) => (state.data?.status === 'pending' ? 2_000 : REFRESH_MS),
  });
}

/** Has everything of this area read again. */
export function useReadAgain(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: ALL });
}

/** Of the answers that are errors, the client has thrown. */
export function given<T>({ data }: { readonly data?: T }): T {
  if (data === undefined) throw new Error('The gateway answered with nothing.');
  return data;
}

function useFaring(): void {
  const readAgain = useReadAgain();
  useLiveEvents(['webhook.failing', 'webhook.recovered', 'webhook.disabled'], () => void readAgain());
}

type Query = NonNullable<paths['/api/v1/webhooks/{id}/deliveries']['get']['parameters']['query']>;

function said({ status, event, sessionId }: DeliveryFilter): Query {
  return {
    ...(status === null ? {} : { status }),
    ...(event === null ? {} : { event: event as NonNullable<Query['event']> }),
    ...(sessionId === null ? {} : { sessionId }),
  };
}
