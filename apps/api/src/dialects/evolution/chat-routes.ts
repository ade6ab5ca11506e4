import type { CommandInput } from '@wagw/shared/commands/catalogue';
import { MAX_TEXT_LENGTH } from '@wagw/shared/messages/content';
import { z } from 'zod';
import type { App, AppParts } from '../../app.ts';
import { answerOf } from '../../commands/answers.ts';
import { checkedNumbers, numbersQuestion } from '../../commands/checked-numbers.ts';
import { peopleOf } from '../../messages/people.ts';
import { asEvolution } from './as-evolution.ts';
import { ask } from './asking.ts';
import { checkedAnswer } from './checked-answer.ts';
import { messageKeySchema, refOf } from './message-keys.ts';
import { instanceParams, toRecipient } from './names.ts';

const number = z.string('Invalid format').min(1, 'Invalid format').max(64);
const key = messageKeySchema.required({ remoteJid: true });

/** What can be done in chats (source: evolution-api v2, src/api/routes/chat.router.ts, src/validate/chat.schema.ts). */
export async function chatRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis, numbers } = parts;
  const ofInstance = { session: 'instanceName', problemMembers: asEvolution } as const;
  const read = { scope: 'read', ...ofInstance } as const;
  const send = { scope: 'send', ...ofInstance } as const;
  const params = instanceParams;

  const chatsOf = (sessionId: string, texts: readonly string[]) =>
    peopleOf(redis, sessionId, texts.map(toRecipient), '/number', numbers);
  async function chatOf(sessionId: string, text: string): Promise<string> {
    const [chat = ''] = await chatsOf(sessionId, [text]);
    return chat;
  }

  app.post(
    '/chat/whatsappNumbers/:instanceName',
    {
      config: read,
      schema: { hide: true, params, body: z.object({ numbers: z.array(number).min(1).max(100) }) },
    },
    async (request) => {
      const input = numbersQuestion(request.body.numbers, numbers);
      const { items } = checkedNumbers(await ask(parts, request, { command: 'numbers.check', input }), input);
      return items.map(checkedAnswer);
    },
  );

  app.post(
    '/chat/markMessageAsRead/:instanceName',
    {
      config: send,
      schema: { hide: true, params, body: z.object({ readMessages: z.array(key).min(1).max(100) }) },
    },
    async (request, reply) => {
      const { sessionId, body } = request;
      const jids = body.readMessages.map(({ remoteJid }) => remoteJid ?? '');
      const chats = new Set(await chatsOf(sessionId, jids));
      for (const [index, chat] of [...chats].entries()) {
        await ask(parts, request, { command: 'chat.seen', input: { chat } }, index);
      }
      return reply.code(201).send({ message: 'Read messages', read: 'success' });
    },
  );

  app.post(
    '/chat/archiveChat/:instanceName',
    {
      config: send,
      schema: {
        hide: true,
        params,
        body: z.object({
          chat: number.nullish(),
          lastMessage: z.object({ key }).nullish(),
          archive: z.boolean(),
        }),
      },
    },
    async (request, reply) => {
      const { sessionId, body } = request;
      const given = body.chat || body.lastMessage?.key.remoteJid || '';
      const input = { chat: await chatOf(sessionId, given), archived: body.archive };
      await ask(parts, request, { command: 'chat.archive', input });
      return reply.code(201).send({ chatId: given, archived: true });
    },
  );

  app.post(
    '/chat/sendPresence/:instanceName',
    {
      config: send,
      schema: {
        hide: true,
        params,
        body: z.object({ number, presence: z.enum(['composing', 'recording', 'paused']) }),
      },
    },
    async (request, reply) => {
      const { sessionId, body } = request;
      const input = { chat: await chatOf(sessionId, body.number), typing: TYPING[body.presence] };
      await ask(parts, request, { command: 'chat.typing', input });
      return reply.code(201).send({ presence: body.presence });
    },
  );

  app.post(
    '/chat/updateBlockStatus/:instanceName',
    {
      config: send,
      schema: { hide: true, params, body: z.object({ number, status: z.enum(['block', 'unblock']) }) },
    },
    async (request, reply) => {
      const { sessionId, body } = request;
      const input = { id: await chatOf(sessionId, body.number), isBlocked: body.status === 'block' };
      await ask(parts, request, { command: 'contact.block', input });
      return reply.code(201).send({ [body.status]: 'success' });
    },
  );

  app.post(
    '/chat/updateMessage/:instanceName',
    {
      config: send,
      schema: {
        hide: true,
        params,
        body: z.object({ key: messageKeySchema, text: z.string().min(1).max(MAX_TEXT_LENGTH) }),
      },
    },
    async (request) => {
      const { sessionId, body } = request;
      const question = {
        command: 'message.edit',
        input: { ref: await refOf(redis, sessionId, body.key), text: body.text },
      } as const;
      answerOf({ ...question, result: await ask(parts, request, question) });
      return { key: body.key, message: { conversation: body.text }, status: 'EDITED', instanceId: sessionId };
    },
  );

  app.delete(
    '/chat/deleteMessageForEveryone/:instanceName',
    { config: send, schema: { hide: true, params, body: messageKeySchema } },
    async (request, reply) => {
      const { sessionId, body } = request;
      const question = {
        command: 'message.delete',
        input: { ref: await refOf(redis, sessionId, body), forEveryone: true },
      } as const;
      answerOf({ ...question, result: await ask(parts, request, question) });
      return reply.code(201).send({ key: body, status: 'DELETED', instanceId: sessionId });
    },
  );

  app.post(
    '/chat/fetchProfilePictureUrl/:instanceName',
    { config: read, schema: { hide: true, params, body: z.object({ number }) } },
    async (request) => {
      const id = await chatOf(request.sessionId, request.body.number);
      const { url } = await ask(parts, request, { command: 'contact.picture', input: { id } });
      return { wuid: id.replace(/@c\.us$/, '@s.whatsapp.net'), profilePictureUrl: url };
    },
  );
}

const TYPING = {
  composing: 'typing',
  recording: 'recording',
  paused: 'paused',
} as const satisfies Record<string, CommandInput<'chat.typing'>['typing']>;
