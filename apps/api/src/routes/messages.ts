import { listMessages } from '@wagw/shared/messages/message-list';
import { type AnyMessage, isSeen, viewMessage } from '@wagw/shared/messages/message-record';
import {
  forwardMessageSchema,
  MESSAGE_DIRECTIONS,
  MESSAGE_STATUSES,
  type MessageStatus,
  type MessageView,
  messageSchema,
  sendMessageSchema,
} from '@wagw/shared/messages/message-schema';
import { listScheduled, type ScheduledPlace } from '@wagw/shared/messages/scheduled-list';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { tenantFor } from '../access/tenant-for.ts';
import type { App, AppParts } from '../app.ts';
import { BASE64_BODY_BYTES, UPLOAD_TIMEOUT_MS } from '../limits.ts';
import { readMultipartMessage } from '../media/multipart-message.ts';
import { chatsOf, sendingSession } from '../messages/accept.ts';
import { acceptContent, acceptMessage } from '../messages/accept-one.ts';
import { messageOf, whatsappRefOf } from '../messages/message-refs.ts';
import { waitOf, watch } from '../plugins/waiting.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { messageParams, sessionParams } from './params.ts';

const tags = ['Messages'];

/** What ends the wait of `Prefer: wait`. */
const OUTCOMES: ReadonlySet<MessageStatus> = new Set([
  'sent',
  'delivered',
  'read',
  'played',
  'failed',
  'cancelled',
  'unconfirmed',
]);
const hasOutcome = (message: AnyMessage) => isSeen(message) || OUTCOMES.has(message.status);

const listQuery = z.strictObject({
  chat: z.string().max(64).optional().describe('A phone number or WhatsApp id.'),
  direction: z.enum(MESSAGE_DIRECTIONS).optional(),
  status: z.enum(MESSAGE_STATUSES).optional(),
  since: z.iso.datetime({ offset: true }).optional().describe('Accepted then or later.'),
  until: z.iso.datetime({ offset: true }).optional().describe('Accepted before then.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,16}$/)
    .optional()
    .describe('`nextCursor` of the page before.'),
});

const scheduledQuery = z.strictObject({
  status: z.literal('scheduled').describe('Others are listed by session.'),
  tenantId: sessionIdSchema.optional(),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,16}\.([\w-]{1,64}\/[\w-]{1,64})?$/, 'must be a cursor of this list')
    .transform((cursor): ScheduledPlace => {
      const dot = cursor.indexOf('.');
      return { dueAt: Number(cursor.slice(0, dot)), member: cursor.slice(dot + 1) };
    })
    .optional()
    .describe('`nextCursor` of the page before.'),
});
const scheduledPage = z.object({
  items: z.array(messageSchema),
  nextCursor: z
    .string()
    .nullable()
    .describe('A page may have fewer items than `limit`, and there is more while this is not null.'),
});

/** Accepting messages, and telling what became of them. */
export async function messageRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis, intake } = parts;

  app.post(
    '/sessions/:id/messages',
    {
      bodyLimit: BASE64_BODY_BYTES,
      handlerTimeout: UPLOAD_TIMEOUT_MS,
      preValidation: (request) => readMultipartMessage(request, intake, redis),
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'sendMessage',
        summary: 'Send a message',
        description:
          'The answer is 202 with the message as it stands. What becomes of it is in its record, and in the events `message_ack` and `message_failed`. A file goes by URL, in base64, in a form, or by the id of an upload.',
        params: sessionParams,
        body: sendMessageSchema,
        response: { 200: messageSchema, 202: messageSchema },
      },
    },
    async (request, reply) => {
      const session = await sendingSession(redis, request.params.id);
      return answer(request, reply, session.id, await acceptMessage(parts, request, session, request.body));
    },
  );

  app.post(
    '/sessions/:id/messages/:messageId/forward',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'forwardMessage',
        summary: 'Forward a message',
        description:
          'Of a message that went out or came in. The answer is a new message, sent like any other.',
        params: messageParams,
        body: forwardMessageSchema,
        response: { 200: messageSchema, 202: messageSchema },
      },
    },
    async (request, reply) => {
      const { body, params } = request;
      const session = await sendingSession(redis, params.id);
      const messageRef = await whatsappRefOf(redis, params.id, params.messageId);
      const forwarded = async () => ({ type: 'forward' as const, messageRef });
      return answer(
        request,
        reply,
        session.id,
        await acceptContent(parts, request, session, body, forwarded),
      );
    },
  );

  /** Waits for the outcome of a message, if asked to, and answers how it is then. */
  async function answer(
    request: FastifyRequest,
    reply: FastifyReply,
    sessionId: string,
    id: string,
  ): Promise<MessageView> {
    const message = await watch(
      () => messageOf(redis, sessionId, id),
      hasOutcome,
      waitOf(request, reply, 0),
      app.closing,
    );
    void reply
      .code(hasOutcome(message) ? 200 : 202)
      .header('location', `/api/v1/sessions/${sessionId}/messages/${id}`);
    return viewMessage(message);
  }

  app.get(
    '/sessions/:id/messages',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listMessages',
        summary: 'List the messages of a session, the newest first',
        params: sessionParams,
        querystring: listQuery,
        response: { 200: z.object({ items: z.array(messageSchema), nextCursor: z.string().nullable() }) },
      },
    },
    async (request) => {
      const { params, query } = request;
      const session = await sessionOf(redis, params.id);
      const chats =
        query.chat === undefined
          ? []
          : await chatsOf({ ...parts, numbers: { ...parts.numbers, isChecked: false } }, request, session, {
              to: [query.chat],
              path: () => '/querystring/chat',
            });
      const { items, next } = await listMessages(
        redis,
        params.id,
        {
          chatId: chats[0],
          direction: query.direction,
          status: query.status,
          since: query.since === undefined ? undefined : Date.parse(query.since),
          until: query.until === undefined ? undefined : Date.parse(query.until),
        },
        query.cursor === undefined ? undefined : Number(query.cursor),
        query.limit,
      );
      return { items: items.map(viewMessage), nextCursor: next === undefined ? null : String(next) };
    },
  );

  app.get(
    '/messages',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listScheduledMessages',
        summary: 'List the messages of all sessions that wait for their time',
        description: 'In the order in which they are due.',
        querystring: scheduledQuery,
        response: { 200: scheduledPage },
      },
    },
    async ({ caller, query }) => {
      const { items, next } = await listScheduled(
        redis,
        tenantFor(caller, query.tenantId),
        query.cursor,
        query.limit,
      );
      return {
        items: items.map(viewMessage),
        nextCursor: next === undefined ? null : `${next.dueAt}.${next.member}`,
      };
    },
  );

  app.get(
    '/sessions/:id/messages/:messageId',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getMessage',
        summary: 'See a message and what became of it',
        params: messageParams,
        response: { 200: messageSchema },
      },
    },
    async ({ params }) => {
      await sessionOf(redis, params.id);
      return viewMessage(await messageOf(redis, params.id, params.messageId));
    },
  );
}
