import type { EventName } from '@wagw/client';

/** What people look for together in the log. */
export const EVENT_GROUPS = ['session', 'messages', 'account', 'webhooks'] as const;
export type EventGroup = (typeof EVENT_GROUPS)[number];

interface EventKind {
  readonly group: EventGroup;
  /** Under which its words stand in the texts, where a dot would part them. */
  readonly text: string;
}

/** Every event that there is: where it belongs. */
export const EVENT_KINDS = {
  'session.status': { group: 'session', text: 'sessionStatus' },
  qr_code: { group: 'session', text: 'qrCode' },
  pairing_code: { group: 'session', text: 'pairingCode' },
  'connection.status': { group: 'session', text: 'connectionStatus' },
  change_state: { group: 'session', text: 'changeState' },
  change_battery: { group: 'session', text: 'changeBattery' },
  'session.alert': { group: 'session', text: 'sessionAlert' },
  disconnected: { group: 'session', text: 'disconnected' },
  message: { group: 'messages', text: 'message' },
  message_create: { group: 'messages', text: 'messageCreate' },
  message_ack: { group: 'messages', text: 'messageAck' },
  message_failed: { group: 'messages', text: 'messageFailed' },
  message_unconfirmed: { group: 'messages', text: 'messageUnconfirmed' },
  media_ready: { group: 'messages', text: 'mediaReady' },
  message_edit: { group: 'messages', text: 'messageEdit' },
  message_revoke_everyone: { group: 'messages', text: 'messageRevokeEveryone' },
  message_revoke_me: { group: 'messages', text: 'messageRevokeMe' },
  message_reaction: { group: 'messages', text: 'messageReaction' },
  'poll.vote': { group: 'messages', text: 'pollVote' },
  'group.join': { group: 'account', text: 'groupJoin' },
  'group.leave': { group: 'account', text: 'groupLeave' },
  'group.update': { group: 'account', text: 'groupUpdate' },
  'contact.changed': { group: 'account', text: 'contactChanged' },
  'chat.archived': { group: 'account', text: 'chatArchived' },
  'chat.removed': { group: 'account', text: 'chatRemoved' },
  'presence.update': { group: 'account', text: 'presenceUpdate' },
  call: { group: 'account', text: 'call' },
  'webhook.failing': { group: 'webhooks', text: 'webhookFailing' },
  'webhook.recovered': { group: 'webhooks', text: 'webhookRecovered' },
  'webhook.disabled': { group: 'webhooks', text: 'webhookDisabled' },
} as const satisfies Record<EventName, EventKind>;

export type { EventName };
export const EVENT_NAMES = Object.keys(EVENT_KINDS) as EventName[];

/** The names of a group's events; of all without one. */
export const namesOf = (group: EventGroup | undefined): readonly EventName[] =>
  EVENT_NAMES.filter((name) => group === undefined || EVENT_KINDS[name].group === group);

/** A newer gateway may know more. */
export const isEventName = (name: string): name is EventName => name in EVENT_KINDS;
