import { EventEmitter } from 'node:events';
import type { Refusal, WirePresence } from '../protocol/frames.ts';
import { phoneOf, userJid } from '../protocol/identity.ts';
import { Accounts } from './accounts.ts';
import { Devices } from './devices.ts';
import { Groups } from './groups.ts';
import { Linking } from './linking.ts';
import { Media } from './media.ts';
import { Messaging } from './messaging.ts';
import type { PageSocket } from './page-socket.ts';
import { Pictures } from './pictures.ts';
import type { Policies } from './policies.ts';
import type { StateFile } from './state-file.ts';
import type { AccountState } from './world.ts';

export interface Presence {
  chat: string;
  from: string;
  /** `composing`, `recording`, `paused`, `available`, `unavailable`. */
  state: string;
}

/** The emulated WhatsApp: the world and everyone who works on it. */
export class Service {
  readonly policies: Policies;
  readonly accounts: Accounts;
  readonly devices: Devices;
  readonly linking: Linking;
  readonly messaging: Messaging;
  readonly groups: Groups;
  readonly media: Media;
  /** The pages that are connected now. */
  readonly pages = new Set<PageSocket>();
  /** Names of modules that were asked of the page and that it does not have. */
  readonly missing = new Set<string>();
  /** Emits `changed` after every change of the world. */
  readonly events = new EventEmitter();
  /** Unix milliseconds until which the network is down, for everyone (`*`) or a phone. */
  readonly outages = new Map<string, number>();
  /** Why connections are refused, for everyone (`*`) or a phone. */
  readonly #refusals = new Map<string, Refusal>();
  /** Profile pictures as data URLs, by id. */
  readonly pictures: Pictures;
  /** Ids of unreadable messages that pages asked their phone for again. */
  readonly resendRequests: string[] = [];
  readonly rejectedCalls: string[] = [];
  /** What phones were last told of others' typing: by phone. */
  readonly presences = new Map<string, Presence[]>();
  /** Who was last said to be there or away: by phone. */
  readonly whereabouts = new Map<string, WirePresence>();
  readonly #file: StateFile;

  constructor(file: StateFile, policies: Policies, mediaPath: string | undefined) {
    this.#file = file;
    this.policies = policies;
    this.accounts = new Accounts(file.world, policies);
    this.devices = new Devices(file.world);
    this.linking = new Linking(policies, () => this.events.emit('changed'));
    this.messaging = new Messaging(file.world, this.accounts, this.devices, policies, () => this.changed());
    this.groups = new Groups(file.world, this.accounts, this.devices, this.messaging);
    this.media = new Media(mediaPath);
    this.pictures = new Pictures(file.world);
  }

  changed(): void {
    this.#file.changed();
    this.events.emit('changed');
  }

  /** The linked device is logged out on its phone: a page that is there learns it now, another when it comes back. */
  logOut(deviceId: string): void {
    this.devices.line(deviceId)?.send({ t: 'logout' });
    this.devices.unlink(deviceId);
    this.changed();
  }

  /** Somebody reads a chat: whoever wrote the messages in it sees ack 3. */
  markSeen(reader: AccountState, chatId: string): void {
    const chat = this.accounts.chat(reader, chatId);
    chat.unread = 0;
    for (const message of chat.messages) {
      if (message.fromMe || message.type === 'gp2' || message.ack >= 3) continue;
      message.ack = 3;
      const author = this.accounts.find(phoneOf(message.author ?? message.from));
      if (author && author !== reader) this.messaging.raiseAck(author, message.id, 3);
    }
    this.changed();
  }

  archive(account: AccountState, chatId: string, archived: boolean): void {
    const { messages: _messages, ...chat } = Object.assign(this.accounts.chat(account, chatId), { archived });
    this.devices.inform(account.phone, { kind: 'chat', chat });
    this.changed();
  }

  removeChat(account: AccountState, chatId: string): void {
    this.accounts.forgetChat(account, chatId);
    this.devices.inform(account.phone, { kind: 'chatGone', chat: chatId });
    this.changed();
  }

  /** Someone types, or stops: shown on the phone of the other. */
  notePresence(phone: string, presence: Presence): void {
    const others = (this.presences.get(phone) ?? []).filter(({ from }) => from !== presence.from);
    this.presences.set(phone, [...others, presence]);
    this.events.emit('changed');
  }

  /** Somebody comes or goes: told to the pages that have asked for it. */
  notePlace(phone: string, isThere: boolean, lastSeen: number | undefined): void {
    const presence: WirePresence = {
      id: userJid(phone),
      type: isThere ? 'available' : 'unavailable',
      ...(isThere || lastSeen === undefined ? {} : { lastSeen }),
    };
    this.whereabouts.set(phone, presence);
    for (const page of this.pages) if (page.watched.has(phone)) page.send({ t: 'presence', presence });
  }

  isDown(phone: string | undefined): boolean {
    const until = Math.max(this.outages.get('*') ?? 0, this.outages.get(phone ?? '*') ?? 0);
    return until > Date.now();
  }

  /** From now on, and those that are connected at once; `null` ends it. */
  refuse(phone: string, reason: Refusal | null): void {
    if (reason === null) {
      this.#refusals.delete(phone);
      return;
    }
    this.#refusals.set(phone, reason);
    for (const page of this.pages) {
      if (phone === '*' || page.device?.phone === phone) page.send({ t: 'refused', reason });
    }
  }

  refusalOf(phone: string | undefined): Refusal | undefined {
    return this.#refusals.get('*') ?? this.#refusals.get(phone ?? '*');
  }

  /** Cuts every connection and stops every timer. */
  close(): void {
    this.messaging.close();
    this.linking.close();
    for (const page of [...this.pages]) page.cut();
  }
}
