import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '@wagw/e2e/chaos/world';
import { until } from '@wagw/local-machine/until';
import { measure, owners, say, untilCalm } from './scripted-gateway.ts';

/**
 * An event loop that is blocked for 40 s, and a Redis that is frozen or gone for 15 s: which sessions change hands, and which
 * processes end? Run it by hand, it takes two minutes:
 * node --conditions=source --import tsx bench/blocked-loop-and-redis-away.ts
 */

const WORKERS = 3;
const LEASE_MS = 6_000;
const BLOCK_MS = 40_000;
const AWAY_MS = 15_000;
const PATIENCE_MS = 60_000;

await measure(
  { hosts: 1, workers: WORKERS, sessions: 30, leaseMs: LEASE_MS, stallMs: 60_000 },
  async (world) => {
    await compare(world, `event loop of one worker blocked for ${BLOCK_MS / 1_000} s`, () => block(world));
    await compare(world, `Redis frozen for ${AWAY_MS / 1_000} s`, () => freezeRedis(world));
    await compare(
      world,
      `Redis killed, and frozen for ${AWAY_MS / 1_000} s when it starts again`,
      async () => {
        const old = await world.redis.pid();
        if (old !== undefined) process.kill(old, 'SIGKILL');
        await until('the next Redis', PATIENCE_MS, async () => (await world.redis.pid()) !== old);
        await freezeRedis(world);
      },
    );
  },
);
process.exit(0);

async function compare(world: World, what: string, trouble: () => Promise<void>): Promise<void> {
  await untilCalm(world, WORKERS);
  const before = { owners: await owners(world), pids: pidsOf(world), connections: await connections(world) };
  await trouble();
  await untilCalm(world, WORKERS);
  // Time enough for whoever might take a session or end a process.
  await sleep(LEASE_MS * 1.5);
  await untilCalm(world, WORKERS);
  const after = await owners(world);
  const moved = after.filter(({ epoch }, index) => epoch !== before.owners[index]?.epoch).length;
  const restarted = pidsOf(world).filter((pid) => !before.pids.includes(pid)).length;
  const reconnected = (await connections(world)) - before.connections;
  say(
    `${what}: ${moved} of ${after.length} sessions restarted, ${restarted} of ${WORKERS} processes, ${reconnected} connections made anew`,
  );
}

async function block(world: World): Promise<void> {
  const [owner] = await owners(world);
  const [session = ''] = world.sessions;
  const text = `to be sent after block ${BLOCK_MS} ${owner?.pid}`;
  await world.client.send(session, { to: world.customer, text }, 'blocked');
  await until('the end of the block', BLOCK_MS * 2, async () =>
    (await world.effects()).some((effect) => effect.text === text && effect.outcome === 'accepted'),
  );
}

async function freezeRedis(world: World): Promise<void> {
  const pid = await world.redis.pid();
  if (pid === undefined) throw new Error('there is no Redis to freeze');
  process.kill(pid, 'SIGSTOP');
  await sleep(AWAY_MS);
  process.kill(pid, 'SIGCONT');
}

function pidsOf(world: World): number[] {
  return world.fleet.crews.flatMap((crew) => crew.workerPid() ?? []);
}

async function connections(world: World): Promise<number> {
  return (await world.aftermath()).connections.length;
}
