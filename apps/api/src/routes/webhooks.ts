import { ApiError } from '@wagw/shared/errors/problem';
import { derivedId } from '@wagw/shared/messages/message-id';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import {
  changeEndpoint,
  createEndpoint,
  type Endpoint,
  generateSecret,
} from '@wagw/shared/webhooks/endpoint-store';
import { removeEndpoint } from '@wagw/shared/webhooks/remove-endpoint';
import { rotateSecret } from '@wagw/shared/webhooks/rotate-secret';
import { viewEndpoint } from '@wagw/shared/webhooks/view-endpoint';
import {
  type ChangeWebhook,
  changeWebhookSchema,
  createWebhookSchema,
  KEEP_OLD_SECONDS,
  rotateSecretSchema,
  webhookIdSchema,
  webhookSchema,
  webhookWithSecretSchema,
} from '@wagw/shared/webhooks/webhook-schema';
import { z } from 'zod';
import { tenantFor } from '../access/tenant-for.ts';
import type { App, AppParts } from '../app.ts';
import { DONE, doneSchema } from '../done.ts';
import { mustBeAllowed } from '../webhooks/check-url.ts';
import { endpointOf, endpointPage } from '../webhooks/endpoint-of.ts';
import { showEndpoint } from '../webhooks/show-endpoint.ts';

const tags = ['Webhooks'];

export const webhookParams = z.object({ id: webhookIdSchema });

const listQuery = z.strictObject({
  tenantId: sessionIdSchema.optional().describe('Only those of this tenant alone.'),
  sessionId: sessionIdSchema.optional().describe('Only those of this session alone.'),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: webhookIdSchema.optional().describe('`nextCursor` of the page before.'),
});

/** Who is told of what happens: creating, finding, changing and removing webhook endpoints. */
export async function webhookRoutes(app: App, { redis, webhookGuard }: AppParts): Promise<void> {
  app.post(
    '/webhooks',
    {
      config: { scope: 'manage', shownOnce: 'secret' },
      schema: {
        tags,
        operationId: 'createWebhook',
        summary: 'Create a webhook',
        description: 'The secret is shown in this answer alone.',
        body: createWebhookSchema,
        response: { 201: webhookWithSecretSchema },
      },
    },
    async (request, reply) => {
      mustBeAllowed(webhookGuard, request.body.url);
      const tenantId = tenantFor(request.caller, request.body.tenantId);
      const id = derivedId('whk', request.seed);
      // One that broke off after it had made the endpoint finds its own.
      const endpoint =
        (await createEndpoint(redis, id, { ...request.body, tenantId }, Date.now())) ??
        (await endpointOf(redis, request.caller, id));
      return reply
        .code(201)
        .header('location', `/api/v1/webhooks/${id}`)
        .send({ ...(await viewEndpoint(redis, endpoint)), secret: endpoint.secrets[0]?.secret ?? null });
    },
  );

  app.get(
    '/webhooks',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listWebhooks',
        summary: 'List the webhooks',
        querystring: listQuery,
        response: { 200: z.object({ items: z.array(webhookSchema), nextCursor: z.string().nullable() }) },
      },
    },
    async ({ caller, query: { tenantId: wanted, sessionId, limit, cursor: after } }) => {
      const tenantId = tenantFor(caller, wanted);
      const matches = (endpoint: Endpoint) =>
        (tenantId === undefined || endpoint.tenantId === tenantId) &&
        (sessionId === undefined || endpoint.sessionId === sessionId);
      const { items, nextCursor } = await endpointPage(redis, matches, { after, limit });
      return {
        items: await Promise.all(items.map((endpoint) => showEndpoint(redis, caller, endpoint))),
        nextCursor,
      };
    },
  );

  app.get(
    '/webhooks/:id',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getWebhook',
        summary: 'See a webhook and how it does',
        params: webhookParams,
        response: { 200: webhookSchema },
      },
    },
    async ({ caller, params }) => showEndpoint(redis, caller, await endpointOf(redis, caller, params.id)),
  );

  app.patch(
    '/webhooks/:id',
    {
      config: { scope: 'manage' },
      schema: {
        tags,
        operationId: 'changeWebhook',
        summary: 'Change a webhook',
        params: webhookParams,
        body: changeWebhookSchema,
        response: { 200: webhookSchema },
      },
    },
    async ({ caller, params: { id }, body }) => {
      mustBeChangeable(await endpointOf(redis, caller, id), body);
      if (body.url !== undefined) mustBeAllowed(webhookGuard, body.url);
      if (!(await changeEndpoint(redis, id, body, Date.now()))) throw new ApiError('webhook_not_found');
      return viewEndpoint(redis, await endpointOf(redis, caller, id));
    },
  );

  /** What waited for it goes with it. */
  app.delete(
    '/webhooks/:id',
    {
      config: { scope: 'manage' },
      schema: {
        tags,
        operationId: 'deleteWebhook',
        summary: 'Remove a webhook, and what waits for it',
        params: webhookParams,
        response: { 200: doneSchema },
      },
    },
    async ({ caller, params: { id } }) => {
      await endpointOf(redis, caller, id);
      if (!(await removeEndpoint(redis, id))) throw new ApiError('webhook_not_found');
      return DONE;
    },
  );

  app.post(
    '/webhooks/:id/secret',
    {
      config: { scope: 'manage', shownOnce: 'secret' },
      schema: {
        tags,
        operationId: 'rotateWebhookSecret',
        summary: 'Rotate the secret of a webhook',
        description:
          'The new secret is shown in this answer alone. For some time deliveries carry the signatures of both.',
        params: webhookParams,
        body: rotateSecretSchema.nullish(),
        response: { 200: webhookWithSecretSchema },
      },
    },
    async ({ caller, params: { id }, body }) => {
      const { secret = generateSecret(), keepOldSeconds = KEEP_OLD_SECONDS } = body ?? {};
      if ((await endpointOf(redis, caller, id)).isFromEnvironment)
        throw new ApiError('webhook_from_environment');
      if (!(await rotateSecret(redis, id, secret, keepOldSeconds * 1_000, Date.now())))
        throw new ApiError('webhook_not_found');
      return { ...(await viewEndpoint(redis, await endpointOf(redis, caller, id))), secret };
    },
  );
}

/** @throws ApiError for what does not go together with what stays */
function mustBeChangeable(endpoint: Endpoint, changes: ChangeWebhook): void {
  if (endpoint.isFromEnvironment && Object.keys(changes).some((name) => name !== 'enabled')) {
    throw new ApiError('webhook_from_environment');
  }
  const { format = endpoint.format, batch = endpoint.batch } = changes;
  if (batch !== null && format !== 'native') {
    const path = changes.batch === undefined ? '/format' : '/batch';
    throw new ApiError('invalid_request', undefined, [
      { path, message: 'only the native format can be batched' },
    ]);
  }
}
