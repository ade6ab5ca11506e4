import type { z } from 'zod';
import { apiOptions, workerOptions } from './options.ts';
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
