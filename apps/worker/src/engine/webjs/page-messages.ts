import type { ChatPlace } from '../actions.ts';
import type { MessageReaction } from '../engine.ts';
import type { PageWindow } from './page-connection.ts';
import type { ChatModel, MessageModel } from './page-modules.ts';
import type { RawMessage } from './to-engine-message.ts';

export type PageFound =
  | { readonly found: 'yes'; readonly message: RawMessage }
  | { readonly found: 'no' }
  | { readonly found: 'unknown'; readonly detail: string };

/** What is asked of the page about messages, as `window.wagwMessages`. */
export interface PageMessages {
  /** Looks for an own message by its bare id. */
  find(id: string, chats: readonly string[]): Promise<PageFound>;
  /** Ids of the chats with activity at or after `since`, in unix seconds. */
  chatsSince(since: number): string[];
  messagesSince(chatId: string, since: number, bounds: ReadBounds): Promise<ChatRead>;
  /** The last ones before a place, or of all, with what is said to them. */
  messagesBefore(chatId: string, place: ChatPlace | null, bounds: ReadBounds): Promise<ChatRead>;
}

export interface ReadBounds {
  /** So many messages at most, the newest of those that are meant. */
  readonly limit: number;
  /** So long may the page take to load earlier messages, in milliseconds. */
  readonly loadMs: number;
}

export interface ChatRead {
  readonly messages: RawMessage[];
  /** Whether there are, or may be, earlier ones. */
  readonly hasEarlier: boolean;
  /** Why there may be earlier ones that could not be loaded. */
  readonly failure?: string;
}

declare const window: PageWindow;

/**
 * Puts `window.wagwMessages` into the page. Runs before the page's own scripts, in every document; touches nothing of
 * the page until it is called. Self-contained, for its source text is what runs in the page.
 */
export function installPageMessages(): void {
  const collections = () => window.require('WAWebCollections');
  const store = () => {
    if (window.wagwStore === undefined) throw new Error('the page is being loaded');
    return window.wagwStore;
  };

  async function find(id: string, chats: readonly string[]): Promise<PageFound> {
    const { own, byKeys, raw, errorText } = store();
    const loaded = own(id);
    if (loaded) return { found: 'yes', message: raw(loaded) };
    try {
      const message = await byKeys(keysOf(id, chats));
      return message ? { found: 'yes', message: raw(message) } : { found: 'no' };
    } catch (error) {
      return { found: 'unknown', detail: errorText(error) };
    }
  }

  /** A chat has one of two addresses, by phone number or by LID, and in a group the writer's is a part of the id; one's own chat has a mark. */
  function keysOf(id: string, chats: readonly string[]): Set<string> {
    const keys = new Set<string>();
    const { getMaybeMePnUser, getMaybeMeLidUser } = window.require('WAWebUserPrefsMeUser');
    const writers = [getMaybeMePnUser(), getMaybeMeLidUser()];
    for (const chat of chats) {
      for (const address of [chat, ...store().otherAddresses(chat)]) {
        for (const writer of writers) {
          if (address.endsWith('@g.us') && writer) keys.add(`true_${address}_${id}_${writer}`);
          if (address === String(writer)) keys.add(`true_${address}_${id}_out`);
        }
        keys.add(`true_${address}_${id}`);
      }
    }
    return keys;
  }

  function chatsSince(since: number): string[] {
    return collections()
      .Chat.getModelsArray()
      .filter((chat) => !chat.t || chat.t >= since)
      .map((chat) => String(chat.id));
  }

  const chatOf = (chatId: string) =>
    collections()
      .Chat.getModelsArray()
      .find((candidate) => String(candidate.id) === chatId);

  /** Everything of a conversation that is loaded, oldest first. */
  const loadedOf = (chat: ChatModel) =>
    chat.msgs.getModelsArray().filter(({ isNotification }) => !isNotification);

  /** Loads earlier messages until it is enough, or there are no more. @returns why there may be more nevertheless */
  async function loadEarlier(
    chat: ChatModel,
    isEnough: () => boolean,
    loadMs: number,
  ): Promise<string | undefined> {
    const { earlierThan, late } = inTime(loadMs, 'earlier messages were not loaded');
    let loadedCount = chat.msgs.getModelsArray().length;
    try {
      while (!isEnough()) {
        const loading = window.require('WAWebChatLoadMessages').loadEarlierMsgs({ chat });
        const earlier = await earlierThan(loading);
        // The last ones may come again and again; only new ones lead further.
        const before = loadedCount;
        loadedCount = chat.msgs.getModelsArray().length;
        if (!earlier?.length || loadedCount === before) break;
      }
      return undefined;
    } catch (error) {
      return store().errorText(error);
    } finally {
      clearTimeout(late);
    }
  }

  /** One time limit for several waits. */
  function inTime(ms: number, what: string) {
    let late: ReturnType<typeof setTimeout> | undefined;
    const over = new Promise<never>((_resolve, reject) => {
      late = setTimeout(() => reject(new Error(`${what} within ${ms} ms`)), ms);
    });
    over.catch(() => undefined);
    return { earlierThan: <T>(work: Promise<T>) => Promise.race([work, over]), late };
  }

  async function messagesSince(
    chatId: string,
    since: number,
    { limit, loadMs }: ReadBounds,
  ): Promise<ChatRead> {
    const chat = chatOf(chatId);
    if (chat === undefined) return { messages: [], hasEarlier: false };
    const isEnough = () => {
      const loaded = chat.msgs.getModelsArray();
      return loaded.length >= limit || loaded.some((message) => (message.t ?? 0) < since);
    };
    const failure = await loadEarlier(chat, isEnough, loadMs);
    const wanted = loadedOf(chat).filter((message) => (message.t ?? 0) >= since);
    return read(wanted, limit, failure);
  }

  async function messagesBefore(
    chatId: string,
    place: ChatPlace | null,
    { limit, loadMs }: ReadBounds,
  ): Promise<ChatRead> {
    const chat = chatOf(chatId);
    if (chat === undefined) return { messages: [], hasEarlier: false };
    const isEnough = () => (messagesUpTo(chat, place)?.length ?? 0) > limit;
    const failure = await loadEarlier(chat, isEnough, loadMs);
    const before = messagesUpTo(chat, place) ?? upToSecond(chat, place);
    const found = read(before, limit, failure);
    const messages = await withReactions(before.slice(-limit), found.messages, loadMs);
    return { ...found, messages };
  }

  /** What stands before a place; undefined while that is not loaded. One that is nowhere any more is known by its second. */
  function messagesUpTo(chat: ChatModel, place: ChatPlace | null): MessageModel[] | undefined {
    const loaded = loadedOf(chat);
    if (place === null) return loaded;
    const at = loaded.findIndex(({ id }) => id.id === place.id);
    if (at >= 0) return loaded.slice(0, at);
    return loaded.some(({ t = 0 }) => t < place.timestamp) ? upToSecond(chat, place) : undefined;
  }

  /** Rather some of them twice than one never. */
  const upToSecond = (chat: ChatModel, place: ChatPlace | null) =>
    loadedOf(chat).filter(({ t = 0 }) => place === null || t <= place.timestamp);

  function read(wanted: MessageModel[], limit: number, failure: string | undefined): ChatRead {
    return {
      messages: wanted.slice(-limit).map(store().raw),
      hasEarlier: wanted.length > limit || failure !== undefined,
      ...(failure === undefined ? {} : { failure }),
    };
  }

  /** What cannot be read of them in time is left out: a conversation can be read without. */
  async function withReactions(
    models: readonly MessageModel[],
    messages: readonly RawMessage[],
    ms: number,
  ): Promise<RawMessage[]> {
    const { earlierThan, late } = inTime(ms, 'reactions were not read');
    const reading = models.map(async (model, index): Promise<RawMessage | undefined> => {
      const message = messages[index];
      if (message === undefined || !model.hasReaction) return message;
      const reactions = await earlierThan(reactionsTo(model)).catch(() => []);
      return { ...message, reactions };
    });
    const all = await Promise.all(reading);
    clearTimeout(late);
    return all.filter((message) => message !== undefined);
  }

  async function reactionsTo({ id }: MessageModel): Promise<MessageReaction[]> {
    const found = await collections().Reactions.find(id._serialized ?? String(id));
    return (found?.reactions.serialize() ?? []).flatMap(({ senders }) =>
      senders.map(({ reactionText, senderUserJid, msgKey, timestamp }) => ({
        emoji: reactionText,
        sender: String(senderUserJid),
        fromMe: msgKey.fromMe,
        timestamp: Math.floor(timestamp / 1000),
      })),
    );
  }

  window.wagwMessages = { find, chatsSince, messagesSince, messagesBefore };
}
