import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { type ProcessOptions, type SupervisedProcess, startProcess } from './supervised-process.ts';
import { until } from './until.ts';

const READY_MS = 20_000;

export interface RedisServer extends SupervisedProcess {
  readonly url: string;
}

export interface RedisOptions extends Pick<ProcessOptions, 'onRestart'> {
  /** `redis-server` or `valkey-server`. */
  readonly program: string;
  /** For its data and its log. */
  readonly dataPath: string;
}

/** Starts Redis on a free port, as the gateway wants it: everything on disk, nothing ever thrown out. */
export async function startRedis({ program, dataPath, onRestart }: RedisOptions): Promise<RedisServer> {
  const port = await freePort();
  const dir = join(dataPath, 'redis');
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const settings = {
    port,
    bind: '127.0.0.1',
    dir,
    appendonly: 'yes',
    appendfsync: 'everysec',
    'maxmemory-policy': 'noeviction',
    save: '',
  };
  const server = startProcess({
    name: 'redis',
    command: program,
    args: Object.entries(settings).flatMap(([name, value]) => [`--${name}`, String(value)]),
    cwd: dir,
    env: {},
    logFile: join(dataPath, 'logs', 'redis.log'),
    ...(onRestart === undefined ? {} : { onRestart }),
  });
  const url = `redis://127.0.0.1:${port}`;
  await redisAnswers(url);
  return Object.assign(server, { url });
}

async function redisAnswers(url: string): Promise<void> {
  const redis = new Redis(url);
  redis.on('error', () => undefined);
  await until('the start of Redis', READY_MS, async () => (await redis.ping()) === 'PONG');
  redis.disconnect();
}
