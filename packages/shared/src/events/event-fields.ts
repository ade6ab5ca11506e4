import { z } from 'zod';

/** What events of several subjects have in common. Timestamps inside of `data` are unix seconds. */

export const timestamp = z.int().describe('Unix seconds.');
export const messageId = z.string().describe("WhatsApp's id of the message.");
export const gatewayMessageId = z
  .string()
  .nullable()
  .describe('The id that the API gave the message, when it was sent through this gateway.');

export const phoneOf = (field: string) =>
  z.string().nullable().describe(`The number behind \`${field}\`, in digits.`);
export const lidOf = (field: string) => z.string().nullable().describe(`The hidden id behind \`${field}\`.`);

/** The chat that something happened in, under all of its names. */
export const chatFields = {
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

export const chatExample = {
  chatId: '5511987654321@c.us',
  phone: '5511987654321',
  lid: '98765432101234@lid',
  chatKey: '5511987654321@c.us',
};

export const groupExample = {
  chatId: '120363041234567890@g.us',
  phone: null,
  lid: null,
  chatKey: '120363041234567890@g.us',
};

/** Somebody among others, under all names. */
export const person = z.object({
  id: z.string(),
  phone: z.string().nullable(),
  lid: z.string().nullable(),
  chatKey: z.string(),
});

export const personExample = {
  id: '5511900000000@c.us',
  phone: '5511900000000',
  lid: null,
  chatKey: '5511900000000@c.us',
};

/** An entry of the catalogue. */
export interface EventDefinition {
  readonly summary: string;
  readonly data: z.ZodObject;
  readonly example: Record<string, unknown>;
}
