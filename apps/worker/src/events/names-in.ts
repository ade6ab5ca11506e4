import { type ChatNames, chatNames, type LidMap } from '@wagw/shared/numbers/chat-names';

/** The names of those whom an event names, side by side, as the catalogue has them. */

/** A chat, whichever id WhatsApp has used. */
export function namesOfChat(id: string, lids: LidMap): ChatNames & { readonly chatId: string } {
  return { chatId: id, ...chatNames(id, lids) };
}

/** Somebody among others. */
export function namesOfPerson(id: string, lids: LidMap): ChatNames & { readonly id: string } {
  return { id, ...chatNames(id, lids) };
}
