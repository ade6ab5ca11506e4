import type { Page } from 'puppeteer';
import type { NotSentCode, SendOutcome } from '../engine.ts';
import type { LocalFile, OutgoingMessage } from '../outgoing.ts';
import { errorText, isGone, isNavigation } from './classify-error.ts';
import { withDeadline } from './deadlines.ts';
import { putFileIntoPage } from './media-transfer.ts';
import type { PageWindow } from './page-connection.ts';
import type { PageNotSent, PagePrepared, PageSent } from './page-send.ts';
import type { WebjsTimings } from './timings.ts';
import { toMessageRef } from './to-engine-message.ts';
import { toPageMessage } from './to-page-message.ts';
import { Turns } from './turns.ts';

declare const window: PageWindow;

/** The page gives up this much before its caller does, so that both agree on what has become of the message. */
const PAGE_MARGIN_MS = 1_000;

/**
 * Sends in two steps. The first takes the file into the page, uploads it and makes a draft: it may take minutes, others may
 * send meanwhile, and however it ends nothing has left. The second hands the draft over to WhatsApp under the given id: it is quick,
 * one at a time, and the only one whose outcome can be unknown.
 */
export class Sender {
  readonly #readyPage: () => Page | undefined;
  readonly #timings: WebjsTimings;
  /** Messages to one chat leave in the order of the calls. */
  readonly #ofChat = new Turns();
  readonly #leaving = new Turns();
  #tickets = 0;

  /** @param readyPage the page, while messages can be sent */
  constructor(readyPage: () => Page | undefined, timings: WebjsTimings) {
    this.#readyPage = readyPage;
    this.#timings = timings;
  }

  /** Never rejects. */
  async send(message: OutgoingMessage, mayLeave: () => boolean): Promise<SendOutcome> {
    return await this.#ofChat.take(message.chat, () => this.#sendInTurn(message, mayLeave));
  }

  async #sendInTurn(message: OutgoingMessage, mayLeave: () => boolean): Promise<SendOutcome> {
    const page = this.#readyPage();
    if (!page) return notSent('not_ready', 'the session is not connected');
    this.#tickets += 1;
    const ticket = `${message.id}.${this.#tickets}`;
    const prepared = await this.#prepare(page, ticket, message);
    if (prepared.outcome !== 'prepared') {
      page.evaluate(forgetInPage, ticket).catch(() => undefined);
      return prepared;
    }
    return await this.#leaving.take('all', async () => {
      if (this.#readyPage() !== page || !mayLeave())
        return notSent('not_ready', 'the session is not connected any more');
      return await this.#leave(page, ticket);
    });
  }

  async #prepare(page: Page, ticket: string, message: OutgoingMessage): Promise<PagePrepared> {
    const { content } = message;
    const file = 'file' in content ? content.file : undefined;
    const ms = file === undefined ? this.#timings.sendMs : this.#timings.mediaMs;
    try {
      return await withDeadline(
        'preparing the message',
        ms,
        this.#prepareInPage(page, ticket, message, file),
      );
    } catch (error) {
      // A page that is gone says nothing about the message.
      const isThere = this.#readyPage() === page && !isGone(error) && !isNavigation(error);
      return notSent(isThere ? 'temporary' : 'not_ready', errorText(error));
    }
  }

  async #prepareInPage(
    page: Page,
    ticket: string,
    message: OutgoingMessage,
    file: LocalFile | undefined,
  ): Promise<PagePrepared> {
    if (file !== undefined) await putFileIntoPage(page, ticket, file, message.content.type);
    return await page.evaluate(
      async (ticket, message) =>
        (await window.wagwSend?.prepare(ticket, message)) ??
        ({ outcome: 'not_sent', code: 'not_ready', detail: 'the page is being loaded' } as const),
      ticket,
      toPageMessage(message, this.#timings.previewMs),
    );
  }

  async #leave(page: Page, ticket: string): Promise<SendOutcome> {
    const { sendMs } = this.#timings;
    const latestMs = Math.max(sendMs - PAGE_MARGIN_MS, sendMs / 2);
    try {
      const left = page.evaluate(leaveInPage, ticket, Date.now(), latestMs);
      const sent = await withDeadline('sending', sendMs, left);
      if (sent.outcome !== 'sent') return sent;
      return { outcome: 'sent', ref: toMessageRef(sent.message.id), ack: sent.message.ack ?? 0 };
    } catch (error) {
      return { outcome: 'unknown', detail: errorText(error) };
    }
  }
}

const notSent = (code: NotSentCode, detail: string): PageNotSent => ({ outcome: 'not_sent', code, detail });

async function leaveInPage(ticket: string, calledAt: number, latestMs: number): Promise<PageSent> {
  if (window.wagwSend) return await window.wagwSend.leave(ticket, calledAt, latestMs);
  return { outcome: 'not_sent', code: 'not_ready', detail: 'the page is being loaded' };
}

function forgetInPage(ticket: string): void {
  window.wagwSend?.forget(ticket);
  window.wagwMedia?.drop(ticket);
}
