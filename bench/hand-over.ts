import { parseArgs } from 'node:util';
import type { World } from '@wagw/e2e/chaos/world';
import { until } from '@wagw/local-machine/until';
import { moveSession } from '@wagw/shared/sessions/placement';
import { aheadOfOthers, measure, owners, report, say, untilCalm, untilPassedOn } from './scripted-gateway.ts';

/**
 * How long 30 idle sessions take from one worker to another when it is asked to end, and one that is moved; without browsers.
 * With `--ahead` as if the machine had nothing else to do, which only root may ask for. Run it by hand:
 * node --conditions=source --import tsx bench/hand-over.ts [--times 10] [--ahead]
 */

const { values } = parseArgs({
  options: { times: { type: 'string', default: '10' }, ahead: { type: 'boolean', default: false } },
});
const SESSIONS = 30;
const PATIENCE_MS = 60_000;

await measure(
  { hosts: 1, workers: 2, sessions: SESSIONS, leaseMs: 6_000, stallMs: 60_000 },
  async (world) => {
    const { crews } = world.fleet;
    const first: number[] = [];
    const last: number[] = [];
    const gaps: number[] = [];
    const exits: number[] = [];
    for (let time = 0; time <= Number(values.times); time += 1) {
      await untilCalm(world, crews.length);
      const before = await owners(world);
      const leaving = crews[time % 2];
      const pid = leaving?.workerPid();
      if (leaving === undefined || pid === undefined) throw new Error('there is no worker to end');
      const owned = world.sessions.filter((_, index) => before[index]?.pid === pid);
      const { passed, stopped } = await inTime(world, async () => {
        const since = Date.now();
        const ending = leaving.stop();
        return { passed: await untilPassedOn(world, before, [pid], since), stopped: () => ending };
      });
      const { ms, code } = await stopped();
      if (code !== 0) say(`it ended with ${code}`);
      // The first time half of them move; from then on the other worker has all, since nothing moves back by itself.
      if (owned.length === SESSIONS) {
        exits.push(ms);
        first.push(Math.min(...passed));
        last.push(Math.max(...passed));
        gaps.push(...(await connectionGaps(owned, pid)));
      }
      leaving.start();
    }
    report(`SIGTERM → first of ${SESSIONS} sessions owned elsewhere`, first);
    report(`SIGTERM → last of ${SESSIONS} sessions owned elsewhere`, last);
    report('a session without a connection', gaps);
    report('SIGTERM → exit', exits);
    report('one session that is moved → owned elsewhere', await moves(world));

    /** From the end of each session's connection at the old owner to its beginning at the new one. */
    async function connectionGaps(sessions: readonly string[], pid: number): Promise<number[]> {
      await untilCalm(world, crews.length - 1);
      const { connections } = await world.aftermath();
      return sessions.map((session) => {
        const ofOne = connections.filter((connection) => connection.session === session);
        const old = ofOne.findLast(({ maker }) => maker === pid);
        return (ofOne.at(-1)?.from ?? 0) - (old?.to ?? 0);
      });
    }
  },
);
process.exit(0);

/** Each session in turn, while nothing else moves. */
async function moves(world: World): Promise<number[]> {
  const times: number[] = [];
  for (const [index, session] of world.sessions.entries()) {
    await untilCalm(world, world.fleet.crews.length);
    const before = await owners(world);
    const epoch = before[index]?.epoch ?? 0;
    const { ms } = await inTime(world, async () => {
      const since = Date.now();
      await moveSession(world.redis.client, session);
      return until('another owner', PATIENCE_MS, async () => {
        const now = (await owners(world))[index];
        return now?.pid !== undefined && now.epoch > epoch && { ms: now.epoch - since };
      });
    });
    times.push(ms);
  }
  return times;
}

function inTime<T>(world: World, step: () => Promise<T>): Promise<T> {
  return values.ahead ? aheadOfOthers(world, step) : step();
}
