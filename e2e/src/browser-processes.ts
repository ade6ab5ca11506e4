import { readdirSync, readFileSync } from 'node:fs';

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
