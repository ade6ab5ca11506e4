import { ConfigError } from '@wagw/shared/config/read-config';
import { readApiSettings, readWorkerSettings, type WorkerSettings } from '@wagw/shared/config/settings';
import { type Finding, failed, ok, warning } from './finding.ts';

export type Env = Readonly<Record<string, string | undefined>>;

/** The settings, if they can be read; nothing else can be checked without them. */
export interface ReadConfig {
  readonly findings: readonly Finding[];
  readonly settings: WorkerSettings | undefined;
}

/** Reads the environment as worker and api do. Only the api has API_KEY: without it the api's other variables are read all the same. */
export function readConfig(env: Env): ReadConfig {
  const worker = attempt(() => readWorkerSettings(env));
  const hasKey = (env.API_KEY ?? '').trim() !== '';
  const api = attempt(() =>
    readApiSettings(hasKey ? env : { ...env, API_KEY: 'not-set-where-this-runs-00000000' }),
  );
  return {
    settings: worker.value,
    findings: [
      finding('config.worker', 'The worker can read its configuration.', worker.error),
      api.error === undefined && !hasKey
        ? warning(
            'config.api',
            'API_KEY is not set here, which only the api needs; the rest of its configuration can be read.',
            'Set API_KEY where the api runs, for example to the output of: openssl rand -hex 32',
          )
        : finding('config.api', 'The api can read its configuration.', api.error),
    ],
  };
}

function attempt<T>(read: () => T): { value: T | undefined; error: string | undefined } {
  try {
    return { value: read(), error: undefined };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { value: undefined, error: error.message };
  }
}

/** All variables that cannot be used, in one line. */
function finding(check: string, wellSaid: string, error: string | undefined): Finding {
  if (error === undefined) return ok(check, wellSaid);
  const [, ...lines] = error.split('\n').map((line) => line.trim());
  const detail = lines.length === 0 ? error : lines.join(' ');
  return failed(check, detail, 'Change these environment variables; docs/configuration.md has all of them.');
}
