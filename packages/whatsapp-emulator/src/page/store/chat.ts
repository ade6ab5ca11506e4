import type { Wid } from '../ids.ts';
import { Collection, modelOf } from '../model.ts';
import type { MsgKey } from '../msg-key.ts';
import type { Contact } from './contact.ts';
import type { GroupMetadata } from './group-metadata.ts';
import type { Msg } from './msg.ts';

export interface ChatAttributes {
  id: Wid;
  unreadCount: number;
  archive: boolean;
  /** Unix seconds, 0 when not pinned. */
  pin: number;
  muteExpiration: number;
  isReadOnly: boolean;
  isLocked: boolean;
  /** Unix seconds of the latest message. */
  t: number;
  lastReceivedKey?: MsgKey;
}

/** Sets, in the account, until when a chat is muted: unix seconds, −1 for always, 0 for not. */
export type MuteChat = (chat: Wid, until: number) => Promise<unknown>;

class ChatMessages extends Collection<Msg> {
  /** How many parts of the chat were loaded by then, of messages that stood before all that was loaded. */
  readonly #depths: WeakMap<Msg, number> = new WeakMap();
  #depth = 0;

  /** In the order of the chat: earlier messages are loaded after later ones, and several may bear the same second. */
  override getModelsArray(): Msg[] {
    const depth = (msg: Msg) => this.#depths.get(msg) ?? 0;
    return super.getModelsArray().sort((a, b) => a.t - b.t || depth(b) - depth(a));
  }

  /** Adds what `load` adds as a part that stands before all that was loaded. */
  precede(load: () => Msg[]): Msg[] {
    const known = new Set(super.getModelsArray());
    this.#depth += 1;
    const part = load();
    for (const msg of part) if (!known.has(msg)) this.#depths.set(msg, this.#depth);
    return part;
  }
}

/** A chat with a person or a group. */
export class Chat extends modelOf<ChatAttributes>() {
  readonly msgs: ChatMessages = new ChatMessages();
  readonly contact: Contact;
  readonly groupMetadata: GroupMetadata | undefined;
  readonly mute: {
    readonly expiration: number;
    mute(options: { expiration: number }): Promise<void>;
    unmute(): Promise<void>;
  };

  constructor(
    attributes: ChatAttributes,
    contact: Contact,
    groupMetadata: GroupMetadata | undefined,
    muteChat: MuteChat,
  ) {
    super(attributes);
    this.contact = contact;
    this.groupMetadata = groupMetadata;
    const set = async (until: number): Promise<void> => {
      await muteChat(this.id, until);
      this.set({ muteExpiration: until });
    };
    const expiration = (): number => this.muteExpiration;
    this.mute = {
      get expiration() {
        return expiration();
      },
      mute: (options) => set(options.expiration),
      unmute: () => set(0),
    };
  }

  get formattedTitle(): string {
    return this.groupMetadata?.subject ?? this.contact.formattedName;
  }

  get name(): string {
    return this.formattedTitle;
  }

  get isGroup(): boolean {
    return this.groupMetadata !== undefined;
  }

  get isUser(): boolean {
    return !this.isGroup;
  }

  iAmAdmin(): boolean {
    return this.groupMetadata?.participants.iAmAdmin() ?? false;
  }

  override serialize(): Record<string, unknown> {
    return { ...super.serialize(), msgs: this.msgs.serialize() };
  }

  /** Without the messages: this is what crosses to Node when the chat itself is the argument of an event. */
  override toJSON(): unknown {
    return super.serialize();
  }
}
