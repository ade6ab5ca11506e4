import { startRedis } from '@wagw/local-machine/redis-server';
import { startReplicatedRedis } from '@wagw/local-machine/replicated-redis';
import { findRedis } from '@wagw/local-machine/system-parts';
import { Redis } from 'ioredis';

/** The Redis of a run, reached directly: what it says is the truth about who owns what. */
export interface RedisUnderTest {
  readonly client: Redis;
  /** Where it listens; undefined when that changes. */
  readonly port: number | undefined;
  /** How a process is told where Redis is, directly or over a relay. */
  env(relayPort?: number): Readonly<Record<string, string>>;
  pid(): Promise<number | undefined>;
  /** Kills the primary so that a replica takes its place, where there is one; resolves when it has. */
  readonly failOver: (() => Promise<number>) | undefined;
  close(): Promise<void>;
}

export async function startRedisUnderTest(
  kind: 'single' | 'sentinel',
  dataPath: string,
): Promise<RedisUnderTest> {
  return kind === 'sentinel' ? await startWithSentinels() : await startSingle(dataPath);
}

async function startSingle(dataPath: string): Promise<RedisUnderTest> {
  const program = findRedis();
  if (program === undefined) throw new Error('redis-server is not installed; `pnpm sandbox` installs it');
  const server = await startRedis({ program, dataPath });
  const client = new Redis(server.url, { maxRetriesPerRequest: null, retryStrategy: () => 50 });
  client.on('error', () => undefined);
  const port = Number(new URL(server.url).port);
  return {
    client,
    port,
    env: (relayPort = port) => ({ REDIS_URL: `redis://127.0.0.1:${relayPort}` }),
    pid: async () => server.pid,
    failOver: undefined,
    async close() {
      client.disconnect();
      await server.stop();
    },
  };
}

async function startWithSentinels(): Promise<RedisUnderTest> {
  const replicated = await startReplicatedRedis();
  return {
    client: replicated.client,
    port: undefined,
    env: () => ({ REDIS_SENTINELS: replicated.sentinels, REDIS_SENTINEL_NAME: replicated.name }),
    pid: () => replicated.primaryPid(),
    failOver: () => replicated.failOver(),
    close: () => replicated.close(),
  };
}
