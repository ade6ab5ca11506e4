import type { MessageStatus } from '@wagw/shared/messages/message-schema';
import { advanceMessage, loadMessage, messageIdOf } from '@wagw/shared/messages/message-store';
import { rewriteMessage } from '@wagw/shared/messages/rewrite-message';
import { storedTypeOf } from '@wagw/shared/messages/seen-record';
import { noteSeenMessage } from '@wagw/shared/messages/seen-store';
import type { LidMap } from '@wagw/shared/numbers/chat-names';
import { readLids } from '@wagw/shared/numbers/lid-store';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Redis } from 'ioredis';
import type { EngineEvent, EngineMessage, MessageRef } from '../engine/engine.ts';
import type { WorkerMetrics } from '../metrics.ts';
import type { Naming } from '../numbers/naming.ts';
import { callEvent } from './call-events.ts';
import { chatArchivedEvent, chatRemovedEvent, contactChangedEvent, presenceEvent } from './chat-events.ts';
import { groupEvent } from './group-events.ts';
import {
  ackEvent,
  editEvent,
  failedEvent,
  reactionEvent,
  revokeEvent,
  voteEvent,
} from './message-changes.ts';
import { messageEvents, peopleIn } from './message-events.ts';
import { createMissedEdits } from './missed-edits.ts';
import type { NamedEvent } from './named-event.ts';
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

/** Below the time for which the log recognises what it has. */
const OLDEST_SECONDS = 6 * 86_400;

export interface InboxParts {
  readonly redis: Redis;
  readonly sessionId: string;
  /** How long the lists show a message that was not sent through here. */
  readonly retentionDays: number;
  readonly recorder: Recorder;
  readonly naming: Pick<Naming, 'of'>;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}

/** Takes down what the engine reports: into the event log, and into the records of our own messages. */
export function createInbox(parts: InboxParts) {
  const { redis, sessionId, retentionDays, recorder, naming, metrics, logger } = parts;
  const missedEdit = createMissedEdits(redis, sessionId);

  return async (event: InboxEvent): Promise<void> => {
    switch (event.type) {
      case 'message': {
        const { fromMe, ref } = event.message;
        const gatewayId = fromMe ? await messageIdOf(redis, sessionId, ref.id) : undefined;
        const lids = await everybodyIn(event.message);
        if (gatewayId === undefined) await list(event.message);
        for (const named of messageEvents(event.message, gatewayId, lids)) {
          await note(named, { lastActivityAt: String(Date.now()) });
        }
        return;
      }
      case 'ack':
        return acknowledge(event.ref, event.ack);
      case 'edit':
        return edited(event);
      case 'revoke':
      case 'revoke_me':
        return note(revokeEvent(event, await known(event.ref.chat)));
      case 'reaction':
        if (isOld(event.timestamp)) return;
        return note(reactionEvent(event, await known(event.ref.chat, event.sender)));
      case 'poll_vote':
        if (isOld(event.votedAtMs / 1000)) return;
        return note(voteEvent(event, await known(event.ref.chat, event.voter)));
      case 'group_change':
        return note(groupEvent(event, await known(event.author ?? '', ...event.participants)));
      case 'chat_archived':
        return note(chatArchivedEvent(event, await known(event.chat)));
      case 'chat_removed':
        return note(chatRemovedEvent(event, await known(event.chat)));
      case 'presence':
        return note(presenceEvent(event, await known(event.chat)));
      case 'contact_changed':
        return note(contactChangedEvent(event, await known(event.oldId, event.newId, event.chat)));
      case 'call':
        return note(callEvent(event, await known(event.from)));
      case 'connection_state':
        await recorder.record({ event: 'change_state', data: { state: event.state } });
        return;
      case 'battery': {
        const { battery, plugged } = event;
        await recorder.record({ event: 'change_battery', data: { battery, plugged } });
        return;
      }
    }
  };

  /** What was not sent through here is found in the lists of messages as well. Before its event, which ends the taking down. */
  async function list({
    ref,
    fromMe,
    from,
    to,
    type,
    body,
    ack,
    timestamp,
    isStatus,
  }: EngineMessage): Promise<void> {
    if (isStatus) return;
    await noteSeenMessage(
      redis,
      {
        sessionId,
        direction: fromMe ? 'outbound' : 'inbound',
        chatId: ref.chat,
        from,
        to,
        whatsappRef: ref.serialized,
        type: storedTypeOf(type),
        text: body,
        ack,
        at: timestamp * 1000,
      },
      { now: Date.now(), retentionDays },
    );
  }

  /** What is known of these people and chats; WhatsApp is not asked. */
  async function known(...ids: string[]): Promise<LidMap> {
    return readLids(redis, sessionId, ids, true);
  }

  /** Who writes to whom is asked for when it is not known; who is only mentioned, or quoted, is not. */
  async function everybodyIn(message: EngineMessage): Promise<LidMap> {
    const lids = await naming.of(message);
    const hasOthers = message.mentions !== undefined || message.quoted?.author !== undefined;
    return hasOthers ? known(...peopleIn(message)) : lids;
  }

  async function edited(event: InboxEvent & { type: 'edit' }): Promise<void> {
    const edit = event.previousBody === undefined ? await missedEdit(event) : event;
    if (edit === undefined) return;
    await rewriteMessage(redis, sessionId, edit.ref, edit.body);
    await note(editEvent(edit, await known(edit.ref.chat)));
  }

  async function note({ body, once }: NamedEvent, session?: Record<string, string>): Promise<void> {
    await recorder.record(body, {
      ...(once === undefined ? {} : { once }),
      ...(session === undefined ? {} : { session }),
    });
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
    await note(ackEvent(ref, ack, id, Math.floor(now / 1000), await known(ref.chat)));
  }

  async function fail(id: string, ref: MessageRef): Promise<void> {
    const error = { code: 'rejected', detail: 'WhatsApp refused the message.' };
    if (await advanceMessage(redis, sessionId, id, 'failed', { ack: -1, error }, Date.now())) {
      metrics.sends.inc({ result: 'failed' });
    }
    const lids = await known(ref.chat);
    await note(ackEvent(ref, -1, id, Math.floor(Date.now() / 1000), lids));
    // Not for what WhatsApp has acknowledged before; but again for a failure whose event a crash has swallowed.
    if ((await loadMessage(redis, sessionId, id))?.status !== 'failed') return;
    await note(failedEvent({ id, messageId: ref.serialized, chatId: ref.chat }, error, lids));
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

/** WhatsApp Web may tell what it has stored anew when it starts, and the log would not recognise it. @param seconds unix seconds */
function isOld(seconds: number): boolean {
  return seconds < Date.now() / 1000 - OLDEST_SECONDS;
}
