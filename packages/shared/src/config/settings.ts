import type { z } from 'zod';
import type { RedisSettings } from '../redis/connect.ts';
import type { Format } from '../webhooks/formats/formats.ts';
import { olderWebhookUrl } from './dialect-options.ts';
import { apiOptions, type commonOptions, workerOptions } from './options.ts';
import { readConfig } from './read-config.ts';

type Env = Readonly<Record<string, string | undefined>>;

export type ApiSettings = z.infer<z.ZodObject<typeof apiOptions>>;
export type WorkerSettings = z.infer<z.ZodObject<typeof workerOptions>> & {
  /** Resolved from SESSIONS_PATH and its older name. */
  readonly sessionsPath: string;
  /** Of APP_WEBHOOK_URL and its older names. */
  readonly webhook: WebhookSettings | undefined;
};

/** The endpoint that the environment names. */
export interface WebhookSettings {
  readonly url: string;
  readonly secret: string | undefined;
  readonly format: Format;
}

/** @throws ConfigError when a variable cannot be used */
export function readApiSettings(env: Env): ApiSettings {
  const settings = readConfig(apiOptions, env);
  return { ...settings, ALLOWED_ORIGINS: [...settings.ALLOWED_ORIGINS, ...settings.CORS_ORIGIN] };
}

/** @throws ConfigError when a variable cannot be used */
export function readWorkerSettings(env: Env): WorkerSettings {
  const settings = readConfig(workerOptions, env);
  return {
    ...settings,
    sessionsPath: settings.SESSIONS_PATH ?? settings.WWEBJS_AUTH_PATH ?? 'sessions',
    webhook: webhookOf(settings),
  };
}

function webhookOf({
  APP_WEBHOOK_URL: url,
  LOCAI_WEBHOOK_URL: olderUrl,
  WEBHOOK_FORMAT: format,
  WEBHOOK_SECRET,
  LOCAI_WEBHOOK_SECRET,
}: z.infer<z.ZodObject<typeof workerOptions>>): WebhookSettings | undefined {
  const secret = WEBHOOK_SECRET ?? LOCAI_WEBHOOK_SECRET;
  if (url !== undefined) return { url, secret, format: format ?? 'native' };
  if (olderUrl === undefined) return undefined;
  return { url: olderWebhookUrl(olderUrl), secret, format: format ?? 'tenant' };
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
