import { parseArgs } from 'node:util';
import { keepEvidence } from '@wagw/e2e/chaos/evidence';
import { describe, problemsOf } from '@wagw/e2e/chaos/report';
import { runChaos } from '@wagw/e2e/chaos/run';
import { measure, say } from './scripted-gateway.ts';

/**
 * SIGSTOP of a worker and its supervisor past the lease, then SIGCONT, under load: what does a woken owner do? Run it by hand:
 * node --conditions=source --import tsx bench/stops.ts [--stops 50]
 */

const { values } = parseArgs({ options: { stops: { type: 'string', default: '50' } } });
const EVERY_MS = 3_500;
const seconds = (Number(values.stops) * EVERY_MS) / 1_000;
const world = { hosts: 2, workers: 6, sessions: 40, leaseMs: 3_000, stallMs: 60_000 };

await measure(world, async (gateway, dataPath) => {
  const outcome = await runChaos(gateway, {
    ...world,
    seed: 1,
    seconds,
    everyMs: EVERY_MS,
    sendsPerSecond: 60,
    incomingPerSecond: 10,
    faults: ['freeze-worker-and-supervisor'],
    longestFaultMs: 1_000,
    say,
  });
  for (const line of describe(outcome)) say(line);
  const enough = { sends: 0, strikes: Number(values.stops) * 0.8, inFlight: 0.5, everyFault: false };
  const problems = problemsOf(outcome, enough);
  for (const problem of problems) say(`✗ ${problem}`);
  if (problems.length > 0)
    say(`kept in ${keepEvidence({ problems, history: outcome.history }, dataPath, 'stops')}`);
});
process.exit(0);
