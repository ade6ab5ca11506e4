import type { Redis } from 'ioredis';
import type { Metrics } from './metrics.ts';

/** Tells Prometheus whether this process reaches Redis. */
export function measureConnection(metrics: Metrics, redis: Pick<Redis, 'status'>): void {
  metrics.sampled('redis_connected', 'Whether this process reaches Redis: 1, else 0.', [], (gauge) =>
    gauge.set(redis.status === 'ready' ? 1 : 0),
  );
}

/** How Redis fares, as far as the gateway depends on it. */
export interface RedisCondition {
  readonly memoryBytes: number;
  /** Beyond it Redis takes nothing more; 0 is no limit. */
  readonly memoryLimitBytes: number;
  /** Whether what it has taken survives its end: append-only, written without errors, and nothing evicted. */
  readonly isDurable: boolean;
}

export async function readRedisCondition(redis: Redis): Promise<RedisCondition> {
  return parseCondition(await redis.info('memory', 'persistence'));
}

/** @param info what INFO answers */
export function parseCondition(info: string): RedisCondition {
  const fields = new Map(
    info.split('\r\n').map((line) => {
      const colon = line.indexOf(':');
      return [line.slice(0, colon), line.slice(colon + 1)] as const;
    }),
  );
  return {
    memoryBytes: Number(fields.get('used_memory') ?? 0),
    memoryLimitBytes: Number(fields.get('maxmemory') ?? 0),
    isDurable:
      fields.get('aof_enabled') === '1' &&
      fields.get('aof_last_write_status') === 'ok' &&
      fields.get('maxmemory_policy') === 'noeviction',
  };
}
