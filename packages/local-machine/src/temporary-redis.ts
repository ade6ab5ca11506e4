import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { startRedis } from './redis-server.ts';
import { findRedis } from './system-parts.ts';

/** A Redis for one test file, empty and gone afterwards. */
export interface TemporaryRedis {
  readonly url: string;
  /** Connected; tests may use it as they like. */
  readonly client: Redis;
  /** Of the server. */
  readonly pid: number | undefined;
  close(): Promise<void>;
}

/** @throws Error when no Redis is installed */
export async function startTemporaryRedis(): Promise<TemporaryRedis> {
  const program = findRedis();
  if (program === undefined) throw new Error('redis-server is not installed; `pnpm test` installs it');
  const dataPath = await mkdtemp(join(tmpdir(), 'wagw-redis-'));
  const server = await startRedis({ program, dataPath });
  const client = new Redis(server.url, { maxRetriesPerRequest: null });
  client.on('error', () => undefined);
  // A test may play many workers on it, each of which listens.
  client.setMaxListeners(Number.POSITIVE_INFINITY);
  return {
    url: server.url,
    client,
    get pid() {
      return server.pid;
    },
    async close() {
      client.disconnect();
      await server.stop();
      await rm(dataPath, { recursive: true, force: true });
    },
  };
}
