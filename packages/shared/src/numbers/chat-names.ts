/**
 * A person has two ids at WhatsApp: one made from the phone number (`…@c.us`) and a hidden one, the LID (`…@lid`). Which of
 * them names a chat changes with the version of WhatsApp Web, so neither is a safe key.
 */

/** What is known of some people, without the endings of the ids. */
export interface LidMap {
  readonly phoneOfLid: ReadonlyMap<string, string>;
  readonly lidOfPhone: ReadonlyMap<string, string>;
  /** Keys of chats that do not follow from the phone number, by LID. */
  readonly chatKeyOfLid: ReadonlyMap<string, string>;
}

export const NOBODY: LidMap = { phoneOfLid: new Map(), lidOfPhone: new Map(), chatKeyOfLid: new Map() };

/** The names of a person or chat side by side. */
export interface ChatNames {
  /** Digits, country code first; null for groups, and where WhatsApp hides it. */
  readonly phone: string | null;
  /** `…@lid`; null for groups, and while it is not known. */
  readonly lid: string | null;
  /** An id that can be sent to and stays the same, whichever form WhatsApp uses at the moment. */
  readonly chatKey: string;
}

export type PersonId = { readonly phone: string } | { readonly lid: string };

const PERSON = /^(\d+)(?::\d+)?@(c\.us|s\.whatsapp\.net|lid)$/;

/** Undefined for groups, channels, the status and whatever else is not a person. */
export function personIn(id: string): PersonId | undefined {
  const [, user, server] = PERSON.exec(id) ?? [];
  if (user === undefined) return undefined;
  return server === 'lid' ? { lid: user } : { phone: user };
}

/** @param id of a person or a chat, as WhatsApp writes it */
export function chatNames(id: string, map: LidMap): ChatNames {
  const person = personIn(id);
  if (person === undefined) return { phone: null, lid: null, chatKey: id };
  const lid = 'lid' in person ? person.lid : map.lidOfPhone.get(person.phone);
  const phone = 'phone' in person ? person.phone : map.phoneOfLid.get(person.lid);
  const ownKey = lid === undefined ? undefined : map.chatKeyOfLid.get(lid);
  return {
    phone: phone ?? null,
    lid: lid === undefined ? null : `${lid}@lid`,
    chatKey: ownKey ?? (phone === undefined ? `${lid}@lid` : `${phone}@c.us`),
  };
}

/** One key for a chat, whichever form WhatsApp uses at the moment. */
export function stableChatKey(id: string, map: LidMap): string {
  return chatNames(id, map).chatKey;
}
