import { spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { startTemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { createLogger } from '@wagw/shared/observability/logger';
import { laneName, queueOptions, tellingBackends } from '@wagw/shared/queue/queues';
import { connectRedis, untilReady } from '@wagw/shared/redis/connect';
import { keys, QUEUE_PREFIX } from '@wagw/shared/redis/keys';
import { LANE_OPTIONS } from '@wagw/worker/queues/lane-backend';
import { createWorkerQueues } from '@wagw/worker/queues/worker-queues';
import { type Job, Queue, Worker } from 'bullmq';
import type { Redis } from 'ioredis';

/**
 * What many lanes cost a worker process and Redis, and how long a message waits for its lane: BullMQ's own workers
 * against those that share two connections, one after the other on the same machine. It takes about a minute. The argument is the
 * number of lanes:
 * node --conditions=source --import tsx bench/lanes.ts 1000
 */

const IDLE_MS = 10_000;
const RATES = { sparse: 100, busy: 500 };
const RATE_MS = 5_000;
const PATIENCE_MS = 60_000;

type Variant = 'plain' | 'shared';
type Figures = Record<string, number>;

const [, , lanesArgument = '1000', variant, url] = process.argv;
const LANES = Number(lanesArgument);
if (variant === undefined || url === undefined) await compare();
else print(JSON.stringify(await measure(variant as Variant, url)));

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function compare(): Promise<void> {
  const plain = await inItsOwnProcess('plain');
  const shared = await inItsOwnProcess('shared');
  const row = (...cells: string[]) =>
    print(
      cells
        .map((cell) => cell.padStart(14))
        .join('')
        .trimEnd(),
    );
  print(`${LANES} lanes`);
  row('plain', 'shared', 'plain/shared', '');
  for (const [name, value] of Object.entries(plain)) {
    const other = shared[name] ?? Number.NaN;
    const ratio = other === 0 ? '' : (value / other).toFixed(1);
    print(
      `${[value.toFixed(1), other.toFixed(1), ratio].map((cell) => cell.padStart(14)).join('')}  ${name}`,
    );
  }
}

async function inItsOwnProcess(which: Variant): Promise<Figures> {
  const server = await startTemporaryRedis();
  try {
    const flags = ['--expose-gc', '--conditions=source', '--import', 'tsx'];
    const child = spawn(
      process.execPath,
      [...flags, fileURLToPath(import.meta.url), String(LANES), which, server.url],
      {
        stdio: ['ignore', 'pipe', 'inherit'],
      },
    );
    let output = '';
    for await (const chunk of child.stdout) output += chunk;
    return JSON.parse(output) as Figures;
  } finally {
    await server.close();
  }
}

async function measure(which: Variant, redisUrl: string): Promise<Figures> {
  const logger = createLogger({ name: 'bench', level: 'silent' });
  const redis = connectRedis({ url: redisUrl }, 'work', logger);
  const producer = connectRedis({ url: redisUrl }, 'work', logger);
  await Promise.all([untilReady(redis), untilReady(producer)]);
  const sessions = Array.from({ length: LANES }, (_, index) => `session-${index}`);
  for (const id of sessions) await redis.hset(keys.session(id), 'owner', 'bench', 'epoch', '1');

  const fetched = new Map<string, number>();
  const note = async (job: Job<{ messageId: string }>) =>
    void fetched.set(job.data.messageId, performance.now());
  const heapBefore = heapUsed();
  const connectionsBefore = await connections(producer);
  const startedAt = performance.now();
  const workers =
    which === 'plain' ? plainWorkers(redis, sessions, note) : sharedWorkers(redis, sessions, note);
  await Promise.all(workers.map((worker) => worker.waitUntilReady()));
  const createdMs = performance.now() - startedAt;
  const blocking = which === 'plain' ? LANES : 1;
  await until(
    'all lanes to wait',
    PATIENCE_MS,
    async () => (await number(producer, 'clients', 'blocked_clients')) === blocking,
  );
  await sleep(2_000);

  const figures: Figures = {
    'connections beside the one for commands': (await connections(producer)) - connectionsBefore,
    'kB of node heap a lane': (heapUsed() - heapBefore) / LANES / 1_024,
    'ms until all are ready': createdMs,
    ...(await idle(producer)),
  };
  const lanes = sessions.map((id) =>
    silenced(new Queue(laneName(id), queueOptions(producer), tellingBackends(producer))),
  );
  for (const [name, rate] of Object.entries(RATES)) {
    Object.assign(figures, await load(`${name}, ${rate}/s`, rate, producer, lanes, fetched));
  }
  // Closing them properly takes longer than the whole measurement.
  setImmediate(() => process.exit(0));
  return figures;
}

type Process = (job: Job<{ messageId: string }>) => Promise<void>;

function plainWorkers(redis: Redis, sessions: readonly string[], process: Process): Worker[] {
  return sessions.map((id) => {
    const options = {
      connection: redis,
      prefix: QUEUE_PREFIX,
      concurrency: 1,
      removeOnComplete: { count: 0 },
    };
    return silenced(new Worker(laneName(id), process, options));
  });
}

function sharedWorkers(redis: Redis, sessions: readonly string[], process: Process) {
  const logger = createLogger({ name: 'bench', level: 'silent' });
  const queues = createWorkerQueues(redis, logger);
  return sessions.map((sessionId) => {
    const lane = queues.lane({ sessionId, owner: 'bench', epoch: 1 }, { holds: () => true });
    const worker = silenced(
      new Worker(laneName(sessionId), process, { ...LANE_OPTIONS, connection: redis }, lane),
    );
    worker.run().catch(() => undefined);
    return worker;
  });
}

function silenced<T extends { on(event: 'error', listener: () => void): unknown }>(worker: T): T {
  worker.on('error', () => undefined);
  return worker;
}

async function idle(producer: Redis): Promise<Figures> {
  const [commands, cpu] = [
    await number(producer, 'stats', 'total_commands_processed'),
    await redisCpu(producer),
  ];
  await sleep(IDLE_MS);
  const seconds = IDLE_MS / 1_000;
  return {
    'idle: commands/s': ((await number(producer, 'stats', 'total_commands_processed')) - commands) / seconds,
    'idle: % of a core for Redis': (((await redisCpu(producer)) - cpu) / seconds) * 100,
  };
}

/** From the call that adds a job until its processor is called, at an even rate over lanes in no order. */
async function load(
  name: string,
  rate: number,
  producer: Redis,
  lanes: readonly Queue[],
  fetched: Map<string, number>,
): Promise<Figures> {
  const added = new Map<string, number>();
  const cpu = await redisCpu(producer);
  const nodeCpu = process.cpuUsage();
  const startedAt = performance.now();
  const total = (rate * RATE_MS) / 1_000;
  for (let index = 0; index < total; index += 1) {
    const due = startedAt + (index * 1_000) / rate;
    if (due > performance.now()) await sleep(due - performance.now());
    const messageId = `${name}-${index}`;
    added.set(messageId, performance.now());
    void lanes[(index * 379) % lanes.length]?.add(
      'send',
      { messageId },
      { jobId: messageId, removeOnComplete: true },
    );
  }
  await until('all jobs', PATIENCE_MS, () => [...added.keys()].every((id) => fetched.has(id)));
  const seconds = (performance.now() - startedAt) / 1_000;
  const waits = [...added].map(([id, at]) => (fetched.get(id) ?? 0) - at).sort((a, b) => a - b);
  const used = process.cpuUsage(nodeCpu);
  return {
    [`${name}: ms until fetched, p50`]: waits[Math.floor(waits.length * 0.5)] ?? 0,
    [`${name}: ms until fetched, p99`]: waits[Math.floor(waits.length * 0.99)] ?? 0,
    [`${name}: % of a core for Redis`]: (((await redisCpu(producer)) - cpu) / seconds) * 100,
    [`${name}: % of a core for node`]: ((used.user + used.system) / 1e6 / seconds) * 100,
  };
}

function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

async function number(redis: Redis, section: string, name: string): Promise<number> {
  return Number(new RegExp(`${name}:([\\d.]+)`).exec(await redis.info(section))?.[1]);
}

function connections(redis: Redis): Promise<number> {
  return number(redis, 'clients', 'connected_clients');
}

async function redisCpu(redis: Redis): Promise<number> {
  return (await number(redis, 'cpu', 'used_cpu_user')) + (await number(redis, 'cpu', 'used_cpu_sys'));
}
