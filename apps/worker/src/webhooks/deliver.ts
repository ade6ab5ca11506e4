import type { Logger } from '@wagw/shared/observability/logger';
import {
  type DeliveryJob,
  deliveryJobSchema,
  UNLIMITED_ATTEMPTS,
  WEBHOOK_QUEUE,
} from '@wagw/shared/queue/queues';
import { QUEUE_PREFIX } from '@wagw/shared/redis/keys';
import { type Job, type JobsOptions, UnrecoverableError, Worker } from 'bullmq';
import type { WorkerMetrics } from '../metrics.ts';
import type { SharedBackend } from '../queues/shared-backend.ts';
import type { WorkerQueues } from '../queues/worker-queues.ts';
import type { Endpoint } from './endpoint.ts';
import type { Outcome } from './outcome.ts';
import type { Poster } from './post.ts';

/** Renewed while an attempt runs; after a crash others take the delivery over this much later. */
const LOCK_MS = 8_000;
const STALLED_CHECK_MS = 2_000;
const SECONDS_PER_HOUR = 3_600;
const SECONDS_PER_DAY = 86_400;

/**
 * How deliveries are kept: a finished one for an hour, because its name must be known while its event may still be
 * handed out again; one that was given up for a month.
 */
export const deliveryJobOptions = (schedule: readonly number[]): JobsOptions => ({
  attempts: schedule.length + 1,
  backoff: { type: 'schedule' },
  removeOnComplete: { age: SECONDS_PER_HOUR },
  removeOnFail: { age: 30 * SECONDS_PER_DAY },
});

export interface DeliverParts {
  readonly queues: WorkerQueues;
  readonly endpoint: Endpoint;
  readonly poster: Poster;
  /** The waits between the attempts, in milliseconds. */
  readonly schedule: readonly number[];
  readonly concurrency: number;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}

/** Works off the webhook queue. */
export function createDeliverer(parts: DeliverParts): { close(): Promise<void> } {
  const { endpoint, poster, metrics, logger } = parts;

  async function deliver(job: Job<DeliveryJob>): Promise<void> {
    const { eventId, body, event, sessionId, recordedAt } = deliveryJobSchema.parse(job.data);
    const attempt = job.attemptsMade + 1;
    const startedAt = performance.now();
    const outcome = await poster.post(endpoint, { eventId, body, attempt });
    const failed = outcome.outcome === 'failed' ? outcome : undefined;
    const more = failed?.retry === true && attempt <= parts.schedule.length;
    metrics.deliveries.inc({ outcome: failed?.code ?? 'delivered' });
    logger[failed === undefined ? 'info' : 'warn'](
      {
        event,
        id: eventId,
        session: sessionId,
        attempt,
        outcome: failed?.code ?? 'delivered',
        ...(failed === undefined ? {} : { detail: failed.detail, again: more }),
        ms: Math.round(performance.now() - startedAt),
      },
      'webhook attempt',
    );
    if (failed === undefined) metrics.eventToDelivered.observe((Date.now() - recordedAt) / 1000);
    else if (failed.retry) throw new DeliveryError(failed);
    else throw new UnrecoverableError(`${failed.code}: ${failed.detail}`);
  }

  const worker = new Worker<DeliveryJob, void, string, SharedBackend>(
    WEBHOOK_QUEUE,
    deliver,
    {
      connection: parts.queues.redis,
      prefix: QUEUE_PREFIX,
      concurrency: parts.concurrency,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: UNLIMITED_ATTEMPTS,
      settings: {
        backoffStrategy: (attemptsMade, _type, error) => {
          const planned = jittered(parts.schedule[attemptsMade - 1] ?? 0);
          return error instanceof DeliveryError ? Math.max(planned, error.notBeforeMs) : planned;
        },
      },
    },
    parts.queues.shared,
  );
  worker.on('error', (error) => logger.debug({ err: error }, 'webhook queue'));
  return { close: () => worker.close() };
}

const jittered = (ms: number): number => Math.round(ms * (0.8 + 0.4 * Math.random()));

class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  readonly notBeforeMs: number;

  constructor(failure: Extract<Outcome, { outcome: 'failed' }>) {
    super(`${failure.code}: ${failure.detail}`);
    this.notBeforeMs = failure.notBeforeMs;
  }
}
