import { z } from 'zod';
import { metadataSchema } from '../sessions/session-schema.ts';

/** In the order in which a message passes through them; the last ones end its way. */
export const MESSAGE_STATUSES = [
  'queued',
  'sending',
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
] as const;

export type MessageStatus = (typeof MESSAGE_STATUSES)[number];

/** Interactive messages go before bulk ones; within a chat the order of acceptance stays. */
export const MESSAGE_PRIORITIES = ['interactive', 'bulk'] as const;
export type MessagePriority = (typeof MESSAGE_PRIORITIES)[number];

/** WhatsApp's own limit for a text. */
const MAX_TEXT_LENGTH = 65_536;

export const sendMessageSchema = z
  .strictObject({
    to: z
      .string()
      .min(1)
      .max(64)
      .describe(
        'A phone number with its country code in any usual form, or a WhatsApp id (…@c.us, …@lid, …@g.us).',
      ),
    type: z.literal('text').default('text'),
    text: z
      .string()
      .max(MAX_TEXT_LENGTH, `must have at most ${MAX_TEXT_LENGTH} characters`)
      .refine((text) => text.trim() !== '', 'must not be empty'),
    linkPreview: z.boolean().default(true).describe('Whether the first link in the text gets a preview.'),
    metadata: metadataSchema.optional(),
  })
  .meta({ id: 'SendMessage' });

export type SendMessage = z.infer<typeof sendMessageSchema>;

export const messageSchema = z
  .object({
    id: z.string(),
    sessionId: z.string(),
    to: z.string().describe('The recipient as it was given.'),
    chatId: z.string().describe("WhatsApp's id of the chat."),
    type: z.literal('text'),
    text: z.string(),
    status: z.enum(MESSAGE_STATUSES),
    ack: z
      .int()
      .nullable()
      .describe(
        'WhatsApp’s number beside the status: -1 error, 0 pending, 1 server, 2 device, 3 read, 4 played.',
      ),
    whatsappId: z.string().nullable().describe('The id of the message at WhatsApp, once it has gone out.'),
    attempts: z.int().describe('How often it was handed to WhatsApp Web.'),
    error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    metadata: metadataSchema,
    timeline: z
      .partialRecord(z.enum(MESSAGE_STATUSES), z.iso.datetime())
      .describe('When it came into each status.'),
  })
  .meta({ id: 'Message' });

export type MessageView = z.infer<typeof messageSchema>;
