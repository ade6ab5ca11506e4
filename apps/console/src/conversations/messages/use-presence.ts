import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Presence } from '@wagw/client';
import { useGateway } from '../../gateway/gateway.tsx';
import { useLiveEvents } from '../../gateway/live-events.tsx';
import { isOfChat } from '../chats/chat-names.ts';
import type { Place } from './use-conversation.ts';

/** What the other one does just now; undefined while nobody knows. Of groups and of a session that is away it is not asked. */
export function usePresence({ session, chat }: Place, isReady: boolean): Presence | undefined {
  const { client } = useGateway();
  const queries = useQueryClient();
  const key = ['presence', session, chat];
  const { data } = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => client.chats.watchPresence(session, chat, { signal }),
    enabled: isReady && !chat.endsWith('@g.us'),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    retry: false,
  });
  useLiveEvents(['presence.update'], ({ sessionId, data: { state, lastSeen, ...names } }) => {
    if (sessionId === session && isOfChat(names, chat)) queries.setQueryData(key, { state, lastSeen });
  });
  return isReady ? data : undefined;
}
