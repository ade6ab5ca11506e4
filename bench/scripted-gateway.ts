import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { checkHistory } from '@wagw/e2e/chaos/check-history';
import { type Owning, ownerOf } from '@wagw/e2e/chaos/ownership';
import { describeTimes } from '@wagw/e2e/chaos/report';
import { startScriptedWorld } from '@wagw/e2e/chaos/scripted-world';
import type { World, WorldOptions } from '@wagw/e2e/chaos/world';
import { until } from '@wagw/local-machine/until';
import { keys } from '@wagw/shared/redis/keys';
import { readSession } from '@wagw/shared/sessions/session-store';

/** What the measurements share: a gateway without browsers, and how to read who owns what. */

const PATIENCE_MS = 120_000;

/** Starts it, measures, and clears up. */
export async function measure(
  options: Pick<WorldOptions, 'hosts' | 'workers' | 'sessions' | 'leaseMs' | 'stallMs'>,
  work: (world: World, dataPath: string) => Promise<void>,
): Promise<void> {
  const dataPath = await mkdtemp(join(tmpdir(), 'wagw-bench-'));
  const world = await startScriptedWorld({ seed: 1, redis: 'single', dataPath, ...options });
  try {
    await world.connectAll();
    await work(world, dataPath);
  } finally {
    await world.close();
    await rm(dataPath, { recursive: true, force: true });
  }
}

/**
 * Takes a step with everything that takes part in it ahead of what else this machine does, as if it had nothing else to do.
 * It needs the rights for `chrt`; without them the step is taken as any other.
 */
export async function aheadOfOthers<T>(world: World, step: () => Promise<T>): Promise<T> {
  const redis = /process_id:(\d+)/.exec(await world.redis.client.info('server'))?.[1];
  const crews = world.fleet.crews.flatMap((crew) => [crew.processes.supervisor.pid, crew.workerPid()]);
  const pids = [process.pid, Number(redis), ...crews].filter((pid) => pid !== undefined);
  await schedule(pids, '--rr', 10);
  try {
    return await step();
  } finally {
    await schedule(pids, '--other', 0);
  }
}

/** Processes that they start are scheduled as usual. */
export async function schedule(pids: readonly number[], policy: string, priority: number): Promise<void> {
  const chrt = promisify(execFile);
  const args = [
    '--all-tasks',
    ...(priority > 0 ? ['--reset-on-fork'] : []),
    policy,
    '--pid',
    String(priority),
  ];
  await Promise.allSettled(pids.map((pid) => chrt('chrt', [...args, String(pid)])));
}

export function owners({ redis, sessions }: World): Promise<Owning[]> {
  return Promise.all(sessions.map((session) => ownerOf(redis.client, session)));
}

/** Waits until there are so many workers and every session is ready with one of them. */
export async function untilCalm(world: World, workers: number): Promise<void> {
  const redis = world.redis.client;
  await until('workers and sessions that are well', PATIENCE_MS, async () => {
    if ((await redis.scard(keys.workers)) !== workers) return false;
    const records = await Promise.all(world.sessions.map((session) => readSession(redis, session)));
    return records.every((record) => record?.code === 'ready' && record.owner !== undefined);
  });
}

/**
 * Waits until none of the sessions that these processes owned is theirs. Returns when each passed on, in milliseconds after
 * `since`: an epoch is the time of the change of hands by Redis' clock, which is this machine's.
 */
export async function untilPassedOn(
  world: World,
  before: readonly Owning[],
  pids: readonly number[],
  since: number,
): Promise<number[]> {
  const isTheirs = ({ pid }: Owning) => pid !== undefined && pids.includes(pid);
  return await until('new owners', PATIENCE_MS, async () => {
    const now = await owners(world);
    const passed = now.filter((_, index) => isTheirs(before[index] ?? NOBODY));
    return (
      passed.every((owning) => owning.pid !== undefined && !isTheirs(owning)) &&
      passed.map(({ epoch }) => epoch - since)
    );
  });
}

const NOBODY: Owning = { pid: undefined, worker: undefined, epoch: 0 };

/** How often two processes have had connections of one login at the same time. */
export async function countOverlaps(world: World): Promise<number> {
  const { connections } = await world.aftermath();
  const nothing = { accepted: [], effects: [], incoming: [], log: [], excuses: [] };
  return checkHistory({ ...nothing, connections }).findings.length;
}

export function report(what: string, ms: readonly number[]): void {
  say(`${what}: ${describeTimes(ms)}`);
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
