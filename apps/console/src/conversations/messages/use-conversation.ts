import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type GatewayClient, GatewayError, type Message, type Page, type StoredMessage } from '@wagw/client';
import { useCallback, useEffect, useMemo } from 'react';
import { useGateway } from '../../gateway/gateway.tsx';
import { useLiveEvents } from '../../gateway/live-events.tsx';
import { isOfChat } from '../chats/chat-names.ts';
import {
  type Conversation,
  EMPTY,
  MESSAGE_EVENTS,
  messagesOf,
  scheduledOf,
  withEvent,
  withGatewaysPage,
  withNewest,
  withOlder,
  withRecords,
} from './merge.ts';

const PAGE = 100;
const RECORDS = 200;

/** Where a conversation takes place. */
export interface Place {
  readonly session: string;
  /** WhatsApp's id of the chat. */
  readonly chat: string;
}

/**
 * A conversation as it changes. It is forgotten when nobody looks at it: then nobody keeps it up to date.
 * @param isReady whether WhatsApp can be asked; else it is what the gateway has
 */
export function useConversation({ session, chat }: Place, isReady: boolean) {
  const { client } = useGateway();
  const queries = useQueryClient();
  const key = useMemo(() => ['conversation', session, chat], [session, chat]);
  const known = () => queries.getQueryData<Conversation>(key) ?? EMPTY;
  const change = useCallback(
    (apply: (conversation: Conversation) => Conversation) =>
      queries.setQueryData<Conversation>(key, (now) => apply(now ?? EMPTY)),
    [queries, key],
  );

  const { data, error, refetch } = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const place = { session, chat };
      if (!isReady) {
        const page = await recordsOf(client, place, { limit: PAGE }, signal);
        return withGatewaysPage(known(), page);
      }
      const [page, records] = await Promise.all([
        newestOf(client, place, signal),
        openRecordsOf(client, place, signal),
      ]);
      return withRecords(withNewest(known(), page), records);
    },
    staleTime: 0,
    gcTime: 0,
    structuralSharing: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another source from now on
  useEffect(() => void refetch(), [isReady, refetch]);

  const older = useMutation({
    mutationFn: async () => {
      const { older: cursor, isWhatsApps } = known();
      if (cursor === undefined) return;
      if (isWhatsApps) {
        const page = await client.chats.messages(session, chat, { limit: PAGE, cursor });
        change((conversation) => withOlder(conversation, page));
      } else {
        const page = await recordsOf(client, { session, chat }, { limit: PAGE, cursor });
        change((conversation) => withGatewaysPage(conversation, page));
      }
    },
  });

  useLiveEvents(MESSAGE_EVENTS, (event) => {
    if (event.sessionId !== session || !isOfChat(event.data, chat)) return;
    change((conversation) => withEvent(conversation, event));
    // Of a message that another program has sent, only its record knows what it said.
    if (event.event === 'message_failed' || event.event === 'message_unconfirmed') void refetch();
    // And perhaps it was sent in the place of one that failed.
    if (event.event === 'message_create' && event.data.fromMe && hasFailed(known())) void refetch();
  });

  const conversation = data ?? EMPTY;
  const { mutate: readOlder, isPending: isLoadingOlder } = older;
  return {
    isRead: conversation.isRead,
    messages: useMemo(() => messagesOf(conversation), [conversation]),
    scheduled: useMemo(() => scheduledOf(conversation), [conversation]),
    hasOlder: conversation.older !== undefined,
    error,
    refetch,
    change,
    isLoadingOlder,
    olderError: older.error,
    loadOlder: useCallback(() => {
      if (!isLoadingOlder) readOlder();
    }, [isLoadingOlder, readOlder]),
  };
}

const hasFailed = (conversation: Conversation) =>
  messagesOf(conversation).some(({ fate }) => fate === 'failed');

/** A chat that does not exist yet has no messages. */
async function newestOf(
  client: GatewayClient,
  { session, chat }: Place,
  signal: AbortSignal,
): Promise<Page<StoredMessage>> {
  try {
    return await client.chats.messages(session, chat, { limit: PAGE, signal });
  } catch (error) {
    if (error instanceof GatewayError && error.code === 'target_not_found')
      return { items: [], nextCursor: null };
    throw error;
  }
}

interface RecordFilter {
  readonly limit: number;
  readonly cursor?: string;
  readonly direction?: Message['direction'];
  readonly status?: NonNullable<Message['status']>;
}

async function recordsOf(
  client: GatewayClient,
  { session, chat }: Place,
  filter: RecordFilter,
  signal?: AbortSignal,
): Promise<Page<Message>> {
  const params = { path: { id: session }, query: { chat, ...filter } };
  const init = signal === undefined ? {} : { signal };
  const { data } = await client.api.GET('/api/v1/sessions/{id}/messages', { params, ...init });
  return data ?? { items: [], nextCursor: null };
}

/** What WhatsApp does not have (yet): the last ones, all that are scheduled, and those that failed. */
async function openRecordsOf(client: GatewayClient, place: Place, signal: AbortSignal): Promise<Message[]> {
  const filters: RecordFilter[] = [
    { limit: RECORDS, direction: 'outbound' },
    { limit: RECORDS, status: 'scheduled' },
    { limit: RECORDS, status: 'failed' },
  ];
  const pages = await Promise.all(filters.map((filter) => recordsOf(client, place, filter, signal)));
  return pages.flatMap(({ items }) => items);
}
