import { readdirSync, readFileSync } from 'node:fs';
import { until } from '@wagw/local-machine/until';

const SPAWN_MS = 10_000;

/** The worker process under a supervisor: its only child. */
export function workerUnder(supervisor: number | undefined): Promise<number> {
  return until('a worker process', SPAWN_MS, () => {
    const children = readFileSync(`/proc/${supervisor}/task/${supervisor}/children`, 'utf8');
    return Number.parseInt(children, 10) || undefined;
  });
}

/** The process ids of the browsers (without their helpers) that run on a profile below `folder`. */
export function browsersBelow(folder: string): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      const args = argumentsOf(pid);
      const isHelper = args.some((arg) => arg.startsWith('--type='));
      return !isHelper && args.some((arg) => arg.startsWith(`--user-data-dir=${folder}`));
    })
    .map(Number);
}

function argumentsOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    // It ended meanwhile.
    return [];
  }
}

/** The process ids of the children of a process. */
export function childrenOf(parent: number | undefined): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => parentOf(pid) === parent)
    .map(Number);
}

function parentOf(pid: string): number | undefined {
  try {
    // The name in parentheses may hold anything; the state and the parent follow it.
    const [, rest] = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    return Number(rest);
  } catch {
    return undefined;
  }
}

/** Whether a process stands still after a SIGSTOP. */
export function isStopped(pid: number): boolean {
  try {
    return /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}
