import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { startApiProcess } from '@wagw/api/testing/api-process';
import type { SupervisedProcess } from '@wagw/local-machine/supervised-process';
import { until } from '@wagw/local-machine/until';
import { type ApiClient, createApiClient } from '@wagw/sandbox/api-client';
import { keys } from '@wagw/shared/redis/keys';
import { type Fleet, startFleet } from './fleet.ts';
import { type RedisUnderTest, startRedisUnderTest } from './redis-under-test.ts';
import type { WorldOptions } from './world.ts';

const ROOT = resolve(import.meta.dirname, '../../..');
const START_MS = 60_000;
/** Often, so that workers that come back have sessions again before the next fault. */
const REBALANCE = '1s';

/** What both worlds stand on: Redis, the real api and workers on hosts. */
export interface Platform {
  readonly redis: RedisUnderTest;
  readonly api: SupervisedProcess;
  readonly apiUrl: string;
  readonly apiKey: string;
  readonly client: ApiClient;
  readonly fleet: Fleet;
  readonly logsPath: string;
  close(): Promise<void>;
}

export interface PlatformOptions extends WorldOptions {
  readonly whatsappPort: number;
  /** The supervisor's program, from the root of the repository. */
  readonly program: string;
  /** Settings of api and workers. */
  readonly env?: Readonly<Record<string, string>>;
  /** Settings of the workers of a host whose WhatsApp is at this port. */
  workerEnv(whatsappPort: number): Readonly<Record<string, string>>;
}

export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const logsPath = join(options.dataPath, 'logs');
  mkdirSync(logsPath, { recursive: true });
  const redis = await startRedisUnderTest(options.redis, options.dataPath);
  const apiKey = randomBytes(16).toString('hex');
  const api = await startApiProcess({
    apiKey,
    env: {
      LOG_LEVEL: 'warn',
      // It is asked as much as it can bear.
      RATE_LIMIT_PER_KEY: '0',
      RATE_LIMIT_PER_IP: '0',
      ...options.env,
      ...redis.env(),
    },
    logFile: join(logsPath, 'api.log'),
  });
  const fleet = await startFleet({
    hosts: options.hosts,
    workers: options.workers,
    program: join(ROOT, options.program),
    logsPath,
    redisPort: redis.port,
    whatsappPort: options.whatsappPort,
    env: (host) => ({
      LOG_LEVEL: 'info',
      WORKER_HOST: host.name,
      LEASE_DURATION: String(options.leaseMs),
      STALL_LIMIT: String(options.stallMs),
      // Any one of them has room for all.
      MAX_SESSIONS: String(options.sessions),
      REBALANCE_INTERVAL: REBALANCE,
      // As fast as they can: what is measured is what happens under load.
      PACING_PER_MINUTE: '0',
      PACING_CHAT_PER_MINUTE: '0',
      ...options.env,
      ...redis.env(host.redis?.port),
      ...options.workerEnv(host.whatsapp.port),
    }),
  });
  const close = async () => {
    await fleet.close();
    await api.process.stop();
    await redis.close();
  };
  try {
    await api.ready();
    await until('the start of the workers', START_MS, async () => {
      return (await redis.client.scard(keys.workers)) >= options.workers;
    });
  } catch (error) {
    await close();
    throw error;
  }
  return {
    redis,
    api: api.process,
    apiUrl: api.url,
    apiKey,
    client: createApiClient(api.url, apiKey),
    fleet,
    logsPath,
    close,
  };
}
