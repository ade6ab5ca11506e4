import type { Redis } from 'ioredis';
import type { Metrics } from './metrics.ts';

/** Tells Prometheus whether this process reaches Redis. */
export function measureConnection(metrics: Metrics, redis: Pick<Redis, 'status'>): void {
  metrics.sampled('redis_connected', 'Whether this process reaches Redis: 1, else 0.', [], (gauge) =>
    gauge.set(redis.status === 'ready' ? 1 : 0),
  );
}
