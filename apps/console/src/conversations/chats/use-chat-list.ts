import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useGateway } from '../../gateway/gateway.tsx';
import { useLiveEvents } from '../../gateway/live-events.tsx';
import {
  CHAT_EVENTS,
  type ChatList,
  NO_CHATS,
  withChatEvent,
  withNewestChats,
  withOlderChats,
  withRecordedChats,
  withSeen,
} from './chat-list.ts';

const PAGE = 200;

/**
 * The chats of a session as they change.
 * @param isReady whether WhatsApp can be asked; else the gateway's own records tell what they can
 * @param isLookedAt whether somebody sees what comes into that chat
 */
export function useChatList(session: string, isReady: boolean, isLookedAt: (chat: string) => boolean) {
  const { client } = useGateway();
  const queries = useQueryClient();
  const key = ['chats', session, isReady];
  const known = () => queries.getQueryData<ChatList>(key) ?? NO_CHATS;
  const change = (apply: (list: ChatList) => ChatList) => {
    // What is read later has it already.
    if (queries.getQueryData(key) !== undefined) queries.setQueryData(key, apply(known()));
  };

  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      if (isReady) {
        const page = await client.chats.page(session, { limit: PAGE, signal });
        const list = withNewestChats(known(), page);
        // WhatsApp may not have heard yet that somebody looks at it.
        return [...list.chats.keys()].filter(isLookedAt).reduce(withSeen, list);
      }
      const params = { path: { id: session }, query: { limit: PAGE } };
      const { data: page } = await client.api.GET('/api/v1/sessions/{id}/messages', { params, signal });
      // Names and counts that were read while it was connected are better than none.
      const named = queries.getQueryData<ChatList>(['chats', session, true]);
      return withRecordedChats(named ?? known(), page?.items ?? []);
    },
    placeholderData: keepPreviousData,
    staleTime: 0,
    structuralSharing: false,
  });

  const older = useMutation({
    mutationFn: async () => {
      const page = await client.chats.page(session, { limit: PAGE, cursor: known().older });
      change((list) => withOlderChats(list, page));
    },
  });

  useLiveEvents(CHAT_EVENTS, (event) => {
    if (event.sessionId === session) change((list) => withChatEvent(list, event, isLookedAt));
  });

  return {
    list: data,
    error,
    refetch,
    loadOlder: () => {
      if (isReady && data?.older !== undefined && !older.isPending) older.mutate();
    },
    olderError: older.error,
    isLoadingOlder: older.isPending,
    markSeen: (chat: string) => change((list) => withSeen(list, chat)),
  };
}
