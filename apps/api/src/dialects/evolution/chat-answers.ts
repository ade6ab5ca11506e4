import type { CommandOutput } from '@wagw/shared/commands/catalogue';
import type { Contact } from '@wagw/shared/contacts/contact-cache';
import { storedTypeOf } from '@wagw/shared/messages/seen-record';
import type { LidMap } from '@wagw/shared/numbers/chat-names';
import { ackStatus } from '@wagw/shared/webhooks/formats/evolution';
import { readMessageKey } from '@wagw/shared/webhooks/formats/message-key';
import { contentOf } from './message-answers.ts';
import { jidIn } from './names.ts';

/** Chats and contacts as Evolution answers them (source: evolution-api v2, src/api/services/channel.service.ts). */

export function contactAnswer(contact: Contact, instanceId: string) {
  const { id, phone, name, pushname, isMyContact } = contact;
  const isGroup = id.endsWith('@g.us');
  return {
    id,
    remoteJid: phone === undefined ? id : `${phone}@s.whatsapp.net`,
    pushName: pushname ?? name ?? null,
    profilePicUrl: null,
    instanceId,
    isGroup,
    isSaved: isMyContact,
    type: isGroup ? 'group' : isMyContact ? 'contact' : 'group_member',
  };
}

type Chat = CommandOutput<'chats.list'>['items'][number];

export function chatAnswer(
  { id, name, timestamp, unreadCount, lastMessage }: Chat,
  lids: LidMap,
  instanceId: string,
) {
  const remoteJid = jidIn(id, lids);
  return {
    id,
    remoteJid,
    pushName: name,
    profilePicUrl: null,
    updatedAt: timestamp === undefined ? null : new Date(timestamp * 1000).toISOString(),
    lastMessage: lastMessage === undefined ? undefined : lastAnswer(lastMessage, remoteJid, instanceId),
    unreadCount,
  };
}

function lastAnswer(last: NonNullable<Chat['lastMessage']>, remoteJid: string, instanceId: string) {
  const { id } = readMessageKey(last.messageId);
  const message = contentOf({ type: storedTypeOf(last.type), text: last.body });
  return {
    id: last.messageId,
    key: { remoteJid, fromMe: last.fromMe, id },
    messageType: Object.keys(message)[0],
    message,
    messageTimestamp: last.timestamp,
    status: ackStatus(last.ack),
    instanceId,
    source: 'unknown',
  };
}
