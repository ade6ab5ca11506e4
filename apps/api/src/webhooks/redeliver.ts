import { readPlaces } from '@wagw/shared/events/event-index';
import { parseEnvelope } from '@wagw/shared/events/event-log';
import type { DeliveryRecord } from '@wagw/shared/webhooks/delivery-store';
import type { Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import { FORMATS } from '@wagw/shared/webhooks/formats/formats';
import type { NewDelivery } from '@wagw/shared/webhooks/hand-out';
import { laneOf } from '@wagw/shared/webhooks/to-delivery';
import type { Redis } from 'ioredis';

/**
 * The bytes of a delivery: its record has them until it is delivered, then the event log, from which they are made again.
 * Undefined when the log has lost the event.
 */
export async function bodyOf(
  redis: Redis,
  endpoint: Endpoint,
  record: DeliveryRecord,
): Promise<string | undefined> {
  if (record.body !== undefined) return record.body;
  const [json] = await readPlaces(redis, [record]);
  if (json === undefined) return undefined;
  const envelope = parseEnvelope(json);
  // A session that was deleted and made again may count from 1 again.
  if (envelope.id !== record.eventId) return undefined;
  return FORMATS[endpoint.format].render({ envelope, json });
}

/** Of examples, which stand in no log and keep no order. */
export const NO_SEQ = 0;

/** The same delivery once more. */
export function again(endpoint: Endpoint, record: DeliveryRecord, body: string): NewDelivery {
  const { id, endpointId, eventId, event, sessionId, tenantId, seq, recordedAt } = record;
  const place =
    seq === NO_SEQ
      ? { lane: undefined, batch: null }
      : { lane: laneOf(endpoint, sessionId), batch: endpoint.batch };
  return { id, endpointId, eventId, event, sessionId, tenantId, seq, recordedAt, body, ...place };
}
