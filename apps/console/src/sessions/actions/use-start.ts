import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useGateway } from '../../gateway/gateway.tsx';
import { keepSession } from '../../gateway/one-session.ts';
import { act } from './session-actions.ts';

/** Starts a session. Nothing is lost by it, so nobody is asked. */
export function useStart() {
  const { client } = useGateway();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => act(client, 'start', id),
    onSuccess: (session) => keepSession(queries, session),
  });
}
