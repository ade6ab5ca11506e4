import { ApiError } from '@wagw/shared/errors/problem';
import { ensureSessionSchema, sessionWithWebhooksSchema } from '@wagw/shared/sessions/session-schema';
import {
  changeSession,
  createSession,
  tenantOf,
  viewSession,
  wishSession,
} from '@wagw/shared/sessions/session-store';
import { tenantFor } from '../access/tenant-for.ts';
import type { App, AppParts } from '../app.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { keepSessionEndpoints, mustAllBeAllowed } from '../webhooks/session-webhooks.ts';
import { sessionParams } from './params.ts';

/** `PUT /sessions/:id`, for whoever has one session for each user and does not want to know whether it is there already. */
export async function ensuredSessionRoutes(app: App, { redis, webhookGuard }: AppParts): Promise<void> {
  app.put(
    '/sessions/:id',
    {
      config: { scope: 'manage', session: false, shownOnce: 'secret' },
      schema: {
        tags: ['Sessions'],
        operationId: 'ensureSession',
        summary: 'Have a session that is as it is said, and create it when there is none',
        description:
          'The same answer however often it is asked. What is not said stays as it is; a new session connects at once unless `start` is false.',
        params: sessionParams,
        body: ensureSessionSchema.nullish(),
        response: { 200: sessionWithWebhooksSchema },
      },
    },
    async ({ body, caller, params: { id } }) => {
      const { start, metadata, labels, webhooks, ...said } = body ?? {};
      const wanted = tenantFor(caller, said.tenantId);
      mustAllBeAllowed(webhookGuard, webhooks);
      const tenantId = await mustBeFree(id, wanted);
      // Before the session, so that they are told of its first event.
      const endpoints = await keepSessionEndpoints(redis, { id, tenantId }, webhooks, false);
      const session = { id, tenantId, start: start ?? true, metadata: metadata ?? {}, labels: labels ?? [] };
      if (!(await createSession(redis, session, Date.now()))) {
        await mustBeFree(id, tenantId);
        await changeSession(redis, id, { metadata, labels });
        await mustWant(id, start);
      }
      return { ...viewSession(await sessionOf(redis, id)), webhooks: endpoints };
    },
  );

  /**
   * Whose session it is or will be.
   * @throws ApiError when it is another's; a new id could have been any, so that it is taken can be told
   */
  async function mustBeFree(id: string, wanted: string | undefined): Promise<string> {
    const tenantId = await tenantOf(redis, id);
    if (tenantId !== undefined && wanted !== undefined && tenantId !== wanted)
      throw new ApiError('session_exists');
    return tenantId ?? wanted ?? id;
  }

  async function mustWant(id: string, start: boolean | undefined): Promise<void> {
    const desired = start ? 'running' : 'stopped';
    const session = await sessionOf(redis, id);
    if (start === undefined || session.desired === desired) return;
    if (!(await wishSession(redis, id, { desired }))) throw new ApiError('session_busy');
  }
}
