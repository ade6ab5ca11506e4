/**
 * The port to WhatsApp: what a session needs from whatever speaks to it.
 *
 * One engine is one life of one connection: it is started once, reports through its listener, and ends once,
 * with an `ended` event as its last word. Whoever wants the session to live on makes another engine.
 */

import type { Readable } from 'node:stream';
import type { EngineActions, Presence } from './actions.ts';
import type { OutgoingMessage } from './outgoing.ts';

/** A message id as WhatsApp writes it, taken apart. */
export interface MessageRef {
  /** `fromMe_chat_id[_participant]`, the form that other WhatsApp tools show. */
  readonly serialized: string;
  /** The bare id, for example `3EB0` and 18 hex digits. */
  readonly id: string;
  /** The chat it is in: `…@c.us`, `…@lid`, `…@g.us`. */
  readonly chat: string;
}

/** A message in either direction, as it stands in the store of the connection. */
export interface EngineMessage {
  readonly ref: MessageRef;
  readonly fromMe: boolean;
  readonly from: string;
  readonly to: string;
  /** Who wrote it, in a group. */
  readonly author?: string;
  /** WhatsApp's kind: `chat`, `image`, `ptt`, `location`, `revoked`, … */
  readonly type: string;
  /** Text, or the caption of a media message. */
  readonly body: string;
  /** Unix seconds. */
  readonly timestamp: number;
  /** −1 error, 0 pending, 1 server, 2 device, 3 read, 4 played. */
  readonly ack: number;
  readonly isGroup: boolean;
  readonly isStatus: boolean;
  readonly isForwarded: boolean;
  readonly hasMedia: boolean;
  /** The name that the sender chose, where known. */
  readonly senderName?: string;
  /** When the text was changed last, by its writer's clock, in unix milliseconds; it tells two changes apart. */
  readonly editedAtMs?: number;
  readonly media?: MessageMedia;
  readonly quoted?: QuotedMessage;
  /** Who reacts to it now; only where it was asked for with the history of a chat. */
  readonly reactions?: readonly MessageReaction[];
  /** WhatsApp ids. */
  readonly mentions?: readonly string[];
  readonly location?: {
    readonly latitude: number;
    readonly longitude: number;
    readonly name?: string;
    readonly address?: string;
  };
  /** Contact cards, as vCards. */
  readonly contacts?: readonly string[];
  readonly poll?: {
    readonly question: string;
    readonly options: readonly string[];
    readonly allowMultiple: boolean;
  };
}

/** The message that another one answers, as far as the answer itself tells. */
export interface QuotedMessage {
  /** The bare one. */
  readonly id: string;
  readonly author?: string;
  /** Undefined where nobody has asked the page who the author is. */
  readonly fromMe?: boolean;
  readonly type?: string;
  /** Text, or the caption of a media message. */
  readonly body?: string;
}

/** What somebody thinks of a message; each person has one reaction at most. */
export interface MessageReaction {
  readonly emoji: string;
  readonly sender: string;
  readonly fromMe: boolean;
  /** Unix seconds. */
  readonly timestamp: number;
}

/** What is known of a message's file before it is downloaded. */
export interface MessageMedia {
  readonly mimetype: string;
  readonly bytes?: number;
  readonly filename?: string;
  /** Of sounds and films. */
  readonly seconds?: number;
  readonly isGif: boolean;
}

/** The logged-in account. */
export interface Account {
  /** Digits only, country code first. */
  readonly phone: string;
  readonly name: string;
  readonly platform: string;
}

/** Why a life ended. Each has one entry in the session state table that says what happens next. */
export type EndReason =
  /** `stop` was called. */
  | 'stopped'
  /** The login is gone: removed on the phone, revoked, or by `logout`. The stored profile has been wiped. */
  | 'logged_out'
  /** Nobody scanned a QR code or entered a pairing code in the time allowed. */
  | 'not_scanned'
  /** WhatsApp could not be reached. */
  | 'unreachable'
  /** A step of the start did not happen within its deadline. */
  | 'start_timeout'
  /** WhatsApp's software has changed in a way that this engine cannot work with. */
  | 'incompatible'
  /** The engine's process died. */
  | 'crashed'
  /** The connection stopped answering. */
  | 'unresponsive'
  /** Someone else uses the session's stored profile. */
  | 'profile_in_use'
  /** The engine's program could not be launched (missing, or refused by the system). */
  | 'launch_failed'
  /** WhatsApp refuses the connection while another one is active. */
  | 'conflict'
  /** WhatsApp has banned the number: final until a person has settled it with WhatsApp. */
  | 'blocked'
  /** WhatsApp refuses the address that the connection comes from. */
  | 'proxy_blocked';

export type EngineEvent =
  | { readonly type: 'qr'; readonly qr: string /** Unix milliseconds. */; readonly expiresAt: number }
  | {
      readonly type: 'authenticating' /** 0–100 while the account is being synchronised. */;
      readonly percent?: number;
    }
  /** Messages can be sent, and a probe has just proved it. May come again after `interrupted`. */
  | { readonly type: 'ready'; readonly account: Account }
  /** The connection to WhatsApp is lost for now and is being restored without ending this life. */
  | { readonly type: 'interrupted'; readonly detail: string }
  | { readonly type: 'message'; readonly message: EngineMessage }
  | { readonly type: 'ack'; readonly ref: MessageRef; readonly ack: number }
  | {
      readonly type: 'edit';
      readonly ref: MessageRef;
      readonly body: string;
      /** Undefined when nobody listened. */
      readonly previousBody?: string;
      /** Unix seconds. */
      readonly timestamp: number;
      /** As in the message; undefined when WhatsApp does not tell. */
      readonly editedAtMs?: number;
    }
  | { readonly type: 'revoke'; readonly ref: MessageRef /** Unix seconds. */; readonly timestamp: number }
  /** Deleted from this account only, and so from the store. */
  | { readonly type: 'revoke_me'; readonly ref: MessageRef /** Unix seconds. */; readonly timestamp: number }
  | {
      readonly type: 'reaction';
      /** Of the reaction itself, bare; another emoji has another. */
      readonly id: string;
      /** The message that somebody reacts to. */
      readonly ref: MessageRef;
      /** Empty: taken back. */
      readonly emoji: string;
      readonly sender: string;
      readonly fromMe: boolean;
      /** Unix seconds. */
      readonly timestamp: number;
    }
  | {
      readonly type: 'poll_vote';
      readonly ref: MessageRef;
      readonly voter: string;
      /** All that are chosen now; none: taken back. */
      readonly options: readonly string[];
      /** By the voter's clock, in unix milliseconds. */
      readonly votedAtMs: number;
    }
  | {
      readonly type: 'group_change';
      readonly change: 'join' | 'leave' | 'admins' | 'request' | 'update';
      /** WhatsApp's own name of what has happened: `add`, `invite`, `promote`, `subject`, … */
      readonly action: string;
      readonly group: string;
      /** The notice in the chat that tells of it; the same change has the same id. */
      readonly id: string;
      readonly author?: string;
      readonly participants: readonly string[];
      /** The new subject, for example. */
      readonly body: string;
      /** Unix seconds. */
      readonly timestamp: number;
    }
  | { readonly type: 'chat_archived'; readonly chat: string; readonly isArchived: boolean }
  | { readonly type: 'chat_removed'; readonly chat: string }
  /** Of the other one of a chat that is watched. */
  | { readonly type: 'presence'; readonly chat: string; readonly presence: Presence }
  | {
      readonly type: 'contact_changed';
      readonly oldId: string;
      readonly newId: string;
      /** Otherwise a participant of a group. */
      readonly isContact: boolean;
      /** The chat in which it was noticed. */
      readonly chat: string;
      /** Unix seconds. */
      readonly timestamp: number;
    }
  | {
      readonly type: 'call';
      readonly id: string;
      readonly from: string;
      readonly isVideo: boolean;
      readonly isGroup: boolean;
      readonly fromMe: boolean;
      /** Unix seconds. */
      readonly timestamp: number;
    }
  /** WhatsApp's own name of the connection's state: `CONNECTED`, `OPENING`, `TIMEOUT`, `CONFLICT`, … */
  | { readonly type: 'connection_state'; readonly state: string }
  | { readonly type: 'battery' /** 0–100 */; readonly battery: number; readonly plugged: boolean }
  | { readonly type: 'ended'; readonly reason: EndReason; readonly detail: string };

/** Receives every event in order, in the tick in which it is known. Must not throw. */
export type EngineListener = (event: EngineEvent) => void;

/** What became of a send. Only `not_sent` may be sent again without looking. */
export type SendOutcome =
  /** WhatsApp's client has it under `ref` and delivers it, over reconnects and restarts. */
  | { readonly outcome: 'sent'; readonly ref: MessageRef; readonly ack: number }
  | { readonly outcome: 'not_sent'; readonly code: NotSentCode; readonly detail: string }
  | { readonly outcome: 'unknown'; readonly detail: string };

export type NotSentCode =
  /** Not ready, or gone before the call was made: try again, however often. */
  | 'not_ready'
  /** The call failed before anything could leave: try again some times. */
  | 'temporary'
  /** WhatsApp knows no such recipient: final. */
  | 'unknown_recipient'
  /** WhatsApp's client refused the message: final. */
  | 'rejected';

/** What a look-up says. `unknown` means that nobody could answer now. */
export type LookUp =
  | { readonly found: 'yes'; readonly message: EngineMessage }
  | { readonly found: 'no' }
  | { readonly found: 'unknown'; readonly detail: string };

/** What could be read of the store. */
export interface StoreReading {
  readonly messages: readonly EngineMessage[];
  /** False when some chat could not be read to its end; reading again later may bring more. */
  readonly isComplete: boolean;
}

/** What a check of the whole way has found. */
export type Probe =
  | { readonly healthy: true }
  /** @property detail what does not hold, in a few words */
  | { readonly healthy: false; readonly detail: string };

export interface Engine {
  /** What can be done beside sending. */
  readonly actions: EngineActions;
  /** Begins to connect; all that follows is told by events. Never rejects: failure is an `ended` event. Idempotent. */
  start(): Promise<void>;
  /** Ends cleanly so that the login is whole on disk; resolves when no process is left. Idempotent, never rejects. */
  stop(): Promise<void>;
  /** Logs the device out at WhatsApp if it can be reached, wipes the stored profile in any case, and ends. */
  logout(): Promise<void>;
  /**
   * Asks WhatsApp for a code to be typed on the phone instead of scanning.
   * @param phone digits only, country code first
   * @throws PairingError when the session does not wait for a login or WhatsApp refuses
   */
  requestPairingCode(phone: string): Promise<string>;
  /**
   * Sends one message. Those to one chat leave in the order of the calls; while the file of one is being uploaded, messages to other
   * chats may pass it. Never rejects.
   * @param mayLeave is asked at the last moment, after an upload that may have taken minutes; if it says no, nothing is sent
   */
  send(message: OutgoingMessage, mayLeave?: () => boolean): Promise<SendOutcome>;
  /** Looks for an own message by its bare id. `chats` are the forms of the chat's id to try. Never rejects. */
  find(id: string, chats: readonly string[]): Promise<LookUp>;
  /**
   * Every message of the store, in both directions, with a timestamp at or after `since`, oldest first;
   * for what happened while nobody listened. Rejects when the session is not connected.
   * @param since unix seconds
   */
  messagesSince(since: number): Promise<StoreReading>;
  /**
   * Proves now, not from memory, that messages can be sent and that those that come in are heard. Asks as often as it
   * is called, and ends nothing. Never rejects.
   */
  probe(): Promise<Probe>;
  /**
   * Memory of all processes of the connection in bytes, where pages that several share count in part; undefined while
   * none runs or it cannot be measured. Never rejects.
   */
  memoryBytes(): Promise<number | undefined>;
  /**
   * Cuts the connection from the network without ending the life, or gives it back. Resolves when nothing goes out any
   * more. The life is `interrupted` meanwhile, for however long, and `ready` again by itself afterwards. Idempotent,
   * never rejects, and holds from the first byte on when it is called before `start`.
   */
  setOffline(offline: boolean): Promise<void>;
}

export interface EngineFactory {
  /** Makes an engine for a session without starting it. Its stored profile is kept by session id. */
  create(sessionId: string, listener: EngineListener): Engine;
  /** Wipes the stored profile of a session that has no engine. */
  wipe(sessionId: string): Promise<void>;
  /** Whether somebody has logged in and the login is stored here. */
  hasLogin(sessionId: string): Promise<boolean>;
  /**
   * The stored login as one archive, as it was at one moment, whether the session's engine runs or not; undefined when there is
   * none. Whoever asks reads the archive to its end or destroys it, and asks again only after that.
   */
  exportLogin(sessionId: string): Promise<Readable | undefined>;
  /**
   * Replaces the stored login of a session that has no engine by what `exportLogin` gave, here or elsewhere. Rejects when the
   * archive is not whole, fails, or is none; the login is then as it was.
   */
  importLogin(sessionId: string, archive: Readable): Promise<void>;
}

/** The reason why no pairing code was given. */
export class PairingError extends Error {
  override readonly name = 'PairingError';
  readonly code: 'not_waiting' | 'refused' | 'timeout';

  constructor(code: PairingError['code'], message: string) {
    super(message);
    this.code = code;
  }
}
