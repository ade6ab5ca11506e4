import type { EventBody } from '@wagw/shared/events/catalogue';
import { chatNames, type LidMap } from '@wagw/shared/numbers/chat-names';
import type { EngineEvent } from '../engine/engine.ts';
import type { NamedEvent } from './named-event.ts';
import { namesOfChat, namesOfPerson } from './names-in.ts';

type GroupChange = Extract<EngineEvent, { type: 'group_change' }>;

/** What happened in a group. The notice in its chat that tells of it has an id within the group. */
export function groupEvent(change: GroupChange, lids: LidMap): NamedEvent {
  return { once: `group:${change.group}:${change.id}`, body: bodyOf(change, lids) };
}

function bodyOf(change: GroupChange, lids: LidMap): EventBody {
  const { phone, lid } = chatNames(change.author ?? '', lids);
  const data = {
    ...namesOfChat(change.group, lids),
    action: change.action,
    by: change.author ?? null,
    byPhone: phone,
    byLid: lid,
    timestamp: change.timestamp,
    participants: change.participants.map((id) => namesOfPerson(id, lids)),
  };
  switch (change.change) {
    case 'join':
      return { event: 'group.join', data };
    case 'leave':
      return { event: 'group.leave', data };
    case 'update':
      return { event: 'group.update', data: { ...data, change: 'settings', value: change.body } };
    case 'admins':
    case 'request':
      return { event: 'group.update', data: { ...data, change: change.change, value: change.body } };
  }
}
