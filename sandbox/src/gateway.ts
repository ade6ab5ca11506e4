import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { type ProcessOptions, type SupervisedProcess, startProcess } from './supervised-process.ts';
import type { SystemParts } from './system-parts.ts';
import { until } from './until.ts';

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
const REDIS_READY_MS = 20_000;
const API_READY_MS = 60_000;
/** A browser that is closing, and the time that closing it may take. */
const WORKER_GRACE_MS = 20_000;

/** Starts everything and resolves when the API answers. */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { parts, dataPath, apiKey } = options;
  const redisPort = await freePort();
  const redisUrl = `redis://127.0.0.1:${redisPort}`;
  const redisPath = join(dataPath, 'redis');
  mkdirSync(redisPath, { recursive: true, mode: 0o700 });

  const start = (name: string, rest: Pick<ProcessOptions, 'command' | 'args' | 'env'>) =>
    startProcess({
      name,
      ...rest,
      cwd: ROOT,
      logFile: join(dataPath, 'logs', `${name}.log`),
      ...(options.onRestart === undefined ? {} : { onRestart: options.onRestart }),
      ...(options.onConfigError === undefined ? {} : { onConfigError: options.onConfigError }),
    });

  const redis = start('redis', {
    command: parts.redisServer,
    args: redisArguments(redisPort, redisPath),
    env: options.env,
  });
  await redisAnswers(redisUrl);

  const apiPort = options.apiPort ?? (await freePort());
  const common = {
    REDIS_URL: redisUrl,
    CHROME_EXECUTABLE_PATH: parts.chrome,
    SESSIONS_PATH: join(dataPath, 'sessions'),
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
    redisUrl,
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

/** What the gateway asks of Redis: everything on disk, nothing ever thrown out. */
function redisArguments(port: number, folder: string): string[] {
  const settings = {
    port,
    bind: '127.0.0.1',
    dir: folder,
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
    save: '',
  };
  return Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]);
}

async function redisAnswers(url: string): Promise<void> {
  const redis = new Redis(url, { lazyConnect: true });
  redis.on('error', () => undefined);
  await until('the start of Redis', REDIS_READY_MS, async () => (await redis.ping()) === 'PONG');
  redis.disconnect();
}
