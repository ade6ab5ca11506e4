import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';

/** What `/proc/<pid>/statm` counts in. */
const PAGE_BYTES = 4_096;

/**
 * Memory of a process and all its descendants in bytes, seen through Linux's `/proc`; undefined when it does not run or
 * the system does not tell. Measured for a browser of two processes, however many others there are: 1 ms of the event
 * loop and 6 ms beside it.
 */
export async function memoryOfTree(root: number): Promise<number | undefined> {
  try {
    const sizes = await Promise.all(treeOf(String(root)).map(memoryOf));
    return sizes.reduce((sum, size) => sum + size, 0);
  } catch {
    return undefined;
  }
}

/**
 * Each thread tells the processes that it has started. Read without a pause: forty small files of the kernel's memory
 * take less of the event loop that way than forty promises do.
 */
function treeOf(pid: string): string[] {
  const children = readdirSync(`/proc/${pid}/task`).flatMap((thread) => childrenOf(pid, thread));
  return [pid, ...children.flatMap(treeOf)];
}

/** A thread may have ended meanwhile; the first one is there as long as its process. */
function childrenOf(pid: string, thread: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/task/${thread}/children`, 'utf8').split(' ').filter(Boolean);
  } catch (error) {
    if (thread === pid) throw error;
    return [];
  }
}

/** The share of a process in bytes; where that may not be read, all that it has in memory. */
async function memoryOf(pid: string): Promise<number> {
  const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  const share = /^Pss:\s+(\d+) kB/m.exec(rollup)?.[1];
  if (share !== undefined) return Number(share) * 1_024;
  const statm = await readFile(`/proc/${pid}/statm`, 'utf8').catch(() => '');
  return Number(statm.split(' ')[1] ?? 0) * PAGE_BYTES;
}
