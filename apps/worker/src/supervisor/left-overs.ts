import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * What a dead worker has left behind, found through Linux's `/proc`: every process that it started, and those that they
 * started, has inherited the mark in its environment.
 */

const MARK = 'WAGW_WORKER_MARK';
const LOOK_EVERY_MS = 5;
const PATIENCE_MS = 3_000;

/** The environment variable that marks everything which a worker starts. */
export function markOf(mark: string): Record<string, string> {
  return { [MARK]: mark };
}

/** Kills the process groups that carry the mark. Resolves when they are gone, with how many there were. */
export async function endLeftOvers(mark: string): Promise<number> {
  const groups = new Set(
    processIds()
      .filter((pid) => isMarked(pid, mark))
      .flatMap(groupsOfLiving),
  );
  for (const group of groups) kill(group);
  const end = performance.now() + PATIENCE_MS;
  while (groups.size > 0 && performance.now() < end) {
    if (
      !processIds()
        .flatMap(groupsOfLiving)
        .some((group) => groups.has(group))
    )
      break;
    await sleep(LOOK_EVERY_MS);
  }
  return groups.size;
}

function processIds(): string[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name));
}

function isMarked(pid: string, mark: string): boolean {
  return read(`/proc/${pid}/environ`).split('\0').includes(`${MARK}=${mark}`);
}

/** The process group of a process; of one that is gone, or only waits to be collected, none. */
function groupsOfLiving(pid: string): number[] {
  const stat = read(`/proc/${pid}/stat`);
  // The name before them may hold spaces and brackets.
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return group === undefined || state === 'Z' || state === 'X' ? [] : [Number(group)];
}

function kill(group: number): void {
  try {
    process.kill(-group, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'latin1');
  } catch {
    // The process is gone, or somebody else's.
    return '';
  }
}
