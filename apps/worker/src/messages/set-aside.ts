import { setTimeout as sleep } from 'node:timers/promises';
import type { MessageRecord } from '@wagw/shared/messages/message-store';
import type { Logger } from '@wagw/shared/observability/logger';
import pLimit from 'p-limit';
import { MediaError } from '../media/media-error.ts';
import type { BroughtFile, OutgoingFiles } from '../media/outgoing-files.ts';
import { idOf, type LaneJob } from './lane-job.ts';
import { isMedia } from './outgoing-content.ts';

/**
 * Messages whose files are being brought, beside their lane, so that other chats' messages go on. Whatever comes to such a chat
 * waits here behind the first, in its order, and goes back into the lane one after the other.
 *
 * All of it is in memory: what is set aside has no job, and an opening lane gives every open message without a job one.
 */
export interface SetAside {
  /** Whether nothing waits. */
  readonly isEmpty: boolean;
  /** Whether one must wait for another of its chat; it stands behind that from then on. */
  mustWait(job: LaneJob, chatId: string): boolean;
  /** What came of bringing the message's file; undefined when it is not here. */
  broughtFor(messageId: string): Brought | undefined;
  /** Sets a message aside until its file is here, or is not to be had; it goes back when its job has left the lane. */
  bringFor(record: MessageRecord, afterMs: number): Promise<void>;
  /** The way of a message or command is over: the next of its chat goes back into the lane. */
  over(id: string): Promise<void>;
  /** Forgets everything and removes the files that are here. */
  close(): Promise<void>;
}

export type Brought = BroughtFile | { readonly error: MediaError };

export interface SetAsideParts {
  readonly files: OutgoingFiles;
  /** Puts a job back, at the head of the lane. Returns false while there is one for the same message or command. */
  readonly putBack: (job: LaneJob) => Promise<boolean>;
  readonly logger: Logger;
}

/** How many files of a session are brought, or wait here for their send, at a time. */
const AT_ONCE = 4;
/** After something that nobody foresaw. */
const RETRY_MS = 1_000;
const LOOK_AGAIN_MS = 100;

export function createSetAside({ files, putBack, logger }: SetAsideParts): SetAside {
  /** By chat: who waits, in order; the first one has its turn. */
  const chats = new Map<string, LaneJob[]>();
  /** Whose file is on its way. */
  const awaited = new Set<string>();
  const brought = new Map<string, { readonly outcome: Brought; readonly used: () => void }>();
  const slots = pLimit(AT_ONCE);
  const closing = new AbortController();
  const { signal } = closing;

  /** Takes a place until the file is not needed any more. */
  async function bring(record: MessageRecord, afterMs: number): Promise<void> {
    await sleep(afterMs, undefined, { signal });
    await slots(async () => {
      if (signal.aborted) return;
      const outcome = await load(record);
      if (signal.aborted) return remove(outcome);
      awaited.delete(record.id);
      const used = new Promise<void>((resolve) => {
        brought.set(record.id, { outcome, used: resolve });
      });
      await untilPutBack({ messageId: record.id });
      await used;
    });
  }

  async function load({ content }: MessageRecord): Promise<Brought> {
    for (;;) {
      try {
        if (!isMedia(content)) throw new Error(`a message of the kind ${content.type} has no file`);
        return await files.bring(content.type, content.media, signal);
      } catch (error) {
        if (error instanceof MediaError) return { error };
        logger.error({ err: error }, 'bringing a file broke; trying again');
        await sleep(RETRY_MS, undefined, { signal });
      }
    }
  }

  /** A job that has not left the lane, or has come back by itself, goes its way, until which this looks again. */
  async function untilPutBack(job: LaneJob): Promise<void> {
    while (brought.has(idOf(job))) {
      const isBack = await putBack(job).catch((error: unknown) => {
        logger.warn({ err: error, job: idOf(job) }, 'what was set aside could not be put back; trying again');
        return false;
      });
      if (isBack) return;
      await sleep(LOOK_AGAIN_MS, undefined, { signal });
    }
  }

  async function forget(id: string): Promise<void> {
    const known = brought.get(id);
    if (known === undefined) return;
    brought.delete(id);
    await remove(known.outcome);
    known.used();
  }

  return {
    get isEmpty() {
      return chats.size === 0;
    },

    mustWait(job, chatId) {
      const waiting = chats.get(chatId) ?? [];
      const place = waiting.findIndex((other) => idOf(other) === idOf(job));
      if (waiting.length === 0 || place === 0) return false;
      if (place < 0) waiting.push(job);
      return true;
    },

    broughtFor: (messageId) => brought.get(messageId)?.outcome,

    async bringFor(record, afterMs) {
      // A job that comes back although it was thought to have left says it again.
      if (awaited.has(record.id)) return;
      await forget(record.id);
      awaited.add(record.id);
      if (!chats.has(record.chatId)) chats.set(record.chatId, [{ messageId: record.id }]);
      bring(record, afterMs).catch((error: unknown) => {
        if (!signal.aborted) logger.error({ err: error, message: record.id }, 'a file was not brought');
      });
    },

    async over(id) {
      await forget(id);
      for (const [chatId, waiting] of chats) {
        const [first, next] = waiting;
        if (first === undefined || idOf(first) !== id) continue;
        if (next !== undefined) await putBack(next);
        waiting.shift();
        if (waiting.length === 0) chats.delete(chatId);
      }
    },

    async close() {
      closing.abort();
      chats.clear();
      await Promise.all([...brought.keys()].map(forget));
    },
  };
}

async function remove(outcome: Brought): Promise<void> {
  if ('remove' in outcome) await outcome.remove();
}
