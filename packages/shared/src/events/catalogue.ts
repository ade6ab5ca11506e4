import { z } from 'zod';
import { accountEvents } from './account-events.ts';
import { timestamp } from './event-fields.ts';
import { messageEvents } from './message-events.ts';
import { sessionEvents } from './session-events.ts';
import { webhookEvents } from './webhook-events.ts';

/**
 * Every event that a customer can receive: its `data`, what it means, and an example. `docs/events.md` is made from this table.
 */
export const EVENTS = { ...sessionEvents, ...messageEvents, ...accountEvents, ...webhookEvents } as const;

export type EventName = keyof typeof EVENTS;
export const EVENT_NAMES = Object.keys(EVENTS) as [EventName, ...EventName[]];
export type EventData<N extends EventName> = z.infer<(typeof EVENTS)[N]['data']>;

/** An event without its place in the log. */
export type EventBody = { [N in EventName]: { readonly event: N; readonly data: EventData<N> } }[EventName];

const ACK_NAMES = ['error', 'pending', 'server', 'device', 'read', 'played'] as const;

/** @param ack WhatsApp's number, from −1 */
export function ackName(ack: number): (typeof ACK_NAMES)[number] {
  return ACK_NAMES[Math.min(Math.max(ack, -1), 4) + 1] ?? 'error';
}

/** What is posted to a receiver and stands in the event log. */
export const envelopeSchema = z
  .object({
    id: z.string().describe('Of the event; the same over every repetition.'),
    seq: z.int().describe('Counts the events of the session from 1 without a gap.'),
    event: z.enum(EVENT_NAMES),
    sessionId: z.string(),
    tenantId: z.string(),
    timestamp,
    data: z.record(z.string(), z.unknown()),
  })
  .meta({ id: 'Event' });

export type Envelope = z.infer<typeof envelopeSchema>;
