import { ApiError } from '@wagw/shared/errors/problem';
import { type Move, moveSession } from '@wagw/shared/sessions/placement';
import {
  loadSessionHealth,
  loadSessionsHealth,
  sessionHealthSchema,
  sessionsHealthSchema,
} from '@wagw/shared/sessions/session-health';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import { sessionSchema } from '@wagw/shared/sessions/session-schema';
import { viewSession } from '@wagw/shared/sessions/session-store';
import { z } from 'zod';
import type { App, AppParts } from '../app.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { sessionParams } from './params.ts';

const tags = ['Operation'];

const moveSchema = z
  .strictObject({
    worker: z.string().min(1).max(128).optional().describe('By default the worker that suits best.'),
  })
  .meta({ id: 'MoveSession' });

const REFUSALS = {
  not_found: 'session_not_found',
  no_owner: 'session_not_running',
  busy: 'session_busy',
  no_such_worker: 'worker_not_found',
  there_already: 'session_there_already',
  no_room: 'no_room_elsewhere',
} as const satisfies Record<Exclude<Move, 'moving'>, string>;

/** `GET /health/sessions`, `GET /health/sessions/:id`, and the move of a session to another worker. */
export async function sessionHealthRoutes(app: App, { redis }: AppParts): Promise<void> {
  app.get(
    '/health/sessions',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getSessionsHealth',
        summary: 'See workers, and how the sessions are',
        querystring: z.strictObject({
          limit: z.coerce.number().int().min(1).max(200).default(50),
          cursor: sessionIdSchema.optional().describe('`nextCursor` of the page before.'),
        }),
        response: { 200: sessionsHealthSchema },
      },
    },
    ({ query, caller }) =>
      loadSessionsHealth(redis, {
        after: query.cursor ?? '',
        limit: query.limit,
        tenantId: caller.tenantId ?? undefined,
      }),
  );

  app.get(
    '/health/sessions/:id',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getSessionHealth',
        summary: 'See how a session is, and who owns it',
        params: sessionParams,
        response: { 200: sessionHealthSchema },
      },
    },
    async (request) => loadSessionHealth(redis, await sessionOf(redis, request.params.id)),
  );

  app.post(
    '/api/v1/sessions/:id/move',
    {
      config: { scope: 'operate' },
      schema: {
        tags,
        operationId: 'moveSession',
        summary: 'Move a session to another worker',
        params: sessionParams,
        body: moveSchema.nullish(),
        response: { 202: sessionSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      const move = await moveSession(redis, id, request.body?.worker);
      if (move !== 'moving') throw new ApiError(REFUSALS[move]);
      return reply.code(202).send(viewSession(await sessionOf(redis, id)));
    },
  );
}
