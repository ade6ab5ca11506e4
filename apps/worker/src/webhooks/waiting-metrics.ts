import type { Metrics } from '@wagw/shared/observability/metrics';
import { shareLooks } from '@wagw/shared/observability/shared-look';
import { readWhatWaits, type WhatWaits } from '@wagw/shared/webhooks/what-waits';
import type { Redis } from 'ioredis';

/** Scrapes that come close together, such as by two Prometheus servers, look once. */
const KEPT_MS = 5_000;

/** Tells Prometheus what waits for webhook endpoints; the same with every worker. While Redis is away, there are no such samples. */
export function measureWaiting(metrics: Metrics, redis: Redis): void {
  const look = shareLooks(redis, KEPT_MS, () => readWhatWaits(redis));
  const gauge = (name: string, help: string, value: (waits: WhatWaits) => number) =>
    metrics.sampled(name, `${help}; the same with every worker.`, [], async (it) => {
      const waits = await look();
      if (waits === undefined) it.remove();
      else it.set(value(waits));
    });

  gauge(
    'webhook_pending_deliveries',
    'Deliveries that wait for their first or next attempt, of enabled endpoints',
    ({ pending }) => pending,
  );
  gauge(
    'webhook_oldest_pending_seconds',
    'Age of the oldest event that waits for its delivery',
    ({ oldestMs }) => oldestMs / 1_000,
  );
  gauge(
    'webhook_paused_endpoints',
    'Endpoints that are left alone for a while because most attempts failed',
    ({ paused }) => paused,
  );
}
