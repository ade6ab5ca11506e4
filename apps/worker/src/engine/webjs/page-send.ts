import type { NotSentCode } from '../engine.ts';
import type { PageWindow } from './page-connection.ts';
import type { PageContent } from './page-contents.ts';
import type { ChatModel, LibraryInPage } from './page-modules.ts';
import type { RawMessage } from './to-engine-message.ts';

export interface PageMessage {
  readonly chat: string;
  readonly id: string;
  readonly content: PageContent;
  readonly quotedRef?: string | undefined;
  readonly mentions?: readonly string[] | undefined;
}

export interface PageNotSent {
  readonly outcome: 'not_sent';
  readonly code: NotSentCode;
  readonly detail: string;
}

export type PagePrepared = { readonly outcome: 'prepared' } | PageNotSent;

export type PageSent =
  | { readonly outcome: 'sent'; readonly message: RawMessage }
  | PageNotSent
  | { readonly outcome: 'unknown'; readonly detail: string };

/** Sending in two steps, as `window.wagwSend`: the first may take its time and leaves no trace, the second is quick. */
export interface PageSend {
  /** Finds the chat, uploads the file, makes the draft. Nothing leaves. */
  prepare(ticket: string, message: PageMessage): Promise<PagePrepared>;
  /** Sends what was prepared, unless `latestMs` have passed by the time that the page comes to it. */
  leave(ticket: string, calledAt: number, latestMs: number): Promise<PageSent>;
  /** Should the preparation still be under way, its end comes to nothing. */
  forget(ticket: string): void;
}

declare const window: PageWindow;

/**
 * Puts `window.wagwSend` into the page. Runs before the page's own scripts, in every document; touches nothing of the
 * page until it is called. Self-contained, for its source text is what runs in the page.
 */
export function installPageSend(): void {
  interface Prepared {
    readonly id: string;
    readonly chat: ChatModel;
    readonly body: string | null | undefined;
    readonly attributes: object;
    readonly mentions: readonly string[];
  }

  const prepared = new Map<string, Prepared>();
  /** Of these the end of the preparation is waited for. */
  const awaited = new Set<string>();
  /** Statuses of an upload that will be the same next time: bad, too large, of a wrong kind. */
  const finalStatuses = new Set([400, 413, 415]);

  const errorText = (error: unknown) => (error instanceof Error ? error.message : String(error));
  const notSent = (code: NotSentCode, detail: string): PageNotSent => ({ outcome: 'not_sent', code, detail });

  async function prepare(ticket: string, message: PageMessage): Promise<PagePrepared> {
    const { wagwStore: store, wagwContents: contents } = window;
    if (window.WWebJS === undefined || store === undefined || contents === undefined)
      return notSent('not_ready', 'the library is not in the page');
    // Channels and statuses leave in other ways, of which nothing is known here.
    if (!/@(c\.us|lid|g\.us)$/.test(message.chat))
      return notSent('unknown_recipient', `${message.chat} is neither a person nor a group`);
    awaited.add(ticket);
    try {
      const chat = await store.chat(message.chat);
      if (chat === undefined) return notSent('unknown_recipient', `WhatsApp knows no ${message.chat}`);
      const mentions = message.mentions ?? [];
      const wrong = mentions.find((id) => store.wid(id) === undefined);
      if (wrong !== undefined) return notSent('rejected', `${wrong} cannot be mentioned`);
      const quote = message.quotedRef === undefined ? {} : await contents.quote(message.quotedRef, chat);
      const { body, attributes } = await contents.draft(message.content, window.wagwMedia?.taken(ticket));
      if (awaited.has(ticket)) {
        const all = { ...attributes, ...quote };
        prepared.set(ticket, { id: message.id, chat, body, attributes: all, mentions });
      }
      return { outcome: 'prepared' };
    } catch (error) {
      return notSent(codeOf(error), errorText(error));
    } finally {
      window.wagwMedia?.drop(ticket);
    }
  }

  function codeOf(error: unknown): NotSentCode {
    const { code, status } = (error ?? {}) as { code?: unknown; status?: unknown };
    if (code === 'rejected') return 'rejected';
    if (typeof status === 'number' && finalStatuses.has(status)) return 'rejected';
    const text = errorText(error);
    if (/No LID for user|not registered|invalid wid/i.test(text)) return 'unknown_recipient';
    // What WhatsApp Web says of files that it cannot read.
    if (/InvalidMedia|MediaFileType|unsupported (media|file)|Invalid media type/i.test(text))
      return 'rejected';
    return 'temporary';
  }

  async function leave(ticket: string, calledAt: number, latestMs: number): Promise<PageSent> {
    const message = prepared.get(ticket);
    forget(ticket);
    const { WWebJS: library, wagwStore: store } = window;
    if (message === undefined || library === undefined || store === undefined)
      return notSent('not_ready', 'the page was loaded anew');
    if (Date.now() - calledAt > latestMs) return notSent('temporary', 'the page was busy for too long');

    const begun = beginUnderId(library, message);
    let failure = '';
    try {
      await begun.sending;
    } catch (error) {
      if (!begun.left()) return notSent('rejected', errorText(error));
      failure = errorText(error);
    }
    const own = store.own(message.id);
    if (own === undefined)
      return { outcome: 'unknown', detail: failure || 'the message is not in the store' };
    if (own.ack === -1) return notSent('rejected', 'WhatsApp refused the message');
    return { outcome: 'sent', message: store.raw(own) };
  }

  /**
   * Has the library send under the given id. The library asks `newId` for it before it does anything else, in the
   * very tick of the call, so the override lives for that tick only and no other message can get the id. Should a
   * version of the library ask later, the send is broken off before it leaves.
   */
  function beginUnderId(library: LibraryInPage, { id, chat, body, attributes, mentions }: Prepared) {
    const MessageKey = window.require('WAWebMsgKey');
    const ownNewId = MessageKey.newId;
    let taken = false;
    let left = false;
    const options = {
      mentionedJidList: [...mentions],
      // Read after the id and before the message goes out; wins over the library's own attributes.
      get extraOptions() {
        if (!taken) throw new Error('the library did not take the id of the message');
        left = true;
        return attributes;
      },
    };
    MessageKey.newId = async () => {
      if (taken) return await ownNewId.call(MessageKey);
      taken = true;
      return id;
    };
    try {
      return { sending: library.sendMessage(chat, body, options), left: () => left };
    } finally {
      MessageKey.newId = ownNewId;
    }
  }

  function forget(ticket: string): void {
    awaited.delete(ticket);
    prepared.delete(ticket);
  }

  window.wagwSend = { prepare, leave, forget };
}
