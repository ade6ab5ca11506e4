import { derivedId } from '../messages/message-id.ts';
import type { Endpoint } from './endpoint-store.ts';
import type { RecordedEvent } from './formats/format.ts';
import { FORMATS } from './formats/formats.ts';
import type { NewDelivery } from './hand-out.ts';

/** The lane of batches of an endpoint that keeps no order. */
const COMMON_LANE = '-';

/**
 * The delivery of an event to an endpoint; undefined when the endpoint's format does not carry the event, or when it tells of this very
 * endpoint.
 */
export function toDelivery(
  { id: endpointId, format, ordered, batch }: Pick<Endpoint, 'id' | 'format' | 'ordered' | 'batch'>,
  event: RecordedEvent,
): NewDelivery | undefined {
  if (event.envelope.data.webhookId === endpointId) return undefined;
  const body = FORMATS[format].render(event);
  if (body === undefined) return undefined;
  const { id: eventId, event: name, sessionId, tenantId, seq, timestamp } = event.envelope;
  return {
    id: deliveryId(endpointId, eventId),
    endpointId,
    eventId,
    event: name,
    sessionId,
    tenantId,
    seq,
    recordedAt: timestamp * 1000,
    body,
    lane: laneOf({ ordered, batch }, sessionId),
    batch,
  };
}

/** What an event of a session must keep its order in, at an endpoint; undefined when it goes by itself. */
export function laneOf(
  { ordered, batch }: Pick<Endpoint, 'ordered' | 'batch'>,
  sessionId: string,
): string | undefined {
  if (ordered) return sessionId;
  return batch === null ? undefined : COMMON_LANE;
}

/** The same however often the event is handed out. */
export const deliveryId = (endpointId: string, eventId: string): string =>
  derivedId('dlv', `${endpointId}/${eventId}`);
