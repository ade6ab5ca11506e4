import type { EventOf, Message, StoredMessage } from '@wagw/client';
import {
  bareIdOf,
  type Draft,
  type Fate,
  type Kind,
  kindOf,
  type Quoted,
  type Reaction,
  readCard,
  type ShownMessage,
} from './shown-message.ts';

/** Everything that is known of one message: what each source has told so far, in whichever order. */
export interface Facts {
  readonly key: string;
  /** WhatsApp's copy. */
  readonly stored?: StoredMessage | undefined;
  /** The gateway's. */
  readonly record?: Message | undefined;
  readonly draft?: Draft | undefined;
  /** The furthest acknowledgement. */
  readonly ack: number;
  /** The newest edit that an event told of; unix seconds. */
  readonly edit?: { readonly text: string; readonly at: number } | undefined;
  readonly isRevoked: boolean;
  /** By person, those that were taken back too. */
  readonly reactions: ReadonlyMap<string, Reaction>;
  readonly failure?: Message['error'] | undefined;
  readonly isUnconfirmed: boolean;
  /** Deleted from this account, or cancelled. */
  readonly isGone: boolean;
}

export const nothingOf = (key: string): Facts => ({
  key,
  ack: 0,
  isRevoked: false,
  reactions: new Map(),
  isUnconfirmed: false,
  isGone: false,
});

/** Both are of one message. What `newer` knows counts, where only one can. */
export function joined(older: Facts, newer: Facts): Facts {
  return {
    key: older.key,
    stored: newer.stored ?? older.stored,
    record: newer.record ?? older.record,
    draft: newer.draft ?? older.draft,
    ack: Math.max(older.ack, newer.ack),
    edit: (newer.edit?.at ?? 0) >= (older.edit?.at ?? 0) ? (newer.edit ?? older.edit) : older.edit,
    isRevoked: older.isRevoked || newer.isRevoked,
    reactions: [...newer.reactions.values()].reduce(withReaction, older.reactions),
    failure: newer.failure ?? older.failure,
    isUnconfirmed: older.isUnconfirmed || newer.isUnconfirmed,
    isGone: older.isGone || newer.isGone,
  };
}

/** Each person has one; the newest counts, whenever it is heard of. */
export function withReaction(
  reactions: ReadonlyMap<string, Reaction>,
  reaction: Reaction,
): ReadonlyMap<string, Reaction> {
  const known = reactions.get(reaction.sender);
  if (known !== undefined && known.timestamp > reaction.timestamp) return reactions;
  return new Map(reactions).set(reaction.sender, reaction);
}

export function withStored(facts: Facts, stored: StoredMessage): Facts {
  const isEditKnown = (stored.editedAt ?? 0) >= (facts.edit?.at ?? 0);
  return {
    ...facts,
    stored,
    ack: Math.max(facts.ack, stored.ack),
    edit: isEditKnown ? undefined : facts.edit,
    isRevoked: facts.isRevoked || stored.isRevoked,
    reactions: (stored.reactions ?? []).reduce(withReaction, facts.reactions),
  };
}

/** A message that has just come to be, in the form in which WhatsApp Web's store has it. */
export function storedOf({ data }: EventOf<'message_create'>): StoredMessage {
  const { id, gatewayMessageId, quoted, mentions, author, senderName, media, location, contacts, poll } =
    data;
  return {
    id: gatewayMessageId,
    messageId: id,
    fromMe: data.fromMe,
    from: data.from,
    to: data.to,
    type: data.type,
    body: data.body,
    timestamp: data.timestamp,
    ack: 0,
    hasMedia: data.hasMedia,
    isForwarded: data.isForwarded,
    isEdited: false,
    isRevoked: data.type === 'revoked',
    ...(author === undefined ? {} : { author }),
    ...(senderName === undefined ? {} : { senderName }),
    ...(media === undefined ? {} : { media }),
    ...(location === undefined ? {} : { location }),
    ...(contacts === undefined ? {} : { contacts }),
    ...(poll === undefined ? {} : { poll }),
    ...(mentions === undefined ? {} : { mentions: mentions.map(({ id: mentioned }) => mentioned) }),
    ...(quoted === undefined ? {} : { quoted: { ...quoted, messageId: quoted.id, fromMe: false } }),
  };
}

/** Facts never change, and a conversation has thousands of them. */
const shownAlready = new WeakMap<Facts, { readonly shown: ShownMessage | undefined }>();

/** Undefined where only events about it have come so far, or where it is not to be seen any more. The same for the same facts. */
export function shownOf(facts: Facts): ShownMessage | undefined {
  const known = shownAlready.get(facts);
  if (known !== undefined) return known.shown;
  const shown = show(facts);
  shownAlready.set(facts, { shown });
  return shown;
}

function show(facts: Facts): ShownMessage | undefined {
  const { stored, record, draft } = facts;
  if (facts.isGone || record?.status === 'cancelled') return undefined;
  // Another one stands in its place; only where it has arrived after all, both are to be seen.
  if (record?.resentAs !== undefined && fateOf(facts) === 'failed') return undefined;
  if (stored !== undefined) return { ...common(facts), ...ofStored(stored, facts) };
  if (record !== undefined) return { ...common(facts), ...ofRecord(record) };
  return draft === undefined ? undefined : { ...common(facts), ...ofDraft(draft) };
}

type Common = Pick<
  ShownMessage,
  'key' | 'fate' | 'error' | 'isRevoked' | 'reactions' | 'draft' | 'record' | 'id' | 'ref'
>;

function common(facts: Facts): Common {
  const { key, stored, record, draft, failure, isRevoked } = facts;
  return {
    key,
    id: record?.id ?? stored?.id ?? undefined,
    ref: stored?.messageId ?? record?.whatsappId ?? undefined,
    fate: fateOf(facts),
    error: failure ?? record?.error ?? null,
    isRevoked,
    reactions: [...facts.reactions.values()].filter(({ emoji }) => emoji !== ''),
    draft,
    record,
  };
}

const ACKS: readonly Fate[] = ['sending', 'sent', 'delivered', 'read', 'played'];

/** An acknowledgement proves more than any record says. */
function fateOf({ stored, record, ack, failure, isUnconfirmed, draft }: Facts): Fate {
  const isIncoming = stored?.fromMe === false || record?.direction === 'inbound';
  if (isIncoming) return 'received';
  // What was written on the phone has no status here.
  const fromRecord = record?.status === null ? 1 : ACKS.indexOf(record?.status ?? 'sending');
  const furthest = Math.max(ack, record?.ack ?? 0, fromRecord);
  if (furthest > 0) return ACKS[Math.min(furthest, ACKS.length - 1)] ?? 'sent';
  if (failure !== undefined || record?.status === 'failed' || stored?.ack === -1) return 'failed';
  if (draft?.error !== undefined) return 'failed';
  if (isUnconfirmed) return 'unconfirmed';
  // WhatsApp Web has it, whatever the record said when it was read.
  return stored === undefined ? (record?.status ?? 'queued') : 'sending';
}

type Content = Omit<ShownMessage, keyof Common>;

const NO_CONTENT = {
  author: undefined,
  authorName: undefined,
  isEdited: false,
  isForwarded: false,
  media: undefined,
  location: undefined,
  cards: [],
  poll: undefined,
  quoted: undefined,
} as const;

/** What WhatsApp Web has as their text is a vCard, a picture of the map, or the question once more. */
const WORDLESS = new Set<Kind>(['contact', 'location', 'poll']);

function ofStored(stored: StoredMessage, { edit }: Facts): Content {
  const { author, senderName, location, contacts = [], poll, quoted } = stored;
  return {
    fromMe: stored.fromMe,
    author,
    authorName: senderName,
    kind: kindOf(stored.type),
    text: edit?.text ?? (WORDLESS.has(kindOf(stored.type)) ? '' : stored.body),
    at: stored.timestamp * 1_000,
    isEdited: stored.isEdited || edit !== undefined,
    isForwarded: stored.isForwarded,
    media: stored.media ?? (stored.hasMedia ? {} : undefined),
    location,
    cards: contacts.map(readCard),
    poll,
    quoted: quoted === undefined ? undefined : quotedOf(quoted),
  };
}

function quotedOf({ messageId, author, fromMe, type, body }: NonNullable<StoredMessage['quoted']>): Quoted {
  return {
    bareId: messageId === null ? undefined : bareIdOf(messageId),
    fromMe,
    author,
    kind: type === undefined ? undefined : kindOf(type),
    text: body,
  };
}

function ofRecord(record: Message): Content {
  const { media, location, contacts = [], poll, replyTo, caption, text } = record;
  const words = text ?? caption ?? '';
  const isCard = record.type === 'contact' && words.startsWith('BEGIN:VCARD');
  const bareId = replyTo === undefined ? undefined : bareIdOf(replyTo);
  return {
    ...NO_CONTENT,
    fromMe: record.direction === 'outbound',
    kind: record.type,
    text: isCard ? '' : words,
    at: Date.parse(record.sendAt ?? record.createdAt),
    isForwarded: record.type === 'forward',
    media: media ?? (hasFile(record) ? {} : undefined),
    location,
    cards: isCard ? [readCard(words)] : contacts.map(({ name, phone }) => ({ name, phone })),
    poll,
    quoted:
      bareId === undefined
        ? undefined
        : {
            bareId,
            fromMe: replyTo?.startsWith('true') === true,
            author: undefined,
            kind: undefined,
            text: undefined,
          },
  };
}

/** Of what came in, the gateway's record has the kind and the text alone. */
const hasFile = ({ type }: Message) =>
  ['image', 'video', 'audio', 'voice', 'document', 'sticker'].includes(type);

function ofDraft({ kind, text, at, filename }: Draft): Content {
  return {
    ...NO_CONTENT,
    fromMe: true,
    kind,
    text,
    at,
    media: filename === undefined ? undefined : { filename },
  };
}
