import { derivedId } from '../messages/message-id.ts';
import type { Endpoint } from './endpoint-store.ts';
import type { RecordedEvent, WebhookFormat } from './formats/format.ts';
import { FORMATS } from './formats/formats.ts';
import type { NewDelivery } from './hand-out.ts';

/** The lane of batches of an endpoint that keeps no order. */
export const COMMON_LANE = '-';

type Wanting = Pick<Endpoint, 'id' | 'format' | 'ordered' | 'batch'> &
  Partial<Pick<Endpoint, 'formatEvents'>>;

/**
 * The delivery of an event to an endpoint; undefined when the endpoint's format does not carry the event, when the endpoint does not want
 * what the format makes of it, or when it tells of this very endpoint.
 */
export function toDelivery(
  { id: endpointId, format: formatName, formatEvents = [], ordered, batch }: Wanting,
  event: RecordedEvent,
): NewDelivery | undefined {
  if (event.envelope.data.webhookId === endpointId) return undefined;
  const format: WebhookFormat = FORMATS[formatName];
  const body = format.render(event);
  if (body === undefined) return undefined;
  if (formatEvents.length > 0 && !formatEvents.includes(format.nameIn?.(body) ?? '')) return undefined;
  const { id: eventId, event: name, sessionId, tenantId, seq, timestamp } = event.envelope;
  return {
    id: deliveryId(endpointId, eventId),
    endpointId,
    eventId,
    event: name,
    sessionId,
    tenantId,
    seq,
    recordedAt: event.recordedAt ?? timestamp * 1000,
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
