import type { Chat, Event, EventOf, Message, Page, StoredMessage } from '@wagw/client';
import { storedOf } from '../messages/facts.ts';
import { bareIdOf } from '../messages/shown-message.ts';
import { type ChatNames, idsOfChat } from './chat-names.ts';

/** The chats of a session: WhatsApp's pages, and what has happened since. Never changed, always made anew. */
export interface ChatList {
  readonly chats: ReadonlyMap<string, Chat>;
  /** Where those are whose last message is older; undefined: there are none. */
  readonly older: string | undefined;
}

export const NO_CHATS: ChatList = { chats: new Map(), older: undefined };

/** What changes the list. */
export const CHAT_EVENTS = [
  'message_create',
  'message_ack',
  'message_edit',
  'message_revoke_everyone',
  'chat.archived',
  'chat.removed',
] as const;

/** The newest chats. Of what was known before, what is older than all of them stays. */
export function withNewestChats(list: ChatList, page: Page<Chat>): ChatList {
  const since = Math.min(...page.items.map(({ timestamp = 0 }) => timestamp));
  const isOlder = ([, { timestamp = 0 }]: [string, Chat]) => page.nextCursor !== null && timestamp < since;
  const kept = [...list.chats].filter(isOlder);
  const read = page.items.map((chat) => [chat.id, chat] as const);
  return {
    chats: new Map([...kept, ...read]),
    older: kept.length > 0 ? list.older : (page.nextCursor ?? undefined),
  };
}

/** What happened to a chat since the page was read is kept. */
export function withOlderChats({ chats }: ChatList, page: Page<Chat>): ChatList {
  const read = page.items.map((chat) => [chat.id, chat] as const);
  return { chats: new Map([...read, ...chats]), older: page.nextCursor ?? undefined };
}

/** The chats that the gateway's own records tell of, for a session that is away. @param messages the newest first */
export function withRecordedChats(list: ChatList, messages: readonly Message[]): ChatList {
  if (list.chats.size > 0) return list;
  const chats = new Map<string, Chat>();
  for (const message of messages) {
    const { chatId } = message;
    if (!chats.has(chatId)) chats.set(chatId, { ...newChat(chatId), ...lastOf(storedLike(message)) });
  }
  return { chats, older: undefined };
}

/** @param isSeen whether somebody looks at that chat just now */
export function withChatEvent(list: ChatList, event: Event, isSeen: (chat: string) => boolean): ChatList {
  switch (event.event) {
    case 'message_create': {
      const message = storedOf(event);
      if (event.data.isStatus) return list;
      return withChat(list, event.data, (chat) => ({
        ...named(chat, event),
        ...lastOf(message),
        unreadCount: message.fromMe || isSeen(chat.id) ? 0 : chat.unreadCount + 1,
      }));
    }
    case 'message_ack':
      return withLast(list, event.data, (last) => ({ ...last, ack: Math.max(last.ack, event.data.ack) }));
    case 'message_edit':
      return withLast(list, event.data, (last) => ({ ...last, body: event.data.newBody }));
    case 'message_revoke_everyone':
      return withLast(list, event.data, (last) => ({ ...last, isRevoked: true }));
    case 'chat.archived':
      return withChat(list, event.data, (chat) => ({ ...chat, isArchived: event.data.isArchived }));
    case 'chat.removed': {
      const known = chatOf(list, event.data);
      const chats = new Map(list.chats);
      if (known !== undefined) chats.delete(known.id);
      return { ...list, chats };
    }
    default:
      return list;
  }
}

export function withSeen(list: ChatList, id: string): ChatList {
  const chat = list.chats.get(id);
  if (chat === undefined || chat.unreadCount === 0) return list;
  return { ...list, chats: new Map(list.chats).set(id, { ...chat, unreadCount: 0 }) };
}

export type Shelf = 'inbox' | 'unread' | 'archived';

/** Pinned ones first, then by their last message. @param search letters of a name or digits of a number */
export function chatsOn({ chats }: ChatList, shelf: Shelf, search: string): Chat[] {
  const wanted = plain(search);
  const digits = search.replace(/\D/g, '');
  const isWanted = ({ id, name, lastMessage }: Chat) =>
    plain(name).includes(wanted) ||
    plain(lastMessage?.body ?? '').includes(wanted) ||
    (digits.length > 1 && id.includes(digits));
  const isOnShelf = ({ isArchived, unreadCount }: Chat) =>
    isArchived === (shelf === 'archived') && (shelf !== 'unread' || unreadCount !== 0);
  return [...chats.values()]
    .filter((chat) => isOnShelf(chat) && isWanted(chat))
    .sort((a, b) => Number(b.isPinned) - Number(a.isPinned) || (b.timestamp ?? 0) - (a.timestamp ?? 0));
}

/** Without accents, and in small letters. */
const plain = (text: string) => text.trim().toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');

function chatOf({ chats }: ChatList, names: ChatNames): Chat | undefined {
  const id = idsOfChat(names).find((each) => chats.has(each));
  return id === undefined ? undefined : chats.get(id);
}

function withChat(list: ChatList, names: ChatNames, change: (chat: Chat) => Chat): ChatList {
  const chat = change(chatOf(list, names) ?? newChat(names.chatId));
  return { ...list, chats: new Map(list.chats).set(chat.id, chat) };
}

/** Changes the last message of a chat, if it is the one that the event is about. */
function withLast(
  list: ChatList,
  names: ChatNames & { readonly messageId: string },
  change: (last: StoredMessage) => StoredMessage,
): ChatList {
  const chat = chatOf(list, names);
  const last = chat?.lastMessage;
  if (chat === undefined || last === undefined) return list;
  if (bareIdOf(last.messageId) !== bareIdOf(names.messageId)) return list;
  return { ...list, chats: new Map(list.chats).set(chat.id, { ...chat, lastMessage: change(last) }) };
}

const newChat = (id: string): Chat => ({
  id,
  name: '',
  isGroup: id.endsWith('@g.us'),
  unreadCount: 0,
  isArchived: false,
  isPinned: false,
  isMuted: false,
});

/** Somebody who has just written for the first time is called as that one says. */
function named(chat: Chat, { data: { fromMe, senderName = '' } }: EventOf<'message_create'>): Chat {
  return chat.name !== '' || fromMe || chat.isGroup ? chat : { ...chat, name: senderName };
}

const lastOf = (message: StoredMessage) => ({ lastMessage: message, timestamp: message.timestamp });

/** As much of the gateway's record as the list shows. */
function storedLike(message: Message): StoredMessage {
  const { id, direction, from, to, type, text, caption, ack, whatsappId, createdAt } = message;
  return {
    id,
    messageId: whatsappId ?? id,
    fromMe: direction === 'outbound',
    from: from ?? '',
    to,
    type,
    body: text ?? caption ?? '',
    timestamp: Math.floor(Date.parse(createdAt) / 1_000),
    ack: ack ?? 0,
    hasMedia: false,
    isForwarded: false,
    isEdited: false,
    isRevoked: false,
  };
}
