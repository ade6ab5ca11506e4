import { Redis, type RedisOptions } from 'ioredis';

export interface RedisSettings {
  /** With Sentinels, only its user, password, database and TLS count. */
  readonly url: string;
  readonly password?: string | undefined;
  /** Who knows which Redis is the primary; none when there is only one Redis. */
  readonly sentinels?: readonly { readonly host: string; readonly port: number }[];
  /** The name of the primary among the Sentinels. */
  readonly sentinelName?: string;
  readonly sentinelPassword?: string | undefined;
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

const retryDelay = (attempt: number): number =>
  Math.min(50 * 2 ** Math.min(attempt, 5), MAX_RECONNECT_DELAY_MS);

const CONNECT_AGAIN_MS = 100;

/**
 * Makes a client, and its duplicates, end only when they are told to: ioredis gives up for good when it hears of a failover
 * in the moment in which it looks for the primary.
 */
function lasting(redis: Redis): Redis {
  let isOver = false;
  // Every queue that shares the connection listens to it. Not 0, which means the same: BullMQ counts up from it.
  redis.setMaxListeners(Number.POSITIVE_INFINITY);
  redis.disconnect = (reconnect = false) => {
    isOver ||= !reconnect;
    // To one that has ended ioredis would say it again, and wait two seconds for what is closed.
    if (redis.status !== 'end') Redis.prototype.disconnect.call(redis, reconnect);
  };
  redis.duplicate = ((override?: Partial<RedisOptions>) =>
    lasting(Redis.prototype.duplicate.call(redis, override) as Redis)) as Redis['duplicate'];
  redis.on('end', () => {
    setTimeout(() => {
      if (!isOver && redis.status === 'end') redis.connect().catch(() => undefined);
    }, CONNECT_AGAIN_MS);
  });
  return redis;
}

/** Connects to Redis and goes on reconnecting for ever; the caller ends it with `quit` or `disconnect`. */
export function connectRedis(settings: RedisSettings, use: ConnectionUse, logger: ConnectionLog): Redis {
  const client = new Redis(settings.url, {
    ...(settings.password === undefined ? {} : { password: settings.password }),
    ...sentinelOptions(settings),
    // A primary that became a replica: find the new one. Background work is sent again there.
    reconnectOnError: (error: Error) => error.message.startsWith('READONLY') && (use === 'work' ? 2 : 1),
    // BullMQ requires null: its blocking commands must survive a reconnect.
    maxRetriesPerRequest: use === 'work' ? null : 0,
    enableOfflineQueue: use === 'work',
    ...(use === 'request' ? { commandTimeout: REQUEST_TIMEOUT_MS } : {}),
    retryStrategy: retryDelay,
  });
  const redis = lasting(client);
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

function sentinelOptions({ sentinels = [], sentinelName, sentinelPassword }: RedisSettings) {
  if (sentinels.length === 0 || sentinelName === undefined) return {};
  return {
    sentinels: [...sentinels],
    name: sentinelName,
    ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
    sentinelRetryStrategy: retryDelay,
    failoverDetector: true,
  };
}

/** Resolves when the connection can be used. */
export async function untilReady(redis: Redis): Promise<void> {
  if (redis.status === 'ready') return;
  await new Promise<void>((resolve) => redis.once('ready', () => resolve()));
}
