import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '@wagw/local-machine/until';
import { type Crime, checkHistory, type Verdict } from './check-history.ts';
import { type FaultName, type FaultTools, possibleFaults } from './faults.ts';
import type { Excuse, History } from './history.ts';
import { seeded } from './random.ts';
import { letFaultsHappen, type Strike } from './strikes.ts';
import { startTraffic } from './traffic.ts';
import type { World, WorldOptions } from './world.ts';

export interface RunOptions extends Pick<WorldOptions, 'seed' | 'leaseMs' | 'stallMs'> {
  readonly seconds: number;
  /** On average, between the beginnings of two faults. */
  readonly everyMs: number;
  readonly sendsPerSecond: number;
  readonly incomingPerSecond: number;
  /** By default all that the world allows. */
  readonly faults?: readonly FaultName[];
  readonly longestFaultMs: number;
  /** How long everything may take to arrive after the last send; a busy machine needs longer. */
  readonly settleMs?: number;
  say(line: string): void;
}

/** What a run has shown. */
export interface Outcome {
  readonly history: History;
  readonly verdict: Verdict;
  /** What went wrong beside what the history shows. */
  readonly accusations: readonly string[];
  readonly strikes: readonly Strike[];
  readonly possible: readonly FaultName[];
  /** Milliseconds, by what took them. */
  readonly measured: ReadonlyMap<string, readonly number[]>;
  readonly sent: number;
  readonly incoming: number;
  readonly settledMs: number;
  /** Sends that were carried out although their senders saw an error; undefined when the world does not do that. */
  readonly lostAnswers: number | undefined;
}

const SETTLE_MS = 120_000;
const SETTLE_LOOK_MS = 1_000;
/** Nothing more happens for so long: what was to be found twice would have been. */
const QUIET_MS = 3_000;

/** Traffic and faults for a while, then peace until all has arrived, then judgement. */
export async function runChaos(world: World, options: RunOptions): Promise<Outcome> {
  const { seed, say } = options;
  const excuses: Excuse[] = [];
  const accusations: string[] = [];
  const measured = new Map<string, number[]>();
  const strikes: Strike[] = [];

  await world.connectAll();
  const possible = possibleFaults(world);
  const names = possible.filter((name) => options.faults?.includes(name) ?? true);
  const traffic = startTraffic(world, { ...options, random: seeded(seed) });
  const end = performance.now() + options.seconds * 1_000;
  const tools: FaultTools = {
    world,
    // Its own, so that how much is sent does not change what fails.
    random: seeded(seed),
    leaseMs: options.leaseMs,
    stallMs: options.stallMs,
    longestMs: options.longestFaultMs,
    append: traffic.append,
    excuse: (excuse) => void excuses.push(excuse),
    accuse: (what) => void accusations.push(what),
    measure: (what, ms) => void measured.set(what, [...(measured.get(what) ?? []), ms]),
  };
  await letFaultsHappen({
    tools,
    names,
    everyMs: options.everyMs,
    until: end - options.longestFaultMs / 2,
    onStrike(strike) {
      strikes.push(strike);
      const { at, name, target, underWay } = strike;
      say(`  ${(at / 1_000).toFixed(1).padStart(6)} s  ${name}: ${target}, ${underWay} sends under way`);
    },
  });
  await sleep(Math.max(0, end - performance.now()));
  await traffic.stop();
  say(`traffic over: ${traffic.accepted.length} sends accepted, ${traffic.incoming.length} messages came in`);

  const restingSince = performance.now();
  const arrivals = async (): Promise<History> => ({
    accepted: traffic.accepted,
    incoming: traffic.incoming,
    excuses,
    effects: await world.effects(),
    connections: [],
    log: [],
  });
  const history = async (): Promise<History> => ({ ...(await arrivals()), ...(await world.aftermath()) });
  const isComplete = async () => {
    // Seldom, and the logs last of all: reading them takes the time that the arrival needs.
    await sleep(SETTLE_LOOK_MS);
    const has = (seen: History, what: Crime) =>
      checkHistory(seen).findings.some(({ crime }) => crime === what);
    return !has(await arrivals(), 'lost') && !has(await history(), 'event_lost');
  };
  // What is still missing in the end shows in the verdict.
  await until('the arrival of everything', options.settleMs ?? SETTLE_MS, isComplete).catch(() => undefined);
  const settledMs = performance.now() - restingSince;
  await sleep(QUIET_MS);

  const whole = await history();
  return {
    history: whole,
    verdict: checkHistory(whole),
    accusations,
    strikes,
    possible: names,
    measured,
    sent: traffic.accepted.length,
    incoming: traffic.incoming.length,
    settledMs,
    lostAnswers: world.lostAnswers?.(),
  };
}
