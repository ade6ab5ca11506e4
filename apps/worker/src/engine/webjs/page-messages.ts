import type { PageWindow } from './page-connection.ts';
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
}

export interface ReadBounds {
  /** So many messages at most, the newest. */
  readonly limit: number;
  /** So long may the page take to load earlier messages, in milliseconds. */
  readonly loadMs: number;
}

export interface ChatRead {
  readonly messages: RawMessage[];
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

  async function messagesSince(
    chatId: string,
    since: number,
    { limit, loadMs }: ReadBounds,
  ): Promise<ChatRead> {
    const { raw, errorText } = store();
    const chat = collections()
      .Chat.getModelsArray()
      .find((candidate) => String(candidate.id) === chatId);
    if (chat === undefined) return { messages: [] };
    const enough = () => {
      const loaded = chat.msgs.getModelsArray();
      return loaded.length >= limit || loaded.some((message) => (message.t ?? 0) < since);
    };
    const late = new Promise<never>((_resolve, reject) => {
      setTimeout(() => reject(new Error(`earlier messages were not loaded within ${loadMs} ms`)), loadMs);
    });
    let failure: string | undefined;
    let loadedCount = chat.msgs.getModelsArray().length;
    try {
      while (!enough()) {
        const loading = window.require('WAWebChatLoadMessages').loadEarlierMsgs({ chat });
        const earlier = await Promise.race([loading, late]);
        // The last ones may come again and again; only new ones lead further.
        const before = loadedCount;
        loadedCount = chat.msgs.getModelsArray().length;
        if (!earlier?.length || loadedCount === before) break;
      }
    } catch (error) {
      failure = errorText(error);
    }
    late.catch(() => undefined);
    const messages = chat.msgs
      .getModelsArray()
      .filter((message) => (message.t ?? 0) >= since && !message.isNotification)
      .slice(-limit)
      .map(raw);
    return { messages, ...(failure === undefined ? {} : { failure }) };
  }

  window.wagwMessages = { find, chatsSince, messagesSince };
}
