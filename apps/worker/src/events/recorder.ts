import type { EventBody } from '@wagw/shared/events/catalogue';
import { type Appended, appendEvent, type Fence, newEventId } from '@wagw/shared/events/event-log';
import type { Redis } from 'ioredis';
import { type Lease, untilHeld } from '../lease/lease.ts';
import type { WorkerMetrics } from '../metrics.ts';

export interface RecordOptions {
  /** Names what happened, so that a second report of it is dropped. */
  readonly once?: string;
  /** Fields of the session that change together with the event. */
  readonly session?: Readonly<Record<string, string>>;
}

/**
 * Writes the events of one session into its log, in the order of the calls. While the lease does not hold, they wait; otherwise
 * the event has been sent when `record` returns its promise.
 */
export interface Recorder {
  record(body: EventBody, options?: RecordOptions): Promise<Appended>;
}

export function createRecorder(
  redis: Redis,
  session: {
    fence: Fence;
    lease: Lease;
    tenantId: string;
    logLength: number;
    /** For how long events stay in the log, in milliseconds. */
    logAgeMs?: number | undefined;
    metrics: WorkerMetrics;
  },
): Recorder {
  return {
    async record(body, { once, session: fields } = {}) {
      const id = newEventId();
      if (!session.lease.holds()) await untilHeld(session.lease);
      const appended = await appendEvent(redis, {
        id,
        body,
        fence: session.fence,
        tenantId: session.tenantId,
        // Commands are sent again when the connection breaks: under its own id an event is still recorded once.
        once: once ?? id,
        ...(fields === undefined ? {} : { session: fields }),
        now: Date.now(),
        length: session.logLength,
        maxAgeMs: session.logAgeMs,
      });
      if (typeof appended === 'object') session.metrics.events.inc({ event: body.event });
      return appended;
    },
  };
}
