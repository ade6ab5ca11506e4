import { ApiError } from '@wagw/shared/errors/problem';
import type { EventName } from '@wagw/shared/events/catalogue';
import { type DeliveryRecord, readDelivery } from '@wagw/shared/webhooks/delivery-store';
import type { Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import { addDeliveries } from '@wagw/shared/webhooks/hand-out';
import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { watch } from '../plugins/waiting.ts';
import { exampleDelivery } from './example-delivery.ts';

/** @throws ApiError when there is none */
export async function deliveryOf(redis: Redis, id: string): Promise<DeliveryRecord> {
  const record = await readDelivery(redis, id);
  if (record === undefined) throw new ApiError('delivery_not_found');
  return record;
}

/**
 * Delivers the example of an event, and waits for its first attempt.
 * @returns undefined when the endpoint's format does not carry the event
 */
export async function deliverExample(
  redis: Redis,
  request: FastifyRequest,
  endpoint: Endpoint,
  event: EventName,
  waitMs: number,
): Promise<DeliveryRecord | undefined> {
  const delivery = exampleDelivery(endpoint, event, request.seed, Date.now());
  if (delivery === undefined) return undefined;
  if (!request.isRepeat || (await readDelivery(redis, delivery.id)) === undefined)
    await addDeliveries(redis, [delivery]);
  return watch(() => deliveryOf(redis, delivery.id), wasTried, waitMs, request.server.closing);
}

export const wasTried = ({ status, attempts }: DeliveryRecord): boolean =>
  status !== 'pending' || attempts > 0;
