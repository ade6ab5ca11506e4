import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** A Redis of our own that has read a snapshot: nobody else can reach it. */
export interface LoadedSnapshot {
  readonly redis: Redis;
  close(): Promise<void>;
}

const FILE = 'dump.rdb';

export const snapshotFile = (folder: string): string => join(folder, FILE);

/**
 * @param folder with the snapshot; other files are made beside it
 * @param program `redis-server` or one that is like it, at least as new as the Redis that the snapshot is of
 * @throws Error when it cannot be started, or cannot read the snapshot
 */
export async function loadSnapshot(
  folder: string,
  program: string,
  database: number,
): Promise<LoadedSnapshot> {
  const path = join(folder, 'redis.sock');
  const settings = ['--port', '0', '--unixsocket', path, '--dir', folder, '--dbfilename', FILE];
  const server = spawn(program, [...settings, '--appendonly', 'no', '--save', ''], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [server.stdout, server.stderr]) {
    stream.on('data', (chunk: Buffer) => {
      output = (output + chunk.toString()).slice(-4_000);
    });
  }
  const ended = new Promise<never>((_, reject) => {
    server.once('error', (error) => reject(new Error(`${program} cannot be started: ${error.message}`)));
    server.once('exit', () => reject(new Error(`${program} cannot read the snapshot:\n${output}`)));
  });
  ended.catch(() => undefined);
  // It tells that it is ready when it has read everything.
  const redis = new Redis({ path, db: database, maxRetriesPerRequest: null });
  redis.on('error', () => undefined);
  const close = async () => {
    redis.disconnect();
    if (server.exitCode !== null || server.pid === undefined) return;
    const gone = once(server, 'exit');
    server.kill('SIGKILL');
    await gone;
  };
  try {
    await Promise.race([redis.ping(), ended]);
  } catch (error) {
    await close();
    throw error;
  }
  return { redis, close };
}
