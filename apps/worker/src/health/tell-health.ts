import { diskSpace } from '@wagw/shared/health/disk-space';
import { addTallies, endTallies, type Tallies } from '@wagw/shared/health/history';
import { oneAtATime } from '@wagw/shared/health/one-at-a-time';
import { watchProcess } from '@wagw/shared/health/process-watch';
import { removeWorkerReport, type WorkerReport, writeWorkerReport } from '@wagw/shared/health/worker-reports';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Measured } from '@wagw/shared/observability/metrics';
import { bucketsOf, type Timed, timedOf } from '@wagw/shared/observability/timed';
import { VERSION } from '@wagw/shared/version';
import type { Redis } from 'ioredis';
import type { WorkerMetrics } from '../metrics.ts';

/** Tells in Redis how this process is, over and over, until it is closed. */
export interface HealthTeller {
  /** Tells once more what the history keeps, and takes the report away. Idempotent. */
  close(): Promise<void>;
}

export interface HealthTellerParts {
  readonly redis: Redis;
  readonly worker: Pick<WorkerReport, 'id' | 'host' | 'roles'>;
  /** The folder whose disk matters. */
  readonly sessionsPath: string;
  readonly metrics: Pick<
    WorkerMetrics,
    | 'sessions'
    | 'sessionMemory'
    | 'sends'
    | 'acceptedToSent'
    | 'events'
    | 'deliveries'
    | 'deadLetters'
    | 'eventToDelivered'
  >;
  readonly logger: Logger;
  /** How often; every five seconds by default. */
  readonly everyMs?: number;
}

const EVERY_MS = 5_000;

/** Begins to tell. @returns what ends it */
export function tellHealth({
  redis,
  worker,
  sessionsPath,
  metrics,
  logger,
  everyMs = EVERY_MS,
}: HealthTellerParts): HealthTeller {
  const watch = watchProcess();
  // An earlier report must not come after a later one, nor after the last was taken away.
  const tell = oneAtATime(async () => {
    // On this connection it would wait, and come too late.
    if (redis.status !== 'ready') return;
    try {
      await writeWorkerReport(redis, {
        ...worker,
        version: VERSION,
        process: watch.health(),
        disk: (await diskSpace(sessionsPath)) ?? null,
        ...(await counted(metrics)),
      });
      await addTallies(redis, worker.id, await talliesOf(metrics), Date.now());
    } catch (error) {
      logger.warn({ err: error }, 'this worker could not tell how it is; trying again');
    }
  });
  let telling = tell();
  const timer = setInterval(() => {
    telling = tell();
  }, everyMs);

  return {
    async close() {
      clearInterval(timer);
      watch.close();
      await telling;
      // What was counted since belongs to the history.
      await tell();
      if (redis.status !== 'ready') return;
      await endTallies(redis, worker.id);
      await removeWorkerReport(redis, worker.id);
    },
  };
}

/** What this worker's own metrics have counted since it started. */
async function counted(metrics: HealthTellerParts['metrics']) {
  return {
    sessions: {
      count: await sum(metrics.sessions),
      memoryBytes: await sum(metrics.sessionMemory),
    },
    messages: {
      sent: await timed(metrics.acceptedToSent),
      failed: await sum(metrics.sends, { result: 'failed' }),
    },
    webhooks: {
      attempts: await sum(metrics.deliveries),
      delivered: await timed(metrics.eventToDelivered),
      deadLetters: await sum(metrics.deadLetters),
    },
  };
}

/** The part of it that the history keeps. */
async function talliesOf(metrics: HealthTellerParts['metrics']): Promise<Tallies> {
  const { sends, events, deliveries, deadLetters, acceptedToSent, eventToDelivered } = metrics;
  return {
    counts: {
      failed: await sum(sends, { result: 'failed' }),
      unconfirmed: await sum(events, { event: 'message_unconfirmed' }),
      failedAttempts: (await sum(deliveries)) - (await sum(deliveries, { outcome: 'delivered' })),
      deadLetters: await sum(deadLetters),
    },
    times: {
      sent: bucketsOf((await acceptedToSent.get()).values),
      delivered: bucketsOf((await eventToDelivered.get()).values),
    },
  };
}

/** What all kinds of metrics of prom-client have in common. */
interface Readable {
  get(): Promise<{ readonly values: readonly Measured[] }>;
}

/** @param only the values of these labels; of all by default */
async function sum(metric: Readable, only: Readonly<Record<string, string>> = {}): Promise<number> {
  const wanted = Object.entries(only);
  return (await metric.get()).values
    .filter(({ labels }) => wanted.every(([label, value]) => labels[label] === value))
    .reduce((total, { value }) => total + value, 0);
}

const timed = async (histogram: Readable): Promise<Timed> => timedOf((await histogram.get()).values);
