import { randomBytes } from 'node:crypto';
import type { Outgoing, WireMessage, WireReaction, WireVote } from '../protocol/frames.ts';
import { isGroupJid, phoneOf, userJid } from '../protocol/identity.ts';
import type { Accounts } from './accounts.ts';
import type { Devices } from './devices.ts';
import type { Policies } from './policies.ts';
import { type AccountState, type DeviceState, type SentMessage, textOf, type WorldState } from './world.ts';

const DONE_IDS_KEPT = 10_000;

/**
 * Carries messages, and what is done to them later, from one account to the others: each gets its own copy, and each of its
 * linked devices is told.
 */
export class Messaging {
  readonly #world: WorldState;
  readonly #accounts: Accounts;
  readonly #devices: Devices;
  readonly #policies: Policies;
  readonly #changed: () => void;
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #sentById = new Map<string, SentMessage>();
  readonly #done: Set<string>;

  constructor(
    world: WorldState,
    accounts: Accounts,
    devices: Devices,
    policies: Policies,
    changed: () => void,
  ) {
    this.#world = world;
    this.#accounts = accounts;
    this.#devices = devices;
    this.#policies = policies;
    this.#changed = changed;
    this.#done = new Set(world.done);
    for (const sent of world.sent) this.#sentById.set(`${sent.from}/${sent.id}`, sent);
  }

  /**
   * Takes what a linked device sends, and answers when it is time to. A repeated id is answered again and otherwise dropped.
   * @returns false when it is refused
   */
  accept(device: DeviceState, outgoing: Outgoing, answer: () => void): boolean {
    if (this.#policies.strikes('dropSends')) return true;
    if (this.#policies.strikes('failSends')) return false;
    const account = this.#accounts.get(device.phone);
    const silent = this.#policies.strikes('dropAcks');
    if (outgoing.kind === 'message') this.#acceptMessage(account, device, outgoing.message);
    else this.#acceptOnce(account, device, outgoing);
    if (!silent) this.#acknowledge(account, outgoing, answer);
    this.#changed();
    return true;
  }

  /** A message from a phone, without a linked device: straight into everyone's view. */
  post(from: AccountState, message: WireMessage): void {
    this.#accounts.store(from, message);
    this.#devices.inform(from.phone, { kind: 'message', message });
    this.#deliver(from, message);
    this.#changed();
  }

  /** Puts a message into one account's view only, for example a group notification or one that cannot be read yet. */
  place(account: AccountState, message: WireMessage): void {
    if (!this.#accounts.store(account, message)) return;
    this.#devices.inform(account.phone, { kind: 'message', message });
    this.#changed();
  }

  /** A message that could not be read becomes a text. */
  decrypt(account: AccountState, id: string, text: string): void {
    const message = this.#accounts.message(account, id);
    if (message?.type !== 'ciphertext') throw new Error(`${account.phone} has no unreadable message ${id}`);
    message.type = 'chat';
    message.attrs = { body: text };
    this.#devices.inform(account.phone, { kind: 'decrypted', message });
    this.#changed();
  }

  /** @param at by the clock of whoever edits, in unix milliseconds */
  edit(author: AccountState, id: string, text: string, at = Date.now(), except?: DeviceState): void {
    this.#forEachCopy(author, id, (account, message) => {
      message.attrs[message.attrs.directPath ? 'caption' : 'body'] = text;
      message.attrs.latestEditSenderTimestampMs = at;
      this.#devices.inform(account.phone, { kind: 'edit', id, text, at }, except);
    });
    this.#sentById.get(`${author.phone}/${id}`)?.edits.push({ text, at });
    this.#changed();
  }

  revoke(author: AccountState, id: string, except?: DeviceState): void {
    this.#forEachCopy(author, id, (account, message) => {
      message.type = 'revoked';
      message.attrs = {};
      this.#devices.inform(account.phone, { kind: 'revoke', id }, except);
    });
    const sent = this.#sentById.get(`${author.phone}/${id}`);
    if (sent) sent.revoked = true;
    this.#changed();
  }

  react(
    author: AccountState,
    id: string,
    text: string,
    reactionId = newPhoneId(),
    except?: DeviceState,
  ): void {
    const reaction: WireReaction = { id: reactionId, sender: userJid(author.phone), text, at: Date.now() };
    this.#forEachCopy(author, id, (account, message) => {
      const others = (message.reactions ?? []).filter(({ sender }) => sender !== reaction.sender);
      message.reactions = text === '' ? others : [...others, reaction];
      this.#devices.inform(account.phone, { kind: 'reaction', id, reaction }, except);
      const sent = this.#sentById.get(`${account.phone}/${id}`);
      if (sent) sent.reactions = message.reactions.map(({ sender, text }) => ({ sender, text }));
    });
    this.#changed();
  }

  vote(
    author: AccountState,
    id: string,
    options: number[],
    voteId = newPhoneId(),
    except?: DeviceState,
  ): void {
    const vote: WireVote = { id: voteId, sender: userJid(author.phone), options, at: Date.now() };
    this.#forEachCopy(author, id, (account, message) => {
      message.votes = [...(message.votes ?? []).filter(({ sender }) => sender !== vote.sender), vote];
      this.#devices.inform(account.phone, { kind: 'vote', id, vote }, except);
    });
    this.#changed();
  }

  /** Removes the message from the account's own view, as "delete for me" does on its phone. */
  deleteForMe(account: AccountState, id: string, except?: DeviceState): void {
    this.#accounts.forget(account, id);
    this.#devices.inform(account.phone, { kind: 'delete', id }, except);
    this.#changed();
  }

  /** Raises the ack of a message in its sender's view; an ack never goes back. */
  raiseAck(sender: AccountState, id: string, ack: number): void {
    const message = this.#accounts.message(sender, id);
    if (!message?.fromMe || message.ack >= ack) return;
    message.ack = ack;
    this.#devices.inform(sender.phone, { kind: 'ack', id, ack });
    this.#changed();
  }

  sent(): readonly SentMessage[] {
    return this.#world.sent;
  }

  clearSent(): void {
    this.#world.sent = [];
    this.#sentById.clear();
    this.#changed();
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
  }

  #acceptMessage(account: AccountState, device: DeviceState, message: WireMessage): void {
    const key = `${account.phone}/${message.id}`;
    const recorded = this.#sentById.get(key);
    if (recorded) recorded.arrivals += 1;
    if (recorded || this.#accounts.message(account, message.id)) return;
    const copy: WireMessage = { ...message, fromMe: true, ack: 0 };
    this.#accounts.store(account, copy);
    this.#record(key, account, device, message);
    this.#devices.inform(account.phone, { kind: 'message', message: copy }, device);
    this.#deliver(account, copy);
  }

  #acceptOnce(
    account: AccountState,
    device: DeviceState,
    outgoing: Exclude<Outgoing, { kind: 'message' }>,
  ): void {
    const key = `${account.phone}/${outgoing.id}`;
    if (this.#done.has(key)) return;
    this.#done.add(key);
    this.#world.done.push(key);
    if (this.#world.done.length > 2 * DONE_IDS_KEPT) this.#world.done.splice(0, DONE_IDS_KEPT);
    const { kind, target } = outgoing;
    if (kind === 'edit') this.edit(account, target, outgoing.text, outgoing.at, device);
    if (kind === 'revoke') this.revoke(account, target, device);
    if (kind === 'reaction') this.react(account, target, outgoing.text, outgoing.id, device);
    if (kind === 'vote') this.vote(account, target, outgoing.options, outgoing.id, device);
  }

  #record(key: string, account: AccountState, device: DeviceState, message: WireMessage): void {
    const sent: SentMessage = {
      id: message.id,
      from: account.phone,
      to: isGroupJid(message.chat) ? message.chat : phoneOf(message.chat),
      type: message.type,
      text: textOf(message),
      at: Date.now(),
      device: device.device,
      arrivals: 1,
      attrs: message.attrs,
      edits: [],
      revoked: false,
      reactions: [],
    };
    this.#world.sent.push(sent);
    this.#sentById.set(key, sent);
  }

  /** The answer is the server's own ack; the recipient's follow it, each after its delay. */
  #acknowledge(sender: AccountState, outgoing: Outgoing, answer: () => void): void {
    if (outgoing.kind !== 'message') {
      this.#inTurn(this.#policies.ackDelays('chat').slice(0, 1), answer);
      return;
    }
    const { id, chat, type } = outgoing.message;
    const delays = this.#policies.ackDelays(type);
    const stored = this.#accounts.message(sender, id);
    if (stored && delays.length > 0) stored.ack = Math.max(1, stored.ack);
    const reachable = isGroupJid(chat) || this.#accounts.find(phoneOf(chat)) !== undefined;
    this.#inTurn(reachable ? delays : delays.slice(0, 1), (index) =>
      index === 0 ? answer() : this.raiseAck(sender, id, index + 1),
    );
  }

  /** Each begins to wait when the one before is done, so that none overtakes another on a slow machine. */
  #inTurn([delay, ...later]: readonly number[], action: (index: number) => void, index = 0): void {
    if (delay === undefined) return;
    this.#after(delay, () => {
      action(index);
      this.#inTurn(later, action, index + 1);
    });
  }

  #deliver(from: AccountState, message: WireMessage): void {
    for (const phone of this.#recipients(from, message.chat)) {
      const account = this.#accounts.find(phone);
      if (!account || account.blocked.includes(userJid(from.phone))) continue;
      const chat = isGroupJid(message.chat) ? message.chat : userJid(from.phone);
      const copy: WireMessage = {
        ...message,
        chat,
        fromMe: false,
        ack: 1,
        attrs: { ...message.attrs, notifyName: from.name },
      };
      this.#accounts.store(account, copy);
      this.#devices.inform(phone, { kind: 'message', message: copy });
    }
  }

  #recipients(from: AccountState, chat: string): string[] {
    if (!isGroupJid(chat)) return [phoneOf(chat)].filter((phone) => phone !== from.phone);
    const members = this.#world.groups[chat]?.participants ?? [];
    return members.map(({ id }) => phoneOf(id)).filter((phone) => phone !== from.phone);
  }

  /** Every account that has the message, its author's first. */
  #forEachCopy(
    author: AccountState,
    id: string,
    change: (account: AccountState, copy: WireMessage) => void,
  ): void {
    const own = this.#accounts.message(author, id);
    if (!own) throw new Error(`${author.phone} has no message ${id}`);
    const others = this.#recipients(author, own.chat).flatMap((phone) => this.#accounts.find(phone) ?? []);
    for (const account of [author, ...others]) {
      const copy = this.#accounts.message(account, id);
      if (copy) change(account, copy);
    }
  }

  #after(ms: number, action: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      action();
    }, ms);
    this.#timers.add(timer);
  }
}

/** A message id as an iPhone makes it. */
export const newPhoneId = (): string => `3A${randomBytes(9).toString('hex').toUpperCase()}`;
