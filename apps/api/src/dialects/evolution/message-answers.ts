import { whatsappIdOf } from '@wagw/shared/messages/message-id';
import { type AnyMessage, isSeen, viewMessage } from '@wagw/shared/messages/message-record';
import type { MessageView } from '@wagw/shared/messages/message-schema';
import type { LidMap } from '@wagw/shared/numbers/chat-names';
import { ackStatus } from '@wagw/shared/webhooks/formats/evolution';
import { readMessageKey } from '@wagw/shared/webhooks/formats/message-key';
import { jidIn } from './names.ts';

/** Messages as Evolution answers them, which is as Baileys does; in webhooks it is `evolution-message.ts` of the formats that shows them. */

/**
 * @param lids who is behind the ids of the message
 * @param pushName of the account, of a message that was sent from here
 */
export function messageAnswer(record: AnyMessage, lids: LidMap, pushName: string) {
  const view = viewMessage(record);
  const message = contentOf(view);
  const fromMe = view.direction === 'outbound';
  return {
    id: view.id,
    key: keyOf(record, fromMe, lids),
    pushName: fromMe ? pushName : null,
    status: statusOf(view),
    message,
    contextInfo: contextOf(view, lids),
    messageType: Object.keys(message)[0] ?? 'unknown',
    messageTimestamp: Math.floor(Date.parse(view.createdAt) / 1000),
    instanceId: view.sessionId,
    source: 'unknown',
  };
}

/** The id is fixed before the message goes out, so that it can be told at once. */
function keyOf(record: AnyMessage, fromMe: boolean, lids: LidMap) {
  const remoteJid = jidIn(record.chatId, lids);
  if (!isSeen(record)) return { remoteJid, fromMe, id: whatsappIdOf(record.sessionId, record.id) };
  const { id, author } = readMessageKey(record.whatsappRef);
  return { remoteJid, fromMe, id, ...(author === undefined ? {} : { participant: jidIn(author, lids) }) };
}

function statusOf({ status, ack }: MessageView): string {
  if (status === 'failed' || status === 'cancelled') return 'ERROR';
  return ack === null ? 'PENDING' : ackStatus(ack);
}

type Content = Pick<MessageView, 'type' | 'text' | 'media' | 'caption' | 'location' | 'contacts' | 'poll'>;

/** One field, whose name is the type of the message. */
export function contentOf({ type, text, media, caption, location, contacts = [], poll }: Content) {
  const file = { mimetype: media?.mimetype, url: media?.url, fileLength: media?.bytes?.toString() };
  const withCaption = { ...file, caption: caption ?? text ?? undefined };
  switch (type) {
    case 'image':
      return { imageMessage: withCaption };
    case 'video':
      return { videoMessage: withCaption };
    case 'document':
      return { documentMessage: { ...withCaption, fileName: media?.filename } };
    case 'audio':
    case 'voice':
      return { audioMessage: { ...file, ptt: type === 'voice' } };
    case 'sticker':
      return { stickerMessage: file };
    case 'location':
      return {
        locationMessage: {
          degreesLatitude: location?.latitude,
          degreesLongitude: location?.longitude,
          name: location?.name,
          address: location?.address,
        },
      };
    case 'contact':
      return contactsOf(contacts);
    case 'poll':
      return {
        pollCreationMessage: {
          name: poll?.question,
          options: poll?.options.map((optionName) => ({ optionName })),
          selectableOptionsCount: poll?.allowMultiple ? 0 : 1,
        },
      };
    default:
      return { conversation: text ?? '' };
  }
}

function contactsOf(contacts: NonNullable<MessageView['contacts']>) {
  const cards = contacts.map(({ name }) => ({ displayName: name }));
  const [only] = cards;
  return cards.length === 1
    ? { contactMessage: only }
    : { contactsArrayMessage: { displayName: `${cards.length} contacts`, contacts: cards } };
}

function contextOf({ replyTo, mentions }: MessageView, lids: LidMap) {
  const context = {
    ...(replyTo === undefined ? {} : { stanzaId: readMessageKey(replyTo).id }),
    ...(mentions === undefined ? {} : { mentionedJid: mentions.map((id) => jidIn(id, lids)) }),
  };
  return Object.keys(context).length === 0 ? null : context;
}
