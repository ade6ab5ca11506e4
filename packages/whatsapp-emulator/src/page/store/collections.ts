import type { WireChat, WireContact, WireGroup, WireMessage } from '../../protocol/frames.ts';
import { messageFromWire } from '../codec.ts';
import { known, learnLid, shown, type Wid } from '../ids.ts';
import { query } from '../link.ts';
import { Collection, type Model } from '../model.ts';
import { MsgKey } from '../msg-key.ts';
import { switches } from '../switches.ts';
import { Chat } from './chat.ts';
import { Contact } from './contact.ts';
import { GroupMetadata } from './group-metadata.ts';
import { Msg } from './msg.ts';

class ContactCollection extends Collection<Contact> {
  readonly modelClass = Contact;
  /** Those that the server has told of; the others are known by id only. */
  readonly #met: Set<string> = new Set();

  /** Takes over what the server says of somebody. */
  learn(wire: WireContact): Contact {
    const id = shown(wire.id);
    this.#met.add(String(id));
    const contact = this.get(id) ?? this.gadd(id);
    const type = wire.name === undefined ? 'out' : 'in';
    contact.set({ ...wire, id: contact.id, isBusiness: wire.isBusiness ?? false, type });
    return contact;
  }

  gadd(id: Wid): Contact {
    return this.add(new Contact({ id: shown(id), isBusiness: false, isContactBlocked: false, type: 'out' }));
  }

  override async find(id: unknown): Promise<Contact> {
    const wid = shown(id);
    const contact = this.get(wid);
    if (contact && (this.#met.has(String(wid)) || !wid.isUser())) return contact;
    if (!wid.isUser()) return this.gadd(wid);
    return this.learn((await query('contact', { id: known(wid) })) as unknown as WireContact);
  }
}

class GroupMetadataCollection extends Collection<GroupMetadata> {
  learn(group: WireGroup): GroupMetadata {
    const metadata = this.get(group.id);
    metadata?.update(group);
    return metadata ?? this.add(new GroupMetadata(group));
  }

  /** Asks the server for the newest state. */
  async update(id: unknown): Promise<GroupMetadata> {
    return this.learn((await query('group', { group: String(id) })) as unknown as WireGroup);
  }

  override async find(id: unknown): Promise<GroupMetadata> {
    return this.get(id) ?? this.update(id);
  }
}

class ChatCollection extends Collection<Chat> {
  readonly modelClass = Chat;

  /** The chat of an id, made if it is new (and then the server is asked who that is). The id may be a phone number although the chat goes by a hidden id. */
  override async find(id: unknown): Promise<Chat> {
    const wid = shown(id);
    const chat = this.get(wid);
    if (chat) return chat;
    if (wid.isGroup()) await GroupMetadatas.find(wid);
    else if (wid.isUser()) {
      const found = await query('exists', { id: known(wid) });
      if (found === null && switches.rejectUnknown) throw new Error('No LID for user');
    }
    return this.gadd(wid);
  }

  gadd(id: Wid): Chat {
    return this.learn({ id: known(id), unread: 0, archived: false, pinned: 0, muted: 0 });
  }

  learn(wire: Omit<WireChat, 'messages'>): Chat {
    const id = shown(wire.id);
    const state = {
      unreadCount: wire.unread,
      archive: wire.archived,
      pin: wire.pinned,
      muteExpiration: wire.muted,
    };
    const chat = this.get(id);
    chat?.set(state);
    if (chat) return chat;
    const attributes = { id, ...state, isReadOnly: false, isLocked: false, t: 0 };
    const contact = Contacts.get(id) ?? Contacts.gadd(id);
    const mute = (of: Wid, until: number): Promise<unknown> => query('mute', { chat: known(of), until });
    return this.add(new Chat(attributes, contact, GroupMetadatas.get(id), mute));
  }
}

class MsgCollection extends Collection<Msg> {
  readonly modelClass = Msg;

  /** A message by its bare id, which is what the server speaks of. */
  byBareId(id: string): Msg | undefined {
    return this.#byBareId.get(id);
  }

  override add(msg: Msg): Msg {
    const known = this.get(msg.id);
    if (known) return known;
    this.#byBareId.set(msg.id.id, msg);
    const chat = Chats.get(msg.id.remote) ?? Chats.gadd(msg.id.remote);
    chat.msgs.add(msg);
    if (!msg.id.fromMe) Reflect.set(chat, 'lastReceivedKey', msg.id);
    if (msg.t > chat.t) chat.set({ t: msg.t });
    return super.add(msg);
  }

  override remove(msg: Msg): void {
    this.#byBareId.delete(msg.id.id);
    Chats.get(msg.id.remote)?.msgs.remove(msg);
    super.remove(msg);
  }

  /** Puts messages of the server into the store without announcing them as new. */
  learn(messages: readonly WireMessage[]): Msg[] {
    return messages.map((wire) => {
      const attributes = messageFromWire(wire);
      const msg = this.get(attributes.id);
      if (msg?.id.fromMe && attributes.ack > msg.ack) msg.set({ ack: attributes.ack });
      return msg ?? this.add(new Msg(attributes));
    });
  }

  /** Messages by the text form of their ids, also those that are not loaded. */
  async getMessagesById(ids: readonly unknown[]): Promise<{ messages: Msg[] }> {
    const loaded = ids.flatMap((id) => this.get(id) ?? []);
    const others = ids.filter((id) => !this.get(id)).map((id) => MsgKey.fromString(String(id)));
    if (others.length === 0) return { messages: loaded };
    const found = (await query('lookup', { ids: others.map(({ id }) => id) })) as unknown as WireMessage[];
    const wanted = new Set(ids.map(String));
    const fetched = found
      .map((wire) => new Msg(messageFromWire(wire)))
      .filter((msg) => wanted.has(String(msg.id)));
    return { messages: [...loaded, ...fetched] };
  }

  async search(text: string, page = 1, count = 20, chat?: string): Promise<{ messages: Msg[] }> {
    const found = await query('search', { text, page, count, chat: chat === undefined ? null : known(chat) });
    return { messages: (found as unknown as WireMessage[]).map((wire) => new Msg(messageFromWire(wire))) };
  }

  readonly #byBareId: Map<string, Msg> = new Map();
}

class BlocklistCollection extends Collection<Contact> {
  /** Somebody may be blocked by phone number while shown by hidden id. */
  setBlocked(contact: Contact, value: boolean): void {
    contact.set({ isContactBlocked: value });
    if (value) this.add(contact);
    else this.remove(contact);
  }
}

export const Contacts: ContactCollection = new ContactCollection();
export const GroupMetadatas: GroupMetadataCollection = new GroupMetadataCollection();
export const Chats: ChatCollection = new ChatCollection();
export const Msgs: MsgCollection = new MsgCollection();
export const Blocklist: BlocklistCollection = new BlocklistCollection();
/** Kinds of things that the emulator has none of. */
export const Labels: Collection<Model<{ id: string }> & { id: string }> = new Collection();
export const Statuses: Collection<Model<{ id: string }> & { id: string }> = new Collection();

export function learnLids(lids: Readonly<Record<string, string>>): void {
  for (const [phone, lid] of Object.entries(lids)) learnLid(phone, lid);
}
