import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import type { Endpoint } from './endpoint-store.ts';
import type { WebhookView } from './webhook-schema.ts';

/** The endpoint as the API shows it: without its secrets, with how it fares. */
export async function viewEndpoint(redis: Redis, endpoint: Endpoint): Promise<WebhookView> {
  const { id, secrets, createdAt, updatedAt, ...shown } = endpoint;
  const [pending, oldest, dead, health] = await Promise.all([
    redis.zcard(keys.webhookPending(id)),
    redis.zrange(keys.webhookPending(id), 0, '0', 'WITHSCORES'),
    redis.zcard(keys.webhookDead(id)),
    redis.hgetall(keys.webhookHealth(id)),
  ]);
  return {
    id,
    ...shown,
    events: [...shown.events],
    isSigned: secrets.length > 0,
    createdAt: iso(createdAt),
    updatedAt: iso(updatedAt),
    health: {
      pending,
      oldestPendingAt: isoOrNull(oldest[1]),
      dead,
      failingSince: isoOrNull(health.failingSince),
      pausedUntil: Number(health.pausedUntil ?? 0) > Date.now() ? isoOrNull(health.pausedUntil) : null,
      lastDeliveredAt: isoOrNull(health.lastDeliveredAt),
      lastFailure: health.lastFailure ?? null,
    },
  };
}

const iso = (ms: number): string => new Date(ms).toISOString();
const isoOrNull = (ms: string | undefined): string | null => (ms === undefined ? null : iso(Number(ms)));
