import { setTimeout as sleep } from 'node:timers/promises';
import { loadMessage, type MessageRecord, unsettledMessages } from '@wagw/shared/messages/message-store';
import { type Logger, withoutNumbers } from '@wagw/shared/observability/logger';
import {
  addSendJob,
  laneName,
  queueOptions,
  type SendJob,
  sendJobSchema,
  UNLIMITED_ATTEMPTS,
} from '@wagw/shared/queue/queues';
import { QUEUE_PREFIX } from '@wagw/shared/redis/keys';
import { type Job, Queue, RateLimitError, WaitingError, Worker } from 'bullmq';
import type { Redis } from 'ioredis';
import { exponentialDelay } from '../backoff.ts';
import type { Lease } from '../lease/lease.ts';
import { orderByAcceptance, putBackActive } from './lane-order.ts';
import type { SendResult } from './send.ts';

/**
 * The queue of one session's sends, worked off one at a time while it is open. A message that must be tried again goes
 * back to the head and the lane waits, so nothing overtakes.
 */
export interface Lane {
  /** Puts back what earlier owners left unfinished, then begins to work. */
  open(): Promise<void>;
  /** Stops taking messages; waits for the one under way, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
  /** Gives every open message up and removes all jobs, for a session that is deleted. */
  wipe(): Promise<void>;
}

export interface LaneParts {
  readonly redis: Redis;
  readonly sessionId: string;
  readonly lease: Lease;
  readonly logger: Logger;
  readonly send: (record: MessageRecord) => Promise<SendResult>;
  /** Told of each result that ends the message's way through the lane. */
  readonly settled: (record: MessageRecord, result: SendResult) => Promise<void>;
}

/** Shorter than a lease, so that a dead owner's lock is gone before the next owner looks. */
const LOCK_MS = 5_000;
const STALLED_CHECK_MS = 1_000;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** For an outcome that nobody knows yet: look again soon. */
const LOOK_AGAIN_MS = 1_000;

/** BullMQ only obeys `rateLimit` where a limiter is set; this one never limits by itself. */
const NO_LIMIT = { max: 1_000_000_000, duration: 1_000 };

const DELETED: SendResult = {
  result: 'failed',
  code: 'session_deleted',
  detail: 'The session was deleted before WhatsApp acknowledged the message.',
};

export function createLane(parts: LaneParts): Lane {
  const { redis, sessionId, lease, logger } = parts;
  const queue = new Queue(laneName(sessionId), queueOptions(redis));
  queue.on('error', (error) => logger.debug({ err: error }, 'lane'));
  let worker: Worker<SendJob> | undefined;

  async function work(job: Job<SendJob>): Promise<void> {
    // What another owner works on is not ours to put back.
    if (!lease.holds()) return await hold(LOOK_AGAIN_MS);
    // A lane has one message under way. A second one was fetched over a connection that broke, and comes first.
    if ((await putBackActive(redis, queue, 1)) > 0) throw new WaitingError();
    let waitMs = LOOK_AGAIN_MS;
    try {
      const { messageId } = sendJobSchema.parse(job.data);
      const record = await loadMessage(redis, sessionId, messageId);
      if (record === undefined) return;
      const startedAt = performance.now();
      const result = await parts.send(record);
      logAttempt(record, result, performance.now() - startedAt);
      // A fenced one is the next owner's: finishing its job would leave the message without any.
      const stays = result.result === 'again' || (result.result === 'skipped' && result.because === 'fenced');
      if (!stays) {
        await parts.settled(record, result);
        return;
      }
      if (result.result === 'again' && result.failures > 0) {
        waitMs = exponentialDelay(result.failures - 1, FIRST_WAIT_MS, LONGEST_WAIT_MS);
      }
    } catch (error) {
      // Whatever leaves a processor sends the job to the tail; the next try starts with a look-up, so nothing is doubled.
      logger.error({ err: error, message: job.id }, 'send attempt broke');
    }
    await hold(waitMs);
  }

  /** The message goes back to the head, and the lane waits. */
  async function hold(ms: number): Promise<never> {
    await queue.rateLimit(ms);
    throw new RateLimitError();
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
    async open() {
      if (worker !== undefined) return;
      await putBackActive(redis, queue, 0);
      await putBackJobless();
      worker = new Worker<SendJob>(laneName(sessionId), work, {
        connection: redis,
        prefix: QUEUE_PREFIX,
        concurrency: 1,
        lockDuration: LOCK_MS,
        stalledInterval: STALLED_CHECK_MS,
        // A crash is no fault of the message: BullMQ's default of one would lose it at the second.
        maxStalledCount: UNLIMITED_ATTEMPTS,
        limiter: NO_LIMIT,
      });
      worker.on('error', (error) => logger.debug({ err: error }, 'lane'));
    },

    async close(graceMs) {
      const closing = worker;
      worker = undefined;
      if (closing === undefined) return;
      // BullMQ cannot cut a job short. One that lasts longer finds its engine gone, and ends at the head of the lane.
      const timer = new AbortController();
      const grace = sleep(graceMs, undefined, { signal: timer.signal }).catch(() => undefined);
      await Promise.race([closing.close(), grace]).finally(() => timer.abort());
    },

    async wipe() {
      for (const id of await unsettledMessages(redis, sessionId)) {
        const record = await loadMessage(redis, sessionId, id);
        if (record !== undefined) await parts.settled(record, DELETED);
      }
      await queue.obliterate({ force: true });
      await queue.close();
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
    for (const id of jobless) await addSendJob(queue, { messageId: id });
    await orderByAcceptance(redis, queue, sessionId);
    logger.info({ messages: jobless.length }, 'open messages put back into the lane');
  }
}
