import type { Readable } from 'node:stream';
import { monotonicMs } from '../lease/lease-clock.ts';

/**
 * Calls `kill` when the last report's time has come without another report.
 * @param reports lines as the lease's thread writes them
 * @returns ends the watch
 */
export function watchDeadline(reports: Readable, kill: () => void): () => void {
  let deadline = 0;
  let unfinished = '';
  let timer: NodeJS.Timeout | undefined;

  function arm(): void {
    clearTimeout(timer);
    if (deadline > 0) timer = setTimeout(() => setImmediate(expire), Math.max(0, deadline - monotonicMs()));
  }

  /** After the reports that lay unread were read: it may have been this process that stood still. */
  function expire(): void {
    if (deadline === 0) return;
    if (monotonicMs() < deadline) arm();
    else kill();
  }

  reports.on('data', (chunk: Buffer) => {
    const lines = (unfinished + chunk.toString()).split('\n');
    unfinished = lines.pop() ?? '';
    const last = lines.at(-1);
    if (last === undefined) return;
    deadline = Number(last);
    arm();
  });
  reports.on('error', () => undefined);
  return () => {
    deadline = 0;
    clearTimeout(timer);
  };
}
