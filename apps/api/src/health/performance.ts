import { readWorkerReports, type WorkerReport } from '@wagw/shared/health/worker-reports';
import { readCensus, waitingMessages } from '@wagw/shared/observability/census';
import type { Metrics } from '@wagw/shared/observability/metrics';
import { type Timed, timedOf } from '@wagw/shared/observability/timed';
import { keys } from '@wagw/shared/redis/keys';
import { readWhatWaits } from '@wagw/shared/webhooks/what-waits';
import type { Redis } from 'ioredis';
import { z } from 'zod';

const mean = (what: string) => z.number().nullable().describe(`${what} Null when there were none.`);

export const performanceSchema = z
  .object({
    workers: z
      .int()
      .describe('Those whose counts are summed up below: the ones that live now, each since its own start.'),
    messages: z.object({
      waiting: z.int().describe('Those in the queues of all sessions; the count may be some seconds old.'),
      oldestWaitingSeconds: z
        .number()
        .nullable()
        .describe('Age of the one that waits longest; null when none waits.'),
      scheduled: z.int().describe('Those whose time has not come.'),
      processed: z.int().describe("Those that WhatsApp's server has acknowledged."),
      failed: z.int().describe('Those that were given up.'),
      meanProcessingSeconds: mean(
        "From the acceptance of a message to the acknowledgement of WhatsApp's server, its waiting included.",
      ),
    }),
    webhooks: z.object({
      pending: z.int().describe('Deliveries that wait for their first or next attempt.'),
      oldestPendingSeconds: z.number(),
      pausedEndpoints: z.int().describe('Endpoints that are left alone because most attempts failed.'),
      attempts: z.int(),
      delivered: z.int(),
      deadLetters: z.int().describe('Deliveries that were given up.'),
      meanDeliverySeconds: mean('From the recording of an event to its delivery.'),
    }),
    http: z
      .object({
        requests: z.int(),
        serverErrors: z.int().describe('Those that were answered with 5xx.'),
        meanSeconds: mean('From a request to the end of its answer.'),
      })
      .describe('Of this api process since its start.'),
  })
  .meta({ id: 'PerformanceHealth' });

export type PerformanceHealth = z.infer<typeof performanceSchema>;

/** @throws when Redis is away: nothing of this is known then */
export async function readPerformance(redis: Redis, metrics: Metrics): Promise<PerformanceHealth> {
  const [census, scheduled, webhooks, reports, http] = await Promise.all([
    readCensus(redis),
    redis.zcard(keys.scheduled),
    readWhatWaits(redis),
    readWorkerReports(redis),
    readHttp(metrics),
  ]);
  const sum = (count: (report: WorkerReport) => number) =>
    reports.reduce((total, report) => total + count(report), 0);
  const times = (timed: (report: WorkerReport) => Timed): Timed => ({
    count: sum((report) => timed(report).count),
    seconds: sum((report) => timed(report).seconds),
  });
  const sent = times((report) => report.messages.sent);
  const delivered = times((report) => report.webhooks.delivered);
  return {
    workers: reports.length,
    messages: {
      ...waitingMessages(census.waiting),
      scheduled,
      processed: sent.count,
      failed: sum((report) => report.messages.failed),
      meanProcessingSeconds: meanOf(sent),
    },
    webhooks: {
      pending: webhooks.pending,
      oldestPendingSeconds: webhooks.oldestMs / 1_000,
      pausedEndpoints: webhooks.paused,
      attempts: sum((report) => report.webhooks.attempts),
      delivered: delivered.count,
      deadLetters: sum((report) => report.webhooks.deadLetters),
      meanDeliverySeconds: meanOf(delivered),
    },
    http,
  };
}

async function readHttp(metrics: Metrics): Promise<PerformanceHealth['http']> {
  const values = await metrics.values('http_request_duration_seconds');
  const all = timedOf(values);
  const failed = timedOf(values.filter(({ labels }) => String(labels.status).startsWith('5')));
  return { requests: all.count, serverErrors: failed.count, meanSeconds: meanOf(all) };
}

const meanOf = ({ count, seconds }: Timed): number | null =>
  count === 0 ? null : Math.round((seconds / count) * 1_000) / 1_000;
