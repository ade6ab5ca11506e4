import type { Envelope, EventData } from '../../events/catalogue.ts';
import type { StateCode } from '../../sessions/session-state.ts';
import { type AnyMessage, jidOf, toJid, toKey, toMessage } from './evolution-message.ts';
import { applyRules, type Rules, type WebhookFormat } from './format.ts';
import { readMessageKey } from './message-key.ts';

/**
 * For backends of Evolution API v2 (https://doc.evolution-api.com). Its `destination`, `server_url` and `apikey` are left out:
 * they are not of the event. So are `profileName`, `profilePicUrl` and `unreadMessages`, which no event knows. Votes are not carried:
 * there they are the sums of a whole poll, and an event tells of one voter.
 *
 * Two things are written as the backend that this was made for reads them, and not as Evolution does: `instance` is
 * `{instanceName}` instead of the bare name, and `data.qrcode` is the image itself instead of an object around it. The format `evolution-v2`
 * writes both as Evolution does.
 */

export type EvolutionEvent =
  | 'connection.update'
  | 'qrcode.updated'
  | 'messages.upsert'
  | 'messages.update'
  | 'messages.delete'
  | 'send.message'
  | 'chats.upsert'
  | 'chats.update'
  | 'chats.delete'
  | 'presence.update'
  | 'contacts.upsert'
  | 'contacts.update'
  | 'groups.upsert'
  | 'groups.update'
  | 'group-participants.update'
  | 'call';

interface Sent {
  readonly event: EvolutionEvent;
  readonly data: unknown;
  /** The phone number of the account itself, where the event tells it. */
  readonly account?: string | null;
}

interface QrCode {
  readonly qrcode: string;
  readonly code: string;
}

const RULES: Rules<Sent> = {
  qr_code({ qrCode, qr }) {
    const data: QrCode = { qrcode: qrCode, code: qr };
    return { event: 'qrcode.updated', data };
  },

  'session.status': ({ state, code, phone }, { sessionId }) => {
    const connection = connectionOf(state, code);
    return {
      event: 'connection.update',
      account: phone,
      data: {
        instance: sessionId,
        ...(phone === null ? {} : { wuid: toJid(`${phone}@c.us`) }),
        state: connection,
        status: connection,
        statusReason: STATUS_REASONS[code] ?? (ENDED.includes(connection) ? CONNECTION_CLOSED : OK),
      },
    };
  },

  message: ({ messageId, ...message }, { sessionId }) => ({
    event: 'messages.upsert',
    account: message.toPhone,
    data: toMessage(messageId, message, 'DELIVERY_ACK', sessionId),
  }),

  message_create: ({ id, fromMe, gatewayMessageId, ...message }, { sessionId }) => {
    // The message itself was told by `message`.
    if (!fromMe) return chatOf(message, sessionId);
    const isOurs = gatewayMessageId !== null;
    return {
      event: isOurs ? 'send.message' : 'messages.upsert',
      account: message.fromPhone,
      data: toMessage(id, message, isOurs ? 'PENDING' : 'SERVER_ACK', sessionId),
    };
  },

  message_ack: ({ messageId, ack, ...chat }, { sessionId }) =>
    updateOf(toKey(messageId, chat), ackStatus(ack), sessionId),

  message_edit: ({ messageId, newBody, ...chat }, { sessionId }) =>
    updateOf(toKey(messageId, chat), 'EDITED', sessionId, { message: { conversation: newBody } }),

  message_failed: ({ messageId }, { sessionId }) => {
    if (messageId === null) return undefined;
    const { chat } = readMessageKey(messageId);
    return updateOf(toKey(messageId, { chatId: chat, phone: null, lid: null }), 'ERROR', sessionId);
  },

  message_revoke_everyone: ({ messageId, ...chat }) => deletionOf(messageId, chat),
  message_revoke_me: ({ messageId, ...chat }) => deletionOf(messageId, chat),

  // A reaction is a message there. Its own id is in no event, so that of the event stands for it.
  message_reaction: ({ messageId, emoji, sender, fromMe, timestamp, ...rest }, { id, sessionId }) => {
    const reactedTo = toKey(messageId, rest);
    const { remoteJid } = reactedTo;
    const participant = jidOf({ phone: rest.senderPhone, lid: rest.senderLid }, sender);
    return {
      event: 'messages.upsert',
      data: {
        key: { remoteJid, fromMe, id, ...(remoteJid.endsWith('@g.us') ? { participant } : {}) },
        pushName: null,
        status: 'DELIVERY_ACK',
        message: { reactionMessage: { key: reactedTo, text: emoji } },
        messageType: 'reactionMessage',
        messageTimestamp: timestamp,
        instanceId: sessionId,
        source: 'unknown',
      },
    };
  },

  'chat.archived': ({ isArchived, ...chat }, { sessionId }) => ({
    event: 'chats.update',
    data: [{ remoteJid: jidOf(chat, chat.chatId), instanceId: sessionId, archived: isArchived }],
  }),

  'chat.removed': (chat) => ({ event: 'chats.delete', data: [jidOf(chat, chat.chatId)] }),

  'presence.update': ({ state, lastSeen, ...chat }) => {
    const id = jidOf(chat, chat.chatId);
    const presence = {
      lastKnownPresence: state === 'typing' ? 'composing' : state,
      ...(lastSeen === null ? {} : { lastSeen }),
    };
    return { event: 'presence.update', data: { id, presences: { [id]: presence } } };
  },

  'contact.changed': (change, { sessionId }) => ({
    event: change.isContact ? 'contacts.update' : 'contacts.upsert',
    data: [
      {
        remoteJid: jidOf({ phone: change.newPhone, lid: change.newLid }, change.newId),
        previousRemoteJid: jidOf({ phone: change.oldPhone, lid: change.oldLid }, change.oldId),
        instanceId: sessionId,
      },
    ],
  }),

  'group.join': (group) => participantsOf(group, 'add'),
  'group.leave': (group) => participantsOf(group, 'remove'),

  'group.update': (group) => {
    const { change, action, chatId, value, timestamp, participants } = group;
    if (change === 'admins') return participantsOf(group, action);
    if (change === 'request') return undefined;
    const groupOf = (fields: object) => [{ id: chatId, author: authorOf(group), ...fields }];
    if (action === 'create') {
      const members = participants.map((person) => ({ id: jidOf(person, person.id), admin: null }));
      const fields = { subject: value, creation: timestamp, participants: members };
      return { event: 'groups.upsert', data: groupOf(fields) };
    }
    const field = GROUP_FIELDS[action];
    return { event: 'groups.update', data: groupOf(field === undefined ? {} : { [field]: value }) };
  },

  call: ({ callId, from, fromPhone, fromLid, fromMe, isVideo, isGroup, timestamp }) => {
    if (fromMe) return undefined;
    const caller = jidOf({ phone: fromPhone, lid: fromLid }, from);
    const date = isoTime(timestamp);
    return {
      event: 'call',
      data: { id: callId, chatId: caller, from: caller, date, status: 'offer', isVideo, isGroup },
    };
  },
};

/** By WhatsApp's number of the acknowledgement, from −1. */
const ACK_STATUS = ['ERROR', 'PENDING', 'SERVER_ACK', 'DELIVERY_ACK', 'READ', 'PLAYED'];

/** Evolution's word for an acknowledgement. @param ack WhatsApp's number, from −1 */
export const ackStatus = (ack: number): string => ACK_STATUS[ack + 1] ?? 'ERROR';

/** The numbers of Baileys' `DisconnectReason`. */
const OK = 200;
const CONNECTION_CLOSED = 428;
const STATUS_REASONS: Readonly<Partial<Record<StateCode, number>>> = {
  logged_out: 401,
  deleted: 401,
  blocked: 403,
};

/** By WhatsApp's name of what changed in a group. */
const GROUP_FIELDS: Readonly<Record<string, string>> = { subject: 'subject', description: 'desc' };

const ENDED = ['close', 'refused'];

/** Evolution's word for what a session does. */
export function connectionOf(state: EventData<'session.status'>['state'], code: StateCode) {
  if (state === 'ready') return 'open';
  // Evolution says so when nobody has scanned the QR codes.
  if (code === 'not_scanned') return 'refused';
  return ['created', 'stopped', 'logged_out', 'failed'].includes(state) ? 'close' : 'connecting';
}

function updateOf(
  key: ReturnType<typeof toKey>,
  status: string,
  instanceId: string,
  more: object = {},
): Sent {
  const { id, remoteJid, fromMe, participant } = key;
  return {
    event: 'messages.update',
    data: { keyId: id, remoteJid, fromMe, participant, status, instanceId, ...more },
  };
}

function deletionOf(messageId: string, chat: Parameters<typeof toKey>[1]): Sent {
  return { event: 'messages.delete', data: { ...toKey(messageId, chat), status: 'DELETED' } };
}

function chatOf(message: AnyMessage, instanceId: string): Sent {
  // In a group the sender's name is not the chat's.
  const name = message.isGroup ? undefined : message.senderName;
  return {
    event: 'chats.upsert',
    data: [{ remoteJid: jidOf(message, message.chatId), instanceId, name }],
  };
}

type GroupChange = EventData<'group.join'>;

function participantsOf(group: GroupChange, action: string): Sent {
  const people = group.participants.map((person) => ({
    jid: jidOf(person, person.id),
    phoneNumber: person.phone ?? undefined,
  }));
  return {
    event: 'group-participants.update',
    data: {
      id: group.chatId,
      author: authorOf(group),
      participants: people.map(({ jid }) => jid),
      participantsData: people,
      action,
    },
  };
}

function authorOf({ by, byPhone, byLid }: GroupChange): string | undefined {
  return by === null ? undefined : jidOf({ phone: byPhone, lid: byLid }, by);
}

const isoTime = (seconds: number): string => new Date(seconds * 1000).toISOString();

export const evolution: WebhookFormat = {
  name: 'evolution',
  description:
    '`{event, instance: {instanceName}, data, date_time, sender}` with the names and fields of Evolution API v2; the instance is the session. A message that came in is `messages.upsert`, one written on the phone too, with `fromMe`; one sent through the API is `send.message`. `message_create` of a message that came in is `chats.upsert`. A failed message that had an id is `messages.update` with the status `ERROR`. Edits are `messages.update` with the status `EDITED`, reactions `messages.upsert` with a `reactionMessage`.',
  render: ({ envelope }) =>
    write(envelope, (sent, { sessionId: instanceName }) => ({ ...sent, instance: { instanceName } })),
  nameIn,
};

export const evolutionV2: WebhookFormat = {
  name: 'evolution-v2',
  description:
    'As `evolution`, but `instance` is the bare name, and the QR code `{qrcode: {instance, pairingCode, code, base64}}`: as Evolution API v2 itself writes them.',
  render: ({ envelope }) =>
    write(envelope, ({ event, data, ...sent }, { sessionId: instance }) => {
      if (event !== 'qrcode.updated') return { ...sent, event, data, instance };
      const { qrcode: base64, code } = data as QrCode;
      return { ...sent, event, data: { qrcode: { instance, pairingCode: null, code, base64 } }, instance };
    }),
  nameIn,
};

/** @param finish says whose event it is, and may write it in another way */
function write(
  envelope: Envelope,
  finish: (sent: Sent, envelope: Envelope) => Sent & { readonly instance: unknown },
): string | undefined {
  const sent = applyRules(RULES, envelope);
  if (sent === undefined) return undefined;
  const { event, instance, data, account = null } = finish(sent, envelope);
  return JSON.stringify({
    // First, where `nameIn` looks for it.
    event,
    instance,
    data,
    date_time: isoTime(envelope.timestamp),
    sender: account === null ? undefined : toJid(`${account}@c.us`),
  });
}

function nameIn(text: string): string {
  return /^\{"event":"([^"]+)"/.exec(text)?.[1] ?? '';
}
