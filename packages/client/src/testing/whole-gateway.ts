import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { freePort } from '@wagw/local-machine/free-port';
import { startProcess } from '@wagw/local-machine/supervised-process';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { keys } from '@wagw/shared/redis/keys';
import { startWorkerProcesses } from '@wagw/worker/testing/worker-processes';
import { type ClientOptions, createClient, type GatewayClient } from '../client.ts';

const ROOT = resolve(import.meta.dirname, '../../../..');
const START_MS = 100_000;
const API_KEY = 'a-key-for-tests';
/** Where the receivers of tests listen. */
const OWN_HOST = '127.0.0.1';

/** A real api and worker over a real Redis; only WhatsApp is a phone that plays along. */
export interface WholeGateway {
  readonly redis: TemporaryRedis;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The owner of the phone scans the code of this session, or will. */
  scan(session: string): Promise<void>;
  client(options?: Partial<ClientOptions>): GatewayClient;
  close(): Promise<void>;
}

export async function startGateway(): Promise<WholeGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'wagw-phone-'));
  const redis = await startTemporaryRedis();
  const port = await freePort();
  const env = {
    REDIS_URL: redis.url,
    LOG_LEVEL: 'warn',
    MEDIA_STORE: `directory:${join(folder, 'media')}`,
    WEBHOOK_ALLOWED_HOSTS: OWN_HOST,
    // Tests run on a machine that has much else to do.
    MAX_EVENT_LOOP_DELAY: '0',
  };
  const api = startProcess({
    name: 'api',
    command: process.execPath,
    args: ['--conditions=source', '--import', 'tsx', join(ROOT, 'apps/api/src/main.ts')],
    cwd: ROOT,
    // biome-ignore lint/style/noProcessEnv: the process needs the machine's PATH and HOME
    env: { ...process.env, NODE_OPTIONS: '', API_KEY, HOST: OWN_HOST, PORT: String(port), ...env },
    logFile: join(folder, 'api.log'),
  });
  const worker = startWorkerProcesses(
    {
      ...env,
      PHONE_FOLDER: folder,
      WORKER_ROLES: 'sessions,webhooks',
      SESSIONS_PATH: join(folder, 'sessions'),
      PACING_PER_MINUTE: '0',
      PACING_CHAT_PER_MINUTE: '0',
    },
    { program: join(import.meta.dirname, 'phone-main.ts'), logFile: join(folder, 'worker.log') },
  );
  const baseUrl = `http://${OWN_HOST}:${port}`;
  const close = async () => {
    await worker.kill();
    // Nothing of it is needed any more, and its clients keep connections.
    await api.stop(1);
    await redis.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await until('the start of the api', START_MS, async () => (await fetch(`${baseUrl}/health/live`)).ok);
    await until(
      'the start of the worker',
      START_MS,
      async () => (await redis.client.scard(keys.workers)) > 0,
    );
  } catch (error) {
    const logs = ['api.log', 'worker.log'].map((name) => readFile(join(folder, name), 'utf8'));
    const said = await Promise.allSettled(logs);
    await close();
    throw new Error([error, ...said.map((log) => ('value' in log ? log.value : ''))].join('\n'));
  }
  return {
    redis,
    baseUrl,
    apiKey: API_KEY,
    scan: (session) => writeFile(join(folder, session), ''),
    client: (options = {}) => createClient({ baseUrl, apiKey: API_KEY, ...options }),
    close,
  };
}
