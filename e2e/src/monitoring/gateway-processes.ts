import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { startApiProcess } from '@wagw/api/testing/api-process';
import { freePort } from '@wagw/local-machine/free-port';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { type ApiClient, createApiClient } from '@wagw/sandbox/api-client';
import { readSession } from '@wagw/shared/sessions/session-store';
import { type Sink, startSink } from '@wagw/worker/testing/sink';
import { startWorkerProcesses } from '@wagw/worker/testing/worker-processes';

export const ROOT = resolve(import.meta.dirname, '../../..');
/** What is waited for comes in seconds; the machine may be busy. */
export const PATIENCE_MS = 50_000;
/** Of a test that waits for several things, and of starting all. */
export const TEST_MS = 180_000;

type Env = Readonly<Record<string, string>>;

/** A real api and a real worker with its supervisor, on a Redis of their own, whose WhatsApp is the sink of the tests. */
export interface GatewayProcesses {
  readonly redis: TemporaryRedis;
  readonly sink: Sink;
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly workerUrl: string;
  readonly client: ApiClient;
  /** A folder that ends with them. */
  readonly dataPath: string;
  /** What both processes expose to Prometheus just now. */
  scrape(): Promise<{ api: string; worker: string }>;
  /** Starts a session and waits until it is ready. */
  connect(session: string): Promise<void>;
  /** Kills the worker process; its supervisor starts another one. */
  killWorker(): Promise<void>;
  /** All that the processes have written so far. */
  output(): Promise<string>;
  close(): Promise<void>;
}

export interface GatewayOptions {
  /** Settings of both processes. */
  readonly env?: Env;
  /** What Redis asks for. */
  readonly redisPassword?: string;
}

export async function startGatewayProcesses({
  env = {},
  redisPassword,
}: GatewayOptions = {}): Promise<GatewayProcesses> {
  const dataPath = await mkdtemp(join(tmpdir(), 'wagw-monitoring-'));
  const redis = await startTemporaryRedis();
  // Whoever is connected already may stay.
  if (redisPassword !== undefined) await redis.client.config('SET', 'requirepass', redisPassword);
  const sink = await startSink();
  const workerPort = await freePort();
  const common: Env = {
    NODE_OPTIONS: '',
    REDIS_URL: redis.url,
    ...(redisPassword === undefined ? {} : { REDIS_PASSWORD: redisPassword }),
    MEDIA_STORE: `directory:${join(dataPath, 'media')}`,
    SESSIONS_PATH: join(dataPath, 'sessions'),
    WEBHOOK_ALLOWED_HOSTS: '127.0.0.1',
    ...env,
  };
  const apiKey = env.API_KEY ?? randomBytes(16).toString('hex');
  const apiLog = join(dataPath, 'api.log');
  const workerLog = join(dataPath, 'worker.log');
  const api = await startApiProcess({ apiKey, env: common, logFile: apiLog });
  const worker = startWorkerProcesses(
    {
      ...common,
      SINK_URL: sink.url,
      WORKER_ROLES: 'sessions,webhooks',
      METRICS_PORT: String(workerPort),
      PACING_PER_MINUTE: '0',
      PACING_CHAT_PER_MINUTE: '0',
    },
    { logFile: workerLog },
  );
  const apiUrl = api.url;
  const workerUrl = `http://127.0.0.1:${workerPort}`;
  const client = createApiClient(apiUrl, apiKey);
  const logs = async () =>
    (await Promise.all([apiLog, workerLog].map((path) => readFile(path, 'utf8')))).join('');
  const close = async () => {
    await worker.kill();
    await api.process.stop();
    await sink.close();
    await redis.close();
    await rm(dataPath, { recursive: true, force: true });
  };
  try {
    for (const url of [apiUrl, workerUrl])
      await until(`an answer of ${url}`, PATIENCE_MS, async () => (await fetch(`${url}/health/live`)).ok);
  } catch (error) {
    const written = await logs().catch(() => '');
    await close();
    throw new Error(`${error instanceof Error ? error.message : error}\n${written}`);
  }
  return {
    redis,
    sink,
    apiUrl,
    apiKey,
    workerUrl,
    client,
    dataPath,
    async scrape() {
      const text = async (url: string) => (await fetch(url, { headers: { 'x-gateway-key': apiKey } })).text();
      return { api: await text(`${apiUrl}/metrics`), worker: await text(`${workerUrl}/metrics`) };
    },
    async connect(session) {
      await client.startSession(session);
      await until(`a connection of ${session}`, PATIENCE_MS, async () => {
        return (await readSession(redis.client, session))?.code === 'ready';
      });
    },
    async killWorker() {
      process.kill(await worker.workerPid(), 'SIGKILL');
    },
    output: logs,
    close,
  };
}
