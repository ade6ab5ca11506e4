import { type JobsOptions, Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { RedisAwayError } from '../redis/connect.ts';
import { QUEUE_PREFIX } from '../redis/keys.ts';

/**
 * The catalogue of jobs: the queue of each, what its data are, and how it is kept.
 *
 * A session's sends wait in a queue of their own, its *lane*, whoever owns the session; webhooks share one queue.
 */

/** Lanes keep few events of BullMQ's own: its default takes 590 kB for each busy queue. */
const STREAM_LENGTH = 10;

/** BullMQ's limit of tries; lanes count in the message record, which outlives crashes. */
export const UNLIMITED_ATTEMPTS = 1_000_000;

/** Only names the message: what there is to know about it stands in its record. */
export const sendJobSchema = z.object({ messageId: z.string() });
export type SendJob = z.infer<typeof sendJobSchema>;

export const deliveryJobSchema = z.object({
  eventId: z.string(),
  sessionId: z.string(),
  event: z.string(),
  /** The bytes to post. */
  body: z.string(),
  /** When the event was recorded, in unix milliseconds. */
  recordedAt: z.number(),
});
export type DeliveryJob = z.infer<typeof deliveryJobSchema>;

export const WEBHOOK_QUEUE = 'webhooks';

export const laneName = (sessionId: string): string => `session-${sessionId}`;

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

/** Adds the job of a message to its lane; does nothing when it is there already. */
export async function addSendJob(lane: Queue, job: SendJob): Promise<void> {
  await lane.add('send', job, { ...SEND_JOB_OPTIONS, jobId: job.messageId });
}

/** Adds jobs to the lanes of many sessions, over one connection. */
export interface Lanes {
  add(sessionId: string, job: SendJob): Promise<void>;
}

export function createLanes(connection: Redis): Lanes {
  const lanes = new Map<string, Queue>();

  function laneOf(sessionId: string): Queue {
    const known = lanes.get(sessionId);
    if (known !== undefined) return known;
    const lane = new Queue(laneName(sessionId), {
      ...queueOptions(connection),
      // A request must fail at once while Redis is away, and not wait for it.
      skipWaitingForReady: true,
      skipVersionCheck: true,
    });
    // Every failure is reported by the call that met it.
    lane.on('error', () => undefined);
    lanes.set(sessionId, lane);
    return lane;
  }

  return {
    async add(sessionId, job) {
      if (connection.status !== 'ready') throw new RedisAwayError();
      try {
        await addSendJob(laneOf(sessionId), job);
      } catch (error) {
        // A queue object that was made while Redis was away never recovers.
        lanes.delete(sessionId);
        throw error;
      }
    },
  };
}
