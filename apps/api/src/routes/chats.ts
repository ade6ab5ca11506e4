import { COMMANDS, chatPageSchema, commandSchema, historyPageSchema } from '@wagw/shared/commands/catalogue';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';
import { answerBySession } from '../commands/ask-session.ts';
import { doneSchema } from '../done.ts';
import { personOf } from '../messages/people.ts';
import { livePageQuery } from './page.ts';
import { sessionParams } from './params.ts';

const tags = ['Chats'];

const chatParams = sessionParams.extend({
  chatId: z.string().min(1).max(64).describe('A phone number or WhatsApp id.'),
});
const doneLater = { 200: doneSchema, 202: commandSchema };

/** The chats of a session as WhatsApp Web has them, and what can be done with one. */
export async function chatRoutes(app: App, parts: AppParts): Promise<void> {
  const chatOf = ({ id, chatId }: z.infer<typeof chatParams>) =>
    personOf(parts.redis, id, chatId, 'chatId', parts.numbers);

  app.get(
    '/sessions/:id/chats',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listChats',
        summary: 'List the chats',
        params: sessionParams,
        querystring: livePageQuery,
        response: { 200: chatPageSchema, 202: commandSchema },
      },
    },
    (request, reply) =>
      answerBySession(parts, request, reply, { command: 'chats.list', input: request.query }),
  );

  app.get(
    '/sessions/:id/chats/:chatId/messages',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listChatMessages',
        summary: 'Read the messages of a chat from WhatsApp Web',
        description:
          'The newest ones, oldest first. `nextCursor` leads to those before them, and is null at the beginning of the chat. When the message that a cursor names was deleted meanwhile, messages of the same second may come again.',
        params: chatParams,
        querystring: z.strictObject({
          limit: z.coerce.number().int().min(1).max(500).default(50).describe('At most so many.'),
          cursor: z
            .string()
            .regex(/^\d{1,12}:\S{1,128}$/, 'must be `nextCursor` of the page before')
            .optional()
            .describe('`nextCursor` of the page before, for the messages that are older.'),
        }),
        response: { 200: historyPageSchema, 202: commandSchema },
      },
    },
    async (request, reply) => {
      const input = { chat: await chatOf(request.params), ...request.query };
      return answerBySession(parts, request, reply, { command: 'chat.history', input });
    },
  );

  app.post(
    '/sessions/:id/chats/:chatId/seen',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'markChatSeen',
        summary: 'Mark a chat as read',
        params: chatParams,
        response: doneLater,
      },
    },
    async (request, reply) => {
      const input = { chat: await chatOf(request.params) };
      return answerBySession(parts, request, reply, { command: 'chat.seen', input });
    },
  );

  app.post(
    '/sessions/:id/chats/:chatId/typing',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'showTyping',
        summary: 'Show that somebody types or records, or stop showing it',
        params: chatParams,
        body: z
          .strictObject({ state: z.enum(['typing', 'recording', 'paused']).default('typing') })
          .nullish(),
        response: doneLater,
      },
    },
    async (request, reply) => {
      const input = { chat: await chatOf(request.params), typing: request.body?.state ?? 'typing' };
      return answerBySession(parts, request, reply, { command: 'chat.typing', input });
    },
  );

  app.post(
    '/sessions/:id/chats/:chatId/presence',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'watchPresence',
        summary: 'Be told when the other one is there, types or records',
        description:
          'From now on `presence.update` events tell, until the connection ends. The answer is what is known already.',
        params: chatParams,
        response: { 200: COMMANDS['chat.presence'].output, 202: commandSchema },
      },
    },
    async (request, reply) => {
      const input = { chat: await chatOf(request.params) };
      return answerBySession(parts, request, reply, { command: 'chat.presence', input });
    },
  );

  app.post(
    '/sessions/:id/chats/:chatId/archive',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'archiveChat',
        summary: 'Archive a chat, or take it out of the archive',
        params: chatParams,
        body: z.strictObject({ archived: z.boolean().default(true) }).nullish(),
        response: doneLater,
      },
    },
    async (request, reply) => {
      const input = { chat: await chatOf(request.params), archived: request.body?.archived ?? true };
      return answerBySession(parts, request, reply, { command: 'chat.archive', input });
    },
  );
}
