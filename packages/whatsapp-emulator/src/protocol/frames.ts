/** What page and server say to each other over the socket: one JSON frame a web socket message. */

export type Wire = null | boolean | number | string | Wire[] | { [name: string]: Wire };
export type WireRecord = { [name: string]: Wire };

/** A message as one account sees it. Ids are phone number ids (`@c.us`), whatever the page shows. */
export interface WireMessage {
  id: string;
  chat: string;
  fromMe: boolean;
  from: string;
  to: string;
  /** Who wrote it, in a group. */
  author?: string;
  type: string;
  /** Unix seconds. */
  t: number;
  ack: number;
  /** Everything else the page's message model holds: body, caption, mimetype, directPath, lat, pollOptions, … */
  attrs: WireRecord;
  reactions?: WireReaction[];
  votes?: WireVote[];
}

export interface WireReaction {
  id: string;
  sender: string;
  text: string;
  /** Unix milliseconds. */
  at: number;
}

export interface WireVote {
  id: string;
  sender: string;
  options: number[];
  /** Unix milliseconds. */
  at: number;
}

export interface WireGroup {
  id: string;
  subject: string;
  description: string;
  descriptionId: string;
  owner: string;
  /** Unix seconds. */
  creation: number;
  participants: { id: string; isAdmin: boolean; isSuperAdmin: boolean }[];
  announce: boolean;
  restrict: boolean;
  adminsAddOnly: boolean;
  approval: boolean;
  inviteCode: string;
  requests: { id: string; at: number }[];
}

export interface WireContact {
  id: string;
  name?: string;
  pushname?: string;
  about?: string;
  isBusiness?: boolean;
}

export interface WireChat {
  id: string;
  unread: number;
  archived: boolean;
  pinned: number;
  /** Unix seconds, −1 for always, 0 for not muted. */
  muted: number;
  messages: WireMessage[];
}

export interface WireCall {
  id: string;
  from: string;
  isVideo: boolean;
  isGroup: boolean;
  /** Unix seconds. */
  at: number;
}

/** What somebody does at the moment, as others see it: there, away, or in the chat with the one who looks. */
export interface WirePresence {
  id: string;
  /** `idle`: neither types nor records any more. */
  type: 'available' | 'unavailable' | 'typing' | 'recording_audio' | 'idle';
  /** Unix seconds of when somebody who is away was last there. */
  lastSeen?: number;
}

/** What a device has to learn sooner or later: kept in its queue until it returns a receipt. */
export type WireEvent =
  | { kind: 'message'; message: WireMessage }
  | { kind: 'ack'; id: string; ack: number }
  | { kind: 'edit'; id: string; text: string; at: number }
  | { kind: 'revoke'; id: string }
  | { kind: 'delete'; id: string }
  | { kind: 'decrypted'; message: WireMessage }
  | { kind: 'reaction'; id: string; reaction: WireReaction }
  | { kind: 'vote'; id: string; vote: WireVote }
  | { kind: 'group'; group: WireGroup }
  | { kind: 'chat'; chat: Omit<WireChat, 'messages'> }
  | { kind: 'chatGone'; chat: string };

export interface Credentials {
  device: string;
  token: string;
}

/** What a page puts on the wire: kept in its outbox until the server acknowledges it; repeated with the same id. */
export type Outgoing =
  | { kind: 'message'; id: string; message: WireMessage }
  | { kind: 'edit'; id: string; target: string; text: string; at: number }
  | { kind: 'revoke'; id: string; target: string }
  | { kind: 'reaction'; id: string; target: string; text: string }
  | { kind: 'vote'; id: string; target: string; options: number[] };

export type FrameToServer =
  | { t: 'hello'; credentials: Credentials | null; version: string }
  | { t: 'refresh' }
  | { t: 'send'; outgoing: Outgoing }
  | { t: 'receipt'; seq: number }
  | { t: 'rpc'; id: number; method: string; args: WireRecord }
  | { t: 'missing'; module: string };

export interface Welcome {
  t: 'welcome';
  me: { id: string; lid: string; name: string; platform: string; battery: number; plugged: boolean };
  /** Hidden ids that are not the computed ones: phone → lid. */
  lids: Record<string, string>;
  contacts: WireContact[];
  blocked: string[];
  groups: WireGroup[];
  chats: WireChat[];
}

/** Things that shake a page as the real one does: navigations inside it, and changes of state. */
export type PageJolt =
  | { action: 'iframe' }
  | { action: 'pushState'; url: string }
  | { action: 'reload' }
  | { action: 'navigate'; url: string }
  | { action: 'toggleSynced' }
  | { action: 'state'; state: string }
  | { action: 'throw'; message: string }
  | { action: 'deafen' }
  /** The chat, and whom it is with, cannot be read any more: every look at their names throws. */
  | { action: 'spoil'; chat: string };

/** Why WhatsApp refuses a connection: a ban of the number (of a business), the address it comes from, the page's age. */
export const REFUSALS = ['TOS_BLOCK', 'SMB_TOS_BLOCK', 'PROXYBLOCK', 'DEPRECATED_VERSION'] as const;
export type Refusal = (typeof REFUSALS)[number];

export type FrameToPage =
  | { t: 'ref'; ref: string }
  | { t: 'idle' }
  | { t: 'paired'; credentials: Credentials }
  | Welcome
  | { t: 'progress'; percent: number }
  | { t: 'synced' }
  | { t: 'item'; seq: number; event: WireEvent }
  | { t: 'ack'; id: string }
  | { t: 'nack'; id: string }
  | { t: 'result'; id: number; value: Wire }
  | { t: 'error'; id: number; message: string; code: number }
  | { t: 'battery'; battery: number; plugged: boolean }
  | { t: 'call'; call: WireCall }
  | { t: 'presence'; presence: WirePresence }
  | { t: 'conflict' }
  | { t: 'refused'; reason: Refusal }
  | { t: 'logout' }
  | { t: 'jolt'; jolt: PageJolt };
