import type { Metrics } from '@wagw/shared/observability/metrics';
import { readWhatWaits, type WhatWaits } from '@wagw/shared/webhooks/what-waits';
import type { Redis } from 'ioredis';

/** Scrapes that come close together, such as by two Prometheus servers, look once. */
const KEPT_MS = 5_000;

/** Tells Prometheus what waits for webhook endpoints. While Redis is away, a scrape tells what was seen last. */
export function measureWaiting(metrics: Metrics, redis: Redis): void {
  let looking: Promise<WhatWaits> | undefined;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let last: WhatWaits = { pending: 0, oldestMs: 0, paused: 0 };

  async function look(): Promise<WhatWaits> {
    if (redis.status !== 'ready' || performance.now() - lookedAt < KEPT_MS) return looking ?? last;
    lookedAt = performance.now();
    looking = readWhatWaits(redis)
      .then((seen) => {
        last = seen;
        return seen;
      })
      .catch(() => last)
      .finally(() => {
        looking = undefined;
      });
    return looking;
  }

  metrics.sampled(
    'webhook_pending_deliveries',
    'Deliveries that wait for their first or next attempt, of enabled endpoints; the same with every worker.',
    [],
    async (gauge) => gauge.set((await look()).pending),
  );
  metrics.sampled(
    'webhook_oldest_pending_seconds',
    'Age of the oldest event that waits for its delivery; the same with every worker.',
    [],
    async (gauge) => gauge.set((await look()).oldestMs / 1_000),
  );
  metrics.sampled(
    'webhook_paused_endpoints',
    'Endpoints that are left alone for a while because most attempts failed; the same with every worker.',
    [],
    async (gauge) => gauge.set((await look()).paused),
  );
}
