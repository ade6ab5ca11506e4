import { type BackendFactory, type JobsOptions, Queue, RedisConnection, type Telemetry } from 'bullmq';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { MessagePriority } from '../messages/message-schema.ts';
import { RedisAwayError } from '../redis/connect.ts';
import { QUEUE_PREFIX } from '../redis/keys.ts';
import { TellingBackend, teachTelling } from './telling-backend.ts';

/**
 * The catalogue of jobs: the queue of each, what its data are, and how it is kept.
 *
 * A session's sends wait in a queue of their own, its *lane*, whoever owns the session; webhook endpoints share one queue.
 */

/** Lanes keep few events of BullMQ's own: its default takes 590 kB for each busy queue. */
const STREAM_LENGTH = 10;

/** BullMQ's limit of tries; lanes count in the message record, which outlives crashes. */
export const UNLIMITED_ATTEMPTS = 1_000_000;

/** Only names the message: what there is to know about it stands in its record. */
export const sendJobSchema = z.object({ messageId: z.string() });
export type SendJob = z.infer<typeof sendJobSchema>;

/** Only names the command; in a session's lane when it keeps its place among the sends, else in the queue of its commands. */
export const commandJobSchema = z.object({ commandId: z.string() });
export type CommandJob = z.infer<typeof commandJobSchema>;

/** Its jobs are named after the webhook endpoints that have something due. */
export const WEBHOOK_QUEUE = 'webhooks';

export const laneName = (sessionId: string): string => `session-${sessionId}`;

/** What the session's owner is asked beside the sends; nothing there waits for them. */
export const commandQueueName = (sessionId: string): string => `commands-${sessionId}`;

/** Whose queue it is; undefined for one that is no session's. */
export const sessionOfQueue = (name: string): string | undefined =>
  /^(?:session|commands)-(.+)$/.exec(name)?.[1];

export const queueOptions = (connection: Redis) => ({
  connection,
  prefix: QUEUE_PREFIX,
  streams: { events: { maxLen: STREAM_LENGTH } },
});

export const SEND_JOB_OPTIONS: JobsOptions = {
  attempts: UNLIMITED_ATTEMPTS,
  removeOnComplete: true,
  removeOnFail: true,
};

/**
 * BullMQ takes what has no priority first, in its order, and only then what has one: bulk messages wait behind all others.
 */
const JOB_PRIORITY = { interactive: 0, bulk: 1 } as const satisfies Record<MessagePriority, number>;

const sendJobOptions = (messageId: string, priority: MessagePriority): JobsOptions => ({
  ...SEND_JOB_OPTIONS,
  jobId: messageId,
  priority: JOB_PRIORITY[priority],
});

/** Adds the job of a message to its lane; does nothing when it is there already. */
export async function addSendJob(
  lane: Queue,
  job: SendJob,
  priority: MessagePriority = 'interactive',
): Promise<void> {
  await lane.add('send', job, sendJobOptions(job.messageId, priority));
}

/** A message and when it may go before others. */
export interface LaneMessage extends SendJob {
  readonly priority: MessagePriority;
}

/** For BullMQ's `Queue`: what is added to a session's queue wakes the session's owner. Nothing waits for Redis to be there. */
export function tellingBackends(redis: Redis): BackendFactory<TellingBackend> {
  teachTelling(redis);
  return (name, opts) =>
    new TellingBackend({
      connection: new RedisConnection(redis, {
        shared: true,
        blocking: false,
        // A request must fail at once while Redis is away, and not wait for it.
        skipWaitingForReady: true,
        skipVersionCheck: true,
      }),
      ownsConnection: true,
      name,
      opts,
      sessionId: sessionOfQueue(name),
    });
}

/** How many queues are kept ready for the next job; making one takes some ten microseconds. */
const KEPT_QUEUES = 1_000;

/** Adds jobs to the queues of many sessions, over one connection. Each call does nothing for jobs that are there already. */
export interface Lanes {
  /** In this order. */
  add(sessionId: string, messages: readonly LaneMessage[]): Promise<void>;
  addCommand(sessionId: string, job: CommandJob, order: 'with-sends' | 'free'): Promise<void>;
}

/** @param telemetry has the jobs carry on the trace of whoever adds them */
export function createLanes(connection: Redis, telemetry?: Telemetry): Lanes {
  const backends = tellingBackends(connection);
  const queues = new Map<string, Queue>();
  /** How many are adding to it just now. */
  const inUse = new Map<Queue, number>();

  function queueOf(name: string): Queue {
    const known = queues.get(name);
    if (known !== undefined) {
      // Behind all others: the first of the map is the one that nobody has used for longest.
      queues.delete(name);
      queues.set(name, known);
      return known;
    }
    const queue = new Queue(
      name,
      { ...queueOptions(connection), ...(telemetry === undefined ? {} : { telemetry }) },
      backends,
    );
    // Every failure is reported by the call that met it.
    queue.on('error', () => undefined);
    queues.set(name, queue);
    if (queues.size > KEPT_QUEUES) forgetOne();
    return queue;
  }

  function forgetOne(): void {
    for (const [name, queue] of queues) {
      if (inUse.has(queue)) continue;
      queues.delete(name);
      queue.close().catch(() => undefined);
      return;
    }
  }

  async function use(name: string, work: (queue: Queue) => Promise<unknown>): Promise<void> {
    if (connection.status !== 'ready') throw new RedisAwayError();
    const queue = queueOf(name);
    inUse.set(queue, (inUse.get(queue) ?? 0) + 1);
    try {
      await work(queue);
    } catch (error) {
      // A queue object that was made while Redis was away never recovers.
      if (queues.get(name) === queue) queues.delete(name);
      // It would listen to the connection for ever.
      queue.close().catch(() => undefined);
      throw error;
    } finally {
      const others = (inUse.get(queue) ?? 1) - 1;
      if (others === 0) inUse.delete(queue);
      else inUse.set(queue, others);
    }
  }

  return {
    add: (sessionId, messages) =>
      use(laneName(sessionId), async (lane) => {
        const [first, ...others] = messages;
        if (first === undefined) return;
        // One by itself takes a third of the time.
        if (others.length === 0) return addSendJob(lane, { messageId: first.messageId }, first.priority);
        await lane.addBulk(
          messages.map(({ messageId, priority }) => ({
            name: 'send',
            data: { messageId },
            opts: sendJobOptions(messageId, priority),
          })),
        );
      }),

    addCommand: (sessionId, job, order) =>
      use(order === 'free' ? commandQueueName(sessionId) : laneName(sessionId), (queue) =>
        queue.add('command', job, { ...SEND_JOB_OPTIONS, jobId: job.commandId }),
      ),
  };
}
