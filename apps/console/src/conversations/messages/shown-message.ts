import type { Message, StoredMessage } from '@wagw/client';

/** How far a message has got. Those that came in are `received`. */
export type Fate = NonNullable<Message['status']> | 'received';

export type Kind = Message['type'];

/** A reaction of one person. Unix seconds; an empty emoji is one that was taken back. */
export type Reaction = NonNullable<StoredMessage['reactions']>[number];

/** The message that another one answers, as far as it is known. */
export interface Quoted {
  /** WhatsApp's bare id. */
  readonly bareId: string | undefined;
  readonly fromMe: boolean;
  readonly author: string | undefined;
  readonly kind: Kind | undefined;
  readonly text: string | undefined;
}

/** What somebody is about to send from this page: it is shown before the gateway has answered. */
export interface Draft {
  /** The `Idempotency-Key` of its request. */
  readonly key: string;
  readonly kind: Kind;
  readonly text: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly filename?: string;
  /** From 0 to 1, of a file on its way to the gateway. */
  readonly progress?: number;
  /** Why the gateway did not take it. */
  readonly error?: unknown;
}

/** A message as a bubble shows it, whatever is known of it and from where. */
export interface ShownMessage {
  /** The same for as long as the page shows it, while it gets its ids. */
  readonly key: string;
  /** Ours, and WhatsApp's whole one: either stands in the paths of the API. */
  readonly id: string | undefined;
  readonly ref: string | undefined;
  readonly fromMe: boolean;
  readonly author: string | undefined;
  readonly authorName: string | undefined;
  readonly kind: Kind;
  readonly text: string;
  /** Unix milliseconds. */
  readonly at: number;
  readonly fate: Fate;
  readonly error: Message['error'];
  readonly isEdited: boolean;
  readonly isRevoked: boolean;
  readonly isForwarded: boolean;
  readonly media: { mimetype?: string; bytes?: number; filename?: string; seconds?: number } | undefined;
  readonly location: Message['location'];
  /** Contact cards as vCards, or as they were given to the gateway. */
  readonly cards: readonly { readonly name: string; readonly phone: string | undefined }[];
  readonly poll: { readonly question: string; readonly options: readonly string[] } | undefined;
  readonly quoted: Quoted | undefined;
  readonly reactions: readonly Reaction[];
  readonly draft: Draft | undefined;
  /** What the gateway keeps of it, if it was sent through there. */
  readonly record: Message | undefined;
}

/** WhatsApp Web's names of what the API calls otherwise. */
const KINDS: Readonly<Record<string, Kind>> = {
  chat: 'text',
  ptt: 'voice',
  image: 'image',
  video: 'video',
  audio: 'audio',
  document: 'document',
  sticker: 'sticker',
  location: 'location',
  vcard: 'contact',
  multi_vcard: 'contact',
  poll_creation: 'poll',
  text: 'text',
  voice: 'voice',
  contact: 'contact',
  poll: 'poll',
  forward: 'forward',
};

/** @param type as WhatsApp Web calls it, or the API */
export const kindOf = (type: string): Kind => KINDS[type] ?? 'other';

/** Of `true_5511987654321@c.us_3EB0…`, with the author after it in groups, the part that is the same under every name of a chat. */
export function bareIdOf(ref: string): string {
  return /^(?:true|false)_[^_]+_([^_]+)/.exec(ref)?.[1] ?? ref;
}

/** Name and first number of a vCard. */
export function readCard(vcard: string): { name: string; phone: string | undefined } {
  const field = (name: string) => new RegExp(`^${name}[^:\n]*:(.*)$`, 'm').exec(vcard)?.[1]?.trim();
  return { name: field('FN') ?? '', phone: field('(?:item\\d+\\.)?TEL') };
}
