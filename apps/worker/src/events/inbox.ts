import type { MessageStatus } from '@wagw/shared/messages/message-schema';
import { advanceMessage, loadMessage, messageIdOf } from '@wagw/shared/messages/message-store';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Redis } from 'ioredis';
import type { EngineEvent, MessageRef } from '../engine/engine.ts';
import type { WorkerMetrics } from '../metrics.ts';
import type { Naming } from '../numbers/naming.ts';
import { ackEvent, editEvent, messageEvents, type NamedEvent, revokeEvent } from './message-events.ts';
import type { Recorder } from './recorder.ts';

/** What concerns messages and the phone; the session's own life is its owner's matter. */
export type InboxEvent = Exclude<
  EngineEvent,
  { type: 'qr' | 'authenticating' | 'ready' | 'interrupted' | 'ended' }
>;

const STATUS_OF_ACK: Readonly<Record<number, MessageStatus>> = {
  1: 'sent',
  2: 'delivered',
  3: 'read',
  4: 'played',
};

export interface InboxParts {
  readonly redis: Redis;
  readonly sessionId: string;
  readonly recorder: Recorder;
  readonly naming: Pick<Naming, 'of'>;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}

/** Takes down what the engine reports: into the event log, and into the records of our own messages. */
export function createInbox({ redis, sessionId, recorder, naming, metrics, logger }: InboxParts) {
  return async (event: InboxEvent): Promise<void> => {
    switch (event.type) {
      case 'message': {
        const { fromMe, ref } = event.message;
        const gatewayId = fromMe ? await messageIdOf(redis, sessionId, ref.id) : undefined;
        const lids = await naming.of(event.message);
        for (const named of messageEvents(event.message, gatewayId, lids)) {
          await note(named, { lastActivityAt: String(Date.now()) });
        }
        return;
      }
      case 'ack':
        return acknowledge(event.ref, event.ack);
      case 'edit':
        return note(editEvent(event));
      case 'revoke':
        return note(revokeEvent(event.ref, event.timestamp));
      case 'connection_state':
        await recorder.record({ event: 'change_state', data: { state: event.state } });
        return;
      case 'battery': {
        const { battery, plugged } = event;
        await recorder.record({ event: 'change_battery', data: { battery, plugged } });
        return;
      }
      case 'reaction':
      case 'poll_vote':
      case 'group_change':
      case 'chat_archived':
      case 'chat_removed':
      case 'contact_changed':
      case 'call':
        // The catalogue of events has no place for these.
        return;
    }
  };

  async function note({ body, once }: NamedEvent, session?: Record<string, string>): Promise<void> {
    await recorder.record(body, { once, ...(session === undefined ? {} : { session }) });
  }

  async function acknowledge(ref: MessageRef, ack: number): Promise<void> {
    const now = Date.now();
    const id = await messageIdOf(redis, sessionId, ref.id);
    if (id !== undefined) {
      if (ack < 0) return fail(id, ref);
      const status = STATUS_OF_ACK[Math.min(ack, 4)];
      if (status !== undefined) {
        const details = { ack, whatsappRef: ref.serialized };
        if (await advanceMessage(redis, sessionId, id, status, details, now)) await measure(id, now);
      }
    }
    await note(ackEvent(ref, ack, id, Math.floor(now / 1000)));
  }

  async function fail(id: string, ref: MessageRef): Promise<void> {
    const error = { code: 'rejected', detail: 'WhatsApp refused the message.' };
    if (await advanceMessage(redis, sessionId, id, 'failed', { ack: -1, error }, Date.now())) {
      metrics.sends.inc({ result: 'failed' });
    }
    await note(ackEvent(ref, -1, id, Math.floor(Date.now() / 1000)));
    // Not for what WhatsApp has acknowledged before; but again for a failure whose event a crash has swallowed.
    if ((await loadMessage(redis, sessionId, id))?.status !== 'failed') return;
    await note({
      once: `failed:${id}`,
      body: {
        event: 'message_failed',
        data: { gatewayMessageId: id, messageId: ref.serialized, code: error.code, reason: error.detail },
      },
    });
  }

  /** From acceptance to the server's acknowledgement: what a customer calls "sent". */
  async function measure(id: string, now: number): Promise<void> {
    const record = await loadMessage(redis, sessionId, id);
    if (record?.status !== 'sent' || record.timeline.queued === undefined) return;
    const ms = now - record.timeline.queued;
    metrics.acceptedToSent.observe(ms / 1000);
    logger.debug({ message: id, ms }, 'acknowledged by the server');
  }
}
