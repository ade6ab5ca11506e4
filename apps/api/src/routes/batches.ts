import { ApiError } from '@wagw/shared/errors/problem';
import { type BatchPage, listAllBatches, listBatches } from '@wagw/shared/messages/batch-list';
import { cancelBatch, listBatchMessages, storeBatch, viewBatch } from '@wagw/shared/messages/batch-store';
import type { MessageContent } from '@wagw/shared/messages/content';
import { derivedId } from '@wagw/shared/messages/message-id';
import { viewMessage } from '@wagw/shared/messages/message-record';
import { type BatchView, batchSchema, bulkSchema, messageSchema } from '@wagw/shared/messages/message-schema';
import { MS_PER_DAY } from '@wagw/shared/messages/message-store';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import { z } from 'zod';
import { tenantFor } from '../access/tenant-for.ts';
import type { App, AppParts } from '../app.ts';
import { BASE64_BODY_BYTES } from '../limits.ts';
import { acceptDrafts, chatsOf, sendingSession } from '../messages/accept.ts';
import { contentOf, mustFit } from '../messages/read-content.ts';
import { sendTime } from '../messages/send-time.ts';
import { fillIn, missingVariables } from '../messages/template.ts';
import { waitOf, watch } from '../plugins/waiting.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { sessionParams } from './params.ts';

const tags = ['Batches'];

const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .regex(/^\d{1,16}$/)
    .optional()
    .describe('`nextCursor` of the page before.'),
});
const page = z.object({
  items: z.array(batchSchema),
  nextCursor: z
    .string()
    .nullable()
    .describe('A page may have fewer items than `limit`, and there is more while this is not null.'),
});

const batchParams = sessionParams.extend({ batchId: z.string().min(1).max(64) });

/** One message for each of many recipients. */
export async function batchRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis, messageRetentionDays, metrics } = parts;
  const accepted = metrics.counter('batches_accepted_total', 'Batches of messages accepted for sending.');

  app.post(
    '/sessions/:id/messages/bulk',
    {
      bodyLimit: BASE64_BODY_BYTES,
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'sendBulk',
        summary: 'Send one message to many recipients',
        description:
          'A variable that somebody lacks, or a recipient who is nobody, is an error that names the place; then nothing is accepted.',
        params: sessionParams,
        body: bulkSchema,
        response: { 200: batchSchema, 202: batchSchema },
      },
    },
    async (request, reply) => {
      const { recipients, sendAt: wantedAt, priority = 'bulk', metadata = {}, ...body } = request.body;
      mustFit(body);
      const missing = missingVariables(request.body);
      if (missing.length > 0) throw new ApiError('invalid_request', undefined, missing);
      const session = await sendingSession(redis, request.params.id);
      const chatIds = await chatsOf(parts, request, session, {
        to: recipients.map(({ to }) => to),
        path: (index) => `/recipients/${index}/to`,
      });
      const now = Date.now();
      const sendAt = sendTime(wantedAt, now);
      const content = await contentOf(parts, session, body, sendAt ?? now);
      const drafts = recipients.map(({ to, variables = {}, metadata: own }, index) => ({
        id: derivedId('msg', request.seed, index),
        to,
        chatId: String(chatIds[index]),
        content: filledIn(content, variables),
        metadata: { ...metadata, ...own },
      }));

      const id = derivedId('bat', request.seed);
      const ttlMs = messageRetentionDays * MS_PER_DAY + Math.max(0, (sendAt ?? now) - now);
      const messageIds = drafts.map((draft) => draft.id);
      const { type, text = body.caption } = body;
      await storeBatch(redis, session.id, { id, messageIds, type, text, sendAt, createdAt: now }, ttlMs);
      if ((await acceptDrafts(parts, session, drafts, { priority, sendAt, batchId: id })) > 0) accepted.inc();
      const batch = await watch(
        () => batchOf(session.id, id),
        ({ isFinished }) => isFinished,
        waitOf(request, reply, 0),
        app.closing,
      );
      return reply
        .code(batch.isFinished ? 200 : 202)
        .header('location', `/api/v1/sessions/${session.id}/batches/${id}`)
        .send(batch);
    },
  );

  app.get(
    '/sessions/:id/batches',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listBatches',
        summary: 'List the batches of a session, the newest first',
        params: sessionParams,
        querystring: pageQuery,
        response: { 200: page },
      },
    },
    async ({ params, query }) => {
      await sessionOf(redis, params.id);
      return showPage(await listBatches(redis, params.id, placeOf(query.cursor), query.limit));
    },
  );

  app.get(
    '/batches',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listAllBatches',
        summary: 'List the batches of all sessions, the newest first',
        querystring: pageQuery.extend({ tenantId: sessionIdSchema.optional() }),
        response: { 200: page },
      },
    },
    async ({ caller, query }) => {
      const tenantId = tenantFor(caller, query.tenantId);
      return showPage(await listAllBatches(redis, tenantId, placeOf(query.cursor), query.limit));
    },
  );

  app.get(
    '/sessions/:id/batches/:batchId',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getBatch',
        summary: 'See how far a batch is',
        params: batchParams,
        response: { 200: batchSchema },
      },
    },
    async ({ params }) => {
      await sessionOf(redis, params.id);
      return batchOf(params.id, params.batchId);
    },
  );

  app.get(
    '/sessions/:id/batches/:batchId/messages',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listBatchMessages',
        summary: 'List the messages of a batch, in the order of its recipients',
        params: batchParams,
        querystring: pageQuery,
        response: { 200: z.object({ items: z.array(messageSchema), nextCursor: z.string().nullable() }) },
      },
    },
    async ({ params: { id, batchId }, query: { cursor, limit } }) => {
      await sessionOf(redis, id);
      await batchOf(id, batchId);
      const { items, next } = await listBatchMessages(redis, id, batchId, placeOf(cursor) ?? 0, limit);
      return { items: items.map(viewMessage), nextCursor: next === undefined ? null : String(next) };
    },
  );

  /** Cancels what still waits; answers how the batch is then. */
  app.delete(
    '/sessions/:id/batches/:batchId',
    {
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'cancelBatch',
        summary: 'Cancel what still waits of a batch',
        params: batchParams,
        response: { 200: batchSchema },
      },
    },
    async ({ params }) => {
      await sessionOf(redis, params.id);
      await cancelBatch(redis, params.id, params.batchId, Date.now());
      return batchOf(params.id, params.batchId);
    },
  );

  async function batchOf(sessionId: string, id: string): Promise<BatchView> {
    const batch = await viewBatch(redis, sessionId, id);
    if (batch === undefined) throw new ApiError('batch_not_found');
    return batch;
  }
}

const placeOf = (cursor: string | undefined) => (cursor === undefined ? undefined : Number(cursor));

function showPage({ items, next }: BatchPage): z.infer<typeof page> {
  return { items: [...items], nextCursor: next === undefined ? null : String(next) };
}

type Variables = Parameters<typeof fillIn>[1];

function filledIn(content: MessageContent, variables: Variables): MessageContent {
  if (content.type === 'text') return { ...content, text: fillIn(content.text, variables) };
  if ('caption' in content && content.caption !== undefined) {
    return { ...content, caption: fillIn(content.caption, variables) };
  }
  return content;
}
