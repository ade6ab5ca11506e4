import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { GatewayError, UnreachableError } from '@wagw/client';

/**
 * What the pages have read. The client repeats by itself what is worth repeating; what it gives up is read again when the live events
 * are back.
 * @param onSignedOut told when the server no longer knows who is signed in
 */
export function createQueries(onSignedOut: () => void): QueryClient {
  const onError = (error: unknown) => {
    if (error instanceof GatewayError && error.status === 401) onSignedOut();
  };
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: {
        retry: (failures, error) => error instanceof UnreachableError && failures < 1,
        staleTime: 10_000,
      },
      mutations: { retry: false },
    },
  });
}
