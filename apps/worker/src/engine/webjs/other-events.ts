import type { Presence } from '../actions.ts';
import type { EngineEvent } from '../engine.ts';
import type { Repeats } from './repeats.ts';
import {
  addressText,
  type RawAddress,
  type RawMessage,
  type RawMessageKey,
  toMessageRef,
} from './to-engine-message.ts';

/** Listens to an event of the library. */
export type Listen = <Args extends unknown[]>(name: string, listener: (...args: Args) => void) => void;

/** As the library's client makes it of the page's row. */
interface LibraryReaction {
  readonly id: RawMessageKey;
  readonly msgId: RawMessageKey;
  readonly reaction?: string;
  readonly senderId: string;
  /** Unix seconds, with a fraction. */
  readonly timestamp: number;
}

interface LibraryVote {
  readonly voter: RawAddress;
  /** Without a name where the page does not know the poll. */
  readonly selectedOptions: readonly { readonly name?: string; readonly localId: number }[];
  /** Unix milliseconds; the name is the library's. */
  readonly interractedAtTs: number;
  readonly parentMsgKey: RawMessageKey;
}

interface LibraryNotice {
  readonly id: RawMessageKey;
  /** The notice's subtype. */
  readonly type?: string;
  readonly body?: string;
  readonly timestamp?: number;
  readonly chatId: string;
  readonly author?: RawAddress;
  readonly recipientIds: readonly RawAddress[];
}

interface LibraryCall {
  readonly id: string;
  readonly from: RawAddress;
  readonly timestamp?: number;
  readonly isVideo?: boolean;
  readonly isGroup?: boolean;
  readonly fromMe?: boolean;
}

type Chat = { readonly id: RawAddress };
type GroupChange = Extract<EngineEvent, { type: 'group_change' }>['change'];

const groupEvents: Readonly<Record<string, GroupChange>> = {
  group_join: 'join',
  group_leave: 'leave',
  group_admin_changed: 'admins',
  group_membership_request: 'request',
  group_update: 'update',
};

const now = () => Math.floor(Date.now() / 1000);

/** Reports what happens beside messages: to them, around them, and to chats, groups, people. */
export function reportOtherEvents(
  on: Listen,
  emit: (event: EngineEvent) => void,
  repeats: Pick<Repeats, 'isNews'>,
): void {
  on('message_reaction', ({ id, msgId, reaction = '', senderId, timestamp }: LibraryReaction) => {
    if (!repeats.isNews(`reaction ${msgId.id} ${senderId}`, `${id.id} ${reaction}`)) return;
    emit({
      type: 'reaction',
      id: id.id,
      ref: toMessageRef(msgId),
      emoji: reaction,
      sender: senderId,
      fromMe: id.fromMe,
      timestamp: Math.floor(timestamp),
    });
  });

  on('vote_update', ({ voter, selectedOptions, interractedAtTs, parentMsgKey }: LibraryVote) => {
    const who = addressText(voter);
    const options = selectedOptions.map(({ name, localId }) => name ?? String(localId));
    if (!repeats.isNews(`vote ${parentMsgKey.id} ${who}`, `${interractedAtTs} ${options}`)) return;
    const ref = toMessageRef(parentMsgKey);
    emit({ type: 'poll_vote', ref, voter: who, options, votedAtMs: interractedAtTs });
  });

  for (const [name, change] of Object.entries(groupEvents)) {
    on(name, ({ id, type = change, body = '', timestamp, chatId, author, recipientIds }: LibraryNotice) => {
      if (!repeats.isNews(`group ${id.id}`, type)) return;
      const by = addressText(author);
      emit({
        type: 'group_change',
        change,
        action: type,
        group: chatId,
        id: id.id,
        ...(by ? { author: by } : {}),
        participants: recipientIds.map(addressText),
        body,
        timestamp: timestamp ?? now(),
      });
    });
  }

  on('chat_archived', ({ id }: Chat, archived: boolean) => {
    const chat = addressText(id);
    const isArchived = archived === true;
    if (!repeats.isNews(`archive ${chat}`, String(isArchived))) return;
    emit({ type: 'chat_archived', chat, isArchived });
  });

  on('chat_removed', ({ id }: Chat) => {
    const chat = addressText(id);
    if (!repeats.isNews(`chat ${chat}`, 'removed')) return;
    // What comes in its place is another chat, in no archive.
    repeats.isNews(`archive ${chat}`, String(false));
    emit({ type: 'chat_removed', chat });
  });

  on('presence', (chat: string, presence: Presence) => {
    if (!repeats.isNews(`presence ${chat}`, `${presence.state} ${presence.lastSeen}`)) return;
    emit({ type: 'presence', chat, presence });
  });

  on(
    'contact_changed',
    ({ _data }: { _data: RawMessage }, oldId: RawAddress, newId: RawAddress, isContact: boolean) => {
      if (!repeats.isNews(`contact ${_data.id.id}`, addressText(newId))) return;
      emit({
        type: 'contact_changed',
        oldId: addressText(oldId),
        newId: addressText(newId),
        isContact,
        chat: addressText(_data.id.remote),
        timestamp: _data.t ?? now(),
      });
    },
  );

  on('call', ({ id, from, timestamp, isVideo, isGroup, fromMe }: LibraryCall) => {
    if (!repeats.isNews(`call ${id}`, '')) return;
    emit({
      type: 'call',
      id,
      from: addressText(from),
      isVideo: isVideo === true,
      isGroup: isGroup === true,
      fromMe: fromMe === true,
      timestamp: timestamp ?? now(),
    });
  });
}
