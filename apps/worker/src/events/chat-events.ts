import { chatNames, type LidMap } from '@wagw/shared/numbers/chat-names';
import type { EngineEvent } from '../engine/engine.ts';
import type { NamedEvent } from './named-event.ts';
import { namesOfChat } from './names-in.ts';

/** What happened to chats and to the people behind them. */

type Reported<Type extends EngineEvent['type']> = Extract<EngineEvent, { type: Type }>;

/** Without a name: WhatsApp gives neither an id nor a time, and the engine reports each change once. */
export function chatArchivedEvent({ chat, isArchived }: Reported<'chat_archived'>, lids: LidMap): NamedEvent {
  return { body: { event: 'chat.archived', data: { isArchived, ...namesOfChat(chat, lids) } } };
}

/** Without a name, like `chatArchivedEvent`. */
export function chatRemovedEvent({ chat }: Reported<'chat_removed'>, lids: LidMap): NamedEvent {
  return { body: { event: 'chat.removed', data: namesOfChat(chat, lids) } };
}

/** Without a name: what somebody does comes and goes, and is the same again a minute later. */
export function presenceEvent({ chat, presence }: Reported<'presence'>, lids: LidMap): NamedEvent {
  const { state, lastSeen = null } = presence;
  return { body: { event: 'presence.update', data: { state, lastSeen, ...namesOfChat(chat, lids) } } };
}

/** Named by the numbers: every group that somebody is in tells of the same change. */
export function contactChangedEvent(change: Reported<'contact_changed'>, lids: LidMap): NamedEvent {
  const { oldId, newId, isContact, chat, timestamp } = change;
  const before = chatNames(oldId, lids);
  const after = chatNames(newId, lids);
  return {
    once: `contact:${oldId}:${newId}`,
    body: {
      event: 'contact.changed',
      data: {
        oldId,
        oldPhone: before.phone,
        oldLid: before.lid,
        newId,
        newPhone: after.phone,
        newLid: after.lid,
        isContact,
        timestamp,
        ...namesOfChat(chat, lids),
      },
    },
  };
}
