import type { ActionErrorCode, ChatPlace, ChatSummary, EngineActions } from '../actions.ts';
import type { PageWindow } from './page-connection.ts';
import type { ChatRead, ReadBounds } from './page-messages.ts';
import type { ChatModel, MessageModel } from './page-modules.ts';
import type { RawMessage } from './to-engine-message.ts';

/** What a call says: nothing is thrown out of the page, for an error loses its code on the way. */
export type PageAnswer<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly code: ActionErrorCode; readonly detail: string };

export interface RawChat extends Omit<ChatSummary, 'timestamp' | 'lastMessage'> {
  readonly timestamp?: number | undefined;
  readonly lastMessage?: RawMessage | undefined;
}

export interface RawList<T> {
  readonly items: T[];
  /** Why others could not be read. */
  readonly failures: string[];
}

/** What can be done to messages and chats, as `window.wagwActions`. */
export interface PageActions extends Pick<EngineActions, 'react' | 'markSeen' | 'setTyping' | 'archive'> {
  edit(ref: string, text: string): Promise<boolean>;
  delete(ref: string, forEveryone: boolean): Promise<boolean>;
  chats(): Promise<RawList<RawChat>>;
  history(chat: string, before: ChatPlace | null, bounds: ReadBounds): Promise<ChatRead>;
  /** Bytes and kind of a message's file, before anything is loaded. */
  mediaOf(ref: string): Promise<RawMedia>;
  /** @returns its bytes */
  loadMedia(ref: string, ticket: string): Promise<number>;
}

export interface RawMedia {
  readonly mimetype: string;
  readonly filename?: string | undefined;
  readonly bytes: number;
}

/** Runs work of the page and says what came of it, as `window.wagwAnswer`; and what its programs share. */
export type PageAnswering = <T>(work: () => Promise<T>) => Promise<PageAnswer<T>>;

/** Helpers of the programs that act, as `window.wagwHelp`. */
export interface PageHelp {
  refuse(code: ActionErrorCode, detail: string): Error;
  /** A chat that is there already. */
  knownChat(id: string): ChatModel;
  /** Reads a list one by one, so that one that fails costs only itself; lets the page breathe now and then. */
  each<M, T>(models: readonly M[], read: (model: M) => T | undefined): Promise<RawList<T>>;
}

declare const window: PageWindow;

/**
 * Puts `window.wagwActions`, `window.wagwAnswer` and `window.wagwHelp` into the page. Runs before the page's own scripts, in every
 * document; touches nothing of the page until it is called. Self-contained, for its source text is what runs in the page.
 */
export function installPageActions(): void {
  const breathEvery = 200;
  const collections = () => window.require('WAWebCollections');
  const store = () => {
    if (window.wagwStore === undefined) throw refuse('not_ready', 'the page is being loaded');
    return window.wagwStore;
  };
  const refuse = (code: ActionErrorCode, detail: string) => Object.assign(new Error(detail), { wagw: code });

  async function answer<T>(work: () => Promise<T>): Promise<PageAnswer<T>> {
    try {
      return { ok: true, value: await work() };
    } catch (error) {
      return {
        ok: false,
        code: codeOf(error),
        detail: error instanceof Error ? error.message : String(error),
      };
    }
  }

  function codeOf(error: unknown): ActionErrorCode {
    const { wagw, status, statusCode } = (error ?? {}) as Record<string, unknown>;
    if (typeof wagw === 'string') return wagw as ActionErrorCode;
    const answered = Number(status ?? statusCode);
    if (answered === 404) return 'not_found';
    if (answered >= 400 && answered < 500) return 'refused';
    const text = error instanceof Error ? error.message : String(error);
    if (/No LID for user|invalid wid/i.test(text)) return 'not_found';
    if (/unknown module|is not a function|Cannot read propert/.test(text)) return 'unsupported';
    return 'unknown';
  }

  function knownChat(id: string): ChatModel {
    for (const address of [id, ...store().otherAddresses(id)]) {
      const wid = store().wid(address);
      const chat = wid && collections().Chat.get(wid);
      if (chat) return chat;
    }
    throw refuse('not_found', `there is no chat ${id}`);
  }

  async function each<M, T>(models: readonly M[], read: (model: M) => T | undefined): Promise<RawList<T>> {
    const items: T[] = [];
    const failures: string[] = [];
    for (const [index, model] of models.entries()) {
      if (index % breathEvery === breathEvery - 1) await new Promise((resolve) => setTimeout(resolve, 0));
      try {
        const item = read(model);
        if (item !== undefined) items.push(item);
      } catch (error) {
        failures.push(store().errorText(error));
      }
    }
    return { items, failures };
  }

  async function message(ref: string): Promise<MessageModel> {
    const found = await store().byRef(ref);
    if (found === undefined) throw refuse('not_found', `there is no message ${ref}`);
    return found;
  }

  async function edit(ref: string, text: string): Promise<boolean> {
    const found = await message(ref);
    const may = window.require('WAWebMsgActionCapability');
    if (!found.id.fromMe || !(may.canEditText(found) || may.canEditCaption(found))) return false;
    const options = { mentionedJidList: [] };
    await window.require('WAWebSendMessageEditAction').sendMessageEdit(found, text, options);
    return true;
  }

  /** Unlike the library's, it does not delete here only what cannot be deleted everywhere. */
  async function remove(ref: string, forEveryone: boolean): Promise<boolean> {
    const found = await message(ref);
    const chat = knownChat(String(found.id.remote));
    const { Cmd } = window.require('WAWebCmd');
    const what = { list: [found], type: 'message' as const };
    if (!forEveryone) {
      await Cmd.sendDeleteMsgs(chat, what, true);
      return true;
    }
    const may = window.require('WAWebMsgActionCapability');
    if (!may.canSenderRevokeMsg(found) && !may.canAdminRevokeMsg(found)) return false;
    await Cmd.sendRevokeMsgs(chat, what, { clearMedia: true });
    return true;
  }

  async function markSeen(id: string): Promise<void> {
    const chat = knownChat(id);
    const { Stream } = window.require('WAWebStreamModel');
    Stream.markAvailable();
    try {
      await window.require('WAWebUpdateUnreadChatAction').sendSeen({ chat, threadId: undefined });
    } finally {
      Stream.markUnavailable();
    }
  }

  async function setTyping(id: string, typing: 'typing' | 'recording' | 'paused'): Promise<void> {
    const chat = await store().chat(id);
    if (chat === undefined) throw refuse('not_found', `WhatsApp knows no ${id}`);
    const bridge = window.require('WAWebChatStateBridge');
    if (typing === 'typing') await bridge.sendChatStateComposing(chat.id);
    else if (typing === 'recording') await bridge.sendChatStateRecording(chat.id);
    else await bridge.sendChatStatePaused(chat.id);
  }

  function rawChat(chat: ChatModel): RawChat {
    const lastMessage = chat.msgs.getModelsArray().findLast(({ isNotification }) => !isNotification);
    return {
      id: String(chat.id),
      name: chat.formattedTitle ?? '',
      isGroup: chat.groupMetadata !== undefined,
      unreadCount: Math.max(0, chat.unreadCount ?? 0),
      isArchived: chat.archive === true,
      isPinned: (chat.pin ?? 0) > 0,
      isMuted: (chat.mute?.expiration ?? 0) !== 0,
      timestamp: chat.t || undefined,
      lastMessage: lastMessage && store().raw(lastMessage),
    };
  }

  async function history(id: string, before: ChatPlace | null, bounds: ReadBounds): Promise<ChatRead> {
    const chat = String(knownChat(id).id);
    const read = await window.wagwMessages?.messagesBefore(chat, before, bounds);
    if (read === undefined) throw refuse('not_ready', 'the page is being loaded');
    if (read.failure !== undefined && read.messages.length === 0) throw refuse('unknown', read.failure);
    return read;
  }

  async function withFile(ref: string): Promise<MessageModel> {
    const found = await message(ref);
    if (!found.directPath) throw refuse('not_found', `message ${ref} has no file`);
    return found;
  }

  window.wagwAnswer = answer;
  window.wagwHelp = { refuse, knownChat, each };
  window.wagwActions = {
    edit,
    delete: remove,
    react: async (ref, emoji) => {
      const found = await message(ref);
      await window.require('WAWebSendReactionMsgAction').sendReactionToMsg(found, emoji);
    },
    markSeen,
    setTyping,
    archive: async (id, archived) => {
      await window.require('WAWebCmd').Cmd.archiveChat(knownChat(id), archived);
    },
    chats: async () => await each(collections().Chat.getModelsArray(), rawChat),
    history,
    mediaOf: async (ref) => {
      const { mimetype = 'application/octet-stream', filename, size } = await withFile(ref);
      return { mimetype, filename, bytes: Number(size ?? 0) };
    },
    loadMedia: async (ref, ticket) => {
      const bytes = await window.wagwMedia?.load(ticket, await withFile(ref));
      if (bytes === undefined) throw refuse('gone', `the file of ${ref} is not at WhatsApp any more`);
      return bytes;
    },
  };
}
