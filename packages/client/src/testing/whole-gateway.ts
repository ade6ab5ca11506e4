import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { KEY, type RunningApi, startApi } from '@wagw/api/testing/running-api';
import { until } from '@wagw/local-machine/until';
import { createAddressGuard } from '@wagw/shared/outbound/address-guard';
import { keys } from '@wagw/shared/redis/keys';
import { startWorkerProcesses } from '@wagw/worker/testing/worker-processes';
import { type ClientOptions, createClient, type GatewayClient } from '../client.ts';
import { closeApi } from './close-api.ts';

const START_MS = 60_000;
/** Where the receivers of tests listen. */
const OWN_HOST = '127.0.0.1';

/** A real api and worker over a real Redis; only WhatsApp is a phone that plays along. */
export interface WholeGateway {
  readonly api: RunningApi;
  readonly baseUrl: string;
  readonly apiKey: string;
  /** The owner of the phone scans the code of this session, or will. */
  scan(session: string): Promise<void>;
  client(options?: Partial<ClientOptions>): GatewayClient;
  close(): Promise<void>;
}

export async function startGateway(): Promise<WholeGateway> {
  const folder = await mkdtemp(join(tmpdir(), 'wagw-phone-'));
  const api = await startApi();
  const front = await api.startAnother({ webhookGuard: createAddressGuard([OWN_HOST]) });
  const worker = startWorkerProcesses(
    {
      REDIS_URL: api.redisServer.url,
      PHONE_FOLDER: folder,
      LOG_LEVEL: 'warn',
      WORKER_ROLES: 'sessions,webhooks',
      WEBHOOK_ALLOWED_HOSTS: OWN_HOST,
      PACING_PER_MINUTE: '0',
      PACING_CHAT_PER_MINUTE: '0',
    },
    { program: fileURLToPath(new URL('./phone-main.ts', import.meta.url)) },
  );
  const close = async () => {
    await worker.kill();
    await closeApi(front.app.server, front.close);
    await api.close();
    await rm(folder, { recursive: true });
  };
  try {
    await until('the start of the worker', START_MS, async () => {
      return (await api.redisServer.client.scard(keys.workers)) > 0;
    });
  } catch (error) {
    await close();
    throw new Error(`${String(error)}\n${worker.output()}`);
  }
  return {
    api,
    baseUrl: front.baseUrl,
    apiKey: KEY,
    scan: (session) => writeFile(join(folder, session), ''),
    client: (options = {}) => createClient({ baseUrl: front.baseUrl, apiKey: KEY, ...options }),
    close,
  };
}
