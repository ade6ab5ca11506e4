import { useQuery } from '@tanstack/react-query';
import { useGateway } from '../gateway/gateway.tsx';

/** What is measured of a session: memory, its last event, who owns it. Not again within half a minute. */
export function useSessionHealth(id: string) {
  const { client } = useGateway();
  return useQuery({
    queryKey: ['session-health', id],
    queryFn: async ({ signal }) =>
      (await client.api.GET('/health/sessions/{id}', { params: { path: { id } }, signal })).data,
    staleTime: 30_000,
  });
}
