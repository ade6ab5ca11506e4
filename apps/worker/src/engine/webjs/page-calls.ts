import type { Page } from 'puppeteer';
import type { EngineMessage, LookUp, StoreReading } from '../engine.ts';
import { errorText } from './classify-error.ts';
import { withDeadline } from './deadlines.ts';
import type { PageWindow } from './page-connection.ts';
import { isConversation, toEngineMessage } from './to-engine-message.ts';

declare const window: PageWindow;

/** Bounds of reading one chat. */
const READ = { limit: 2_000, loadMs: 5_000 };

/** Looks for an own message, in what is loaded and in what the page has stored. Never rejects. */
export async function findOwn(
  page: Page,
  id: string,
  chats: readonly string[],
  callMs: number,
): Promise<LookUp> {
  try {
    const work = page.evaluate(async (id, chats) => await window.wagwMessages?.find(id, chats), id, chats);
    const result = await withDeadline('looking for a message', callMs, work);
    if (result === undefined) return { found: 'unknown', detail: 'the page is being loaded' };
    if (result.found !== 'yes') return result;
    return { found: 'yes', message: toEngineMessage(result.message) };
  } catch (error) {
    return { found: 'unknown', detail: errorText(error) };
  }
}

/**
 * Reads the store chat by chat, so that one that fails or hangs costs only its own messages.
 * @param onFailure is told of each chat that could not be read
 */
export async function readMessagesSince(
  page: Page,
  since: number,
  callMs: number,
  onFailure: (error: unknown) => void,
): Promise<StoreReading> {
  const asked = page.evaluate((since) => window.wagwMessages?.chatsSince(since) ?? [], since);
  const chats = await withDeadline('listing the chats', callMs, asked);
  const messages: EngineMessage[] = [];
  let isComplete = true;
  const failed = (error: unknown) => {
    isComplete = false;
    onFailure(error);
  };
  for (const chat of chats) {
    try {
      const bounds = { ...READ, loadMs: Math.min(READ.loadMs, callMs / 2) };
      const work = page.evaluate(
        async (chat, since, bounds) => await window.wagwMessages?.messagesSince(chat, since, bounds),
        chat,
        since,
        bounds,
      );
      const read = await withDeadline('reading a chat', callMs, work);
      messages.push(...(read?.messages ?? []).filter(isConversation).map(toEngineMessage));
      if (read?.failure !== undefined) failed(new Error(read.failure));
    } catch (error) {
      failed(error);
    }
  }
  return { messages: messages.sort((a, b) => a.timestamp - b.timestamp), isComplete };
}
