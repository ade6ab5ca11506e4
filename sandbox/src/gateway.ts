import { join, resolve } from 'node:path';
import { freePort } from '@wagw/local-machine/free-port';
import { startRedis } from '@wagw/local-machine/redis-server';
import {
  type ProcessOptions,
  type SupervisedProcess,
  startProcess,
} from '@wagw/local-machine/supervised-process';
import type { SystemParts } from '@wagw/local-machine/system-parts';
import { until } from '@wagw/local-machine/until';

/** Settings of the processes, by the names of the environment variables. */
export type Env = Readonly<Record<string, string | undefined>>;

export interface GatewayOptions {
  readonly parts: SystemParts;
  /** For Redis' data, the profiles and the logs. */
  readonly dataPath: string;
  readonly apiKey: string;
  readonly apiPort?: number;
  readonly workers?: number;
  /** Goes to every process, over what is set here. */
  readonly env: Env;
  readonly onRestart?: (name: string, how: string) => void;
  readonly onConfigError?: (name: string, output: string) => void;
}

/** Redis, the api and the workers, each a process of its own that is started again when it dies. */
export interface Gateway {
  readonly apiUrl: string;
  readonly redisUrl: string;
  /** Of the first worker. */
  readonly metricsUrl: string;
  readonly redis: SupervisedProcess;
  readonly api: SupervisedProcess;
  readonly workers: readonly SupervisedProcess[];
  stop(): Promise<void>;
}

const ROOT = resolve(import.meta.dirname, '../..');
const API_READY_MS = 60_000;
/** A browser that is closing, and the time that closing it may take. */
const WORKER_GRACE_MS = 20_000;

/** Starts everything and resolves when the API answers. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { parts, dataPath, apiKey } = options;
  const start = (name: string, rest: Pick<ProcessOptions, 'command' | 'args' | 'env'>) =>
    startProcess({
      name,
      ...rest,
      cwd: ROOT,
      logFile: join(dataPath, 'logs', `${name}.log`),
      ...(options.onRestart === undefined ? {} : { onRestart: options.onRestart }),
      ...(options.onConfigError === undefined ? {} : { onConfigError: options.onConfigError }),
    });

  const redis = await startRedis({
    program: parts.redisServer,
    dataPath,
    ...(options.onRestart === undefined ? {} : { onRestart: options.onRestart }),
  });

  const apiPort = options.apiPort ?? (await freePort());
  const common = {
    REDIS_URL: redis.url,
    CHROME_EXECUTABLE_PATH: parts.chrome,
    SESSIONS_PATH: join(dataPath, 'sessions'),
    MEDIA_STORE: `directory:${join(dataPath, 'media')}`,
  };
  const fromSource = (app: string) => ({
    command: process.execPath,
    args: ['--conditions=source', '--import', 'tsx', join(ROOT, 'apps', app, 'src/main.ts')],
  });
  const api = start('api', {
    ...fromSource('api'),
    env: { ...common, PORT: String(apiPort), API_KEY: apiKey, ...options.env },
  });
  const metricsPorts = await Promise.all(Array.from({ length: options.workers ?? 1 }, () => freePort()));
  const workers = metricsPorts.map((metricsPort, index) =>
    start(`worker-${index + 1}`, {
      ...fromSource('worker'),
      env: { ...common, METRICS_PORT: String(metricsPort), ...options.env },
    }),
  );
  const apiUrl = `http://127.0.0.1:${apiPort}`;
  await until('the start of the api', API_READY_MS, async () => (await fetch(`${apiUrl}/health`)).ok);

  return {
    apiUrl,
    redisUrl: redis.url,
    metricsUrl: `http://127.0.0.1:${metricsPorts[0]}/metrics`,
    redis,
    api,
    workers,
    async stop() {
      await Promise.all([api.stop(), ...workers.map((worker) => worker.stop(WORKER_GRACE_MS))]);
      await redis.stop();
    },
  };
}
