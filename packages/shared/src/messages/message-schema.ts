import { z } from 'zod';
import { metadataSchema } from '../sessions/session-schema.ts';
import { contactCardSchema, contentFields, locationSchema, MESSAGE_TYPES, pollSchema } from './content.ts';

/** The outcomes of sending. A message only moves forward; `message-store.ts` says from where to where. */
export const MESSAGE_STATUSES = [
  'scheduled',
  'queued',
  'sending',
  'unconfirmed',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  'cancelled',
] as const;

export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** Interactive messages go before bulk ones; within a chat the order of acceptance stays. */
const MESSAGE_PRIORITIES = ['interactive', 'bulk'] as const;
export type MessagePriority = (typeof MESSAGE_PRIORITIES)[number];

export const MESSAGE_DIRECTIONS = ['outbound', 'inbound'] as const;
export type MessageDirection = (typeof MESSAGE_DIRECTIONS)[number];

/** What a message can be once it is stored: what is sent, forwards, and what only WhatsApp's own apps make. */
const STORED_TYPES = [...MESSAGE_TYPES, 'forward', 'other'] as const;
export type StoredType = (typeof STORED_TYPES)[number];

const recipient = z
  .string()
  .min(1)
  .max(64)
  .describe(
    'A phone number with its country code in any usual form, or a WhatsApp id (…@c.us, …@lid, …@g.us).',
  );

const sendAt = z
  .union([z.iso.datetime({ offset: true }), z.int().positive()])
  .describe('When to send it: an ISO 8601 time with its zone, or unix seconds. At most a year ahead.');

const deliveryFields = {
  sendAt: sendAt.optional(),
  priority: z
    .enum(MESSAGE_PRIORITIES)
    .optional()
    .describe(
      'Interactive messages go before bulk ones, except past an earlier one to the same chat. By default interactive, in a batch bulk.',
    ),
  metadata: metadataSchema.optional(),
} as const;

export const sendMessageSchema = z
  .strictObject({
    to: recipient,
    ...contentFields,
    ...deliveryFields,
    resendOf: z
      .string()
      .min(1)
      .max(128)
      .optional()
      .describe(
        'The id of a message of this session that has failed, in whose place this one is sent: once.',
      ),
  })
  .meta({ id: 'SendMessage' });
export type SendMessage = z.infer<typeof sendMessageSchema>;

export const forwardMessageSchema = z
  .strictObject({ to: recipient, ...deliveryFields })
  .meta({ id: 'ForwardMessage' });

const MAX_RECIPIENTS = 1_000;

const variableName = z.string().regex(/^\w{1,64}$/, 'must be 1 to 64 letters, digits or underscores');

export const bulkSchema = z
  .strictObject({
    recipients: z
      .array(
        z.strictObject({
          to: recipient,
          variables: z
            .record(variableName, z.union([z.string().max(4_096), z.number()]))
            .optional()
            .describe('What stands in the text or caption for {{name}}.'),
          metadata: metadataSchema.optional(),
        }),
      )
      .min(1, 'must name at least one recipient')
      .max(MAX_RECIPIENTS, `must name at most ${MAX_RECIPIENTS} recipients`),
    ...contentFields,
    ...deliveryFields,
  })
  .meta({ id: 'BulkMessages' });
export type BulkMessages = z.infer<typeof bulkSchema>;

const countsByStatus = z.partialRecord(z.enum(MESSAGE_STATUSES), z.int());

export const batchSchema = z
  .object({
    id: z.string(),
    sessionId: z.string(),
    type: z.enum(MESSAGE_TYPES).nullable().describe('null of a batch from before this was noted.'),
    text: z.string().nullable().describe('The text or caption, before anything was filled in.'),
    sendAt: z.iso.datetime().nullable().describe('When it was asked to be sent, if not at once.'),
    total: z.int(),
    counts: countsByStatus.describe('How many of its messages are in each status.'),
    open: z.int().describe('How many may still change by themselves: not sent, failed or cancelled yet.'),
    isFinished: z.boolean(),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Batch' });
export type BatchView = z.infer<typeof batchSchema>;

export const messageSchema = z
  .object({
    id: z.string(),
    sessionId: z.string(),
    direction: z.enum(MESSAGE_DIRECTIONS),
    from: z.string().nullable().describe("WhatsApp's id of the sender, of a message that came in."),
    to: z.string().describe('The recipient as it was given.'),
    chatId: z.string().describe("WhatsApp's id of the chat."),
    type: z.enum(STORED_TYPES),
    text: z.string().nullable(),
    media: z
      .object({
        url: z.string().optional().describe('Of a file that is fetched from there.'),
        bytes: z.int().optional(),
        mimetype: z.string().optional(),
        filename: z.string().optional(),
      })
      .optional(),
    caption: z.string().optional(),
    location: locationSchema.optional(),
    contacts: z.array(contactCardSchema).optional(),
    poll: pollSchema.optional(),
    forwardOf: z.string().optional().describe("WhatsApp's id of the message that is forwarded."),
    replyTo: z.string().optional().describe("WhatsApp's id of the message that this one answers."),
    mentions: z.array(z.string()).optional(),
    status: z.enum(MESSAGE_STATUSES).nullable().describe('null of a message that was not sent through here.'),
    priority: z.enum(MESSAGE_PRIORITIES).nullable(),
    ack: z
      .int()
      .nullable()
      .describe(
        'WhatsApp’s number beside the status: -1 error, 0 pending, 1 server, 2 device, 3 read, 4 played.',
      ),
    whatsappId: z.string().nullable().describe('The id of the message at WhatsApp, once it has gone out.'),
    attempts: z.int().describe('How often it was handed to WhatsApp Web.'),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    sendAt: z.iso.datetime().nullable().describe('When it was asked to be sent, if not at once.'),
    notBefore: z.iso
      .datetime()
      .nullable()
      .describe('Where it had to wait because the session or the chat has had its share: until when.'),
    batchId: z.string().nullable(),
    resendOf: z.string().optional().describe('The id of the failed message in whose place it was sent.'),
    resentAs: z
      .string()
      .optional()
      .describe('The id of the message that was sent in its place, after it had failed.'),
    metadata: metadataSchema,
    createdAt: z.iso.datetime().describe('When it was accepted, or came in.'),
    timeline: z
      .partialRecord(z.enum(MESSAGE_STATUSES), z.iso.datetime())
      .describe('When it came into each status.'),
  })
  .meta({ id: 'Message' });

export type MessageView = z.infer<typeof messageSchema>;
