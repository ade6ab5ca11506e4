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

const messageFields = {
  from: z.string(),
  to: z.string(),
  body: z.string().describe('The text, or the caption of a media message.'),
  timestamp,
  chatId: z.string(),
  type: z.string().describe("WhatsApp's kind: chat, image, ptt, location, …"),
  hasMedia: z.boolean(),
  isGroup: z.boolean(),
  isStatus: z.boolean(),
  isForwarded: z.boolean(),
  author: z.string().optional().describe('Who wrote it, in a group.'),
  senderName: z.string().optional(),
  phone: z.string().nullable().describe('Of the one whose chat it is in, in digits; null in a group.'),
  lid: z
    .string()
    .nullable()
    .describe('The hidden id of the same one; null in a group, and while it is not known.'),
  chatKey: z
    .string()
    .describe('The same for all messages of a chat, whichever id WhatsApp uses in `chatId`; can be sent to.'),
  fromPhone: phoneOf('from'),
  fromLid: lidOf('from'),
  toPhone: phoneOf('to'),
  toLid: lidOf('to'),
  authorPhone: phoneOf('author'),
  authorLid: lidOf('author'),
};

const messageExample = {
  from: '5511987654321@c.us',
  to: '5511912345678@c.us',
  body: 'Bom dia!',
  timestamp: 1_702_323_456,
  chatId: '5511987654321@c.us',
  type: 'chat',
  hasMedia: false,
  isGroup: false,
  isStatus: false,
  isForwarded: false,
  senderName: 'Ana',
  phone: '5511987654321',
  lid: '98765432101234@lid',
  chatKey: '5511987654321@c.us',
  fromPhone: '5511987654321',
  fromLid: '98765432101234@lid',
  toPhone: '5511912345678',
  toLid: null,
  authorPhone: null,
  authorLid: null,
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
    example: { messageId: 'false_5511987654321@c.us_3EB0C767D097B7C17A08', ...messageExample },
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
    }),
    example: {
      messageId: 'true_5511987654321@c.us_3EB0A1B2C3D4E5F60718',
      gatewayMessageId: 'msg_Zk3qVb0mX1yT9uLr2pWc8NdE',
      ack: 2,
      ackName: 'device',
      timestamp: 1_702_323_458,
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
    data: z.object({ messageId, newBody: z.string(), previousBody: z.string(), editedAt: timestamp }),
    example: {
      messageId: 'false_5511987654321@c.us_3EB0C767D097B7C17A08',
      newBody: 'Boa tarde!',
      previousBody: 'Bom dia!',
      editedAt: 1_702_323_500,
    },
  },
  message_revoke_everyone: {
    summary: 'A message was deleted for everyone.',
    data: z.object({ messageId, revokedAt: timestamp }),
    example: { messageId: 'false_5511987654321@c.us_3EB0C767D097B7C17A08', revokedAt: 1_702_323_520 },
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
