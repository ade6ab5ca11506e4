import { readFile } from 'node:fs/promises';

const MB = 1024 * 1024;
/** What a session is taken to use before one was measured, in bytes; generous for a headless shell, mean for Chrome. */
const ASSUMED_SESSION_BYTES = 200 * MB;

export interface AdmissionOptions {
  readonly maxSessions: number;
  /** Megabytes that stay free; 0 admits by count alone. */
  readonly reserveMb: number;
  /** Bytes that can still be had; undefined where this cannot be known. */
  readonly freeMemory?: () => Promise<number | undefined>;
}

/** How many sessions a worker takes. */
export interface Admission {
  /** @param sessions the memory of each owned session in bytes, as far as it was measured */
  capacity(sessions: readonly (number | undefined)[]): Promise<number>;
}

/** By count, and by what is left of the memory when every session uses what those measured use on average. */
export function createAdmission(options: AdmissionOptions): Admission {
  const { maxSessions, reserveMb, freeMemory = availableMemory } = options;
  return {
    async capacity(sessions) {
      if (reserveMb === 0) return maxSessions;
      const free = await freeMemory();
      if (free === undefined) return maxSessions;
      const measured = sessions.filter((bytes) => bytes !== undefined);
      const each =
        measured.length === 0
          ? ASSUMED_SESSION_BYTES
          : measured.reduce((sum, bytes) => sum + bytes, 0) / measured.length;
      // Those that are not measured yet have most of their memory still to take.
      const room = Math.floor((free - reserveMb * MB) / each) - (sessions.length - measured.length);
      return Math.max(Math.min(maxSessions, sessions.length + room), 0);
    },
  };
}

/** The memory that is free for new processes, in bytes: of the control group if it has a limit, else of the machine. */
async function availableMemory(): Promise<number | undefined> {
  const machine = await ofMachine();
  const group = await ofControlGroup();
  if (machine === undefined) return group;
  return group === undefined ? machine : Math.min(machine, group);
}

/** https://docs.kernel.org/filesystems/proc.html, "MemAvailable". */
async function ofMachine(): Promise<number | undefined> {
  const text = await read('/proc/meminfo');
  const kilobytes = /^MemAvailable:\s+(\d+) kB$/m.exec(text ?? '')?.[1];
  return kilobytes === undefined ? undefined : Number(kilobytes) * 1024;
}

/** https://docs.kernel.org/admin-guide/cgroup-v2.html: file pages that are not in use count as free. */
async function ofControlGroup(): Promise<number | undefined> {
  const folder = '/sys/fs/cgroup';
  const limit = Number(await read(`${folder}/memory.max`));
  if (!Number.isFinite(limit) || limit === 0) return undefined;
  const used = Number(await read(`${folder}/memory.current`));
  const inactive = Number(
    /^inactive_file (\d+)$/m.exec((await read(`${folder}/memory.stat`)) ?? '')?.[1] ?? 0,
  );
  return limit - used + inactive;
}

async function read(path: string): Promise<string | undefined> {
  return await readFile(path, 'utf8').catch(() => undefined);
}
