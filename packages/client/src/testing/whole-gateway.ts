import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApiProcess } from '@wagw/api/testing/api-process';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { keys } from '@wagw/shared/redis/keys';
import { startWorkerProcesses } from '@wagw/worker/testing/worker-processes';
import { type ClientOptions, createClient, type GatewayClient } from '../client.ts';

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
  const env = {
    REDIS_URL: redis.url,
    LOG_LEVEL: 'warn',
    MEDIA_STORE: `directory:${join(folder, 'media')}`,
    WEBHOOK_ALLOWED_HOSTS: OWN_HOST,
  };
  const api = await startApiProcess({ apiKey: API_KEY, env, logFile: join(folder, 'api.log') });
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
  const baseUrl = api.url;
  const close = async () => {
    await worker.kill();
    // Nothing of it is needed any more, and its clients keep connections.
    await api.process.stop(1);
    await redis.close();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await api.ready();
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
