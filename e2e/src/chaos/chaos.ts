import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startChromiumWorld } from './chromium-world.ts';
import { type Evidence, keepEvidence } from './evidence.ts';
import { FAULTS, isFaultName } from './faults.ts';
import { describe, enoughFor, problemsOf } from './report.ts';
import { runChaos } from './run.ts';
import { startScriptedWorld } from './scripted-world.ts';

/**
 * `pnpm chaos`: sends and receives on many sessions while processes, hosts, Redis and networks fail, then judges what
 * reached WhatsApp and what stands in the event logs. It ends with 0 when nothing was wrong and enough had happened. A seed
 * gives the same faults; when exactly they strike depends on the machine.
 */

const { values } = parseArgs({
  options: {
    world: { type: 'string', default: 'scripted' },
    redis: { type: 'string', default: 'single' },
    seconds: { type: 'string', default: '90' },
    seed: { type: 'string', default: String(Date.now() % 100_000) },
    sessions: { type: 'string' },
    hosts: { type: 'string', default: '3' },
    workers: { type: 'string', default: '4' },
    rate: { type: 'string' },
    every: { type: 'string' },
    /** Of a hundred sends so many are carried out although the sender sees an error; only in the scripted world. */
    'lost-answers': { type: 'string' },
    /** Of a hundred sends so many have a file that comes late, and they go to several chats; only in the scripted world. */
    files: { type: 'string' },
    lease: { type: 'string', default: '6000' },
    stall: { type: 'string', default: '12000' },
    longest: { type: 'string', default: '20000' },
    /** How many seconds everything may take to arrive after the last send. */
    settle: { type: 'string', default: '120' },
    faults: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const isScripted = values.world === 'scripted';
const faults = values.faults?.split(',').map((name) => name.trim());
const unknown = faults?.filter((name) => !isFaultName(name)) ?? [];
if (unknown.length > 0) {
  process.stderr.write(
    `no such fault: ${unknown.join(', ')}; there are: ${Object.keys(FAULTS).join(', ')}\n`,
  );
  process.exit(2);
}
const say = (line: string) => process.stdout.write(`${line}\n`);
const dataPath = await mkdtemp(join(tmpdir(), 'wagw-chaos-'));
const worldOptions = {
  seed: Number(values.seed),
  dataPath,
  redis: values.redis === 'sentinel' ? 'sentinel' : 'single',
  hosts: Number(values.hosts),
  workers: Number(values.workers),
  sessions: Number(values.sessions ?? (isScripted ? 80 : 3)),
  leaseMs: Number(values.lease),
  stallMs: Number(values.stall),
  ...(values.files === undefined ? {} : { files: Number(values.files) / 100 }),
  ...(values['lost-answers'] === undefined ? {} : { lostAnswers: Number(values['lost-answers']) / 100 }),
} as const;
const run = {
  seed: worldOptions.seed,
  leaseMs: worldOptions.leaseMs,
  stallMs: worldOptions.stallMs,
  seconds: Number(values.seconds),
  everyMs: Number(values.every ?? (isScripted ? 3_500 : 6_000)),
  sendsPerSecond: Number(values.rate ?? (isScripted ? 220 : 20)),
  incomingPerSecond: Number(values.rate ?? (isScripted ? 220 : 20)) / 4,
  longestFaultMs: Number(values.longest),
  settleMs: Number(values.settle) * 1_000,
  ...(faults === undefined ? {} : { faults: faults.filter(isFaultName) }),
  say,
};

say(
  `seed ${values.seed}: ${values.world} world, Redis ${worldOptions.redis}, ${run.seconds} s, ${worldOptions.sessions} sessions, ${worldOptions.workers} workers on ${worldOptions.hosts} hosts, ${run.sendsPerSecond} sends/s`,
);
const world = await (isScripted ? startScriptedWorld : startChromiumWorld)(worldOptions);
let evidence: Evidence = { problems: ['the run broke off'], history: undefined };
try {
  const outcome = await runChaos(world, run);
  for (const line of describe(outcome)) say(line);
  evidence = { problems: problemsOf(outcome, enoughFor(run, run.seconds >= 180)), history: outcome.history };
} finally {
  await world.close();
  for (const problem of evidence.problems) say(`✗ ${problem}`);
  if (evidence.problems.length > 0 || values.keep) {
    say(
      `What was seen and what the processes wrote is in ${keepEvidence(evidence, dataPath, String(values.seed))}.`,
    );
  }
  await rm(dataPath, { recursive: true, force: true });
}
if (evidence.problems.length > 0) process.exit(1);
say('✓ nothing lost, doubled, out of order or by a stale owner; every event recorded once');
process.exit(0);
