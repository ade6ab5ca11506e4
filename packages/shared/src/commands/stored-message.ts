import { z } from 'zod';
import { kindFields } from '../events/message-events.ts';

const seconds = z.int().describe('Unix seconds.');

/** A message as the connection's own store has it, whoever wrote it and wherever. */
export const storedMessageSchema = z
  .object({
    id: z
      .string()
      .nullable()
      .describe(
        'The id of the message in this API, where it has one: it was sent or seen through here lately.',
      ),
    messageId: z.string().describe("WhatsApp's id; it can stand in the place of `id` in every path."),
    fromMe: z.boolean(),
    from: z.string(),
    to: z.string(),
    author: z.string().optional().describe('Who wrote it, in a group.'),
    senderName: z.string().optional().describe('The name that the sender chose, where known.'),
    type: z.string().describe("WhatsApp's kind: chat, image, ptt, location, …"),
    body: z.string().describe('The text, or the caption of a media message.'),
    timestamp: seconds,
    ack: z.int().describe('-1 error, 0 pending, 1 server, 2 device, 3 read, 4 played.'),
    hasMedia: z.boolean(),
    isForwarded: z.boolean(),
    isEdited: z.boolean(),
    editedAt: seconds.optional().describe('When it was edited last, in unix seconds.'),
    isRevoked: z
      .boolean()
      .describe('Whether it was deleted for everyone; then nothing is left of what it said.'),
    ...kindFields,
    quoted: z
      .object({
        messageId: z.string().nullable().describe("WhatsApp's id; null where its author is not known."),
        author: z.string().optional(),
        fromMe: z.boolean(),
        type: z.string().optional(),
        body: z.string().optional().describe('The text or caption as it was when it was answered.'),
      })
      .optional()
      .describe('The message that it answers.'),
    mentions: z
      .array(z.string())
      .optional()
      .describe("WhatsApp's ids of those who are mentioned in the text."),
    reactions: z
      .array(z.object({ emoji: z.string(), sender: z.string(), fromMe: z.boolean(), timestamp: seconds }))
      .optional()
      .describe('Who reacts to it now, each person once. Not told of the `lastMessage` of a chat.'),
  })
  .meta({ id: 'StoredMessage' });

export type StoredMessage = z.infer<typeof storedMessageSchema>;
