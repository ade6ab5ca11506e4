import { createHash } from 'node:crypto';
import { ApiError } from '@wagw/shared/errors/problem';
import { newMessageId } from '@wagw/shared/messages/message-id';
import { MESSAGE_STATUSES, messageSchema, sendMessageSchema } from '@wagw/shared/messages/message-schema';
import {
  acceptMessage,
  listMessageIds,
  loadMessage,
  type MessageRecord,
  viewMessage,
} from '@wagw/shared/messages/message-store';
import { parseRecipient } from '@wagw/shared/numbers/parse-recipient';
import { sessionIdSchema } from '@wagw/shared/sessions/session-schema';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';
import { sessionOf } from './sessions.ts';

const sessionParams = z.object({ id: sessionIdSchema });
const messageParams = sessionParams.extend({ messageId: z.string().min(1).max(64) });
const IDEMPOTENCY_KEY = /^[\x21-\x7e]{1,255}$/;

/** Accepting messages, and telling what became of them. */
export async function messageRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis, lanes, metrics, messageRetentionDays } = parts;
  const accepted = metrics.counter('messages_accepted_total', 'Messages accepted for sending.');

  app.post(
    '/sessions/:id/messages',
    { schema: { params: sessionParams, body: sendMessageSchema, response: { 202: messageSchema } } },
    async (request, reply) => {
      const { id: sessionId } = request.params;
      const session = await sessionOf(redis, sessionId);
      if (session.code === 'logged_out') throw new ApiError('session_logged_out');
      const recipient = parseRecipient(request.body.to);
      if (recipient.kind === 'none') {
        throw new ApiError(recipient.code, undefined, [{ path: '/to', message: recipient.detail }]);
      }
      const now = Date.now();
      const acceptance = await acceptMessage(
        redis,
        {
          id: newMessageId(),
          sessionId,
          chatId: recipient.chatId,
          message: request.body,
          idempotency: idempotencyOf(request.headers['idempotency-key'], request.url, request.body),
        },
        { now, retentionDays: messageRetentionDays },
      );
      if (!acceptance.accepted) throw new ApiError('idempotency_key_reused');
      const { id, repeated } = acceptance;
      const record = await messageOf(sessionId, id);
      // A repeated request adds the job again, should the first have died before it could; a job that is there stays one.
      if (record.status === 'queued')
        await lanes.add(sessionId, [{ messageId: id, priority: 'interactive' }]);
      if (repeated) void reply.header('idempotent-replayed', 'true');
      else accepted.inc();
      return reply
        .code(202)
        .header('location', `/api/v1/sessions/${sessionId}/messages/${id}`)
        .send(viewMessage(record));
    },
  );

  app.get(
    '/sessions/:id/messages',
    {
      schema: {
        params: sessionParams,
        querystring: z.strictObject({
          status: z.enum(MESSAGE_STATUSES).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: z.string().max(64).optional().describe('`nextCursor` of the page before.'),
        }),
        response: { 200: z.object({ items: z.array(messageSchema), nextCursor: z.string().nullable() }) },
      },
    },
    async ({ params, query }) => {
      await sessionOf(redis, params.id);
      const ids = await listMessageIds(redis, params.id, query.cursor, query.limit);
      const records = await Promise.all(ids.map((id) => loadMessage(redis, params.id, id)));
      const items = records
        .filter((record) => record !== undefined)
        .filter((record) => query.status === undefined || record.status === query.status)
        .map(viewMessage);
      return { items, nextCursor: ids.length < query.limit ? null : (ids.at(-1) ?? null) };
    },
  );

  app.get(
    '/sessions/:id/messages/:messageId',
    { schema: { params: messageParams, response: { 200: messageSchema } } },
    async ({ params }) => {
      await sessionOf(redis, params.id);
      return viewMessage(await messageOf(params.id, params.messageId));
    },
  );

  async function messageOf(sessionId: string, id: string): Promise<MessageRecord> {
    const record = await loadMessage(redis, sessionId, id);
    if (record === undefined) throw new ApiError('message_not_found');
    return record;
  }
}

/** The key and a fingerprint of what it was used for. */
function idempotencyOf(
  key: string | string[] | undefined,
  path: string,
  body: unknown,
): { key: string; fingerprint: string } | undefined {
  if (key === undefined) return undefined;
  if (typeof key !== 'string' || !IDEMPOTENCY_KEY.test(key)) throw new ApiError('invalid_idempotency_key');
  const fingerprint = createHash('sha256')
    .update(`POST ${path}\n${JSON.stringify(body)}`)
    .digest('base64url');
  return { key, fingerprint };
}
