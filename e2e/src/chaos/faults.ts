import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '@wagw/worker/testing/worker-processes';
import { isStopped } from '../processes.ts';
import type { Crew, Host } from './fleet.ts';
import type { Excuse } from './history.ts';
import { ownedBy } from './ownership.ts';
import type { Random } from './random.ts';
import type { World } from './world.ts';

/** What a fault may use. */
export interface FaultTools {
  readonly world: World;
  readonly random: Random;
  readonly leaseMs: number;
  readonly stallMs: number;
  /** The longest that something may be away, frozen or cut off. */
  readonly longestMs: number;
  /** Makes the next text to a session end like this. */
  append(session: string, words: string): void;
  excuse(excuse: Excuse): void;
  /** Notes something that must not be. */
  accuse(what: string): void;
  /** Notes how long something took, in milliseconds. */
  measure(what: string, ms: number): void;
}

/** Resolves when what it did is healed. Where it needs a target, nothing else is done to that meanwhile. */
export type Fault =
  | { readonly hits: 'crew'; strike(tools: FaultTools, crew: Crew): Promise<void> }
  | { readonly hits: 'host'; strike(tools: FaultTools, host: Host): Promise<void> }
  | { readonly hits: 'api' | 'redis' | 'browser'; strike(tools: FaultTools): Promise<void> };

/** How long a woken process may need until it has ended what it should not have. */
const AWAKENING_MS = 5_000;
const SHUTDOWN_LIMIT_MS = 10_000;
/** Until a process can have been started again. */
const RESTART_MS = 3_000;
const LOOK_MS = 500;
/** The longest that is waited for a killed worker to have sessions again. */
const COMEBACK_MS = 20_000;

export const FAULTS = {
  'kill-worker': {
    hits: 'crew',
    async strike({ world }, crew) {
      signal(crew.workerPid(), 'SIGKILL');
      await untilAtWork(world, crew);
    },
  },
  'kill-supervisor': {
    hits: 'crew',
    async strike({ random }, crew) {
      signal(crew.processes.supervisor.pid, 'SIGKILL');
      await sleep(random.between(200, 2_000));
      crew.start();
    },
  },
  'freeze-worker': {
    hits: 'crew',
    async strike({ random, leaseMs }, crew) {
      const pid = crew.workerPid();
      signal(pid, 'SIGSTOP');
      await sleep(leaseMs + random.between(500, 2_500));
      signal(pid, 'SIGCONT');
    },
  },
  'freeze-worker-and-supervisor': {
    hits: 'crew',
    async strike(tools, crew) {
      const pids = [crew.workerPid(), crew.processes.supervisor.pid];
      for (const pid of pids) signal(pid, 'SIGSTOP');
      const end = unable(tools, [pids[0]], 'frozen with its supervisor');
      await sleep(tools.leaseMs + tools.random.between(500, 4_000));
      for (const pid of tools.random.shuffled(pids)) signal(pid, 'SIGCONT');
      end();
    },
  },
  'rolling-restart': {
    hits: 'crew',
    async strike({ measure, accuse }, crew) {
      const { ms, code } = await crew.stop();
      measure('exit after SIGTERM', ms);
      if (code !== 0) accuse(`${crew.name} ended with ${code} after SIGTERM`);
      if (ms > SHUTDOWN_LIMIT_MS) accuse(`${crew.name} took ${Math.round(ms)} ms to end after SIGTERM`);
      crew.start();
    },
  },
  'block-event-loop': {
    hits: 'crew',
    strike: (tools, crew) => block(tools, crew, tools.stallMs * 0.7),
  },
  'block-event-loop-for-too-long': {
    hits: 'crew',
    strike: (tools, crew) => block(tools, crew, tools.stallMs + tools.leaseMs + 3_000),
  },
  'lose-host': {
    hits: 'host',
    async strike({ random, leaseMs }, { crews }) {
      await Promise.all(crews.map((crew) => crew.kill()));
      await sleep(random.between(leaseMs * 0.5, leaseMs * 2));
      for (const crew of crews) crew.start();
    },
  },
  'partition-host-from-redis': {
    hits: 'host',
    strike: (tools, host) => partition(tools, host, false),
  },
  'partition-host-from-everything': {
    hits: 'host',
    strike: (tools, host) => partition(tools, host, true),
  },
  'reset-connections-of-host': {
    hits: 'host',
    async strike(_tools, { redis, whatsapp }) {
      redis?.reset();
      whatsapp.reset();
    },
  },
  'kill-api': {
    hits: 'api',
    async strike({ world }) {
      signal(world.api.pid, 'SIGKILL');
      await sleep(RESTART_MS);
    },
  },
  'kill-redis': {
    hits: 'redis',
    async strike({ world }) {
      signal(await world.redis.pid(), 'SIGKILL');
      await sleep(RESTART_MS);
    },
  },
  'freeze-redis': {
    hits: 'redis',
    async strike({ world, random, leaseMs, longestMs }) {
      const pid = await world.redis.pid();
      signal(pid, 'SIGSTOP');
      await sleep(Math.min(random.between(500, leaseMs * 1.5), longestMs));
      signal(pid, 'SIGCONT');
    },
  },
  'fail-over-redis': {
    hits: 'redis',
    async strike({ world, measure }) {
      const ms = await world.redis.failOver?.();
      if (ms !== undefined) measure('failover of Redis', ms);
      // The old primary comes back as a replica: without one, the next failover would find none to promote.
      await sleep(AWAKENING_MS * 2);
    },
  },
  'kill-browser': {
    hits: 'browser',
    async strike({ world, random }) {
      signal(random.pick(world.browsers()), 'SIGKILL');
    },
  },
} as const satisfies Record<string, Fault>;

export type FaultName = keyof typeof FAULTS;

export function isFaultName(name: string): name is FaultName {
  return name in FAULTS;
}

/** Those that make sense in a world. */
export function possibleFaults(world: World): FaultName[] {
  const replicated = world.redis.failOver !== undefined;
  const hasBrowsers = world.browsers().length > 0;
  return (Object.keys(FAULTS) as FaultName[]).filter((name) => {
    if (name === 'fail-over-redis') return replicated;
    // Sentinels hand out addresses, which lead around a host's relay; a primary that is away is replaced.
    if (name.startsWith('partition') || name.endsWith('-redis')) return !replicated;
    if (name.startsWith('block')) return !hasBrowsers;
    return name !== 'kill-browser' || hasBrowsers;
  });
}

/** Until a killed worker has sessions again: one that has none yet is not worth killing. */
async function untilAtWork({ redis, sessions }: World, crew: Crew): Promise<void> {
  const end = performance.now() + COMEBACK_MS;
  let owned = 0;
  while (owned === 0 && performance.now() < end) {
    await sleep(LOOK_MS);
    const pid = crew.workerPid();
    owned = pid === undefined ? 0 : (await ownedBy(redis.client, sessions, pid)).length;
  }
}

async function block({ world, append, leaseMs }: FaultTools, crew: Crew, ms: number): Promise<void> {
  const pid = crew.workerPid();
  if (pid === undefined) return;
  const [session] = await ownedBy(world.redis.client, world.sessions, pid);
  if (session === undefined) return;
  append(session, `block ${Math.round(ms)} ${pid}`);
  await sleep(ms + leaseMs);
}

async function partition(tools: FaultTools, { redis, whatsapp, crews }: Host, all: boolean): Promise<void> {
  const ms = Math.min(tools.random.between(5_000, 20_000), tools.longestMs);
  redis?.cut();
  if (all) whatsapp.cut();
  // One that is only cut off from Redis must end its connections before anybody else can make them.
  const cutOff = all ? crews.map((crew) => crew.workerPid()) : [];
  const end = unable(tools, cutOff, 'cut off from WhatsApp');
  await sleep(ms);
  redis?.heal();
  whatsapp.heal();
  end();
}

/** From now on until a while after the returned function is called, these processes cannot end their connections. */
function unable({ excuse }: FaultTools, pids: readonly (number | undefined)[], why: string): () => void {
  const from = Date.now();
  return () => {
    const to = Date.now() + AWAKENING_MS;
    for (const maker of pids) if (maker !== undefined) excuse({ maker, from: from - AWAKENING_MS, to, why });
  };
}

function signal(pid: number | undefined, name: 'SIGKILL' | 'SIGSTOP' | 'SIGCONT'): void {
  if (pid === undefined || !isAlive(pid) || (name === 'SIGCONT' && !isStopped(pid))) return;
  try {
    process.kill(pid, name);
  } catch {
    // It has just ended by itself.
  }
}
