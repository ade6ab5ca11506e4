import { type ChildProcess, spawn } from 'node:child_process';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { groupsWithArgument, isGroupAlive } from './process-group.ts';

/** Processes of which each would take several turns of the event loop if it was asked alone. */
const SLEEPERS = 60;
/** Seconds, after which they are gone in any case; told apart from others' by the fraction. */
const ARGUMENT = '90.0071';

let sleepers: ChildProcess[];

beforeAll(async () => {
  sleepers = Array.from({ length: SLEEPERS }, () => spawn('sleep', [ARGUMENT], { stdio: 'ignore' }));
  await Promise.all(sleepers.map((child) => new Promise((resolve) => child.once('spawn', resolve))));
});

afterAll(async () => {
  const gone = sleepers.map((child) => new Promise((resolve) => child.once('exit', resolve)));
  for (const child of sleepers) child.kill('SIGKILL');
  await Promise.all(gone);
});

/** How many turns of the event loop something takes when each is filled with a worker's other work. */
async function turnsOf(work: () => Promise<unknown>): Promise<number> {
  let turns = 0;
  let isOver = false;
  const fill = () => {
    turns += 1;
    const end = performance.now() + 5;
    while (performance.now() < end);
    if (!isOver) setImmediate(fill);
  };
  setImmediate(fill);
  await work().finally(() => {
    isOver = true;
  });
  return turns;
}

it('finds a group by an argument of its members without a turn of the event loop for each process', async () => {
  let found: number[] = [];
  const turns = await turnsOf(async () => {
    found = await groupsWithArgument(ARGUMENT);
  });
  expect(found).toHaveLength(1);
  expect(turns).toBeLessThan(2 * SLEEPERS);
});

it('looks for members of a group in the same way', async () => {
  const [group = 0] = await groupsWithArgument(ARGUMENT);
  let isAlive = false;
  const turns = await turnsOf(async () => {
    isAlive = await isGroupAlive(group);
  });
  expect(isAlive).toBe(true);
  expect(await isGroupAlive(2 ** 22 + 1)).toBe(false);
  expect(turns).toBeLessThan(2 * SLEEPERS);
});
