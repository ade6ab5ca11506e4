import type { EngineMessage, MessageMedia, MessageReaction, MessageRef, QuotedMessage } from '../engine.ts';

/** An address as it comes out of the page: text, or WhatsApp's `Wid` with its own enumerable properties. */
export type RawAddress =
  | string
  | { readonly _serialized?: string; readonly user?: string; readonly server?: string };

/** WhatsApp's `MsgKey` as it comes out of the page. Minified builds call the text form `$1`. */
export interface RawMessageKey {
  readonly fromMe: boolean;
  readonly remote: RawAddress;
  readonly id: string;
  readonly participant?: RawAddress | undefined;
  readonly _serialized?: string;
  readonly $1?: string;
}

/** What the page tells of a message: the serialised model, of which only these fields are used. */
export interface RawMessage {
  readonly id: RawMessageKey;
  readonly from?: RawAddress | undefined;
  readonly to?: RawAddress | undefined;
  readonly author?: RawAddress | undefined;
  readonly type?: string | undefined;
  readonly body?: string | undefined;
  readonly caption?: string | undefined;
  readonly pollName?: string | undefined;
  readonly eventName?: string | undefined;
  readonly t?: number | undefined;
  readonly ack?: number | undefined;
  readonly isForwarded?: boolean | undefined;
  readonly isStatusV3?: boolean | undefined;
  readonly directPath?: string | undefined;
  readonly notifyName?: string | undefined;
  readonly pollOptions?: readonly { readonly name: string }[] | undefined;
  readonly pollSelectableOptionsCount?: number | undefined;
  readonly mentionedJidList?: readonly RawAddress[] | undefined;
  readonly quotedStanzaID?: string | undefined;
  readonly quotedParticipant?: RawAddress | undefined;
  readonly quotedMsg?: RawQuote | undefined;
  /** Whether `quotedParticipant` is this account; undefined where the page was not asked. */
  readonly quotedFromMe?: boolean | undefined;
  readonly reactions?: readonly MessageReaction[] | undefined;
  readonly lat?: number | undefined;
  readonly lng?: number | undefined;
  readonly loc?: string | undefined;
  readonly vcardList?: readonly { readonly vcard: string }[] | undefined;
  readonly mimetype?: string | undefined;
  readonly filename?: string | undefined;
  readonly size?: number | string | undefined;
  /** Seconds. */
  readonly duration?: number | string | undefined;
  readonly isGif?: boolean | undefined;
  readonly latestEditSenderTimestampMs?: number | undefined;
}

/** What an answer carries of the message that it answers. In a message with a file `body` is a small picture. */
export interface RawQuote {
  readonly type?: string | undefined;
  readonly body?: string | undefined;
  readonly caption?: string | undefined;
  readonly pollName?: string | undefined;
  readonly mimetype?: string | undefined;
}

/** Kinds that are the client's own bookkeeping and no part of a conversation. */
const bookkeeping = new Set([
  'ciphertext',
  'e2e_notification',
  'gp2',
  'notification',
  'notification_template',
  'protocol',
]);

export function isConversation(raw: RawMessage): boolean {
  return !bookkeeping.has(raw.type ?? '');
}

export function addressText(address: RawAddress | null | undefined): string {
  if (address === null || address === undefined) return '';
  if (typeof address === 'string') return address;
  return address._serialized ?? (address.user ? `${address.user}@${address.server ?? 'c.us'}` : '');
}

/** The id in WhatsApp's written form, which is `fromMe_chat_id[_participant]`, also where the page no longer says it. */
export function toMessageRef(key: RawMessageKey): MessageRef {
  const chat = addressText(key.remote);
  const participant = addressText(key.participant);
  const built = `${key.fromMe}_${chat}_${key.id}${participant ? `_${participant}` : ''}`;
  return { serialized: key._serialized ?? key.$1 ?? built, id: key.id, chat };
}

export function toEngineMessage(raw: RawMessage): EngineMessage {
  const ref = toMessageRef(raw.id);
  const author = addressText(raw.author) || addressText(raw.id.participant);
  const hasMedia = Boolean(raw.directPath);
  const isGroup = ref.chat.endsWith('@g.us');
  return {
    ref,
    fromMe: raw.id.fromMe,
    from: addressText(raw.from),
    to: addressText(raw.to),
    ...(isGroup && author ? { author } : {}),
    type: raw.type ?? 'unknown',
    body: (hasMedia ? raw.caption : raw.body || raw.pollName || raw.eventName) ?? '',
    timestamp: raw.t ?? 0,
    ack: raw.ack ?? 0,
    isGroup,
    isStatus: raw.isStatusV3 === true || ref.chat === 'status@broadcast',
    isForwarded: raw.isForwarded === true,
    hasMedia,
    ...(raw.notifyName ? { senderName: raw.notifyName } : {}),
    ...(raw.latestEditSenderTimestampMs ? { editedAtMs: raw.latestEditSenderTimestampMs } : {}),
    ...(raw.reactions?.length ? { reactions: raw.reactions } : {}),
    ...contextOf(raw),
    ...contentOf(raw),
  };
}

/** What the message refers to. */
function contextOf(raw: RawMessage): Pick<EngineMessage, 'quoted' | 'mentions'> {
  const quoted = quotedOf(raw);
  const mentions = raw.mentionedJidList?.map(addressText).filter(Boolean) ?? [];
  return {
    ...(quoted ? { quoted } : {}),
    ...(mentions.length > 0 ? { mentions } : {}),
  };
}

function quotedOf({
  quotedStanzaID: id,
  quotedParticipant,
  quotedMsg,
  quotedFromMe: fromMe,
}: RawMessage): QuotedMessage | undefined {
  if (!id) return undefined;
  const author = addressText(quotedParticipant);
  const { type, body, caption, pollName, mimetype } = quotedMsg ?? {};
  const text = mimetype ? caption : body || pollName || caption;
  return {
    id,
    ...(author ? { author } : {}),
    ...(fromMe === undefined ? {} : { fromMe }),
    ...(type ? { type } : {}),
    ...(text ? { body: text } : {}),
  };
}

/** What its kind has beside a text. */
function contentOf(raw: RawMessage): Pick<EngineMessage, 'media' | 'location' | 'contacts' | 'poll'> {
  if (raw.directPath) return { media: mediaOf(raw) };
  switch (raw.type) {
    case 'location': {
      const { lat: latitude, lng: longitude, loc } = raw;
      if (latitude === undefined || longitude === undefined) return {};
      const [name, ...address] = (loc ?? '').split('\n');
      const names = {
        ...(name ? { name } : {}),
        ...(address.length > 0 ? { address: address.join('\n') } : {}),
      };
      return { location: { latitude, longitude, ...names } };
    }
    case 'vcard':
      return raw.body ? { contacts: [raw.body] } : {};
    case 'multi_vcard':
      return { contacts: raw.vcardList?.map(({ vcard }) => vcard) ?? [] };
    case 'poll_creation': {
      const options = raw.pollOptions?.map(({ name }) => name) ?? [];
      const allowMultiple = raw.pollSelectableOptionsCount !== 1;
      return { poll: { question: raw.pollName ?? '', options, allowMultiple } };
    }
    default:
      return {};
  }
}

function mediaOf({ mimetype, size, duration, filename, isGif }: RawMessage): MessageMedia {
  const bytes = Number(size);
  const seconds = Number(duration);
  return {
    mimetype: mimetype ?? 'application/octet-stream',
    ...(bytes > 0 ? { bytes } : {}),
    ...(filename ? { filename } : {}),
    ...(seconds > 0 ? { seconds } : {}),
    isGif: isGif === true,
  };
}
