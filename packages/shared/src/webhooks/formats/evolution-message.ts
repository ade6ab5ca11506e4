import type { EventData } from '../../events/catalogue.ts';
import { readMessageKey } from './message-key.ts';

/**
 * Messages as Evolution API v2 shows them, which is as Baileys does: https://doc.evolution-api.com. What only WhatsApp's own
 * servers and clients can use is in no event and left out: `mediaKey`, `url`, `directPath`, thumbnails. Files are fetched by the API.
 */

/** What `message` and `message_create` have in common. */
export type AnyMessage = Omit<EventData<'message'>, 'messageId'>;

/** Ids end in `@s.whatsapp.net` there, where WhatsApp Web writes `@c.us`. */
export function toJid(id: string): string {
  return id.replace(/@c\.us$/, '@s.whatsapp.net');
}

interface Names {
  readonly phone: string | null;
  readonly lid: string | null;
}

/** By the phone number where it is known, because receivers read it from there. @param id for whoever has neither name */
export function jidOf({ phone, lid }: Names, id: string): string {
  return phone === null ? toJid(lid ?? id) : `${phone}@s.whatsapp.net`;
}

/** @param chat the chat that the message is in */
export function toKey(messageId: string, chat: Names & { readonly chatId: string }) {
  const { fromMe, id, author } = readMessageKey(messageId);
  const hidden = chat.phone === null ? null : chat.lid;
  return {
    remoteJid: jidOf(chat, chat.chatId),
    ...(hidden === null ? {} : { remoteJidAlt: hidden }),
    fromMe,
    id,
    ...(author === undefined ? {} : { participant: toJid(author) }),
  };
}

/** `data` of `messages.upsert` and `send.message`. @param status how far the message has come */
export function toMessage(messageId: string, message: AnyMessage, status: string, instanceId: string) {
  const content = contentOf(message);
  const [messageType = 'unknown'] = Object.keys(content);
  const key = toKey(messageId, message);
  const author = message.author === undefined ? undefined : authorOf(message, message.author);
  return {
    key: author === undefined ? key : { ...key, participant: author },
    pushName: message.senderName ?? null,
    status,
    message: content,
    ...contextOf(message),
    messageType,
    messageTimestamp: message.timestamp,
    instanceId,
    source: 'unknown',
  };
}

const authorOf = ({ authorPhone, authorLid }: AnyMessage, author: string) =>
  jidOf({ phone: authorPhone, lid: authorLid }, author);

/** One field, whose name is the type of the message. */
function contentOf(message: AnyMessage): Readonly<Record<string, unknown>> {
  const { type, body, location, contacts, poll } = message;
  if (message.media !== undefined) return fileOf(message, message.media);
  if (location !== undefined) {
    const { latitude, longitude, name, address } = location;
    return { locationMessage: { degreesLatitude: latitude, degreesLongitude: longitude, name, address } };
  }
  if (contacts !== undefined) {
    const cards = contacts.map((vcard) => ({ displayName: nameOn(vcard), vcard }));
    return type === 'vcard' ? { contactMessage: cards[0] } : { contactsArrayMessage: { contacts: cards } };
  }
  if (poll !== undefined) {
    const options = poll.options.map((optionName) => ({ optionName }));
    const selectableOptionsCount = poll.allowMultiple ? 0 : 1;
    return { pollCreationMessage: { name: poll.question, options, selectableOptionsCount } };
  }
  return { conversation: body };
}

function fileOf(
  { type, body }: AnyMessage,
  { mimetype, bytes, filename, seconds, isGif }: NonNullable<AnyMessage['media']>,
): Readonly<Record<string, unknown>> {
  const caption = body === '' ? undefined : body;
  // 64-bit numbers are texts in the JSON of protocol buffers.
  const file = { mimetype, fileLength: bytes?.toString() };
  switch (type) {
    case 'image':
      return { imageMessage: { ...file, caption } };
    case 'video':
      return { videoMessage: { ...file, caption, seconds, gifPlayback: isGif } };
    case 'ptv':
      return { ptvMessage: { ...file, seconds } };
    case 'audio':
    case 'ptt':
      return { audioMessage: { ...file, seconds, ptt: type === 'ptt' } };
    case 'sticker':
      return { stickerMessage: file };
    default:
      return { documentMessage: { ...file, fileName: filename, caption } };
  }
}

/** The formatted name of a contact card. */
function nameOn(vcard: string): string {
  return /^FN[^:\r\n]*:(.*)$/im.exec(vcard)?.[1]?.trim() ?? '';
}

/** What the message refers to. */
function contextOf({ quoted, mentions, isForwarded }: AnyMessage) {
  const context = {
    ...(quoted === undefined ? {} : { stanzaId: quoted.id, ...quotedAuthor(quoted) }),
    ...(mentions === undefined ? {} : { mentionedJid: mentions.map((person) => jidOf(person, person.id)) }),
    ...(isForwarded ? { isForwarded } : {}),
  };
  return Object.keys(context).length === 0 ? {} : { contextInfo: context };
}

function quotedAuthor({ author, authorPhone, authorLid }: NonNullable<AnyMessage['quoted']>) {
  return author === undefined ? {} : { participant: jidOf({ phone: authorPhone, lid: authorLid }, author) };
}
