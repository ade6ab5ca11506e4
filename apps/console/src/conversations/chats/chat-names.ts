import type { EventOf } from '@wagw/client';

/** The chat that an event is about: WhatsApp has an id with its number and one without, and uses now this and now that. */
export type ChatNames = Pick<EventOf<'chat.removed'>['data'], 'chatId' | 'chatKey' | 'phone' | 'lid'>;

/** Every id that the list of chats may have for it. */
export function idsOfChat({ chatId, chatKey, phone, lid }: ChatNames): string[] {
  return [chatId, chatKey, ...(lid === null ? [] : [lid]), ...(phone === null ? [] : [`${phone}@c.us`])];
}

export const isOfChat = (names: ChatNames, chat: string): boolean => idsOfChat(names).includes(chat);
