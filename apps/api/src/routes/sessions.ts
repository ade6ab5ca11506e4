import { ApiError } from '@wagw/shared/errors/problem';
import { derivedId } from '@wagw/shared/messages/message-id';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import {
  changeSessionSchema,
  createSessionSchema,
  pairingCodeSchema,
  pairingRequestSchema,
  sessionSchema,
  sessionWithWebhooksSchema,
} from '@wagw/shared/sessions/session-schema';
import { SESSION_STATES, STATE_CODES } from '@wagw/shared/sessions/session-state';
import {
  changeSession,
  listSessionIds,
  loadSessions,
  type SessionRequest,
  viewSession,
  wishSession,
} from '@wagw/shared/sessions/session-store';
import { TENANT_STATUSES } from '@wagw/shared/sessions/tenant-status';
import { z } from 'zod';
import { tenantFor } from '../access/tenant-for.ts';
import type { App, AppParts } from '../app.ts';
import { matchingPage } from '../matching-page.ts';
import { plainErrors } from '../plugins/plain-errors.ts';
import { waitOf } from '../plugins/waiting.ts';
import { createNew, mustBeFree } from '../sessions/new-session.ts';
import { askPairingCode } from '../sessions/pairing-code.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { statusOf } from '../sessions/session-status.ts';
import { startForLink } from '../sessions/start-for-link.ts';
import { isUp, startedSession, startSession, startWaitMs } from '../sessions/start-session.ts';
import { tenantHeaderMustFit } from '../sessions/tenant-header.ts';
import { viewFor } from '../sessions/view-for.ts';
import { keepSessionEndpoints, mustAllBeAllowed } from '../webhooks/session-webhooks.ts';
import { sessionParams } from './params.ts';

const tags = ['Sessions'];

const startedSchema = z
  .object({
    success: z.literal(true),
    sessionId: z.string(),
    status: z.enum(TENANT_STATUSES).describe('The state in fewer words; `session.state` has it as it is.'),
    qrCode: z.string().nullable().describe('The QR code as a PNG data URL, if one waits to be scanned.'),
    session: sessionSchema,
  })
  .meta({ id: 'StartedSession' });

/** Creating, finding, starting, stopping and removing sessions. */
export async function sessionRoutes(app: App, { redis, webhookGuard, dialects }: AppParts): Promise<void> {
  app.post(
    '/sessions',
    {
      config: { scope: 'manage', shownOnce: 'secret' },
      schema: {
        tags,
        operationId: 'createSession',
        summary: 'Create a session',
        body: createSessionSchema.nullish(),
        response: { 202: sessionWithWebhooksSchema },
      },
    },
    async (request, reply) => {
      const {
        id = derivedId('ses', request.seed),
        tenantId: wantedTenant,
        start = true,
        metadata = {},
        labels = [],
        webhooks,
      } = request.body ?? {};
      const tenantId = tenantFor(request.caller, wantedTenant) ?? id;
      mustAllBeAllowed(webhookGuard, webhooks);
      const { isRepeat, seed } = request;
      await mustBeFree(redis, id, seed);
      // Before the session, so that they are told of its first event.
      const endpoints = await keepSessionEndpoints(redis, { id, tenantId }, webhooks, isRepeat);
      await createNew(redis, seed, { id, tenantId, start, metadata, labels });
      return reply
        .code(202)
        .header('location', `/api/v1/sessions/${id}`)
        .send({ ...viewSession(await sessionOf(redis, id)), webhooks: endpoints });
    },
  );

  app.get(
    '/sessions',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listSessions',
        summary: 'List the sessions',
        querystring: z.strictObject({
          tenantId: sessionIdSchema.optional(),
          state: z.enum(SESSION_STATES).optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: sessionIdSchema.optional().describe('`nextCursor` of the page before.'),
        }),
        response: { 200: z.object({ items: z.array(sessionSchema), nextCursor: z.string().nullable() }) },
      },
    },
    async ({ query, caller }) => {
      const tenantId = tenantFor(caller, query.tenantId);
      const { items, nextCursor } = await matchingPage(
        (after, count) => listSessionIds(redis, after, count, tenantId),
        (ids) => loadSessions(redis, ids),
        ({ code }) => query.state === undefined || STATE_CODES[code].state === query.state,
        { after: query.cursor, limit: query.limit },
      );
      return { items: items.map(viewSession), nextCursor };
    },
  );

  app.get(
    '/sessions/:id',
    {
      config: { scope: 'read', tokens: ['connect', 'events'], evenLinked: true },
      schema: {
        tags,
        operationId: 'getSession',
        summary: 'See a session',
        params: sessionParams,
        response: { 200: sessionSchema },
      },
    },
    async ({ caller, params: { id } }) => viewFor(caller, await sessionOf(redis, id)),
  );

  app.patch(
    '/sessions/:id',
    {
      config: { scope: 'manage' },
      schema: {
        tags,
        operationId: 'changeSession',
        summary: 'Change labels, notes or webhooks of a session',
        params: sessionParams,
        body: changeSessionSchema,
        response: { 200: sessionWithWebhooksSchema },
      },
    },
    async ({ params: { id }, body: { webhooks, ...changes } }) => {
      mustAllBeAllowed(webhookGuard, webhooks);
      if (!(await changeSession(redis, id, changes))) throw new ApiError('session_not_found');
      const session = await sessionOf(redis, id);
      const endpoints = await keepSessionEndpoints(redis, session, webhooks, false);
      return { ...viewSession(session), webhooks: endpoints };
    },
  );

  /** Creates the session when it does not exist. Answers as integrations that only know `start` expect it. */
  app.post(
    '/sessions/:id/start',
    {
      config: { scope: 'manage', tokens: ['connect'], session: false, problemMembers: plainErrors },
      schema: {
        tags,
        operationId: 'startSession',
        summary: 'Start a session, and create it when there is none',
        description:
          'Answers at once, with the QR code if one waits already; with `Prefer: wait=N` as soon as there is one, or none is needed. With the key as a bearer and without `X-Tenant-ID` and `Idempotency-Key` it waits up to 8 s by itself. Later codes come with the event `qr_code`, and with `GET /api/v1/sessions/{id}/qr`.',
        params: sessionParams,
        response: { 200: startedSchema, 202: startedSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const isTenantDialect = dialects.includes('tenant');
      if (isTenantDialect) tenantHeaderMustFit(request, id);
      const start = request.caller.token === undefined ? startSession : startForLink;
      await start(redis, request.caller, id);
      const waitMs = waitOf(request, reply, isTenantDialect ? startWaitMs(request) : 0);
      const session = await startedSession(redis, id, waitMs, app.closing);
      const { status, qrCode } = await statusOf(session);
      return reply
        .code(isUp(session) ? 200 : 202)
        .header('location', `/api/v1/sessions/${id}`)
        .send({
          success: true as const,
          sessionId: id,
          status,
          qrCode,
          session: viewFor(request.caller, session),
        });
    },
  );

  const control = (
    name: string,
    summary: string,
    wish: { desired?: 'running' | 'stopped'; request?: SessionRequest },
  ) =>
    app.post(
      `/sessions/:id/${name}`,
      {
        config: { scope: 'manage' },
        schema: {
          tags,
          operationId: `${name}Session`,
          summary,
          params: sessionParams,
          response: { 202: sessionSchema },
        },
      },
      async (request, reply) => {
        await wishOrThrow(request.params.id, wish);
        return reply.code(202).send(viewSession(await sessionOf(redis, request.params.id)));
      },
    );
  control('stop', 'Disconnect a session; it stays logged in', { desired: 'stopped' });
  control('restart', 'Begin the connection anew', { desired: 'running', request: 'restart' });
  control('logout', 'Log a session out of WhatsApp', { desired: 'stopped', request: 'logout' });

  app.delete(
    '/sessions/:id',
    {
      config: { scope: 'manage' },
      schema: {
        tags,
        operationId: 'deleteSession',
        summary: 'Log a session out and remove it',
        params: sessionParams,
        response: { 202: sessionSchema },
      },
    },
    async (request, reply) => {
      const session = await sessionOf(redis, request.params.id);
      await wishSession(redis, session.id, { desired: 'stopped', request: 'delete' });
      return reply.code(202).send(viewSession(session));
    },
  );

  app.post(
    '/sessions/:id/pairing-code',
    {
      config: { scope: 'manage', tokens: ['connect'] },
      schema: {
        tags: ['Login'],
        operationId: 'requestPairingCode',
        summary: 'Ask for a pairing code',
        params: sessionParams,
        body: pairingRequestSchema,
        response: { 200: pairingCodeSchema },
      },
    },
    async (request) => {
      const { phone } = request.body;
      return { code: await askPairingCode(redis, request.params.id, phone, app.closing), phone };
    },
  );

  async function wishOrThrow(id: string, wish: Parameters<typeof wishSession>[2]): Promise<void> {
    if (!(await wishSession(redis, id, wish))) throw new ApiError('session_not_found');
  }
}
