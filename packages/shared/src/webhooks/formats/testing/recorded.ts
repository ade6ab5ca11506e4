import { type Envelope, EVENTS, type EventData, type EventName } from '../../../events/catalogue.ts';
import type { RecordedEvent } from '../format.ts';

/** The documented example of an event, with some fields changed, as it stands in the log. */
export function recorded<N extends EventName>(
  event: N,
  changed: Partial<EventData<N>> = {},
  place: Partial<Envelope> = {},
): RecordedEvent {
  const envelope: Envelope = {
    seq: 7,
    id: 'evt_1',
    event,
    sessionId: 'shop',
    tenantId: 'acme',
    timestamp: 1_702_323_460,
    data: { ...EVENTS[event].example, ...changed },
    ...place,
  };
  return { envelope, json: JSON.stringify(envelope) };
}
