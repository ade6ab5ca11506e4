import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import { queueOptions, SEND_JOB_OPTIONS } from '@wagw/shared/queue/queues';
import { type Job, Queue, RateLimitError, Worker } from 'bullmq';
import type { Lease } from '../lease/lease.ts';
import { LANE_OPTIONS, type LaneBackend } from './lane-backend.ts';
import type { WorkerQueues } from './worker-queues.ts';

/** Works off one queue of a session, as its owner alone may: one job at a time, in their order. */
export interface LaneWorker {
  readonly queue: Queue;
  /**
   * Puts what earlier owners were working on back to the head, then begins to work. Does nothing when it is open.
   * @param prepare called in between; when it rejects, the lane stays closed
   */
  open(prepare: () => Promise<void>): Promise<void>;
  /** Takes no more jobs; resolves when the one under way is over. BullMQ cannot cut it short. */
  close(): Promise<void>;
  /** Puts a job at the head. Returns false when there is one with its id, waiting or just being worked on. */
  putAtHead(id: string, data: object): Promise<boolean>;
  /** Removes all jobs, for a session that is deleted. */
  wipe(): Promise<void>;
}

export interface LaneWorkerParts {
  readonly queues: WorkerQueues;
  readonly fence: Fence;
  readonly lease: Lease;
  readonly logger: Logger;
}

/** What a job answers that is over. */
export const DONE = 0;
/** After what went wrong and was not foreseen, and for what nobody knows yet: look again soon. */
export const LOOK_AGAIN_MS = 1_000;

/**
 * @param name of the queue
 * @param work does what the data of a job say; returns after how many milliseconds to try again, or `DONE`. What is tried again
 *   goes back to the head, and the lane waits, so nothing overtakes it.
 */
export function createLaneWorker(
  name: string,
  { queues, fence, lease, logger }: LaneWorkerParts,
  work: (data: unknown) => Promise<number>,
): LaneWorker {
  const { redis } = queues;
  const { telemetry } = queues.tracing;
  const traced = telemetry === undefined ? {} : { telemetry };
  const queue = new Queue(name, { ...queueOptions(redis), ...traced }, queues.shared);
  queue.on('error', report);
  let worker: ReturnType<typeof createWorker> | undefined;

  function report(err: unknown): void {
    logger.debug({ err }, 'lane');
  }

  async function process(job: Job, backend: LaneBackend): Promise<void> {
    const waitMs = await work(job.data).catch((error: unknown) => {
      logger.error({ err: error, job: job.id }, 'attempt broke');
      return LOOK_AGAIN_MS;
    });
    if (waitMs === DONE) return;
    // What was begun is not overtaken any more, whatever its priority.
    if ((job.opts.priority ?? 0) > 0) await redis.hset(queue.toKey(job.id ?? ''), 'priority', 0);
    await backend.setRateLimit(waitMs);
    throw new RateLimitError();
  }

  function createWorker(): Worker<unknown, void, string, LaneBackend> {
    const created: Worker<unknown, void, string, LaneBackend> = new Worker(
      name,
      (job: Job) => process(job, created.getBackend()),
      { ...LANE_OPTIONS, ...traced, connection: redis },
      queues.lane(fence, lease),
    );
    created.on('error', report);
    return created;
  }

  return {
    queue,

    async open(prepare) {
      if (worker !== undefined) return;
      const opened = createWorker();
      await opened.getBackend().putBackActive();
      await prepare();
      worker = opened;
      opened.run().catch((error: unknown) => logger.error({ err: error }, 'lane'));
    },

    async close() {
      const closing = worker;
      worker = undefined;
      await closing?.close();
    },

    async putAtHead(id, data) {
      if ((await redis.exists(queue.toKey(id))) === 1) return false;
      await queue.add('again', data, { ...SEND_JOB_OPTIONS, jobId: id, lifo: true });
      return true;
    },

    async wipe() {
      await queue.obliterate({ force: true });
      await queue.close();
    },
  };
}
