import { createHash } from 'node:crypto';
import { ackName } from '@wagw/shared/events/catalogue';
import { chatNames, type LidMap } from '@wagw/shared/numbers/chat-names';
import type { EngineEvent, MessageRef } from '../engine/engine.ts';
import type { NamedEvent } from './named-event.ts';
import { namesOfChat } from './names-in.ts';

/** What becomes of a message that exists. */

type Reported<Type extends EngineEvent['type']> = Extract<EngineEvent, { type: Type }>;

/** @param now unix seconds */
export function ackEvent(
  ref: MessageRef,
  ack: number,
  gatewayMessageId: string | undefined,
  now: number,
  lids: LidMap,
): NamedEvent {
  return {
    once: acknowledgedName(ref, ack),
    body: {
      event: 'message_ack',
      data: {
        messageId: ref.serialized,
        gatewayMessageId: gatewayMessageId ?? null,
        ack,
        ackName: ackName(ack),
        timestamp: now,
        ...namesOfChat(ref.chat, lids),
      },
    },
  };
}

/** A message that was accepted here and will not be sent. @param messageId WhatsApp's, when it got so far */
export function failedEvent(
  message: { readonly id: string; readonly messageId: string | null; readonly chatId: string },
  error: { readonly code: string; readonly detail: string },
  lids: LidMap,
): NamedEvent {
  return {
    once: `failed:${message.id}`,
    body: {
      event: 'message_failed',
      data: {
        gatewayMessageId: message.id,
        messageId: message.messageId,
        code: error.code,
        reason: error.detail,
        ...namesOfChat(message.chatId, lids),
      },
    },
  };
}

/** What the log calls an acknowledgement. */
export const acknowledgedName = (ref: MessageRef, ack: number): string => `ack:${ref.id}:${ack}`;

/** The name of an edit, which the store tells as well as a report of the page. */
export function editName({ ref, body, previousBody, editedAtMs }: Reported<'edit'>): string {
  return `edit:${ref.id}:${editedAtMs ?? digest(previousBody ?? '', body)}`;
}

export function editEvent(edit: Reported<'edit'>, lids: LidMap): NamedEvent {
  const { ref, body, previousBody = '', timestamp } = edit;
  return {
    once: editName(edit),
    body: {
      event: 'message_edit',
      data: {
        messageId: ref.serialized,
        newBody: body,
        previousBody,
        editedAt: timestamp,
        ...namesOfChat(ref.chat, lids),
      },
    },
  };
}

export function revokeEvent(
  { type, ref, timestamp }: Reported<'revoke' | 'revoke_me'>,
  lids: LidMap,
): NamedEvent {
  const data = { messageId: ref.serialized, revokedAt: timestamp, ...namesOfChat(ref.chat, lids) };
  return type === 'revoke'
    ? { once: `revoke:${ref.id}`, body: { event: 'message_revoke_everyone', data } }
    : { once: `revoke-me:${ref.id}`, body: { event: 'message_revoke_me', data } };
}

/** WhatsApp Web tells old reactions anew when it starts; the id of each is its own. */
export function reactionEvent(reaction: Reported<'reaction'>, lids: LidMap): NamedEvent {
  const { id, ref, emoji, sender, fromMe, timestamp } = reaction;
  const { phone, lid } = chatNames(sender, lids);
  return {
    once: `reaction:${ref.id}:${id}:${emoji}`,
    body: {
      event: 'message_reaction',
      data: {
        messageId: ref.serialized,
        emoji,
        sender,
        senderPhone: phone,
        senderLid: lid,
        fromMe,
        timestamp,
        ...namesOfChat(ref.chat, lids),
      },
    },
  };
}

/** A vote has no id of its own, but a time in milliseconds. */
export function voteEvent(
  { ref, voter, options, votedAtMs }: Reported<'poll_vote'>,
  lids: LidMap,
): NamedEvent {
  const { phone, lid, chatKey } = chatNames(voter, lids);
  return {
    once: `vote:${ref.id}:${chatKey}:${votedAtMs}`,
    body: {
      event: 'poll.vote',
      data: {
        messageId: ref.serialized,
        options: [...options],
        voter,
        voterPhone: phone,
        voterLid: lid,
        timestamp: Math.floor(votedAtMs / 1000),
        ...namesOfChat(ref.chat, lids),
      },
    },
  };
}

function digest(...texts: string[]): string {
  return createHash('sha256').update(JSON.stringify(texts)).digest('base64url').slice(0, 16);
}
