import { useMutation } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useGateway } from '../../gateway/gateway.tsx';
import type { ShownMessage } from './shown-message.ts';
import type { Place } from './use-conversation.ts';

/** What can be done with messages that are there. Events tell the page when it has happened. */
export function useMessageActions({ session }: Place, refetch: () => unknown) {
  const { client } = useGateway();
  const { mutate, mutateAsync, error } = useMutation({
    mutationFn: (act: () => Promise<void>) => act(),
    onError: () => void refetch(),
  });
  return useMemo(() => {
    const { messages } = client;
    return {
      error,
      react: (message: ShownMessage, emoji: string) =>
        mutate(() => messages.react(session, idOf(message), emoji)),
      edit: (message: ShownMessage, text: string) =>
        mutate(() => messages.edit(session, idOf(message), text)),
      remove: (message: ShownMessage) =>
        mutateAsync(() => messages.delete(session, idOf(message), 'everyone')),
      cancel: (message: ShownMessage) => mutateAsync(() => messages.delete(session, idOf(message))),
    };
  }, [client, session, mutate, mutateAsync, error]);
}

const idOf = ({ id, ref }: ShownMessage): string => id ?? ref ?? '';
