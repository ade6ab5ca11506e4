import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { type Evidence, keepEvidence } from './evidence.ts';
import { describe, enoughFor, problemsOf } from './report.ts';
import { type RunOptions, runChaos } from './run.ts';
import { startScriptedWorld } from './scripted-world.ts';

/** `pnpm chaos` cut short: the same faults and the same judgement, with less traffic and shorter leases. */

const SECONDS = 45;

test(`${SECONDS} s of chaos: nothing lost, doubled, out of order or by a stale owner`, async () => {
  const lines: string[] = [];
  const run: RunOptions = {
    seed: 2026,
    leaseMs: 3_000,
    stallMs: 4_000,
    seconds: SECONDS,
    everyMs: 2_500,
    sendsPerSecond: 40,
    incomingPerSecond: 10,
    longestFaultMs: 6_000,
    say: (line) => void lines.push(line),
  };
  const dataPath = await mkdtemp(join(tmpdir(), 'wagw-chaos-'));
  const world = await startScriptedWorld({
    ...run,
    dataPath,
    redis: 'single',
    hosts: 2,
    workers: 4,
    sessions: 24,
  });
  let evidence: Evidence = { problems: ['the run broke off'], history: undefined };
  try {
    const outcome = await runChaos(world, run);
    lines.push(...describe(outcome));
    evidence = { problems: problemsOf(outcome, enoughFor(run, false)), history: outcome.history };
  } finally {
    await world.close();
    if (evidence.problems.length > 0) lines.push(`kept in ${keepEvidence(evidence, dataPath, 'test')}`);
    await rm(dataPath, { recursive: true, force: true });
  }
  expect(evidence.problems.length === 0 ? [] : [...evidence.problems, ...lines]).toEqual([]);
}, 300_000);
