import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { freePort } from './free-port.ts';
import { type SupervisedProcess, startProcess } from './supervised-process.ts';
import { findRedis } from './system-parts.ts';
import { until } from './until.ts';

const READY_MS = 30_000;
/** Longer than a failover, so that a primary that was killed comes back as a replica. */
const AWAY_MS = 8_000;
const REPLICAS = 2;
const SENTINELS = 3;
const NAME = 'gateway';

export interface ReplicatedRedisOptions {
  /** After how long without an answer Sentinels hold the primary for dead. */
  readonly downAfterMs?: number;
}

/** A Redis with two replicas and three Sentinels, each a process, as a gateway in production would have it. */
export interface ReplicatedRedis {
  /** `host:port,host:port,…` */
  readonly sentinels: string;
  /** The name by which the Sentinels know the primary. */
  readonly name: string;
  /** Always connected to the present primary, or waiting for it. */
  readonly client: Redis;
  /** The port of the present primary, as the Sentinels say. */
  primaryPort(): Promise<number>;
  /** The process of the present primary. */
  primaryPid(): Promise<number | undefined>;
  /** Kills the primary and resolves when another one takes writes, with how long that took in milliseconds. */
  failOver(): Promise<number>;
  close(): Promise<void>;
}

interface Node {
  readonly port: number;
  readonly process: SupervisedProcess;
}

/** @throws Error when no Redis is installed */
export async function startReplicatedRedis({
  downAfterMs = 1_000,
}: ReplicatedRedisOptions = {}): Promise<ReplicatedRedis> {
  const program = findRedis();
  if (program === undefined) throw new Error('redis-server is not installed; `pnpm test` installs it');
  const dataPath = await mkdtemp(join(tmpdir(), 'wagw-redis-'));
  const node = (name: string, port: number, lines: readonly string[], args: readonly string[] = []) =>
    startNode({ program, dataPath, name, port, lines, args });

  const first = node('redis-0', await freePort(), DATA);
  await answers(first.port);
  const nodes = [first];
  for (let index = 1; index <= REPLICAS; index += 1) {
    const lines = [...DATA, `replicaof 127.0.0.1 ${first.port}`];
    nodes.push(node(`redis-${index}`, await freePort(), lines));
  }
  const watch = [
    `sentinel monitor ${NAME} 127.0.0.1 ${first.port} 2`,
    `sentinel down-after-milliseconds ${NAME} ${downAfterMs}`,
    `sentinel failover-timeout ${NAME} 10000`,
    `sentinel parallel-syncs ${NAME} 2`,
  ];
  const sentinels: Node[] = [];
  for (let index = 0; index < SENTINELS; index += 1) {
    sentinels.push(node(`sentinel-${index}`, await freePort(), watch, ['--sentinel']));
  }
  const asked = new Redis({ host: '127.0.0.1', port: sentinels[0]?.port ?? 0, maxRetriesPerRequest: null });
  asked.on('error', () => undefined);
  const client = new Redis({
    sentinels: sentinels.map(({ port }) => ({ host: '127.0.0.1', port })),
    name: NAME,
    maxRetriesPerRequest: null,
    sentinelRetryStrategy: () => 100,
    retryStrategy: () => 100,
    reconnectOnError: (error) => error.message.startsWith('READONLY') && 2,
  });
  client.on('error', () => undefined);
  const primaryPort = async () => {
    const address = await asked.call('SENTINEL', 'get-master-addr-by-name', NAME);
    return Number(Array.isArray(address) ? address[1] : undefined);
  };
  const primaryPid = async () => {
    const port = await primaryPort();
    return nodes.find((candidate) => candidate.port === port)?.process.pid;
  };
  await until('a primary with its replicas, known to all Sentinels', READY_MS, async () => {
    const known = Object.fromEntries(pairs(await asked.call('SENTINEL', 'master', NAME)));
    const isWatched = known['num-slaves'] === String(REPLICAS) && known['num-other-sentinels'] === '2';
    return (
      isWatched && (await client.set('wagw:trial', '1')) === 'OK' && (await client.del('wagw:trial')) === 1
    );
  });

  return {
    sentinels: sentinels.map(({ port }) => `127.0.0.1:${port}`).join(','),
    name: NAME,
    client,
    primaryPort,
    primaryPid,
    async failOver() {
      const [old, pid] = [await primaryPort(), await primaryPid()];
      const killedAt = performance.now();
      if (pid !== undefined) process.kill(pid, 'SIGKILL');
      await until(
        'another primary',
        READY_MS,
        async () => (await primaryPort()) !== old && takesWrites(await primaryPort()),
      );
      return performance.now() - killedAt;
    },
    async close() {
      client.disconnect();
      asked.disconnect();
      // Before the others, or they would begin a failover.
      await Promise.all(sentinels.map((sentinel) => sentinel.process.stop()));
      await Promise.all(nodes.map((one) => one.process.stop(2_000)));
      await rm(dataPath, { recursive: true, force: true });
    },
  };
}

/** A primary that has lost its replicas takes no writes: it may be a primary no more. */
const DATA = [
  'appendonly yes',
  'appendfsync everysec',
  'maxmemory-policy noeviction',
  'save ""',
  'repl-diskless-sync-delay 0',
  'min-replicas-to-write 1',
  'min-replicas-max-lag 10',
];

interface NodeOptions {
  readonly program: string;
  readonly dataPath: string;
  readonly name: string;
  readonly port: number;
  readonly lines: readonly string[];
  readonly args: readonly string[];
}

/** From a file and not from arguments: Sentinel has each node write down its part. */
function startNode({ program, dataPath, name, port, lines, args }: NodeOptions): Node {
  const dir = join(dataPath, name);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const file = join(dir, 'redis.conf');
  writeFileSync(file, [`port ${port}`, 'bind 127.0.0.1', `dir ${dir}`, ...lines, ''].join('\n'));
  const process = startProcess({
    name,
    command: program,
    args: [file, ...args],
    cwd: dir,
    env: {},
    logFile: join(dataPath, 'logs', `${name}.log`),
    restartAfterMs: AWAY_MS,
  });
  return { port, process };
}

async function answers(port: number): Promise<void> {
  const redis = new Redis({ host: '127.0.0.1', port });
  redis.on('error', () => undefined);
  await until('the start of Redis', READY_MS, async () => (await redis.ping()) === 'PONG');
  redis.disconnect();
}

async function takesWrites(port: number): Promise<boolean> {
  const redis = new Redis({ host: '127.0.0.1', port, maxRetriesPerRequest: 0, lazyConnect: true });
  redis.on('error', () => undefined);
  try {
    await redis.connect();
    return (await redis.set('wagw:trial', '1', 'PX', 1_000)) === 'OK';
  } finally {
    redis.disconnect();
  }
}

function pairs(flat: unknown): [string, string][] {
  if (!Array.isArray(flat)) return [];
  return Array.from({ length: flat.length / 2 }, (_, index) => [
    String(flat[2 * index]),
    String(flat[2 * index + 1]),
  ]);
}
