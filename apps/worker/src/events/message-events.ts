import { createHash } from 'node:crypto';
import { ackName, type EventBody } from '@wagw/shared/events/catalogue';
import { chatNames, type LidMap } from '@wagw/shared/numbers/chat-names';
import type { EngineEvent, EngineMessage, MessageRef } from '../engine/engine.ts';

/**
 * What the engine reports, as events for the customer: pure, and each with a name of what happened (`once`), so that the
 * same thing reported twice, or found again later in the store, is one event.
 */
export interface NamedEvent {
  readonly body: EventBody;
  readonly once: string;
}

/**
 * `message_create` for every message and, before it, `message` for a received one.
 * @param lids what is known of the people in it
 */
export function messageEvents(
  message: EngineMessage,
  gatewayMessageId: string | undefined,
  lids: LidMap,
): NamedEvent[] {
  const { serialized } = message.ref;
  const fields = {
    from: message.from,
    to: message.to,
    body: message.body,
    timestamp: message.timestamp,
    chatId: message.ref.chat,
    type: message.type,
    hasMedia: message.hasMedia,
    isGroup: message.isGroup,
    isStatus: message.isStatus,
    isForwarded: message.isForwarded,
    ...(message.author === undefined ? {} : { author: message.author }),
    ...(message.senderName === undefined ? {} : { senderName: message.senderName }),
    ...namesIn(message, lids),
  };
  const created: NamedEvent = {
    once: `create:${nameOf(message)}`,
    body: {
      event: 'message_create',
      data: {
        id: serialized,
        ...fields,
        fromMe: message.fromMe,
        gatewayMessageId: gatewayMessageId ?? null,
      },
    },
  };
  if (message.fromMe) return [created];
  return [
    {
      once: `message:${nameOf(message)}`,
      body: { event: 'message', data: { messageId: serialized, ...fields } },
    },
    created,
  ];
}

/** The phone number and the LID of everybody whom the message names, whichever of them WhatsApp used. */
function namesIn({ from, to, author = '', ref }: EngineMessage, lids: LidMap) {
  const sender = chatNames(from, lids);
  const receiver = chatNames(to, lids);
  const writer = chatNames(author, lids);
  return {
    ...chatNames(ref.chat, lids),
    fromPhone: sender.phone,
    fromLid: sender.lid,
    toPhone: receiver.phone,
    toLid: receiver.lid,
    authorPhone: writer.phone,
    authorLid: writer.lid,
  };
}

export function ackEvent(
  ref: MessageRef,
  ack: number,
  gatewayMessageId: string | undefined,
  now: number,
): NamedEvent {
  return {
    once: `ack:${ref.id}:${ack}`,
    body: {
      event: 'message_ack',
      data: {
        messageId: ref.serialized,
        gatewayMessageId: gatewayMessageId ?? null,
        ack,
        ackName: ackName(ack),
        timestamp: now,
      },
    },
  };
}

export function editEvent({
  ref,
  body,
  previousBody,
  timestamp,
}: EngineEvent & { type: 'edit' }): NamedEvent {
  const change = createHash('sha256')
    .update(JSON.stringify([previousBody, body]))
    .digest('base64url');
  return {
    once: `edit:${ref.id}:${change.slice(0, 16)}`,
    body: {
      event: 'message_edit',
      data: { messageId: ref.serialized, newBody: body, previousBody, editedAt: timestamp },
    },
  };
}

export function revokeEvent(ref: MessageRef, timestamp: number): NamedEvent {
  return {
    once: `revoke:${ref.id}`,
    body: { event: 'message_revoke_everyone', data: { messageId: ref.serialized, revokedAt: timestamp } },
  };
}

/** The bare id and not the serialized one: a chat may be named by phone number at one time and by lid at another. */
function nameOf({ fromMe, ref }: EngineMessage): string {
  return `${fromMe}:${ref.id}`;
}
