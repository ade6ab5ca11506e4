import { setTimeout as sleep } from 'node:timers/promises';
import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import { type CommandJob, commandJobSchema, commandQueueName, queueOptions } from '@wagw/shared/queue/queues';
import { keys } from '@wagw/shared/redis/keys';
import { type Job, Queue, RateLimitError, Worker } from 'bullmq';
import pLimit from 'p-limit';
import type { Lease } from '../lease/lease.ts';
import { LANE_OPTIONS, type LaneBackend } from '../queues/lane-backend.ts';
import type { WorkerQueues } from '../queues/worker-queues.ts';
import type { CarryOut } from './carry-out.ts';

/**
 * The queue of what a session's connection is asked beside sending. Several are under way at a time, and none of them waits
 * for a send.
 *
 * A command leaves the queue when it begins; until its end its id stands in a set, so that the next owner begins again what
 * a dead one has left.
 */
export interface CommandLane {
  /** Begins to work, first on what was left unfinished. */
  open(): Promise<void>;
  /** Takes no more; waits for what is under way, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
  /** Removes everything that waits, and what commands have kept, for a session that is deleted. */
  wipe(): Promise<void>;
}

export interface CommandLaneParts {
  readonly queues: WorkerQueues;
  readonly fence: Fence;
  readonly lease: Lease;
  readonly logger: Logger;
  readonly carryOut: CarryOut;
}

/** More would not be faster: all of them are answered by one page. */
const AT_ONCE = 6;
const LOOK_AGAIN_MS = 1_000;

type LaneWorker = Worker<CommandJob, void, string, LaneBackend>;

export function createCommandLane(parts: CommandLaneParts): CommandLane {
  const { fence, logger, carryOut } = parts;
  const { redis, shared } = parts.queues;
  const { sessionId } = fence;
  const name = commandQueueName(sessionId);
  const unfinished = keys.commandsUnderWay(sessionId);
  const queue = new Queue(name, queueOptions(redis), shared);
  queue.on('error', (error) => logger.debug({ err: error }, 'command lane'));
  const slots = pLimit(AT_ONCE);
  const underWay = new Map<string, Promise<void>>();
  let worker: LaneWorker | undefined;

  /** Resolves when the command has begun. */
  async function begin(id: string): Promise<void> {
    if (underWay.has(id)) return;
    await new Promise<void>((resolve, reject) => {
      const task = slots(async () => {
        try {
          await redis.sadd(unfinished, id);
        } catch (error) {
          reject(error);
          return;
        }
        resolve();
        await toItsEnd(id);
      }).finally(() => underWay.delete(id));
      underWay.set(id, task);
    });
  }

  /** What cannot be done now, or not by us, stays in the set for whoever opens the lane next. */
  async function toItsEnd(id: string): Promise<void> {
    try {
      let carried = await carryOut(id);
      while (carried === 'again' && worker !== undefined) {
        await sleep(LOOK_AGAIN_MS);
        carried = await carryOut(id);
      }
      if (carried === 'over') await redis.srem(unfinished, id);
    } catch (error) {
      logger.error({ err: error, command: id }, 'command broke; its outcome is not written down');
    }
  }

  async function work(job: Job<CommandJob>, backend: LaneBackend): Promise<void> {
    try {
      await begin(commandJobSchema.parse(job.data).commandId);
    } catch (error) {
      logger.error({ err: error, command: job.id }, 'command did not begin');
      await backend.setRateLimit(LOOK_AGAIN_MS);
      throw new RateLimitError();
    }
  }

  function createWorker(): LaneWorker {
    const created: LaneWorker = new Worker(
      name,
      (job: Job<CommandJob>) => work(job, created.getBackend()),
      { ...LANE_OPTIONS, connection: redis },
      parts.queues.lane(fence, parts.lease),
    );
    created.on('error', (error) => logger.debug({ err: error }, 'command lane'));
    return created;
  }

  return {
    async open() {
      if (worker !== undefined) return;
      const opened = createWorker();
      await opened.getBackend().putBackActive();
      worker = opened;
      for (const id of await redis.smembers(unfinished)) {
        begin(id).catch((error: unknown) =>
          logger.error({ err: error, command: id }, 'command did not begin'),
        );
      }
      opened.run().catch((error: unknown) => logger.error({ err: error }, 'command lane'));
    },

    async close(graceMs) {
      const closing = worker;
      worker = undefined;
      if (closing === undefined) return;
      const timer = new AbortController();
      const grace = sleep(graceMs, undefined, { signal: timer.signal }).catch(() => undefined);
      const done = closing.close().then(() => Promise.allSettled(underWay.values()));
      await Promise.race([done, grace]).finally(() => timer.abort());
    },

    async wipe() {
      await queue.obliterate({ force: true });
      await queue.close();
      await redis.del(
        unfinished,
        keys.contacts(sessionId),
        keys.contactIds(sessionId),
        keys.contactsSyncedAt(sessionId),
      );
    },
  };
}
