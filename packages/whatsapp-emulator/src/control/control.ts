import type { WireGroup, WireMessage } from '../protocol/frames.ts';
import type { PageSwitches, Policy } from '../protocol/switches.ts';
import type { Presence } from '../server/service.ts';
import type { SentMessage } from '../server/world.ts';
import type { Request } from './requests.ts';

export type { SentMessage } from '../server/world.ts';

/** A phone with WhatsApp. */
export interface AccountInfo {
  phone: string;
  name: string;
  /** Without `@lid`. */
  lid: string;
  battery: number;
  plugged: boolean;
  devices: { id: string; linkedAt: number; connected: boolean; queue: number }[];
}

export interface EmulatorState {
  accounts: AccountInfo[];
  devices: { id: string; phone: string; connected: boolean; queue: number }[];
  /** Pages with a socket: logged in (`phone`) or waiting to be linked. */
  connections: { phone: string | null; version: string }[];
  /** The refs (first part of a QR) on show now; `expiresAt` in unix milliseconds. */
  qrs: { ref: string; expiresAt: number }[];
  groups: WireGroup[];
  /** Modules that were asked for and that the page does not have. */
  missing: string[];
  /** Bare ids of unreadable messages that pages asked for again. */
  resendRequests: string[];
  /** Ids of calls that were rejected from a linked device. */
  rejectedCalls: string[];
  /** By phone: what its owner sees of others' typing. */
  presences: Record<string, Presence[]>;
  policy: Policy;
  page: PageSwitches;
}

/**
 * Plays the phones and the network. Ids are bare message ids (`3EB0…`), phone numbers are digits. Every call rejects with the
 * reason when what it asks for is not possible.
 */
export interface EmulatorControl {
  /** A phone with WhatsApp, created if missing, with a number of its own choice if none is given. */
  account(options?: Request<'account'>): Promise<AccountInfo>;
  /** The phone scans a QR. Rejects if the QR is unknown or has expired. */
  scan(options: Request<'scan'>): Promise<void>;
  /** The phone's owner enters a pairing code. */
  enterCode(options: Request<'enterCode'>): Promise<void>;
  /** The phone `from` sends a message to the phone `to` or to a group; linked devices of both learn of it. */
  incoming(options: Request<'incoming'>): Promise<{ id: string }>;
  /** A message arrives that the page cannot read yet; `decrypt` makes it readable. */
  ciphertext(options: Request<'ciphertext'>): Promise<{ id: string }>;
  decrypt(options: Request<'decrypt'>): Promise<void>;
  /** The phone's owner edits, deletes for everyone, deletes for itself, reacts to (empty: takes back), or votes. */
  edit(options: Request<'edit'>): Promise<void>;
  revoke(options: Request<'revoke'>): Promise<void>;
  delete(options: Request<'delete'>): Promise<void>;
  react(options: Request<'react'>): Promise<void>;
  vote(options: Request<'vote'>): Promise<void>;
  /** Raises the ack of a message from a linked device: 2 device, 3 read, 4 played. `phone` is the sender's. */
  ack(options: Request<'ack'>): Promise<void>;
  /** The phone's owner reads a chat (a person's phone number or a group's id): the others get ack 3. */
  seen(options: Request<'seen'>): Promise<void>;
  /** The phone's owner archives a chat, takes it out of the archive, or removes it. */
  archive(options: Request<'archive'>): Promise<void>;
  removeChat(options: Request<'removeChat'>): Promise<void>;
  typing(options: Request<'typing'>): Promise<void>;
  /** The phone's owner looks at WhatsApp, or away. */
  presence(options: Request<'presence'>): Promise<void>;
  call(options: Request<'call'>): Promise<{ id: string }>;
  group(options: Request<'group'>): Promise<WireGroup>;
  groupChange(options: Request<'groupChange'>): Promise<WireGroup>;
  /** Shakes the page: a navigation inside it, a reload, a change of state, an error, listeners to messages that
   * are gone (`deafen`), a chat that cannot be read (`spoil`). All pages, or those of a phone. */
  frame(options: Request<'frame'>): Promise<void>;
  battery(options: Request<'battery'>): Promise<void>;
  /** The phone's owner removes its linked devices, or one of them. */
  phoneLogout(options: Request<'phoneLogout'>): Promise<void>;
  /** Cuts the connection of a phone's devices, or of all, and refuses new ones for `ms`. */
  drop(options: Request<'drop'>): Promise<void>;
  /**
   * WhatsApp refuses the devices of a phone, or everyone: connected ones at once, others when they come. `null` ends it.
   */
  refuse(options: Request<'refuse'>): Promise<void>;
  /** Every distinct message that the server accepted from linked devices, in order; `to` is a phone number or group id. */
  sent(filter?: Request<'sent'>): Promise<SentMessage[]>;
  clearSent(): Promise<void>;
  /** The messages that a phone's owner sees, oldest first. */
  messages(options: Request<'messages'>): Promise<WireMessage[]>;
  /** The bytes of a medium, in base64. */
  media(options: Request<'media'>): Promise<{ data: string }>;
  /** Changes what the servers do, at once; returns all of it. */
  policy(patch?: Partial<Policy>): Promise<Policy>;
  /** Changes how pages behave, from the next load on; returns all of it. */
  page(patch?: Partial<PageSwitches>): Promise<PageSwitches>;
  state(): Promise<EmulatorState>;
}
