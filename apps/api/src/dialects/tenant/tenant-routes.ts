import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import { listSessionIds, loadSessions } from '@wagw/shared/sessions/session-store';
import { z } from 'zod';
import type { App, AppParts } from '../../app.ts';
import { plainErrors } from '../../plugins/plain-errors.ts';
import {
  findOwn,
  sessionStatusSchema,
  sessionSummarySchema,
  statusOf,
  summaryOf,
} from '../../sessions/session-status.ts';
import { tenantHeaderMustFit } from '../../sessions/tenant-header.ts';
import { sendSimply, sentSchema, simpleContent, toNative } from '../simple-message.ts';
import { testWebhookRoute } from './test-webhook.ts';

/**
 * For backends that know one session as one tenant: what they call beside `POST /api/v1/sessions/:id/start`, which is a native route.
 * `docs/dialects.md` says what they get.
 */

const tags = ['Dialect: tenant'];
const tenantParams = z.object({
  tenantId: sessionIdSchema.describe('The tenant; its session has the same id.'),
});
const message = z
  .object({
    to: z.string().min(1).max(64).describe('A phone number with its country code, or a WhatsApp id.'),
    ...simpleContent,
  })
  .meta({ id: 'TenantMessage' });

const listSchema = z.object({
  success: z.literal(true),
  sessions: z.array(sessionSummarySchema.extend({ tenantId: z.string() })),
  nextCursor: z.string().nullable(),
});

export async function tenantRoutes(app: App, parts: AppParts): Promise<void> {
  await app.register(sessionRoutes, { ...parts, prefix: '/api/v1' });
  await app.register(testWebhookRoute, parts);
}

async function sessionRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis } = parts;

  app.get(
    '/sessions/status',
    {
      config: { scope: 'read', problemMembers: plainErrors },
      schema: {
        tags,
        operationId: 'listTenantStatuses',
        summary: 'See how all sessions are',
        querystring: z.object({
          limit: z.coerce.number().int().min(1).max(500).default(100),
          cursor: sessionIdSchema.optional().describe('`nextCursor` of the page before.'),
        }),
        response: { 200: listSchema },
      },
    },
    async ({ caller, query: { limit, cursor = '' } }) => {
      const ids = await listSessionIds(redis, cursor, limit, caller.tenantId ?? undefined);
      const found = await loadSessions(redis, ids);
      const sessions = found.map((session) => ({ tenantId: session.id, ...summaryOf(session) }));
      const nextCursor = ids.length < limit ? null : (ids.at(-1) ?? null);
      return { success: true as const, sessions, nextCursor };
    },
  );

  app.get(
    '/sessions/:tenantId/status',
    {
      // One that was never started is answered with `disconnected`, and so is another's.
      config: { scope: 'read', session: false, problemMembers: plainErrors },
      schema: {
        tags,
        operationId: 'getTenantStatus',
        summary: 'See how the session of a tenant is',
        description:
          'With the QR code while one waits to be scanned. One that was never started is `disconnected`.',
        params: tenantParams,
        response: { 200: sessionStatusSchema },
      },
    },
    async (request) => {
      const { tenantId } = request.params;
      tenantHeaderMustFit(request, tenantId);
      return statusOf(await findOwn(redis, request.caller, tenantId));
    },
  );

  app.post(
    '/messages/:tenantId/send',
    {
      config: { scope: 'send', session: false, problemMembers: plainErrors },
      schema: {
        tags,
        operationId: 'sendTenantMessage',
        summary: 'Send a text, or a file by its URL',
        description:
          'Answered when the message is stored; it waits while the session reconnects. Without a session that was connected once, the answer is 400 with the error `Session not active`.',
        params: tenantParams,
        body: message,
        response: { 200: sentSchema },
      },
    },
    async (request) => {
      const { tenantId } = request.params;
      tenantHeaderMustFit(request, tenantId);
      const { to, ...content } = request.body;
      const native = toNative(to, content);
      return sendSimply(parts, request, await findOwn(redis, request.caller, tenantId), native);
    },
  );
}
