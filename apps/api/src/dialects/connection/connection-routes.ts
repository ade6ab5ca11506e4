import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import { loadSession, wishSession } from '@wagw/shared/sessions/session-store';
import { z } from 'zod';
import type { App, AppParts } from '../../app.ts';
import { plainErrors } from '../../plugins/plain-errors.ts';
import { waitOf, watch } from '../../plugins/waiting.ts';
import { ownSession } from '../../sessions/session-of.ts';
import { findOwn, sessionStatusSchema, statusOf } from '../../sessions/session-status.ts';
import { startedSession, startSession } from '../../sessions/start-session.ts';
import { keepSessionEndpoints, mustAllBeAllowed } from '../../webhooks/session-webhooks.ts';
import { sendSimply, sentSchema, toNative } from '../simple-message.ts';
import { sendSchema, startSchema } from './bodies.ts';

/** For a support desk that starts a session, shows the QR code of the answer, and sends and receives messages; see `docs/dialects.md`. */

const tags = ['Dialect: connection'];
const params = z.object({
  tenantId: sessionIdSchema.describe('The tenant; its session has the same id.'),
});

const connectionSchema = sessionStatusSchema
  .extend({ success: z.literal(true), tenantId: z.string(), sessionId: z.string() })
  .meta({ id: 'Connection' });

/** How long the start waits for the QR code: it is nowhere else in what this desk calls. */
const QR_WAIT_MS = 20_000;
/** How long the end waits for the logout and the browser, so that a start after it finds nothing left. */
const END_WAIT_MS = 15_000;

export async function connectionRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis, webhookGuard } = parts;

  app.post(
    '/sessions/start',
    {
      config: { scope: 'manage', problemMembers: plainErrors },
      schema: {
        tags,
        operationId: 'startConnection',
        summary: 'Start a session and get its QR code',
        description:
          'Creates the session when there is none, and waits for the QR code up to 20 s, or as `Prefer: wait=N` says.',
        body: startSchema,
        response: { 200: connectionSchema },
      },
    },
    async (request, reply) => {
      const { caller } = request;
      const { tenantId: id, webhookUrl, webhookSecret } = request.body;
      const webhooks =
        webhookUrl === undefined
          ? undefined
          : [{ url: webhookUrl, secret: webhookSecret, format: 'connection' as const }];
      mustAllBeAllowed(webhookGuard, webhooks);
      const { tenantId } = await startSession(redis, caller, id);
      await keepSessionEndpoints(redis, { id, tenantId }, webhooks, request.isRepeat);
      const session = await startedSession(redis, id, waitOf(request, reply, QR_WAIT_MS), app.closing);
      return { success: true as const, tenantId: id, sessionId: id, ...(await statusOf(session)) };
    },
  );

  app.get(
    '/sessions/:tenantId/status',
    {
      // One that was never started is answered with `disconnected`, and so is another's.
      config: { scope: 'read', session: false, problemMembers: plainErrors },
      schema: {
        tags,
        operationId: 'getConnectionStatus',
        summary: 'See how the session of a tenant is',
        description:
          'With the QR code while one waits to be scanned. One that was never started is `disconnected`.',
        params,
        response: { 200: connectionSchema },
      },
    },
    async ({ caller, params: { tenantId } }) => ({
      success: true as const,
      tenantId,
      sessionId: tenantId,
      ...(await statusOf(await findOwn(redis, caller, tenantId))),
    }),
  );

  app.delete(
    '/sessions/:tenantId',
    {
      config: { scope: 'manage', session: 'tenantId', problemMembers: plainErrors },
      schema: {
        tags,
        operationId: 'endConnection',
        summary: 'Log a session out and remove it',
        description: 'Waits until that is done, at most 15 s.',
        params,
        response: { 200: connectionSchema },
      },
    },
    async ({ caller, params: { tenantId } }) => {
      await ownSession(redis, caller, tenantId);
      await wishSession(redis, tenantId, { desired: 'stopped', request: 'delete' });
      await watch(
        () => loadSession(redis, tenantId),
        (session) => session === undefined,
        END_WAIT_MS,
        app.closing,
      );
      return { success: true as const, tenantId, sessionId: tenantId, ...(await statusOf(undefined)) };
    },
  );

  app.post(
    '/message/send',
    {
      config: { scope: 'send', problemMembers: plainErrors },
      schema: {
        tags,
        operationId: 'sendConnectionMessage',
        summary: 'Send a text, or a file by its URL',
        description:
          'Answered when the message is stored; it waits while the session reconnects. Without a session that was connected once, the answer is 400 with the error `Session not active`.',
        body: sendSchema,
        response: { 200: sentSchema },
      },
    },
    async (request) => {
      const { tenantId, to, ...content } = request.body;
      return sendSimply(
        parts,
        request,
        await findOwn(redis, request.caller, tenantId),
        toNative(to, content),
      );
    },
  );
}
