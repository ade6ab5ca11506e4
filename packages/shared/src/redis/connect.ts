import { Redis } from 'ioredis';

export interface RedisSettings {
  readonly url: string;
  readonly password?: string | undefined;
}

/**
 * - `request`: for answering HTTP requests. Commands fail at once while Redis is away.
 * - `work`: for queues and background work. Commands wait until Redis is back.
 */
export type ConnectionUse = 'request' | 'work';

/** Where a connection tells of its loss and its return; every logger will do. */
export interface ConnectionLog {
  info(message: string): void;
  warn(fields: object, message: string): void;
}

const MAX_RECONNECT_DELAY_MS = 1_000;
const REQUEST_TIMEOUT_MS = 2_000;

/** Redis cannot be asked now. */
export class RedisAwayError extends Error {
  override readonly name = 'RedisAwayError';
}

/** Connects to Redis and goes on reconnecting for ever; the caller ends it with `quit` or `disconnect`. */
export function connectRedis(settings: RedisSettings, use: ConnectionUse, logger: ConnectionLog): Redis {
  const redis = new Redis(settings.url, {
    ...(settings.password === undefined ? {} : { password: settings.password }),
    // BullMQ requires null: its blocking commands must survive a reconnect.
    maxRetriesPerRequest: use === 'work' ? null : 0,
    enableOfflineQueue: use === 'work',
    ...(use === 'request' ? { commandTimeout: REQUEST_TIMEOUT_MS } : {}),
    retryStrategy: (attempt) => Math.min(50 * 2 ** Math.min(attempt, 5), MAX_RECONNECT_DELAY_MS),
  });
  // Every queue that shares the connection listens to it.
  redis.setMaxListeners(0);
  let away = false;
  redis.on('error', (error) => {
    if (away) return;
    away = true;
    logger.warn({ err: error }, 'Redis is away; reconnecting');
  });
  redis.on('ready', () => {
    if (away) logger.info('Redis is back');
    away = false;
  });
  return redis;
}

/** Resolves when the connection can be used. */
export async function untilReady(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return;
  await new Promise<void>((resolve) => redis.once('ready', () => resolve()));
}
