import type { EventName } from '@wagw/shared/events/catalogue';
import type { EvolutionEvent } from '@wagw/shared/webhooks/formats/evolution';

/** Events as Evolution's settings name them (source: evolution-api v2, src/api/integrations/event/event.controller.ts). */

interface Meaning {
  /** What it is called when it is delivered. */
  readonly delivered: EvolutionEvent;
  /** The events of ours that it is made of. */
  readonly of: readonly EventName[];
}

const MESSAGES_UPSERT: Meaning = {
  delivered: 'messages.upsert',
  of: ['message', 'message_create', 'message_reaction'],
};
const GROUPS_UPDATE: Meaning = { delivered: 'groups.update', of: ['group.update'] };

/** Those that can be delivered. */
export const CARRIED = {
  QRCODE_UPDATED: { delivered: 'qrcode.updated', of: ['qr_code'] },
  CONNECTION_UPDATE: { delivered: 'connection.update', of: ['session.status'] },
  MESSAGES_UPSERT,
  MESSAGES_UPDATE: {
    delivered: 'messages.update',
    of: ['message_ack', 'message_edit', 'message_failed'],
  },
  MESSAGES_DELETE: {
    delivered: 'messages.delete',
    of: ['message_revoke_everyone', 'message_revoke_me'],
  },
  SEND_MESSAGE: { delivered: 'send.message', of: ['message_create'] },
  CONTACTS_UPSERT: { delivered: 'contacts.upsert', of: ['contact.changed'] },
  CONTACTS_UPDATE: { delivered: 'contacts.update', of: ['contact.changed'] },
  CHATS_UPSERT: { delivered: 'chats.upsert', of: ['message_create'] },
  CHATS_UPDATE: { delivered: 'chats.update', of: ['chat.archived'] },
  PRESENCE_UPDATE: { delivered: 'presence.update', of: ['presence.update'] },
  CHATS_DELETE: { delivered: 'chats.delete', of: ['chat.removed'] },
  GROUPS_UPSERT: { delivered: 'groups.upsert', of: ['group.update'] },
  // The list of Evolution's settings has the first of these, its events the second.
  GROUP_UPDATE: GROUPS_UPDATE,
  GROUPS_UPDATE,
  GROUP_PARTICIPANTS_UPDATE: {
    delivered: 'group-participants.update',
    of: ['group.join', 'group.leave', 'group.update'],
  },
  CALL: { delivered: 'call', of: ['call'] },
} as const satisfies Record<string, Meaning>;

/** Those that can be asked for and never come: there is nothing here that they could be made of. */
const NEVER = [
  'APPLICATION_STARTUP',
  'MESSAGES_SET',
  'MESSAGES_EDITED',
  'SEND_MESSAGE_UPDATE',
  'CONTACTS_SET',
  'CHATS_SET',
  'LABELS_EDIT',
  'LABELS_ASSOCIATION',
  'TYPEBOT_START',
  'TYPEBOT_CHANGE_STATUS',
  'REMOVE_INSTANCE',
  'LOGOUT_INSTANCE',
  'INSTANCE_CREATE',
  'INSTANCE_DELETE',
  'STATUS_INSTANCE',
] as const;

type Carried = keyof typeof CARRIED;
export type EvolutionName = Carried | (typeof NEVER)[number];

const carried = Object.keys(CARRIED) as Carried[];
export const EVOLUTION_NAMES: readonly EvolutionName[] = [...carried, ...NEVER];

const isCarried = (name: EvolutionName): name is Carried => name in CARRIED;

/** What an endpoint is told of. Empty lists are all. */
export interface Choice {
  readonly events: EventName[];
  readonly formatEvents: string[];
}

/** The name of no event. */
const NOTHING = 'nothing';

/** @param names empty for all; those that never come are not kept */
export function choiceOf(names: readonly EvolutionName[]): Choice {
  if (names.length === 0) return { events: [], formatEvents: [] };
  const meanings: Meaning[] = names.filter(isCarried).map((name) => CARRIED[name]);
  if (meanings.length === 0) return { events: [], formatEvents: [NOTHING] };
  return {
    events: unique(meanings.flatMap(({ of }) => of)),
    formatEvents: unique(meanings.map(({ delivered }) => delivered)),
  };
}

/** The names of what an endpoint is told of. */
export function namesOf(formatEvents: readonly string[]): EvolutionName[] {
  const isAll = formatEvents.length === 0;
  return carried.filter(
    (name) => name !== 'GROUPS_UPDATE' && (isAll || formatEvents.includes(CARRIED[name].delivered)),
  );
}

const unique = <T>(all: readonly T[]): T[] => [...new Set(all)];
