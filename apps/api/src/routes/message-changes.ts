import { commandSchema } from '@wagw/shared/commands/catalogue';
import { MAX_TEXT_LENGTH } from '@wagw/shared/messages/content';
import { viewMessage } from '@wagw/shared/messages/message-record';
import { messageSchema } from '@wagw/shared/messages/message-schema';
import { cancelMessage, loadMessage } from '@wagw/shared/messages/message-store';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';
import { answerBySession } from '../commands/ask-session.ts';
import { doneSchema } from '../done.ts';
import { messageOf, whatsappRefOf } from '../messages/message-refs.ts';
import { messageParams } from './params.ts';

const tags = ['Messages'];

/** What can be done with a message that exists: change it, take it back, react to it. */
export async function messageChangeRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis } = parts;

  app.patch(
    '/sessions/:id/messages/:messageId',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'editMessage',
        summary: 'Edit a text that was sent',
        params: messageParams,
        body: z.strictObject({
          text: z
            .string()
            .max(MAX_TEXT_LENGTH)
            .refine((text) => text.trim() !== '', 'must not be empty'),
        }),
        response: { 200: doneSchema, 202: commandSchema },
      },
    },
    async (request, reply) => {
      const { id, messageId } = request.params;
      const ref = await whatsappRefOf(redis, id, messageId);
      const question = { command: 'message.edit', input: { ref, text: request.body.text } } as const;
      return answerBySession(parts, request, reply, question);
    },
  );

  /** What still waits is cancelled; what has gone out is deleted at WhatsApp. */
  app.delete(
    '/sessions/:id/messages/:messageId',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'deleteMessage',
        summary: 'Cancel a message that waits, or delete one that was sent',
        params: messageParams,
        querystring: z.strictObject({ for: z.enum(['everyone', 'me']).default('everyone') }),
        response: { 200: z.union([messageSchema, doneSchema]), 202: commandSchema },
      },
    },
    async (request, reply) => {
      const { id, messageId } = request.params;
      if (await cancelMessage(redis, id, messageId, Date.now())) {
        return viewMessage(await messageOf(redis, id, messageId));
      }
      const record = await loadMessage(redis, id, messageId);
      if (record?.status === 'cancelled') return viewMessage(record);
      const ref = await whatsappRefOf(redis, id, messageId);
      const forEveryone = request.query.for === 'everyone';
      const question = { command: 'message.delete', input: { ref, forEveryone } } as const;
      return answerBySession(parts, request, reply, question);
    },
  );

  app.post(
    '/sessions/:id/messages/:messageId/reactions',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'reactToMessage',
        summary: 'React to a message',
        params: messageParams,
        body: z.strictObject({
          emoji: z.string().max(32).describe('One emoji; empty takes the reaction back.'),
        }),
        response: { 200: doneSchema, 202: commandSchema },
      },
    },
    async (request, reply) => {
      const { id, messageId } = request.params;
      const ref = await whatsappRefOf(redis, id, messageId);
      const question = { command: 'message.react', input: { ref, emoji: request.body.emoji } } as const;
      return answerBySession(parts, request, reply, question);
    },
  );
}
