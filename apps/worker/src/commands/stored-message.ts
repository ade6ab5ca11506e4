import type { StoredMessage } from '@wagw/shared/commands/stored-message';
import type { ChatPlace } from '../engine/actions.ts';
import type { EngineMessage } from '../engine/engine.ts';

/** Our ids of messages by WhatsApp's bare ones, of those that are known here. */
export type KnownIds = ReadonlyMap<string, string>;

/** A message of the connection's store as commands tell it. */
export function viewStoredMessage(message: EngineMessage, known: KnownIds): StoredMessage {
  const { ref, author, senderName, editedAtMs, media, location, contacts, poll } = message;
  return {
    id: known.get(ref.id) ?? null,
    messageId: ref.serialized,
    fromMe: message.fromMe,
    from: message.from,
    to: message.to,
    ...(author === undefined ? {} : { author }),
    ...(senderName === undefined ? {} : { senderName }),
    type: message.type,
    body: message.body,
    timestamp: message.timestamp,
    ack: message.ack,
    hasMedia: message.hasMedia,
    isForwarded: message.isForwarded,
    isEdited: editedAtMs !== undefined,
    ...(editedAtMs === undefined ? {} : { editedAt: Math.floor(editedAtMs / 1000) }),
    isRevoked: message.type === 'revoked',
    ...(media === undefined ? {} : { media }),
    ...(location === undefined ? {} : { location }),
    ...(contacts === undefined ? {} : { contacts: [...contacts] }),
    ...(poll === undefined ? {} : { poll: { ...poll, options: [...poll.options] } }),
    ...viewContext(message),
  };
}

function viewContext({
  ref,
  isGroup,
  quoted,
  mentions,
  reactions,
}: EngineMessage): Pick<StoredMessage, 'quoted' | 'mentions' | 'reactions'> {
  return {
    ...(quoted === undefined ? {} : { quoted: viewQuoted(quoted, ref.chat, isGroup) }),
    ...(mentions === undefined ? {} : { mentions: [...mentions] }),
    ...(reactions === undefined ? {} : { reactions: [...reactions] }),
  };
}

/** Both stand in one chat; so WhatsApp's whole id of the other follows from who wrote it. */
function viewQuoted(
  { id, fromMe, ...others }: NonNullable<EngineMessage['quoted']>,
  chat: string,
  isGroup: boolean,
): StoredMessage['quoted'] {
  const writer = isGroup && others.author !== undefined ? `_${others.author}` : '';
  return {
    messageId: fromMe === undefined ? null : `${fromMe}_${chat}_${id}${writer}`,
    fromMe: fromMe === true,
    ...others,
  };
}

/** A place in a chat as text: its second, and the bare id. */
export const placeCursor = ({ id, timestamp }: ChatPlace): string => `${timestamp}:${id}`;

/** The place that a cursor names; undefined where there is no cursor, or it is none. */
export function readPlace(cursor: string | undefined): ChatPlace | undefined {
  const [, timestamp, id] = /^(\d+):(.+)$/.exec(cursor ?? '') ?? [];
  return id === undefined ? undefined : { id, timestamp: Number(timestamp) };
}
