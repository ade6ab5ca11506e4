import type { WireChat, WireContact, WireMessage } from '../protocol/frames.ts';
import { defaultLid, isGroupJid, phoneOf } from '../protocol/identity.ts';
import type { Policies } from './policies.ts';
import type { AccountState, WorldState } from './world.ts';

/** The phones with WhatsApp, and each one's own view of its chats. */
export class Accounts {
  readonly #world: WorldState;
  readonly #policies: Policies;
  readonly #messages = new Map<string, Map<string, WireMessage>>();

  constructor(world: WorldState, policies: Policies) {
    this.#world = world;
    this.#policies = policies;
    for (const account of Object.values(world.accounts)) this.#index(account);
  }

  list(): AccountState[] {
    return Object.values(this.#world.accounts);
  }

  /** The account of a number; one that WhatsApp would know is created when it is first spoken of. */
  find(phone: string): AccountState | undefined {
    const account = this.#world.accounts[phone];
    if (account || this.#policies.isUnregistered(phone)) return account;
    return this.register(phone);
  }

  get(phone: string): AccountState {
    const account = this.find(phone);
    if (!account) throw new Error(`${phone} has no WhatsApp`);
    return account;
  }

  register(
    phone: string,
    details: { name?: string | undefined; lid?: string | undefined } = {},
  ): AccountState {
    if (!/^\d{7,15}$/.test(phone))
      throw new Error(`${phone} is not a phone number: 7 to 15 digits, country code first`);
    let account = this.#world.accounts[phone];
    if (!account) {
      account = {
        phone,
        name: `Phone ${phone.slice(-4)}`,
        lid: defaultLid(phone),
        about: 'Hey there! I am using WhatsApp.',
        battery: 80,
        plugged: false,
        isBusiness: false,
        contacts: {},
        blocked: [],
        chats: {},
      };
      this.#world.accounts[phone] = account;
      this.#messages.set(phone, new Map());
    }
    if (details.name !== undefined) account.name = details.name;
    if (details.lid !== undefined) account.lid = details.lid.replace(/@lid$/, '');
    return account;
  }

  /** The accounts whose hidden id cannot be computed from the number: phone → lid. */
  lids(): Record<string, string> {
    const special = this.list().filter((account) => account.lid !== defaultLid(account.phone));
    return Object.fromEntries(special.map((account) => [account.phone, account.lid]));
  }

  /** Everyone an account would find in its contact list: its address book and everybody it shares a chat with. */
  contactsOf(account: AccountState): WireContact[] {
    const people = new Set(Object.keys(account.contacts));
    for (const chat of Object.values(account.chats)) {
      if (!isGroupJid(chat.id)) people.add(chat.id);
      for (const message of chat.messages) if (message.author) people.add(message.author);
    }
    return [...people].map((id) => this.contactOf(account, id));
  }

  contactOf(account: AccountState, id: string): WireContact {
    const person = this.#world.accounts[phoneOf(id)];
    return {
      ...(person ? { pushname: person.name, about: person.about, isBusiness: person.isBusiness } : {}),
      ...account.contacts[id],
      id,
    };
  }

  chat(account: AccountState, id: string): WireChat {
    account.chats[id] ??= { id, unread: 0, archived: false, pinned: 0, muted: 0, messages: [] };
    return account.chats[id];
  }

  message(account: AccountState, id: string): WireMessage | undefined {
    return this.#messages.get(account.phone)?.get(id);
  }

  /** Puts a message into the account's own view; one with a known id is left as it is. */
  store(account: AccountState, message: WireMessage): boolean {
    const messages = this.#messages.get(account.phone);
    if (!messages || messages.has(message.id)) return false;
    messages.set(message.id, message);
    const chat = this.chat(account, message.chat);
    chat.messages.push(message);
    if (!message.fromMe && message.type !== 'gp2') chat.unread += 1;
    return true;
  }

  forget(account: AccountState, id: string): void {
    const message = this.message(account, id);
    if (!message) return;
    this.#messages.get(account.phone)?.delete(id);
    const chat = this.chat(account, message.chat);
    chat.messages = chat.messages.filter((other) => other.id !== id);
  }

  forgetChat(account: AccountState, id: string): void {
    for (const message of account.chats[id]?.messages ?? [])
      this.#messages.get(account.phone)?.delete(message.id);
    delete account.chats[id];
  }

  #index(account: AccountState): void {
    const messages = Object.values(account.chats).flatMap((chat) => chat.messages);
    this.#messages.set(account.phone, new Map(messages.map((message) => [message.id, message])));
  }
}
