import { ActionError } from '../engine/actions.ts';
import type { WorkerMetrics } from '../metrics.ts';
import { MediaError } from './media-error.ts';
import type { OutgoingFiles } from './outgoing-files.ts';

export type FileMetrics = Pick<WorkerMetrics, 'files' | 'fileSeconds' | 'fileBytes'>;

/**
 * Counts a file that comes from outside: whether it came, how long it took, and how large it was.
 * @param direction `out` to WhatsApp, `in` from it
 */
export async function measureFile<T>(
  metrics: FileMetrics,
  direction: 'in' | 'out',
  work: () => Promise<T>,
  bytesOf: (done: T) => number,
): Promise<T> {
  const startedAt = performance.now();
  try {
    const done = await work();
    metrics.fileSeconds.observe({ direction }, (performance.now() - startedAt) / 1000);
    metrics.fileBytes.inc({ direction }, bytesOf(done));
    metrics.files.inc({ direction, result: 'ready' });
    return done;
  } catch (error) {
    const isCoded = error instanceof MediaError || error instanceof ActionError;
    metrics.files.inc({ direction, result: isCoded ? error.code : 'unknown' });
    throw error;
  }
}

/** The same files, counted. */
export function measuredFiles(files: OutgoingFiles, metrics: FileMetrics): OutgoingFiles {
  return {
    bring: (type, source, signal) =>
      measureFile(
        metrics,
        'out',
        () => files.bring(type, source, signal),
        ({ file }) => file.bytes,
      ),
  };
}
