import type { NotSentCode } from '../engine.ts';
import type { PageWindow } from './page-connection.ts';
import type { ChatModel, LibraryInPage, MessageModel, Wid } from './page-modules.ts';
import type { RawMessage } from './to-engine-message.ts';

export interface PageSend {
  readonly chat: string;
  readonly text: string;
  readonly id: string;
  readonly linkPreview: boolean;
  /** The message must not leave later than so many milliseconds from now. */
  readonly latestMs: number;
}

export type PageSent =
  | { readonly outcome: 'sent'; readonly message: RawMessage }
  | { readonly outcome: 'not_sent'; readonly code: NotSentCode; readonly detail: string }
  | { readonly outcome: 'unknown'; readonly detail: string };

export type PageFound =
  | { readonly found: 'yes'; readonly message: RawMessage }
  | { readonly found: 'no' }
  | { readonly found: 'unknown'; readonly detail: string };

/** What is asked of the page about messages, as `window.wagwMessages`. */
export interface PageMessages {
  send(message: PageSend): Promise<PageSent>;
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
  const errorText = (error: unknown) => (error instanceof Error ? error.message : String(error));

  async function send(message: PageSend): Promise<PageSent> {
    const started = Date.now();
    const notSent = (code: NotSentCode, detail: string): PageSent => ({ outcome: 'not_sent', code, detail });
    const library = window.WWebJS;
    if (library === undefined) return notSent('not_ready', 'the library is not in the page');

    let chat: ChatModel | undefined;
    let preview: object;
    try {
      chat = await chatFor(message.chat, library);
      if (chat === undefined) return notSent('unknown_recipient', `WhatsApp knows no ${message.chat}`);
      preview = message.linkPreview ? await previewOf(message.text) : {};
    } catch (error) {
      const unknown = /No LID for user|not registered|invalid wid/i.test(errorText(error));
      return notSent(unknown ? 'unknown_recipient' : 'temporary', errorText(error));
    }
    if (Date.now() - started > message.latestMs)
      return notSent('temporary', 'finding the chat took too long');

    const begun = beginUnderId(library, chat, message, preview);
    let failure = '';
    try {
      await begun.sending;
    } catch (error) {
      if (!begun.left()) return notSent('rejected', errorText(error));
      failure = errorText(error);
    }
    const own = ownMessage(message.id);
    if (own === undefined)
      return { outcome: 'unknown', detail: failure || 'the message is not in the store' };
    if (own.ack === -1) return notSent('rejected', 'WhatsApp refused the message');
    return { outcome: 'sent', message: raw(own) };
  }

  /**
   * Has the library send under the given id. The library asks `newId` for it before it does anything else, in the
   * very tick of the call, so the override lives for that tick only and no other message can get the id. Should a
   * version of the library ask later, the send is broken off before it leaves.
   */
  function beginUnderId(library: LibraryInPage, chat: ChatModel, message: PageSend, preview: object) {
    const MessageKey = window.require('WAWebMsgKey');
    const ownNewId = MessageKey.newId;
    let taken = false;
    let left = false;
    const options = {
      mentionedJidList: [],
      // Read after the id and before the message goes out.
      get extraOptions() {
        if (!taken) throw new Error('the library did not take the id of the message');
        left = true;
        return preview;
      },
    };
    MessageKey.newId = async () => {
      if (taken) return await ownNewId.call(MessageKey);
      taken = true;
      return message.id;
    };
    try {
      return { sending: library.sendMessage(chat, message.text, options), left: () => left };
    } finally {
      MessageKey.newId = ownNewId;
    }
  }

  /** Undefined when WhatsApp knows no such chat. */
  async function chatFor(chatId: string, library: LibraryInPage): Promise<ChatModel | undefined> {
    let wid: Wid;
    try {
      wid = window.require('WAWebWidFactory').createWid(chatId);
    } catch {
      return undefined;
    }
    const known = collections().Chat.get(wid);
    if (known) return known;
    if (chatId.endsWith('@c.us') && (await isUnregistered(wid))) return undefined;
    return (await library.getChat(chatId, { getAsModel: false })) ?? undefined;
  }

  /** The page makes a chat with any number; a message to a number without WhatsApp would wait there for ever. */
  async function isUnregistered(wid: Wid): Promise<boolean> {
    try {
      return (await window.require('WAWebQueryExistsJob').queryWidExists(wid)) === null;
    } catch {
      return false;
    }
  }

  /** As the library would do it, but beforehand: it must not wait between our call and its `newId`. */
  async function previewOf(text: string): Promise<object> {
    try {
      const link = window.require('WALinkify').findLink(text);
      const preview = link && (await window.require('WAWebLinkPreviewChatAction').getLinkPreview(link));
      return preview?.data ? { ...preview.data, preview: true, subtype: 'url' } : {};
    } catch {
      return {};
    }
  }

  function ownMessage(id: string): MessageModel | undefined {
    return collections()
      .Msg.getModelsArray()
      .findLast((message) => message.id.fromMe && message.id.id === id);
  }

  async function find(id: string, chats: readonly string[]): Promise<PageFound> {
    const loaded = ownMessage(id);
    if (loaded) return { found: 'yes', message: raw(loaded) };
    const { Msg } = collections();
    let answered = false;
    let failure = 'no form of the chat could be asked for';
    for (const key of keysOf(id, chats)) {
      try {
        const message = Msg.get(key) ?? (await Msg.getMessagesById([key]))?.messages?.[0];
        if (message) return { found: 'yes', message: raw(message) };
        answered = true;
      } catch (error) {
        failure = errorText(error);
      }
    }
    return answered ? { found: 'no' } : { found: 'unknown', detail: failure };
  }

  /** A chat has one of two addresses, by phone number or by LID, and in a group the writer's is a part of the id; one's own chat has a mark. */
  function keysOf(id: string, chats: readonly string[]): Set<string> {
    const keys = new Set<string>();
    const { getMaybeMePnUser, getMaybeMeLidUser } = window.require('WAWebUserPrefsMeUser');
    const writers = [getMaybeMePnUser(), getMaybeMeLidUser()];
    for (const chat of chats) {
      for (const address of [chat, ...otherAddresses(chat)]) {
        for (const writer of writers) {
          if (address.endsWith('@g.us') && writer) keys.add(`true_${address}_${id}_${writer}`);
          if (address === String(writer)) keys.add(`true_${address}_${id}_out`);
        }
        keys.add(`true_${address}_${id}`);
      }
    }
    return keys;
  }

  function otherAddresses(chat: string): string[] {
    const found: string[] = [];
    const consider = (address: () => Wid | undefined) => {
      try {
        const wid = address();
        if (wid) found.push(String(wid));
      } catch {
        // This build cannot say it in this way.
      }
    };
    const wid = () => window.require('WAWebWidFactory').createWid(chat);
    consider(() => collections().Chat.get(wid())?.id);
    consider(() => window.require('WAWebApiContact').getCurrentLid?.(wid()));
    consider(() => window.require('WAWebApiContact').getPhoneNumber?.(wid()));
    return found;
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

  function raw(message: MessageModel): RawMessage {
    const { id } = message;
    const text = (wid: Wid | string | undefined | null) => (wid ? String(wid) : undefined);
    return {
      id: {
        fromMe: id.fromMe,
        remote: String(id.remote),
        id: id.id,
        participant: text(id.participant),
        ...(typeof id._serialized === 'string' ? { _serialized: id._serialized } : {}),
      },
      from: text(message.from),
      to: text(message.to),
      author: text(message.author),
      type: message.type,
      body: message.body,
      caption: message.caption,
      pollName: message.pollName,
      eventName: message.eventName,
      t: message.t,
      ack: message.ack,
      isForwarded: message.isForwarded,
      isStatusV3: message.isStatusV3,
      directPath: message.directPath,
      notifyName: message.notifyName,
    };
  }

  window.wagwMessages = { send, find, chatsSince, messagesSince };
}
