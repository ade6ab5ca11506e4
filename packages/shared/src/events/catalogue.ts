import { z } from 'zod';
import { SESSION_STATES, STATE_CODE_NAMES, STATE_CODES } from '../sessions/session-state.ts';

/**
 * Every event that a customer can receive: its `data`, what it means, and an example. `docs/events.md` is made from this table.
 * Timestamps inside of `data` are unix seconds.
 */

const timestamp = z.int().describe('Unix seconds.');
const messageId = z.string().describe("WhatsApp's id of the message.");
const gatewayMessageId = z
  .string()
  .nullable()
  .describe('The id that the API gave the message, when it was sent through this gateway.');

const phoneOf = (field: string) =>
  z.string().nullable().describe(`The number behind \`${field}\`, in digits.`);
const lidOf = (field: string) => z.string().nullable().describe(`The hidden id behind \`${field}\`.`);

/** The chat that something happened in, under all of its names. */
const chatFields = {
  chatId: z.string().describe('As WhatsApp calls the chat at the moment: `…@c.us`, `…@lid` or `…@g.us`.'),
  phone: z.string().nullable().describe('Of the one whose chat it is in, in digits; null in a group.'),
  lid: z
    .string()
    .nullable()
    .describe('The hidden id of the same one; null in a group, and while it is not known.'),
  chatKey: z
    .string()
    .describe('The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to.'),
};

const chatExample = {
  chatId: '5511987654321@c.us',
  phone: '5511987654321',
  lid: '98765432101234@lid',
  chatKey: '5511987654321@c.us',
};

const groupExample = {
  chatId: '120363041234567890@g.us',
  phone: null,
  lid: null,
  chatKey: '120363041234567890@g.us',
};

/** Somebody among others, under all names. */
const person = z.object({
  id: z.string(),
  phone: z.string().nullable(),
  lid: z.string().nullable(),
  chatKey: z.string(),
});

const personExample = {
  id: '5511900000000@c.us',
  phone: '5511900000000',
  lid: null,
  chatKey: '5511900000000@c.us',
};

/** What a message has beside a text, by its kind. */
const contentFields = {
  media: z
    .object({
      mimetype: z.string(),
      bytes: z.int().optional(),
      filename: z.string().optional(),
      seconds: z.number().optional(),
      isGif: z.boolean(),
    })
    .optional()
    .describe(
      'Its file, as far as WhatsApp tells: `mimetype`, `bytes`, `filename`, `seconds` of sounds and films, `isGif`.',
    ),
  quoted: z
    .object({
      id: z.string(),
      author: z.string().optional(),
      authorPhone: z.string().nullable(),
      authorLid: z.string().nullable(),
    })
    .optional()
    .describe(
      'The message that it answers: its bare `id` (the part of a message id after the chat), and who wrote it (`author`, `authorPhone`, `authorLid`).',
    ),
  mentions: z
    .array(person)
    .optional()
    .describe('Who is mentioned in the text: `id`, `phone`, `lid` and `chatKey` of each.'),
  location: z
    .object({
      latitude: z.number(),
      longitude: z.number(),
      name: z.string().optional(),
      address: z.string().optional(),
    })
    .optional()
    .describe('A place: `latitude`, `longitude`, `name`, `address`.'),
  contacts: z.array(z.string()).optional().describe('Contact cards, each as the text of a vCard.'),
  poll: z
    .object({ question: z.string(), options: z.array(z.string()), allowMultiple: z.boolean() })
    .optional()
    .describe('A poll: `question`, `options`, `allowMultiple`.'),
};

const messageFields = {
  from: z.string(),
  to: z.string(),
  body: z.string().describe('The text, or the caption of a media message.'),
  timestamp,
  type: z.string().describe("WhatsApp's kind: chat, image, ptt, location, …"),
  hasMedia: z.boolean(),
  isGroup: z.boolean(),
  isStatus: z.boolean(),
  isForwarded: z.boolean(),
  author: z.string().optional().describe('Who wrote it, in a group.'),
  senderName: z.string().optional(),
  ...chatFields,
  fromPhone: phoneOf('from'),
  fromLid: lidOf('from'),
  toPhone: phoneOf('to'),
  toLid: lidOf('to'),
  authorPhone: phoneOf('author'),
  authorLid: lidOf('author'),
  ...contentFields,
};

const messageExample = {
  from: '5511987654321@c.us',
  to: '5511912345678@c.us',
  body: 'Bom dia!',
  timestamp: 1_702_323_456,
  type: 'chat',
  hasMedia: false,
  isGroup: false,
  isStatus: false,
  isForwarded: false,
  senderName: 'Ana',
  ...chatExample,
  fromPhone: '5511987654321',
  fromLid: '98765432101234@lid',
  toPhone: '5511912345678',
  toLid: null,
  authorPhone: null,
  authorLid: null,
};

const groupFields = {
  ...chatFields,
  action: z.string().describe("WhatsApp's own name of what happened: add, invite, leave, promote, subject, …"),
  by: z.string().nullable().describe('Who did it, where WhatsApp tells.'),
  byPhone: phoneOf('by'),
  byLid: lidOf('by'),
  timestamp,
};

const participantFields = {
  participants: z
    .array(person)
    .describe('Whom it concerns: `id`, `phone`, `lid` and `chatKey` of each.'),
};

const byExample = {
  by: '5511987654321@c.us',
  byPhone: '5511987654321',
  byLid: '98765432101234@lid',
  timestamp: 1_702_323_485,
};

interface EventDefinition {
  readonly summary: string;
  readonly data: z.ZodObject;
  readonly example: Record<string, unknown>;
}

export const EVENTS = {
  'session.status': {
    summary: 'The session came into another state.',
    data: z.object({
      status: z.enum(['connecting', 'connected', 'disconnected', 'qr_code']),
      state: z.enum(SESSION_STATES),
      code: z.enum(STATE_CODE_NAMES),
      message: z.string().describe('What happens or what to do next, in one sentence.'),
      phone: z.string().nullable().describe('The number of the account, once it is known.'),
    }),
    example: {
      status: 'connected',
      state: 'ready',
      code: 'ready',
      message: STATE_CODES.ready.sentence,
      phone: '5511912345678',
    },
  },
  'connection.status': {
    summary:
      'The connection to WhatsApp came into another state. Told anew when another worker has taken the session over.',
    data: z.object({
      state: z
        .enum(['open', 'connecting', 'closed', 'refused'])
        .describe(
          'open: messages can be sent. connecting: it is being made, or waits for a login. closed: nobody tries. refused: WhatsApp does not let it in.',
        ),
      lastSeen: timestamp.optional().describe('When it was open last, in unix seconds, if it was since its worker has it.'),
    }),
    example: { state: 'connecting', lastSeen: 1_702_323_456 },
  },
  qr_code: {
    summary: 'A QR code waits to be scanned. Each one replaces the last.',
    data: z.object({
      qrCode: z.string().describe('The QR code as a PNG data URL.'),
      qr: z.string().describe('The text that it encodes.'),
      timeout: z.int().describe('Seconds until the next one replaces it.'),
      expiresAt: timestamp,
    }),
    example: {
      qrCode: 'data:image/png;base64,iVBORw0KGgo=',
      qr: '2@AbC,dEf,gHi,jKl,1',
      timeout: 20,
      expiresAt: 1_702_323_476,
    },
  },
  pairing_code: {
    summary: 'A pairing code waits to be typed on the phone.',
    data: z.object({ code: z.string(), phone: z.string() }),
    example: { code: 'ABCD1234', phone: '5511912345678' },
  },
  message: {
    summary: 'A message was received.',
    data: z.object({ messageId, ...messageFields }),
    example: {
      messageId: 'false_5511987654321@c.us_3EB0C767D097B7C17A08',
      ...messageExample,
      type: 'image',
      hasMedia: true,
      media: { mimetype: 'image/jpeg', bytes: 48_213, isGif: false },
      quoted: {
        id: '3EB0A1B2C3D4E5F60718',
        author: '5511912345678@c.us',
        authorPhone: '5511912345678',
        authorLid: null,
      },
      mentions: [personExample],
    },
  },
  message_create: {
    summary: 'A message exists: received, sent through the gateway, or written on the phone.',
    data: z.object({ id: messageId, ...messageFields, fromMe: z.boolean(), gatewayMessageId }),
    example: {
      id: 'true_5511987654321@c.us_3EB0A1B2C3D4E5F60718',
      ...messageExample,
      from: '5511912345678@c.us',
      fromPhone: '5511912345678',
      fromLid: null,
      to: '5511987654321@c.us',
      toPhone: '5511987654321',
      toLid: '98765432101234@lid',
      fromMe: true,
      gatewayMessageId: 'msg_Zk3qVb0mX1yT9uLr2pWc8NdE',
    },
  },
  message_ack: {
    summary: 'A sent message got further.',
    data: z.object({
      messageId,
      gatewayMessageId,
      ack: z.int().describe('-1 error, 0 pending, 1 server, 2 device, 3 read, 4 played.'),
      ackName: z.enum(['error', 'pending', 'server', 'device', 'read', 'played']),
      timestamp,
      ...chatFields,
    }),
    example: {
      messageId: 'true_5511987654321@c.us_3EB0A1B2C3D4E5F60718',
      gatewayMessageId: 'msg_Zk3qVb0mX1yT9uLr2pWc8NdE',
      ack: 2,
      ackName: 'device',
      timestamp: 1_702_323_458,
      ...chatExample,
    },
  },
  message_failed: {
    summary: 'A message was not sent and will not be tried again.',
    data: z.object({
      gatewayMessageId: z.string(),
      messageId: messageId.nullable(),
      code: z.string().describe('A stable reason.'),
      reason: z.string().describe('What happened, in one sentence.'),
    }),
    example: {
      gatewayMessageId: 'msg_Zk3qVb0mX1yT9uLr2pWc8NdE',
      messageId: null,
      code: 'unknown_recipient',
      reason: 'WhatsApp knows no account with this number.',
    },
  },
  message_unconfirmed: {
    summary:
      'WhatsApp’s server has not acknowledged a message that was handed to WhatsApp Web a minute ago. It may still come; it is not sent twice.',
    data: z.object({ gatewayMessageId: z.string(), messageId, since: timestamp }),
    example: {
      gatewayMessageId: 'msg_Zk3qVb0mX1yT9uLr2pWc8NdE',
      messageId: 'true_5511987654321@c.us_3EB0A1B2C3D4E5F60718',
      since: 1_702_323_456,
    },
  },
  media_ready: {
    summary: 'The file of a received message can be fetched.',
    data: z.object({
      messageId,
      bytes: z.int(),
      mimetype: z.string(),
      filename: z.string().nullable(),
    }),
    example: {
      messageId: 'false_5511987654321@c.us_3EB0C767D097B7C17A08',
      bytes: 48_213,
      mimetype: 'image/jpeg',
      filename: null,
    },
  },
  message_edit: {
    summary: 'The text of a message was changed.',
    data: z.object({
      messageId,
      newBody: z.string(),
      previousBody: z
        .string()
        .describe(
          'Empty when it is not known any more: the edit was made while nobody listened, and the text is not in the event log.',
        ),
      editedAt: timestamp,
      ...chatFields,
    }),
    example: {
      messageId: 'false_5511987654321@c.us_3EB0C767D097B7C17A08',
      newBody: 'Boa tarde!',
      previousBody: 'Bom dia!',
      editedAt: 1_702_323_500,
      ...chatExample,
    },
  },
  message_revoke_everyone: {
    summary: 'A message was deleted for everyone.',
    data: z.object({ messageId, revokedAt: timestamp, ...chatFields }),
    example: {
      messageId: 'false_5511987654321@c.us_3EB0C767D097B7C17A08',
      revokedAt: 1_702_323_520,
      ...chatExample,
    },
  },
  message_revoke_me: {
    summary:
      'A message was deleted from this account only. Told of messages that came or went over the present connection.',
    data: z.object({ messageId, revokedAt: timestamp, ...chatFields }),
    example: {
      messageId: 'false_5511987654321@c.us_3EB0C767D097B7C17A08',
      revokedAt: 1_702_323_520,
      ...chatExample,
    },
  },
  message_reaction: {
    summary: 'Somebody reacted to a message, chose another emoji, or took the reaction back.',
    data: z.object({
      messageId: messageId.describe("WhatsApp's id of the message that is reacted to."),
      emoji: z.string().describe('Empty when the reaction was taken back.'),
      sender: z.string(),
      senderPhone: phoneOf('sender'),
      senderLid: lidOf('sender'),
      fromMe: z.boolean(),
      timestamp,
      ...chatFields,
    }),
    example: {
      messageId: 'true_5511987654321@c.us_3EB0A1B2C3D4E5F60718',
      emoji: '👍',
      sender: '5511987654321@c.us',
      senderPhone: '5511987654321',
      senderLid: '98765432101234@lid',
      fromMe: false,
      timestamp: 1_702_323_470,
      ...chatExample,
    },
  },
  'poll.vote': {
    summary: 'Somebody voted in a poll, or changed the vote.',
    data: z.object({
      messageId: messageId.describe("WhatsApp's id of the poll's message."),
      options: z.array(z.string()).describe('All that are chosen now; none when the vote was taken back.'),
      voter: z.string(),
      voterPhone: phoneOf('voter'),
      voterLid: lidOf('voter'),
      timestamp,
      ...chatFields,
    }),
    example: {
      messageId: 'true_5511987654321@c.us_3EB0A1B2C3D4E5F60718',
      options: ['Amanhã'],
      voter: '5511987654321@c.us',
      voterPhone: '5511987654321',
      voterLid: '98765432101234@lid',
      timestamp: 1_702_323_480,
      ...chatExample,
    },
  },
  'group.join': {
    summary: 'Somebody came into a group, this account perhaps.',
    data: z.object({ ...groupFields, ...participantFields }),
    example: { ...groupExample, ...byExample, action: 'add', participants: [personExample] },
  },
  'group.leave': {
    summary: 'Somebody left a group or was removed from it.',
    data: z.object({ ...groupFields, ...participantFields }),
    example: { ...groupExample, ...byExample, action: 'remove', participants: [personExample] },
  },
  'group.update': {
    summary: 'A group changed: its name, its settings, its admins; or somebody asks to be let in.',
    data: z.object({
      ...groupFields,
      change: z.enum(['settings', 'admins', 'request']),
      value: z.string().describe('What it is now, the new name for example; often empty.'),
      ...participantFields,
    }),
    example: {
      ...groupExample,
      ...byExample,
      action: 'subject',
      change: 'settings',
      value: 'Pedidos',
      participants: [],
    },
  },
  'contact.changed': {
    summary: 'Somebody has another number. Told once, however many chats say so.',
    data: z.object({
      oldId: z.string(),
      oldPhone: phoneOf('oldId'),
      oldLid: lidOf('oldId'),
      newId: z.string(),
      newPhone: phoneOf('newId'),
      newLid: lidOf('newId'),
      isContact: z.boolean().describe('Otherwise a participant of a group.'),
      timestamp,
      ...chatFields,
    }),
    example: {
      oldId: '5511987654321@c.us',
      oldPhone: '5511987654321',
      oldLid: null,
      newId: '5511900000000@c.us',
      newPhone: '5511900000000',
      newLid: null,
      isContact: true,
      timestamp: 1_702_323_490,
      ...chatExample,
    },
  },
  'chat.archived': {
    summary: 'A chat was archived or taken out of the archive.',
    data: z.object({ isArchived: z.boolean(), ...chatFields }),
    example: { isArchived: true, ...chatExample },
  },
  'chat.removed': {
    summary: 'A chat was deleted from this account, with its messages.',
    data: z.object(chatFields),
    example: chatExample,
  },
  call: {
    summary: 'A call came in or was made. WhatsApp Web tells of its beginning only.',
    data: z.object({
      callId: z.string(),
      from: z.string(),
      fromPhone: phoneOf('from'),
      fromLid: lidOf('from'),
      chatKey: z.string().describe('Of the chat with the one who calls; can be sent to.'),
      fromMe: z.boolean(),
      isVideo: z.boolean(),
      isGroup: z.boolean(),
      timestamp,
    }),
    example: {
      callId: '9A0B1C2D3E4F',
      from: '5511987654321@c.us',
      fromPhone: '5511987654321',
      fromLid: '98765432101234@lid',
      chatKey: '5511987654321@c.us',
      fromMe: false,
      isVideo: false,
      isGroup: false,
      timestamp: 1_702_323_495,
    },
  },
  change_state: {
    summary: "WhatsApp's own name of the connection's state changed.",
    data: z.object({ state: z.string() }),
    example: { state: 'CONNECTED' },
  },
  change_battery: {
    summary: 'The battery of the phone changed.',
    data: z.object({ battery: z.int().min(0).max(100), plugged: z.boolean() }),
    example: { battery: 80, plugged: true },
  },
  'session.alert': {
    summary: 'A session does not work although it should, or works again.',
    data: z.object({
      level: z.enum(['warning', 'resolved']),
      state: z.enum(SESSION_STATES),
      code: z.enum(STATE_CODE_NAMES),
      message: z.string().describe('What is wrong and what happens, in one sentence.'),
      failures: z.int().describe('Failed checks in a row.'),
    }),
    example: {
      level: 'warning',
      state: 'reconnecting',
      code: 'unreachable',
      message: STATE_CODES.unreachable.sentence,
      failures: 2,
    },
  },
  disconnected: {
    summary: 'A session that was connected is not any more.',
    data: z.object({
      reason: z.enum(STATE_CODE_NAMES),
      isReconnectable: z.boolean().describe('Whether it comes back without anybody doing something.'),
    }),
    example: { reason: 'logged_out', isReconnectable: false },
  },
} as const satisfies Record<string, EventDefinition>;

export type EventName = keyof typeof EVENTS;
export type EventData<N extends EventName> = z.infer<(typeof EVENTS)[N]['data']>;

/** An event without its place in the log. */
export type EventBody = { [N in EventName]: { readonly event: N; readonly data: EventData<N> } }[EventName];

const ACK_NAMES = ['error', 'pending', 'server', 'device', 'read', 'played'] as const;

/** @param ack WhatsApp's number, from −1 */
export function ackName(ack: number): (typeof ACK_NAMES)[number] {
  return ACK_NAMES[Math.min(Math.max(ack, -1), 4) + 1] ?? 'error';
}

/** What is posted to a receiver and stands in the event log. */
export const envelopeSchema = z
  .object({
    id: z.string().describe('Of the event; the same over every repetition.'),
    seq: z.int().describe('Counts the events of the session from 1 without a gap.'),
    event: z.enum(Object.keys(EVENTS) as [EventName, ...EventName[]]),
    sessionId: z.string(),
    tenantId: z.string(),
    timestamp,
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' });

export type Envelope = z.infer<typeof envelopeSchema>;
