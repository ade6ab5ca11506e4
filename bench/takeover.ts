import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { World } from '@wagw/e2e/chaos/world';
import {
  aheadOfOthers,
  countOverlaps,
  measure,
  owners,
  report,
  say,
  untilCalm,
  untilPassedOn,
} from './scripted-gateway.ts';

/**
 * How long after a death sessions have another owner, without the start of browsers: kill -9 of a worker process, loss of a
 * host, partition of a host from Redis. With `--ahead` kills are measured as if the machine had nothing else to do, which only root
 * may ask for. Run it by hand:
 * node --conditions=source --import tsx bench/takeover.ts [--kills 20] [--losses 5] [--partitions 5] [--ahead]
 */

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '20' },
    losses: { type: 'string', default: '5' },
    partitions: { type: 'string', default: '5' },
    ahead: { type: 'boolean', default: false },
  },
});
const LEASE_MS = 6_000;
const WORKERS = 4;
/** A supervisor that was just started, and its worker, have told Redis of themselves by then. */
const REST_MS = 1_000;

await measure(
  { hosts: 2, workers: WORKERS, sessions: 20, leaseMs: LEASE_MS, stallMs: 60_000 },
  async (world) => {
    const kills = await repeat(Number(values.kills), () => killWorker(world));
    report(`kill -9 of a worker: new owner of each of its sessions after`, kills);
    const losses = await repeat(Number(values.losses), () => loseHost(world));
    report(`loss of a host, lease ${LEASE_MS} ms: new owner after`, losses);
    const partitions = await repeat(Number(values.partitions), () => cutHostOff(world));
    report(`partition of a host from Redis, lease ${LEASE_MS} ms: new owner after`, partitions);
    say(`two connections of one login at the same time: ${await countOverlaps(world)}`);
  },
);
process.exit(0);

async function repeat(times: number, once: () => Promise<number[]>): Promise<number[]> {
  const all: number[] = [];
  for (let time = 0; time < times; time += 1) {
    all.push(...(await once()));
    await sleep(REST_MS);
  }
  return all;
}

async function killWorker(world: World): Promise<number[]> {
  await untilCalm(world, WORKERS);
  const before = await owners(world);
  const crew = world.fleet.crews.find((one) => before.some(({ pid }) => pid === one.workerPid()));
  const pid = crew?.workerPid();
  if (pid === undefined) throw new Error('nobody owns anything');
  const kill = () => {
    const since = Date.now();
    process.kill(pid, 'SIGKILL');
    return untilPassedOn(world, before, [pid], since);
  };
  return values.ahead ? aheadOfOthers(world, kill) : kill();
}

async function loseHost(world: World): Promise<number[]> {
  await untilCalm(world, WORKERS);
  const before = await owners(world);
  const [host] = world.fleet.hosts;
  const crews = host?.crews ?? [];
  const pids = crews.flatMap((crew) => crew.workerPid() ?? []);
  const since = Date.now();
  await Promise.all(crews.map((crew) => crew.kill()));
  const times = await untilPassedOn(world, before, pids, since);
  for (const crew of crews) crew.start();
  return times;
}

async function cutHostOff(world: World): Promise<number[]> {
  await untilCalm(world, WORKERS);
  const before = await owners(world);
  const [host] = world.fleet.hosts;
  const pids = host?.crews.flatMap((crew) => crew.workerPid() ?? []) ?? [];
  const since = Date.now();
  host?.redis?.cut();
  const times = await untilPassedOn(world, before, pids, since);
  host?.redis?.heal();
  return times;
}
