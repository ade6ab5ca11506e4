import { loadMessage, type MessageRecord, unsettledMessages } from '@wagw/shared/messages/message-store';
import { withoutNumbers } from '@wagw/shared/observability/logger';
import { bringForward } from '@wagw/shared/queue/bring-forward';
import {
  addSendJob,
  type CommandJob,
  commandJobSchema,
  laneName,
  type SendJob,
  sendJobSchema,
} from '@wagw/shared/queue/queues';
import { z } from 'zod';
import { atMost } from '../at-most.ts';
import { exponentialDelay } from '../backoff.ts';
import type { CarryOut } from '../commands/carry-out.ts';
import { createLaneWorker, DONE, type LaneWorkerParts, LOOK_AGAIN_MS } from '../lane-worker.ts';
import { orderByAcceptance } from './lane-order.ts';
import type { Pacing } from './pacing.ts';
import type { SendResult } from './send.ts';

/**
 * The queue of one session's sends, and of the commands that keep their place among them, worked off one at a time while it is
 * open. What must be tried again, or is too fast, goes back to the head and the lane waits, so nothing overtakes.
 */
export interface Lane {
  /** Puts back what earlier owners left unfinished, then begins to work. */
  open(): Promise<void>;
  /** Stops taking messages; waits for the one under way, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
  /** Gives every open message up and removes all jobs, for a session that is deleted. */
  wipe(): Promise<void>;
}

export interface LaneParts extends LaneWorkerParts {
  readonly pacing: Pacing;
  readonly send: (record: MessageRecord) => Promise<SendResult>;
  readonly carryOut: CarryOut;
  /** Told of each result that ends the message's way through the lane. */
  readonly settled: (record: MessageRecord, result: SendResult) => Promise<void>;
}

/** A message, or a command that keeps its place among the messages. */
const laneJobSchema = z.union([sendJobSchema, commandJobSchema]);
type LaneJob = SendJob | CommandJob;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;

const DELETED: SendResult = {
  result: 'failed',
  code: 'session_deleted',
  detail: 'The session was deleted before WhatsApp acknowledged the message.',
};

export function createLane(parts: LaneParts): Lane {
  const { fence, logger } = parts;
  const { redis } = parts.queues;
  const { sessionId } = fence;
  // After an attempt that broke, the next one starts with a look-up, so nothing is doubled.
  const lane = createLaneWorker(laneName(sessionId), parts, async (data) =>
    attempt(laneJobSchema.parse(data)),
  );
  const { queue } = lane;

  /** Returns after how many milliseconds to try again, or `DONE`. */
  async function attempt(job: LaneJob): Promise<number> {
    if ('commandId' in job) return (await parts.carryOut(job.commandId)) === 'over' ? DONE : LOOK_AGAIN_MS;
    const record = await loadMessage(redis, sessionId, job.messageId);
    return record === undefined ? DONE : attemptMessage(record);
  }

  async function attemptMessage(record: MessageRecord): Promise<number> {
    // What may have left already is looked up, and nobody waits for that.
    const heldMs =
      record.status === 'queued' ? await parts.pacing.ask(record.id, record.chatId, Date.now()) : 0;
    if (heldMs > 0) {
      logger.debug({ message: record.id, ms: heldMs }, 'paced');
      return heldMs;
    }
    const startedAt = performance.now();
    const result = await parts.send(record);
    logAttempt(record, result, performance.now() - startedAt);
    // A fenced one is the next owner's: finishing its job would leave the message without any.
    const stays = result.result === 'again' || (result.result === 'skipped' && result.because === 'fenced');
    if (!stays) {
      await parts.settled(record, result);
      return DONE;
    }
    if (result.result !== 'again' || result.failures === 0) return LOOK_AGAIN_MS;
    return exponentialDelay(result.failures - 1, FIRST_WAIT_MS, LONGEST_WAIT_MS);
  }

  function logAttempt(record: MessageRecord, result: SendResult, ms: number): void {
    logger.info(
      {
        message: record.id,
        attempt: record.attempts + 1,
        result: result.result,
        ...('code' in result ? { code: result.code } : {}),
        ...('detail' in result ? { detail: withoutNumbers(result.detail) } : {}),
        ms: Math.round(ms),
      },
      'send attempt',
    );
  }

  return {
    open: () => lane.open(putBackJobless),
    // A message that takes longer finds its engine gone, and ends at the head of the lane.
    close: (graceMs) => atMost(graceMs, lane.close()),
    async wipe() {
      for (const id of await unsettledMessages(redis, sessionId)) {
        const record = await loadMessage(redis, sessionId, id);
        if (record !== undefined) await parts.settled(record, DELETED);
      }
      await lane.wipe();
    },
  };

  /**
   * Messages that are open but have no job: their job was finished when WhatsApp's client took them over, or died with
   * Redis or the api before it was written.
   */
  async function putBackJobless(): Promise<void> {
    const ids = await unsettledMessages(redis, sessionId);
    const known = await Promise.all(ids.map((id) => redis.exists(queue.toKey(id))));
    const jobless = ids.filter((_, index) => known[index] === 0);
    if (jobless.length === 0) return;
    const records = await Promise.all(jobless.map((id) => loadMessage(redis, sessionId, id)));
    // Bulk messages among them are older than others of their chat that still wait behind all chats: these go with them.
    const chats = new Set(records.flatMap((record) => (record?.priority === 'bulk' ? [record.chatId] : [])));
    for (const chatId of chats) await bringForward(redis, sessionId, chatId);
    for (const id of jobless) await addSendJob(queue, { messageId: id });
    await orderByAcceptance(redis, queue, sessionId);
    logger.info({ messages: jobless.length }, 'open messages put back into the lane');
  }
}
