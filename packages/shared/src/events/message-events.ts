import { z } from 'zod';
import {
  chatExample,
  chatFields,
  type EventDefinition,
  gatewayMessageId,
  lidOf,
  messageId,
  person,
  personExample,
  phoneOf,
  timestamp,
} from './event-fields.ts';

/** What the kind of a message adds to its text. */
export const kindFields = {
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

/** What a message has beside a text. */
const contentFields = {
  media: kindFields.media,
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
  location: kindFields.location,
  contacts: kindFields.contacts,
  poll: kindFields.poll,
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

/** Events about messages: that they exist, how far they got, what became of them. */
export const messageEvents = {
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
      ...chatFields,
    }),
    example: {
      gatewayMessageId: 'msg_Zk3qVb0mX1yT9uLr2pWc8NdE',
      messageId: null,
      code: 'unknown_recipient',
      reason: 'WhatsApp knows no account with this number.',
      ...chatExample,
    },
  },
  message_unconfirmed: {
    summary:
      'WhatsApp’s server has not acknowledged a message that was handed to WhatsApp Web a minute ago. It may still come; it is not sent twice.',
    data: z.object({ gatewayMessageId: z.string(), messageId, since: timestamp, ...chatFields }),
    example: {
      gatewayMessageId: 'msg_Zk3qVb0mX1yT9uLr2pWc8NdE',
      messageId: 'true_5511987654321@c.us_3EB0A1B2C3D4E5F60718',
      since: 1_702_323_456,
      ...chatExample,
    },
  },
  media_ready: {
    summary: 'The file of a received message can be fetched.',
    data: z.object({
      messageId,
      bytes: z.int(),
      mimetype: z.string(),
      filename: z.string().nullable(),
      ...chatFields,
    }),
    example: {
      messageId: 'false_5511987654321@c.us_3EB0C767D097B7C17A08',
      bytes: 48_213,
      mimetype: 'image/jpeg',
      filename: null,
      ...chatExample,
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
} as const satisfies Record<string, EventDefinition>;
