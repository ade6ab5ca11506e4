import { cpSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { seeded } from './random.ts';
import { describe, enoughFor, problemsOf } from './report.ts';
import { type RunOptions, runChaos } from './run.ts';
import { startScriptedWorld } from './scripted-world.ts';

/** `pnpm chaos` cut short: the same faults and the same judgement, with less traffic and shorter leases. */

const SEED = 2026;
const SECONDS = 45;
const LEASE_MS = 3_000;
const STALL_MS = 4_000;

test(`${SECONDS} s of chaos: nothing lost, doubled, out of order or by a stale owner`, async () => {
  const random = seeded(SEED);
  const dataPath = await mkdtemp(join(tmpdir(), 'wagw-chaos-'));
  const lines: string[] = [];
  const run: RunOptions = {
    random,
    leaseMs: LEASE_MS,
    stallMs: STALL_MS,
    seconds: SECONDS,
    everyMs: 2_500,
    sendsPerSecond: 40,
    incomingPerSecond: 10,
    longestFaultMs: 6_000,
    say: (line) => void lines.push(line),
  };
  const world = await startScriptedWorld({
    random,
    dataPath,
    redis: 'single',
    hosts: 2,
    workers: 4,
    sessions: 24,
    leaseMs: LEASE_MS,
    stallMs: STALL_MS,
  });
  let problems: string[] = ['the run broke off'];
  try {
    const outcome = await runChaos(world, run);
    lines.push(...describe(outcome));
    problems = problemsOf(outcome, enoughFor(run, false));
  } finally {
    await world.close();
    if (problems.length > 0) {
      const kept = resolve(import.meta.dirname, '../../../.data/chaos/test');
      cpSync(join(dataPath, 'logs'), kept, { recursive: true });
      lines.push(`what the processes wrote is in ${kept}`);
    }
    await rm(dataPath, { recursive: true, force: true });
  }
  expect([...problems, ...(problems.length === 0 ? [] : lines)]).toEqual([]);
}, 300_000);
