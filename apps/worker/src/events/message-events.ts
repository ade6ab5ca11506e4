import { chatNames, type LidMap } from '@wagw/shared/numbers/chat-names';
import type { EngineMessage, QuotedMessage } from '../engine/engine.ts';
import type { NamedEvent } from './named-event.ts';
import { namesOfChat, namesOfPerson } from './names-in.ts';

/**
 * `message_create` for every message and, before it, `message` for a received one.
 * @param lids what is known of the people in it
 */
export function messageEvents(
  message: EngineMessage,
  gatewayMessageId: string | undefined,
  lids: LidMap,
): NamedEvent[] {
  const { serialized } = message.ref;
  const fields = {
    from: message.from,
    to: message.to,
    body: message.body,
    timestamp: message.timestamp,
    type: message.type,
    hasMedia: message.hasMedia,
    isGroup: message.isGroup,
    isStatus: message.isStatus,
    isForwarded: message.isForwarded,
    ...(message.author === undefined ? {} : { author: message.author }),
    ...(message.senderName === undefined ? {} : { senderName: message.senderName }),
    ...namesIn(message, lids),
    ...contentOf(message, lids),
  };
  const created: NamedEvent = {
    once: createdName(message),
    body: {
      event: 'message_create',
      data: {
        id: serialized,
        ...fields,
        fromMe: message.fromMe,
        gatewayMessageId: gatewayMessageId ?? null,
      },
    },
  };
  if (message.fromMe) return [created];
  return [
    {
      once: `message:${nameOf(message)}`,
      body: { event: 'message', data: { messageId: serialized, ...fields } },
    },
    created,
  ];
}

/** All whom a message names. */
export function peopleIn({ ref, from, to, author, quoted, mentions = [] }: EngineMessage): string[] {
  const people = [ref.chat, from, to, author, quoted?.author, ...mentions];
  return people.filter((id) => id !== undefined);
}

/** The phone number and the LID of everybody whom the message names, whichever of them WhatsApp used. */
function namesIn({ from, to, author = '', ref }: EngineMessage, lids: LidMap) {
  const sender = chatNames(from, lids);
  const receiver = chatNames(to, lids);
  const writer = chatNames(author, lids);
  return {
    ...namesOfChat(ref.chat, lids),
    fromPhone: sender.phone,
    fromLid: sender.lid,
    toPhone: receiver.phone,
    toLid: receiver.lid,
    authorPhone: writer.phone,
    authorLid: writer.lid,
  };
}

/** What the message has beside its text. */
function contentOf({ media, quoted, mentions, location, contacts, poll }: EngineMessage, lids: LidMap) {
  const { phone, lid } = chatNames(quoted?.author ?? '', lids);
  return {
    ...(media === undefined ? {} : { media: { ...media } }),
    ...(quoted === undefined
      ? {}
      : { quoted: { ...nameOfQuoted(quoted), authorPhone: phone, authorLid: lid } }),
    ...(mentions === undefined ? {} : { mentions: mentions.map((id) => namesOfPerson(id, lids)) }),
    ...(location === undefined ? {} : { location: { ...location } }),
    ...(contacts === undefined ? {} : { contacts: [...contacts] }),
    ...(poll === undefined ? {} : { poll: { ...poll, options: [...poll.options] } }),
  };
}

/** What it says stands in the message itself. */
function nameOfQuoted({ id, author }: QuotedMessage) {
  return { id, ...(author === undefined ? {} : { author }) };
}

/** What the log calls the existence of a message. */
export const createdName = (message: EngineMessage): string => `create:${nameOf(message)}`;

/** The bare id and not the serialized one: a chat may be named by phone number at one time and by lid at another. */
function nameOf({ fromMe, ref }: EngineMessage): string {
  return `${fromMe}:${ref.id}`;
}
