import type { Readable } from 'node:stream';
import type { EngineMessage } from './engine.ts';

/**
 * What can be done through a connection beside sending: an engine's further ability. Each rejects with an `ActionError`
 * that says whether it may be tried again; a time-out is `unknown`, for what was asked may still happen.
 */
export interface EngineActions {
  /** @returns false when WhatsApp does not allow it (too old, not ours, not a text) */
  editMessage(ref: string, text: string): Promise<boolean>;
  /** @param forEveryone otherwise only here @returns false when WhatsApp does not allow it any more */
  deleteMessage(ref: string, forEveryone: boolean): Promise<boolean>;
  /** @param emoji empty takes the reaction back */
  react(ref: string, emoji: string): Promise<void>;
  markSeen(chat: string): Promise<void>;
  setTyping(chat: string, typing: 'typing' | 'recording' | 'paused'): Promise<void>;
  archive(chat: string, archived: boolean): Promise<void>;
  /**
   * Has WhatsApp tell what the other one of a chat does, as `presence` events, until the connection ends.
   * @returns what is known already; undefined when nothing is
   */
  watchPresence(chat: string): Promise<Presence | undefined>;

  chats(): Promise<readonly ChatSummary[]>;
  /**
   * The newest messages of a chat, or those before a place in it; oldest first. A place whose message is not there any more is
   * found by its time; then messages of the same second may come again.
   */
  history(
    chat: string,
    part: { readonly limit: number; readonly before?: ChatPlace | undefined },
  ): Promise<ChatPart>;
  contacts(): Promise<readonly ContactSummary[]>;
  contact(id: string): Promise<ContactSummary | undefined>;
  /** A URL of the profile picture that can be fetched for some time; undefined when there is none to be seen. */
  pictureUrl(id: string): Promise<string | undefined>;
  setBlocked(id: string, isBlocked: boolean): Promise<void>;
  /** WhatsApp's id of an account with this number, or undefined. @param phone digits only */
  findNumber(phone: string): Promise<string | undefined>;
  /** Both names of a person, as far as WhatsApp tells. */
  lidAndPhone(id: string): Promise<{ readonly lid?: string; readonly phone?: string }>;

  groups(): Promise<readonly GroupSummary[]>;
  group(id: string): Promise<Group>;
  createGroup(subject: string, participants: readonly string[]): Promise<GroupCreated>;
  setGroupSubject(id: string, subject: string): Promise<void>;
  setGroupDescription(id: string, description: string): Promise<void>;
  changeParticipants(
    id: string,
    change: 'add' | 'remove' | 'promote' | 'demote',
    participants: readonly string[],
  ): Promise<readonly ParticipantResult[]>;
  /** The code of the group's invitation link. */
  inviteCode(id: string): Promise<string>;
  leaveGroup(id: string): Promise<void>;

  /** The file of a media message. Rejects with `too_large` before anything is loaded. */
  downloadMedia(ref: string, maxBytes: number): Promise<DownloadedMedia>;
}

/** What somebody does, as far as WhatsApp tells. */
export interface Presence {
  readonly state: 'available' | 'unavailable' | 'typing' | 'recording';
  /** Unix seconds, of one who is away and does not hide it. */
  readonly lastSeen?: number;
}

export interface ChatSummary {
  readonly id: string;
  readonly name: string;
  readonly isGroup: boolean;
  readonly unreadCount: number;
  readonly isArchived: boolean;
  readonly isPinned: boolean;
  readonly isMuted: boolean;
  /** Unix seconds of the last message; undefined in an empty chat. */
  readonly timestamp?: number;
  readonly lastMessage?: EngineMessage;
}

/** Where a message stands in its chat. */
export interface ChatPlace {
  /** The message's bare id. */
  readonly id: string;
  /** Unix seconds. */
  readonly timestamp: number;
}

/** Some consecutive messages of a chat. */
export interface ChatPart {
  readonly messages: readonly EngineMessage[];
  /** Before it there is more; undefined at the beginning of the chat. */
  readonly next?: ChatPlace;
}

export interface ContactSummary {
  readonly id: string;
  /** Digits; undefined where WhatsApp hides it. */
  readonly phone?: string;
  readonly lid?: string;
  /** As saved on the phone. */
  readonly name?: string;
  /** As the contact calls itself. */
  readonly pushname?: string;
  readonly isMyContact: boolean;
  readonly isBusiness: boolean;
  readonly isBlocked: boolean;
}

export interface GroupSummary {
  readonly id: string;
  readonly subject: string;
  readonly participantCount: number;
}

export interface Group extends GroupSummary {
  readonly description: string;
  readonly owner?: string;
  /** Unix seconds. */
  readonly createdAt?: number;
  readonly participants: readonly {
    readonly id: string;
    readonly isAdmin: boolean;
    readonly isSuperAdmin: boolean;
  }[];
}

export interface GroupCreated {
  readonly id: string;
  readonly subject: string;
  readonly participants: readonly ParticipantResult[];
}

export interface ParticipantResult {
  readonly id: string;
  readonly isDone: boolean;
  /** Why not, when it is not. */
  readonly detail?: string;
}

export interface DownloadedMedia {
  readonly mimetype: string;
  readonly filename?: string;
  readonly bytes: number;
  readonly content: Readable;
}

/** Why an action did not happen. */
export class ActionError extends Error {
  override readonly name = 'ActionError';
  readonly code: ActionErrorCode;

  constructor(code: ActionErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

export type ActionErrorCode =
  /** Not connected: it can be tried again later. */
  | 'not_ready'
  /** No such message, chat, contact or group. */
  | 'not_found'
  /** WhatsApp refused it. */
  | 'refused'
  | 'too_large'
  /** The file is not at WhatsApp any more. */
  | 'gone'
  /** This build of WhatsApp Web does not offer it. */
  | 'unsupported'
  /** Nobody knows whether it happened. */
  | 'unknown';
