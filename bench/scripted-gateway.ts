import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
