import type { z } from 'zod';
import type { RedisSettings } from '../redis/connect.ts';
import { apiOptions, type commonOptions, workerOptions } from './options.ts';
import { readConfig } from './read-config.ts';

type Env = Readonly<Record<string, string | undefined>>;

export type ApiSettings = z.infer<z.ZodObject<typeof apiOptions>>;
export type WorkerSettings = z.infer<z.ZodObject<typeof workerOptions>> & {
  /** Resolved from SESSIONS_PATH and its older name. */
  readonly sessionsPath: string;
};

/** @throws ConfigError when a variable cannot be used */
export function readApiSettings(env: Env): ApiSettings {
  return readConfig(apiOptions, env);
}

/** @throws ConfigError when a variable cannot be used */
export function readWorkerSettings(env: Env): WorkerSettings {
  const settings = readConfig(workerOptions, env);
  return { ...settings, sessionsPath: settings.SESSIONS_PATH ?? settings.WWEBJS_AUTH_PATH ?? 'sessions' };
}

/** How to reach Redis, for every connection of a process. */
export function redisSettings(
  settings: Pick<
    z.infer<z.ZodObject<typeof commonOptions>>,
    'REDIS_URL' | 'REDIS_PASSWORD' | 'REDIS_SENTINELS' | 'REDIS_SENTINEL_NAME' | 'REDIS_SENTINEL_PASSWORD'
  >,
): RedisSettings {
  return {
    url: settings.REDIS_URL,
    password: settings.REDIS_PASSWORD,
    sentinels: settings.REDIS_SENTINELS.map((address) => {
      const [host = '', port] = address.split(':');
      return { host, port: Number(port) };
    }),
    sentinelName: settings.REDIS_SENTINEL_NAME,
    sentinelPassword: settings.REDIS_SENTINEL_PASSWORD,
  };
}
