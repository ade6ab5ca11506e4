import { readdir, readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pLimit from 'p-limit';
import { waitUntil } from './deadlines.ts';

/**
 * Processes of a browser, seen through Linux's `/proc`. A browser is one process group: it is started as the leader
 * of its own, and its helpers never leave it.
 */

/** Processes that are looked at in one go. */
const LOOKS_AT_ONCE = 64;

/** Ids of the process groups that have a member whose command line holds exactly this argument. */
export async function groupsWithArgument(argument: string): Promise<number[]> {
  const groups = await ofEachProcess(async (pid) => {
    const commandLine = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (!commandLine.split('\0').includes(argument)) return [];
    const status = await statusOf(pid);
    return status && status.state !== 'Z' ? [status.group] : [];
  });
  return [...new Set(groups)];
}

/** Kills every member of the group and waits until none is left; false when one still lives after `ms`. */
export async function killGroup(group: number, ms: number): Promise<boolean> {
  return await waitUntil(ms, async () => {
    if (!(await isGroupAlive(group))) return true;
    try {
      process.kill(-group, 'SIGKILL');
    } catch {
      // Gone in the meantime, or somebody else's: the next look says which.
    }
    return false;
  });
}

/** Zombies count as gone: they hold nothing, and it is for their parent to collect them. */
export async function isGroupAlive(group: number): Promise<boolean> {
  const states = await ofEachProcess(async (pid) => {
    const status = await statusOf(pid);
    return status?.group === group ? [status.state] : [];
  });
  return states.some((state) => state !== 'Z');
}

/**
 * Stops every process of the group, and waits until each thread stands still: the signal takes effect when a thread comes
 * back from what it is just writing.
 * @throws the signal's reason when it is aborted first
 */
export async function stopGroup(group: number, signal: AbortSignal): Promise<void> {
  // Looked up before, so that they do not stand still for it.
  const members = await membersOf(group);
  signal.throwIfAborted();
  signalGroup(group, 'SIGSTOP');
  while (!(await standStill(members))) {
    signal.throwIfAborted();
    await sleep(1);
  }
}

/** Lets a group that was stopped go on; does nothing to one that runs, or is gone. */
export function resumeGroup(group: number): void {
  signalGroup(group, 'SIGCONT');
}

function signalGroup(group: number, name: 'SIGSTOP' | 'SIGCONT'): void {
  try {
    process.kill(-group, name);
  } catch {
    // Gone.
  }
}

async function membersOf(group: number): Promise<string[]> {
  return await ofEachProcess(async (pid) => ((await statusOf(pid))?.group === group ? [pid] : []));
}

async function standStill(pids: readonly string[]): Promise<boolean> {
  const threads = pids.map(async (pid) => {
    const ids = await readdir(`/proc/${pid}/task`).catch(() => []);
    return ids.map((id) => `${pid}/task/${id}`);
  });
  const states = (await Promise.all(threads)).flat().map(async (thread) => (await statusOf(thread))?.state);
  return (await Promise.all(states)).every((state) => state === undefined || 'TtZX'.includes(state));
}

/**
 * What each process of this host has to say, in the order of `/proc`. They are not asked one by one: each answer would wait for
 * its turn of the event loop, which on a busy worker made seconds out of a hundred processes.
 */
async function ofEachProcess<T>(look: (pid: string) => Promise<T[]>): Promise<T[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const inTurn = pLimit(LOOKS_AT_ONCE);
  return (await Promise.all(pids.map((pid) => inTurn(look, pid)))).flat();
}

/** State and process group, fields 3 and 5 of a process's or a thread's `stat`; the name before them may hold spaces. */
async function statusOf(pid: string): Promise<{ state: string; group: number } | undefined> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  const [state, , group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return state && group ? { state, group: Number(group) } : undefined;
}
