import { type Envelope, EVENTS, type EventName } from '@wagw/shared/events/catalogue';
import { derivedId } from '@wagw/shared/messages/message-id';
import type { Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import type { NewDelivery } from '@wagw/shared/webhooks/hand-out';
import { toDelivery } from '@wagw/shared/webhooks/to-delivery';
import { NO_SEQ } from './redeliver.ts';

/** Whose event an example is, where the endpoint is of nobody. */
const NOBODY = 'test';

/**
 * A delivery of the example that the catalogue has of an event; undefined when the endpoint's format does not carry it.
 * @param seed what its id follows from
 * @param now unix milliseconds
 */
export function exampleDelivery(
  endpoint: Endpoint,
  event: EventName,
  seed: string,
  now: number,
): NewDelivery | undefined {
  // In the order in which the log has the fields.
  const envelope: Envelope = {
    seq: NO_SEQ,
    id: derivedId('evt_test', seed),
    event,
    sessionId: endpoint.sessionId ?? NOBODY,
    tenantId: endpoint.tenantId ?? NOBODY,
    timestamp: Math.floor(now / 1000),
    data: EVENTS[event].example,
  };
  const delivery = toDelivery(endpoint, { envelope, json: JSON.stringify(envelope) });
  return delivery && { ...delivery, lane: undefined, batch: null };
}
