import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { startTemporaryRedis } from '@wagw/local-machine/temporary-redis';
import { until } from '@wagw/local-machine/until';
import { createLanes } from '@wagw/shared/queue/queues';
import { keys } from '@wagw/shared/redis/keys';
import { createSession } from '@wagw/shared/sessions/session-store';
import { renewLease } from '@wagw/shared/sessions/workers';
import { startChores } from '@wagw/worker/chores';
import { startHostScene } from '@wagw/worker/testing/host-scene';
import { silentLogger } from '@wagw/worker/testing/parts';
import { createMemoryBlobs } from '@wagw/worker/testing/scripted-files';
import { Redis } from 'ioredis';
import { say } from './scripted-gateway.ts';

/**
 * What idle sessions cost Redis: workers within this process that do what real ones do to Redis (but for webhooks, which are
 * a role of their own), with engines in place of browsers. Run it by hand:
 * node --conditions=source --import tsx bench/idle-cost.ts [--workers 100] [--sessions 10000] [--seconds 30] [--rebalance 10000] [--health 30000]
 */

const { values } = parseArgs({
  options: {
    workers: { type: 'string', default: '100' },
    sessions: { type: 'string', default: '10000' },
    seconds: { type: 'string', default: '30' },
    rebalance: { type: 'string', default: '10000' },
    health: { type: 'string', default: '30000' },
  },
});
const [workers, sessions, seconds] = [
  Number(values.workers),
  Number(values.sessions),
  Number(values.seconds),
];
/** Longer than real ones, since all workers share one busy process; renewed as often. */
const LEASE_MS = 20_000;
const RENEW_EVERY_MS = 2_000;
const START_MS = 600_000;
const CREATED_AT_ONCE = 200;
/** Of /proc: the unit of the times in `stat`, on every Linux that we know. */
const TICKS_PER_SECOND = 100;

const server = await startTemporaryRedis();
const capacity = Math.ceil(sessions / workers);
// Of each worker: the connection over which the lease's thread renews it, as often as a lease of six seconds wants it.
const renewing = Array.from({ length: workers }, (_, index) => {
  const id = `worker-${index}`;
  const redis = new Redis(server.url);
  const worker = {
    id,
    host: id,
    loginHost: '',
    labels: [],
    capacity,
    isDraining: false,
    startedAt: Date.now(),
  };
  const timer = setInterval(() => void renewLease(redis, worker, LEASE_MS), RENEW_EVERY_MS);
  return { redis, timer };
});
const scenes = await Promise.all(
  Array.from({ length: workers }, (_, index) =>
    startHostScene(server.url, {
      id: `worker-${index}`,
      capacity,
      leaseMs: LEASE_MS,
      rebalanceMs: Number(values.rebalance),
      healthCheckMs: Number(values.health),
    }),
  ),
);
for (const { redis } of renewing) {
  startChores({ redis, lanes: createLanes(redis), blobs: createMemoryBlobs(), logger: silentLogger });
}

for (let from = 0; from < sessions; from += CREATED_AT_ONCE) {
  const ids = Array.from(
    { length: Math.min(CREATED_AT_ONCE, sessions - from) },
    (_, index) => `s-${from + index}`,
  );
  await Promise.all(
    ids.map((id) =>
      createSession(server.client, { id, tenantId: 'bench', start: true, metadata: {} }, Date.now()),
    ),
  );
}
await until('all sessions to be ready', START_MS, async () => {
  const counts = await Promise.all(scenes.map(({ id }) => server.client.scard(keys.workerSessions(id))));
  const ready = scenes.reduce(
    (sum, { engines }) => sum + engines.filter(({ isRunning }) => isRunning).length,
    0,
  );
  return counts.reduce((a, b) => a + b, 0) === sessions && ready === sessions;
});
say(`${sessions} sessions are ready on ${workers} workers`);
// Until all may look for the dead, and every lane has looked into its queue for the first time.
await sleep(LEASE_MS + 2_000);
await until('the first fetches to be over', START_MS, async () => {
  const fetches = await fetched();
  await sleep(3_000);
  return fetches === (await fetched());
});

const before = { ticks: ticksOf(server.pid), commands: await processedCommands(), calls: await costs() };
await sleep(seconds * 1_000);
const after = { ticks: ticksOf(server.pid), commands: await processedCommands(), calls: await costs() };
const cpu = ((after.ticks - before.ticks) / TICKS_PER_SECOND / seconds) * 100;
say(
  `Redis: ${cpu.toFixed(2)} % of one core, ${Math.round((after.commands - before.commands) / seconds)} commands/s`,
);
for (const { command, calls, us } of spent(before.calls, after.calls).slice(0, 12)) {
  say(`  ${command}: ${Math.round(calls / seconds)}/s, ${(us / calls).toFixed(1)} µs each, ${percent(us)} %`);
}
for (const { redis, timer } of renewing) {
  clearInterval(timer);
  redis.disconnect();
}
// The workers are not ended in order: handing all sessions over would take longer than what was measured.
await server.close();
process.exit(0);

/** What each command cost in between, the dearest first; a script's includes those within it. */
function spent(from: ReadonlyMap<string, Cost>, to: ReadonlyMap<string, Cost>) {
  return [...to]
    .map(([command, { calls, us }]) => {
      const before = from.get(command);
      return { command, calls: calls - (before?.calls ?? 0), us: us - (before?.us ?? 0) };
    })
    .filter(({ calls }) => calls > 0)
    .toSorted((a, b) => b.us - a.us);
}

/** Of one core, within the time that was measured. */
function percent(us: number): string {
  return (us / seconds / 10_000).toFixed(2);
}

/** How often somebody has looked into a queue. */
async function fetched(): Promise<number> {
  return (await costs()).get('rpoplpush')?.calls ?? 0;
}

/** User and system time of a process. */
function ticksOf(pid: number | undefined): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

async function processedCommands(): Promise<number> {
  const [, count] = /total_commands_processed:(\d+)/.exec(await server.client.info('stats')) ?? [];
  return Number(count);
}

interface Cost {
  readonly calls: number;
  readonly us: number;
}

/** How often each command was called since the start, those within scripts too, and how long Redis worked at it. */
async function costs(): Promise<Map<string, Cost>> {
  const lines = await server.client.info('commandstats');
  return new Map(
    [...lines.matchAll(/^cmdstat_([^:]+):calls=(\d+),usec=(\d+)/gm)].map(([, command = '', calls, us]) => [
      command,
      { calls: Number(calls), us: Number(us) },
    ]),
  );
}
