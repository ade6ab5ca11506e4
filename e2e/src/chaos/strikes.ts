import { setTimeout as sleep } from 'node:timers/promises';
import { FAULTS, type Fault, type FaultName, type FaultTools } from './faults.ts';
import type { Crew, Host } from './fleet.ts';
import type { World } from './world.ts';

/** A fault that happened. */
export interface Strike {
  readonly name: FaultName;
  /** Whom it hit. */
  readonly target: string;
  /** How many sends of those it hit were under way at that moment. */
  readonly underWay: number;
  /** Since the beginning of the run, in milliseconds. */
  readonly at: number;
}

export interface StrikesOptions {
  readonly tools: FaultTools;
  /** What may happen; each does once before any does again. */
  readonly names: readonly FaultName[];
  readonly everyMs: number;
  /** When no more begin, by `performance.now()`. */
  readonly until: number;
  onStrike(strike: Strike): void;
}

/** How long a fault waits for a send to be under way at its target. */
const AIM_MS = 1_500;

/** Lets faults happen, one beginning after the other and some at the same time. Resolves when all are healed. */
export async function letFaultsHappen(options: StrikesOptions): Promise<void> {
  const { tools, everyMs } = options;
  const { random, world } = tools;
  const begun = performance.now();
  const healing: Promise<void>[] = [];
  const busy = new Set<string>();
  let bag: FaultName[] = [];

  for (;;) {
    await sleep(everyMs * random.between(0.5, 1.5));
    if (performance.now() > options.until) break;
    if (bag.length === 0) bag = random.shuffled(options.names);
    const name = bag.find((candidate) => targetOf(FAULTS[candidate]) !== undefined);
    if (name === undefined) continue;
    bag = bag.toSpliced(bag.indexOf(name), 1);
    const target = targetOf(FAULTS[name]);
    if (target === undefined) continue;
    const crews = crewsOf(target);
    for (const crew of crews) crew.isAfflicted = true;
    if (typeof target === 'string') busy.add(target);
    const pids = crews.flatMap((crew) => crew.workerPid() ?? []);
    const underWay = await aim(world, crews.length === 0 ? undefined : pids);
    const at = performance.now() - begun;
    options.onStrike({ name, target: typeof target === 'string' ? target : target.name, underWay, at });
    healing.push(
      carryOut(FAULTS[name], target).finally(() => {
        for (const crew of crews) crew.isAfflicted = false;
        if (typeof target === 'string') busy.delete(target);
      }),
    );
  }
  await Promise.all(healing);

  /** Somebody or something that is well, and leaves at least one worker that is well too. */
  function targetOf({ hits }: Fault): Crew | Host | string | undefined {
    const well = world.fleet.crews.filter((crew) => !crew.isAfflicted && crew.workerPid() !== undefined);
    if (hits === 'crew') return well.length > 1 ? random.pick(well) : undefined;
    if (hits === 'host') {
      const hosts = world.fleet.hosts.filter(({ crews }) => crews.every((crew) => well.includes(crew)));
      return random.pick(hosts.filter(({ crews }) => crews.length < well.length));
    }
    return busy.has(hits) ? undefined : hits;
  }

  async function carryOut(fault: Fault, target: Crew | Host | string): Promise<void> {
    if (typeof target === 'string') {
      if (fault.hits === 'api' || fault.hits === 'redis' || fault.hits === 'browser')
        await fault.strike(tools);
    } else if ('crews' in target) {
      if (fault.hits === 'host') await fault.strike(tools, target);
    } else if (fault.hits === 'crew') await fault.strike(tools, target);
  }
}

function crewsOf(target: Crew | Host | string): readonly Crew[] {
  if (typeof target === 'string') return [];
  return 'crews' in target ? target.crews : [target];
}

/** Waits for a moment in which the target has sends under way, so that the fault hits something. */
async function aim(world: World, pids: readonly number[] | undefined): Promise<number> {
  const end = performance.now() + AIM_MS;
  for (;;) {
    const underWay = await world.underWay(pids);
    if (underWay > 0 || performance.now() > end) return underWay;
    await sleep(1);
  }
}
