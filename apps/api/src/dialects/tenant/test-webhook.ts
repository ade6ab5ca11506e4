import { ApiError } from '@wagw/shared/errors/problem';
import { readAttempts } from '@wagw/shared/webhooks/delivery-store';
import type { Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import { DELIVERY_STATUSES } from '@wagw/shared/webhooks/webhook-schema';
import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Caller } from '../../access/caller.ts';
import type { App, AppParts } from '../../app.ts';
import { plainErrors } from '../../plugins/plain-errors.ts';
import { waitOf } from '../../plugins/waiting.ts';
import { deliverExample } from '../../webhooks/deliver-example.ts';
import { endpointPage } from '../../webhooks/endpoint-of.ts';

const MAX_ENDPOINTS = 100;

/** Longer than a receiver may take by default. */
const WAIT_MS = 12_000;

const resultSchema = z.object({
  webhookId: z.string(),
  url: z.string(),
  delivered: z.boolean(),
  status: z.enum(DELIVERY_STATUSES),
  httpStatus: z.int().nullable().describe('What the receiver answered.'),
  error: z.string().nullable(),
});

/** `POST /test-webhook`: the example of an event, to every endpoint that is not one session's alone. */
export async function testWebhookRoute(app: App, { redis }: AppParts): Promise<void> {
  app.post(
    '/test-webhook',
    {
      config: { scope: 'manage', problemMembers: plainErrors },
      schema: {
        tags: ['Dialect: tenant'],
        operationId: 'testTenantWebhook',
        summary: 'Deliver an example to every webhook',
        description:
          'Of a status, because a message might be answered; where the format carries none, of a message. Waits for the outcome of the first attempt. A webhook of no tenant is told of a tenant called `test`.',
        response: { 200: z.object({ success: z.boolean(), results: z.array(resultSchema) }) },
      },
    },
    async (request, reply) => {
      const waitMs = waitOf(request, reply, WAIT_MS);
      const endpoints = await endpointsOf(redis, request.caller);
      if (endpoints.length === 0) throw new ApiError('webhook_not_found', 'No webhook is set up.');
      const results = await Promise.all(
        endpoints.map((endpoint) => tryOut(redis, request, endpoint, waitMs)),
      );
      return { success: results.every(({ delivered }) => delivered), results };
    },
  );
}

async function tryOut(redis: Redis, request: FastifyRequest, endpoint: Endpoint, waitMs: number) {
  const record =
    (await deliverExample(redis, request, endpoint, 'session.status', waitMs)) ??
    (await deliverExample(redis, request, endpoint, 'message', waitMs));
  const attempt = record && (await readAttempts(redis, record.id)).at(-1);
  const status = record?.status ?? 'pending';
  const delivered = status === 'delivered';
  return {
    webhookId: endpoint.id,
    url: endpoint.url,
    delivered,
    status,
    httpStatus: attempt?.status ?? null,
    error: delivered ? null : (attempt?.detail ?? attempt?.outcome ?? 'no attempt yet'),
  };
}

/** The caller's own: a tenant's, or for an operator those of nobody. */
async function endpointsOf(redis: Redis, { tenantId }: Caller): Promise<Endpoint[]> {
  const isMeant = (endpoint: Endpoint) =>
    endpoint.enabled && endpoint.sessionId === null && endpoint.tenantId === tenantId;
  const { items } = await endpointPage(redis, isMeant, { limit: MAX_ENDPOINTS });
  return items;
}
