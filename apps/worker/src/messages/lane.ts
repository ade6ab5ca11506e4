import { setTimeout as sleep } from 'node:timers/promises';
import type { Fence } from '@wagw/shared/events/event-log';
import { loadMessage, type MessageRecord, unsettledMessages } from '@wagw/shared/messages/message-store';
import { type Logger, withoutNumbers } from '@wagw/shared/observability/logger';
import { addSendJob, laneName, queueOptions, type SendJob, sendJobSchema } from '@wagw/shared/queue/queues';
import { type Job, Queue, RateLimitError, Worker } from 'bullmq';
import { exponentialDelay } from '../backoff.ts';
import type { Lease } from '../lease/lease.ts';
import { LANE_OPTIONS, type LaneBackend } from '../queues/lane-backend.ts';
import type { WorkerQueues } from '../queues/worker-queues.ts';
import { orderByAcceptance } from './lane-order.ts';
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
  readonly queues: WorkerQueues;
  readonly fence: Fence;
  readonly lease: Lease;
  readonly logger: Logger;
  readonly send: (record: MessageRecord) => Promise<SendResult>;
  /** Told of each result that ends the message's way through the lane. */
  readonly settled: (record: MessageRecord, result: SendResult) => Promise<void>;
}

type LaneWorker = Worker<SendJob, void, string, LaneBackend>;

const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 60_000;
/** For an outcome that nobody knows yet: look again soon. */
const LOOK_AGAIN_MS = 1_000;

const DELETED: SendResult = {
  result: 'failed',
  code: 'session_deleted',
  detail: 'The session was deleted before WhatsApp acknowledged the message.',
};

export function createLane(parts: LaneParts): Lane {
  const { fence, lease, logger } = parts;
  const { redis, shared } = parts.queues;
  const { sessionId } = fence;
  const name = laneName(sessionId);
  const queue = new Queue(name, queueOptions(redis), shared);
  queue.on('error', (error) => logger.debug({ err: error }, 'lane'));
  let worker: LaneWorker | undefined;

  async function work(job: Job<SendJob>, backend: LaneBackend): Promise<void> {
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
      // The next try starts with a look-up, so nothing is doubled.
      logger.error({ err: error, message: job.id }, 'send attempt broke');
    }
    // The message goes back to the head, and the lane waits.
    await backend.setRateLimit(waitMs);
    throw new RateLimitError();
  }

  function createLaneWorker(): LaneWorker {
    const created: LaneWorker = new Worker(
      name,
      (job: Job<SendJob>) => work(job, created.getBackend()),
      { ...LANE_OPTIONS, connection: redis },
      parts.queues.lane(fence, lease),
    );
    created.on('error', (error) => logger.debug({ err: error }, 'lane'));
    return created;
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
      const opened = createLaneWorker();
      await opened.getBackend().putBackActive();
      await putBackJobless();
      worker = opened;
      opened.run().catch((error: unknown) => logger.error({ err: error }, 'lane'));
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
