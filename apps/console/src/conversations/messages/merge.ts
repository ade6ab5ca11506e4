import type { Event, EventOf, Message, Page, StoredMessage } from '@wagw/client';
import { type Facts, joined, nothingOf, shownOf, storedOf, withReaction, withStored } from './facts.ts';
import { bareIdOf, type Draft, type ShownMessage } from './shown-message.ts';

/**
 * One conversation: WhatsApp's pages, the gateway's records, events, and what is written on this page, put together message by message. A
 * message is known by WhatsApp's bare id, by ours, and by the key of the request that sent it; whichever source comes first, the others
 * join it. Never changed, always made anew.
 */
export interface Conversation {
  readonly facts: ReadonlyMap<string, Facts>;
  /** Which facts are meant by an id. */
  readonly keys: ReadonlyMap<string, string>;
  /** Whether the newest messages were read. */
  readonly isRead: boolean;
  /** Where the messages before these are; undefined: there are none, or nobody knows of them. */
  readonly older: string | undefined;
  /** Whether the messages are WhatsApp's, and not only those that went through the gateway. */
  readonly isWhatsApps: boolean;
}

export const EMPTY: Conversation = {
  facts: new Map(),
  keys: new Map(),
  isRead: false,
  older: undefined,
  isWhatsApps: false,
};

/** What tells of a message, as far as a conversation shows it. */
export const MESSAGE_EVENTS = [
  'message_create',
  'message_ack',
  'message_failed',
  'message_unconfirmed',
  'message_edit',
  'message_revoke_everyone',
  'message_revoke_me',
  'message_reaction',
] as const;

/** The newest messages. When they do not reach back to those that are known, there is a gap, and the older ones are forgotten. */
export function withNewest(conversation: Conversation, page: Page<StoredMessage>): Conversation {
  const { isRead, isWhatsApps, facts } = conversation;
  const isKnown = ({ messageId }: StoredMessage) => {
    const key = conversation.keys.get(bareIdOf(messageId));
    return key !== undefined && facts.get(key)?.stored !== undefined;
  };
  const joins = isRead && isWhatsApps && (page.nextCursor === null || page.items.some(isKnown));
  const kept = joins || !isRead ? conversation : withoutStored(conversation);
  return {
    ...withPage(kept, page.items),
    isRead: true,
    isWhatsApps: true,
    older: joins ? conversation.older : (page.nextCursor ?? undefined),
  };
}

export function withOlder(conversation: Conversation, page: Page<StoredMessage>): Conversation {
  const { facts, ...rest } = withPage(conversation, page.items);
  // So that those of one second stay in their order.
  const earlier = [...facts].filter(([key]) => !conversation.facts.has(key));
  return { ...rest, facts: new Map([...earlier, ...facts]), older: page.nextCursor ?? undefined };
}

/** What the gateway has of a chat whose session is away. */
export function withGatewaysPage(conversation: Conversation, page: Page<Message>): Conversation {
  return {
    ...withRecords(conversation, page.items),
    isRead: true,
    older: conversation.isWhatsApps ? conversation.older : (page.nextCursor ?? undefined),
  };
}

export function withRecords(conversation: Conversation, records: readonly Message[]): Conversation {
  return changed(conversation, (facts) => {
    for (const record of records) facts.add(namesOf(record), (known) => ({ ...known, record }));
  });
}

/** Below everything that is there, whatever the clock of this machine says. */
export function withDraft(conversation: Conversation, draft: Draft): Conversation {
  const last = messagesOf(conversation).at(-1)?.at ?? 0;
  return changed(conversation, (facts) =>
    facts.add([draft.key], (known) => ({
      ...known,
      draft: { ...draft, at: known.draft?.at ?? Math.max(draft.at, last) },
    })),
  );
}

/** What is not to be shown any more. @param key of the shown message */
export function without(conversation: Conversation, key: string): Conversation {
  return changed(conversation, (facts) => facts.add([key], (known) => ({ ...known, isGone: true })));
}

/** It is to be shown again, as far as is known now. */
export function restored(conversation: Conversation, key: string): Conversation {
  return changed(conversation, (facts) => facts.add([key], (known) => ({ ...known, isGone: false })));
}

/** The gateway has taken what was written, perhaps in the place of one that failed. */
export function withAccepted(conversation: Conversation, draftKey: string, record: Message): Conversation {
  return changed(conversation, (facts) => {
    facts.add([draftKey, ...namesOf(record)], (known) => ({ ...known, record }));
    if (record.resendOf !== undefined) {
      facts.add([record.resendOf], (known) => withReplacement(known, record.id));
    }
  });
}

/** @param event of this conversation's chat; one that tells of no message changes nothing */
export function withEvent(conversation: Conversation, event: Event): Conversation {
  return changed(conversation, (facts) => {
    switch (event.event) {
      case 'message_create':
        return facts.add(idsOf(event.data.id, event.data.gatewayMessageId), (known) =>
          withStored(known, known.stored ?? storedOf(event)),
        );
      case 'message_ack': {
        const { messageId, gatewayMessageId, ack } = event.data;
        return facts.add(idsOf(messageId, gatewayMessageId), (known) => withAck(known, ack));
      }
      case 'message_failed': {
        const { messageId, gatewayMessageId, code, reason } = event.data;
        const failure = { code, detail: reason };
        return facts.add(idsOf(messageId, gatewayMessageId), (known) => ({ ...known, failure }));
      }
      case 'message_unconfirmed': {
        const { messageId, gatewayMessageId } = event.data;
        return facts.add(idsOf(messageId, gatewayMessageId), (known) => ({ ...known, isUnconfirmed: true }));
      }
      case 'message_edit':
        return facts.add(idsOf(event.data.messageId, null), (known) => withEdit(known, event));
      case 'message_revoke_everyone':
        return facts.add(idsOf(event.data.messageId, null), (known) => ({ ...known, isRevoked: true }));
      case 'message_revoke_me':
        return facts.add(idsOf(event.data.messageId, null), (known) => ({ ...known, isGone: true }));
      case 'message_reaction': {
        const { messageId, emoji, sender, fromMe, timestamp } = event.data;
        return facts.add(idsOf(messageId, null), (known) => ({
          ...known,
          reactions: withReaction(known.reactions, { emoji, sender, fromMe, timestamp }),
        }));
      }
    }
  });
}

/** What is to be seen, the oldest first; without what waits for its time, and what belongs between messages that were not read yet. */
export function messagesOf({ facts, older, isWhatsApps }: Conversation): ShownMessage[] {
  const all: ShownMessage[] = [];
  let since = older === undefined ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  for (const known of facts.values()) {
    const shown = shownOf(known);
    if (shown === undefined || shown.fate === 'scheduled') continue;
    if (known.stored !== undefined || !isWhatsApps) since = Math.min(since, shown.at);
    // What WhatsApp has had and has no more was deleted there.
    else if (known.draft === undefined && known.ack === 0 && hasLeft(shown)) continue;
    all.push(shown);
  }
  const isOpen = ({ fate }: ShownMessage) => fate === 'queued' || fate === 'sending';
  return all.filter((message) => message.at >= since || isOpen(message)).sort((a, b) => a.at - b.at);
}

/** What waits for its time, the next one first. */
export function scheduledOf({ facts }: Conversation): ShownMessage[] {
  const shown = [...facts.values()].flatMap((known) => shownOf(known) ?? []);
  return shown.filter(({ fate }) => fate === 'scheduled').sort((a, b) => a.at - b.at);
}

/** Not merely gone: should it have arrived after all, it is to be seen. */
const withReplacement = (facts: Facts, resentAs: string): Facts =>
  facts.record === undefined ? facts : { ...facts, isGone: false, record: { ...facts.record, resentAs } };

const LEFT = new Set<ShownMessage['fate']>(['sent', 'delivered', 'read', 'played']);
const hasLeft = ({ fate }: ShownMessage) => LEFT.has(fate);

function withAck(facts: Facts, ack: number): Facts {
  if (ack >= 0) return { ...facts, ack: Math.max(facts.ack, ack) };
  return { ...facts, failure: facts.failure ?? { code: 'rejected', detail: '' } };
}

function withEdit(facts: Facts, { data: { newBody, editedAt } }: EventOf<'message_edit'>): Facts {
  const known = Math.max(facts.edit?.at ?? 0, facts.stored?.editedAt ?? 0);
  return known > editedAt ? facts : { ...facts, edit: { text: newBody, at: editedAt } };
}

function withPage(conversation: Conversation, items: readonly StoredMessage[]): Conversation {
  return changed(conversation, (facts) => {
    for (const stored of items) {
      facts.add(idsOf(stored.messageId, stored.id), (known) => withStored(known, stored));
    }
  });
}

/** What only the gateway or this page knows. */
function withoutStored(conversation: Conversation): Conversation {
  const facts = [...conversation.facts].filter(([, { stored }]) => stored === undefined);
  const kept = new Set(facts.map(([key]) => key));
  const keys = [...conversation.keys].filter(([, key]) => kept.has(key));
  return { ...conversation, facts: new Map(facts), keys: new Map(keys) };
}

const idsOf = (ref: string | null, id: string | null): string[] => [
  ...(ref === null ? [] : [bareIdOf(ref)]),
  ...(id === null ? [] : [id]),
];
const namesOf = ({ id, whatsappId }: Message) => idsOf(whatsappId, id);

interface Changes {
  /** Changes what is known of the message with these names. Facts that turn out to be of one message become one. */
  add(names: readonly string[], change: (known: Facts) => Facts): void;
}

function changed(conversation: Conversation, change: (changes: Changes) => void): Conversation {
  const facts = new Map(conversation.facts);
  const keys = new Map(conversation.keys);
  change({
    add(names, apply) {
      const known = new Set(names.flatMap((name) => keys.get(name) ?? []));
      const [key = names[0] ?? ''] = known;
      const whole = [...known]
        .flatMap((each) => facts.get(each) ?? [])
        .reduce<Facts>((all, each) => joined(all, each), nothingOf(key));
      for (const other of known) {
        if (other === key) continue;
        facts.delete(other);
        for (const [name, meant] of keys) if (meant === other) keys.set(name, key);
      }
      for (const name of names) keys.set(name, key);
      facts.set(key, apply(whole));
    },
  });
  return { ...conversation, facts, keys };
}
