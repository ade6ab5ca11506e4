import type { Fence } from '@wagw/shared/events/event-log';
import type { Redis } from 'ioredis';
import { createRecorder, type Recorder } from '../events/recorder.ts';
import type { WorkerMetrics } from '../metrics.ts';
import { heldLease, testMetrics } from './parts.ts';

/** Records the events of a stored session, for an owner that is well. */
export function recorderOf(
  redis: Redis,
  fence: Fence,
  metrics: WorkerMetrics = testMetrics().metrics,
): Recorder {
  return createRecorder(redis, { fence, lease: heldLease, tenantId: 'acme', logLength: 1_000, metrics });
}
