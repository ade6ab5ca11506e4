import { allows } from '@wagw/shared/access/scopes';
import { ApiError } from '@wagw/shared/errors/problem';
import { EVENT_NAMES } from '@wagw/shared/events/catalogue';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import {
  type DeliveryFilter,
  type DeliveryRecord,
  listDeliveries,
  type Place,
  readAttempts,
  readDelivery,
  readLastAttempt,
  viewDelivery,
} from '@wagw/shared/webhooks/delivery-store';
import type { Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import { addDeliveries } from '@wagw/shared/webhooks/hand-out';
import { readNextAttempt } from '@wagw/shared/webhooks/next-attempt';
import {
  replayedSchema,
  replaySchema,
  seqRangeOf,
  testWebhookSchema,
} from '@wagw/shared/webhooks/replay-schema';
import {
  DELIVERY_STATUSES,
  type DeliveryAttempt,
  deliverySchema,
  deliveryWithAttemptsSchema,
  listedDeliverySchema,
} from '@wagw/shared/webhooks/webhook-schema';
import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import type { App, AppParts } from '../app.ts';
import { waitOf } from '../plugins/waiting.ts';
import { mustSeeEvents } from '../sessions/session-of.ts';
import { deliverExample, wasTried } from '../webhooks/deliver-example.ts';
import { endpointOf, seenEndpoint } from '../webhooks/endpoint-of.ts';
import { again, bodyOf } from '../webhooks/redeliver.ts';
import { replay } from '../webhooks/replay.ts';
import { hiddenValues } from '../webhooks/show-endpoint.ts';
import { webhookParams } from './webhooks.ts';

const tags = ['Deliveries'];

const deliveryParams = z.object({ deliveryId: z.string().regex(/^[\w-]{1,64}$/) });

const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(50),
  cursor: z
    .string()
    .regex(/^\d{1,16}\.[\w-]{1,64}$/, 'must be a cursor of this list')
    .optional()
    .describe('`nextCursor` of the page before.'),
  event: z.enum(EVENT_NAMES).optional().describe('Only of this event.'),
  sessionId: sessionIdSchema.optional().describe('Only of this session.'),
});
const listQuery = pageQuery.extend({ status: z.enum(DELIVERY_STATUSES).optional() });
const page = z.object({
  items: z.array(listedDeliverySchema),
  nextCursor: z
    .string()
    .nullable()
    .describe('A page may have fewer items than `limit`, and there is more while this is not null.'),
});

/** What endpoints got, get and did not get, and getting it again. */
export async function deliveryRoutes(app: App, { redis }: AppParts): Promise<void> {
  /** Delivers the example of an event; the outcome of a first attempt can be waited for. */
  app.post(
    '/webhooks/:id/test',
    {
      config: { scope: 'manage' },
      schema: {
        tags,
        operationId: 'testWebhook',
        summary: 'Deliver the example of an event',
        params: webhookParams,
        body: testWebhookSchema.nullish(),
        response: { 200: deliveryWithAttemptsSchema, 202: deliveryWithAttemptsSchema },
      },
    },
    async (request, reply) => {
      const endpoint = await endpointOf(redis, request.caller, request.params.id);
      if (!endpoint.enabled) throw new ApiError('webhook_disabled');
      const event = request.body?.event ?? 'message';
      const record = await deliverExample(redis, request, endpoint, event, waitOf(request, reply, 0));
      if (record === undefined) throw new ApiError('event_not_carried');
      return reply
        .code(wasTried(record) ? 200 : 202)
        .header('location', `/api/v1/webhooks/deliveries/${record.id}`)
        .send(await withAttempts(request.caller, endpoint, record));
    },
  );

  app.get(
    '/webhooks/:id/deliveries',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listDeliveries',
        summary: 'List the deliveries of a webhook',
        params: webhookParams,
        querystring: listQuery,
        response: { 200: page },
      },
    },
    async ({ caller, params, query }) => pageOf(caller, params.id, query, query),
  );

  app.get(
    '/webhooks/:id/dead-letters',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'listDeadLetters',
        summary: 'List the deliveries that were given up',
        params: webhookParams,
        querystring: pageQuery,
        response: { 200: page },
      },
    },
    async ({ caller, params, query }) => pageOf(caller, params.id, { ...query, status: 'dead' }, query),
  );

  app.get(
    '/webhooks/deliveries/:deliveryId',
    {
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getDelivery',
        summary: 'See a delivery with its attempts',
        params: deliveryParams,
        response: { 200: deliveryWithAttemptsSchema },
      },
    },
    async ({ caller, params }) => {
      const record = await deliveryOf(caller, params.deliveryId);
      return withAttempts(caller, await endpointOf(redis, caller, record.endpointId), record);
    },
  );

  app.post(
    '/webhooks/deliveries/:deliveryId/replay',
    {
      config: { scope: 'manage' },
      schema: {
        tags,
        operationId: 'replayDelivery',
        summary: 'Deliver once more',
        description: 'With the same id and the same bytes.',
        params: deliveryParams,
        response: { 202: deliverySchema },
      },
    },
    async (request, reply) => {
      const { caller } = request;
      const record = await deliveryOf(caller, request.params.deliveryId);
      // One that broke off after it had added it finds it on its way.
      if (record.status === 'pending' && !request.isRepeat) throw new ApiError('delivery_pending');
      const endpoint = await endpointOf(redis, caller, record.endpointId);
      const body = await bodyOf(redis, endpoint, record);
      if (body === undefined) throw new ApiError('event_gone');
      await addDeliveries(redis, [again(endpoint, record, body)]);
      return reply.code(202).send(viewDelivery(await deliveryOf(caller, record.id)));
    },
  );

  app.post(
    '/webhooks/:id/replay',
    {
      config: { scope: 'manage' },
      schema: {
        tags,
        operationId: 'replayDeliveries',
        summary: 'Deliver what was given up, or events of a time or by their numbers, once more',
        description:
          'With the same ids and the same bytes. Events are named by a time, or by numbers of one session. One call replays about 10,000; `nextCursor` leads to the rest.',
        params: webhookParams,
        body: replaySchema.nullish(),
        response: { 202: replayedSchema },
      },
    },
    async (request, reply) => {
      const wish = request.body ?? {};
      const endpoint = await endpointOf(redis, request.caller, request.params.id);
      const range = seqRangeOf(wish);
      if (range !== undefined) await mustSeeEvents(redis, request.caller, range.sessionId);
      // The clock that gave the events their places.
      const [seconds, micros] = await redis.time();
      const now = Number(seconds) * 1_000 + Math.floor(Number(micros) / 1_000);
      return reply.code(202).send(await replay(redis, endpoint, wish, now + 1));
    },
  );

  async function pageOf(
    caller: Caller,
    id: string,
    filter: DeliveryFilter,
    query: z.infer<typeof pageQuery>,
  ) {
    await endpointOf(redis, caller, id);
    const { items, next } = await listDeliveries(redis, id, filter, placeOf(query.cursor), query.limit);
    return {
      items: await Promise.all(items.map(listed)),
      nextCursor: next === undefined ? null : `${next.score}.${next.id}`,
    };
  }

  async function listed(record: DeliveryRecord) {
    return { ...viewDelivery(record), lastAttempt: (await readLastAttempt(redis, record.id)) ?? null };
  }

  async function deliveryOf(caller: Caller, id: string): Promise<DeliveryRecord> {
    const record = await readDelivery(redis, id);
    const endpoint = record && (await seenEndpoint(redis, caller, record.endpointId));
    if (record === undefined || endpoint === undefined) throw new ApiError('delivery_not_found');
    return record;
  }

  async function withAttempts({ scopes }: Caller, endpoint: Endpoint, record: DeliveryRecord) {
    const [attempts, body, next] = await Promise.all([
      readAttempts(redis, record.id),
      bodyOf(redis, endpoint, record),
      readNextAttempt(redis, record),
    ]);
    const log = allows(scopes, 'manage') ? attempts : attempts.map(withHiddenHeaders);
    return { ...viewDelivery(record), ...next, log, body: body ?? null };
  }
}

/** A signature is for those who may know the secret. */
function withHiddenHeaders(attempt: DeliveryAttempt): DeliveryAttempt {
  return { ...attempt, requestHeaders: hiddenValues(attempt.requestHeaders) };
}

function placeOf(cursor: string | undefined): Place | undefined {
  const [score, id] = cursor?.split('.') ?? [];
  return id === undefined ? undefined : { score: Number(score), id };
}
