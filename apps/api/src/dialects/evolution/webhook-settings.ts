import { derivedId } from '@wagw/shared/messages/message-id';
import {
  changeEndpoint,
  createEndpoint,
  type Endpoint,
  type NewEndpoint,
  readEndpoint,
} from '@wagw/shared/webhooks/endpoint-store';
import { removeEndpoint } from '@wagw/shared/webhooks/remove-endpoint';
import { createWebhookSchema } from '@wagw/shared/webhooks/webhook-schema';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { AppParts } from '../../app.ts';
import { mustBeAllowed } from '../../webhooks/check-url.ts';
import { choiceOf, EVOLUTION_NAMES, namesOf } from './webhook-events.ts';

/** The one webhook that an instance has at Evolution: an endpoint of its session. */

const { url, headers } = createWebhookSchema.shape;

/** What every delivery has anyway, and Evolution's examples name. */
const OWN = /^content-type$/i;

const header = z
  .record(z.string(), z.coerce.string())
  .nullish()
  .transform((given) => Object.fromEntries(Object.entries(given ?? {}).filter(([name]) => !OWN.test(name))))
  .refine((given) => !('jwt_key' in given), 'must not have jwt_key: deliveries are signed (docs/webhooks.md)')
  .pipe(headers.unwrap())
  .optional();

const flag = z.boolean().nullish();

/** Both names of each are in use (source: evolution-api v2, src/api/integrations/event/webhook, and its older documentation). */
export const webhookSchema = z.object({
  enabled: flag,
  url,
  headers: header,
  byEvents: flag,
  webhookByEvents: flag,
  events: z.array(z.enum(EVOLUTION_NAMES)).nullish(),
});

export type WebhookWish = z.infer<typeof webhookSchema>;

type WebhookParts = Pick<AppParts, 'redis' | 'webhookGuard' | 'evolutionFormat'>;

interface Instance {
  readonly id: string;
  readonly tenantId: string;
}

const endpointId = ({ id, tenantId }: Instance) => derivedId('whk', `evolution/${tenantId}/${id}`);

/**
 * Makes the webhook of an instance what is said.
 * @param path where the request has the url, for the error
 * @throws ApiError when nothing would be posted there
 */
export async function keepWebhook(
  { redis, webhookGuard, evolutionFormat = 'evolution' }: WebhookParts,
  instance: Instance,
  wish: WebhookWish,
  path: string,
): Promise<Endpoint | undefined> {
  mustBeAllowed(webhookGuard, wish.url, path);
  const settings: NewEndpoint = {
    url: wish.url,
    headers: wish.headers ?? {},
    enabled: wish.enabled ?? true,
    format: evolutionFormat,
    isUrlByEvent: wish.byEvents ?? wish.webhookByEvents ?? false,
    ...choiceOf(wish.events ?? []),
  };
  const id = endpointId(instance);
  const now = Date.now();
  const scope = { sessionId: instance.id, tenantId: instance.tenantId };
  const made = await createEndpoint(redis, id, { ...settings, ...scope }, now);
  if (made === undefined) await changeEndpoint(redis, id, settings, now);
  return made ?? readEndpoint(redis, id);
}

/** Leaves it as it is, but tells it of nothing more. */
export async function disableWebhook(redis: Redis, instance: Instance): Promise<Endpoint | undefined> {
  await changeEndpoint(redis, endpointId(instance), { enabled: false }, Date.now());
  return findWebhook(redis, instance);
}

export const findWebhook = (redis: Redis, instance: Instance): Promise<Endpoint | undefined> =>
  readEndpoint(redis, endpointId(instance));

/** What is left of an earlier instance of the same name. */
export const removeWebhook = (redis: Redis, instance: Instance): Promise<boolean> =>
  removeEndpoint(redis, endpointId(instance));

/** As Evolution shows it (source: evolution-api v2, prisma schema of `Webhook`). */
export function webhookAnswer(instance: Instance, endpoint: Endpoint) {
  return {
    id: endpoint.id,
    url: endpoint.url,
    headers: endpoint.headers,
    enabled: endpoint.enabled,
    events: namesOf(endpoint.formatEvents),
    webhookByEvents: endpoint.isUrlByEvent,
    // Files are downloaded after their messages are told; `getBase64FromMediaMessage` has them.
    webhookBase64: false,
    createdAt: new Date(endpoint.createdAt).toISOString(),
    updatedAt: new Date(endpoint.updatedAt).toISOString(),
    instanceId: instance.id,
  };
}
