import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import { NO_TRACING, type Tracing } from '@wagw/shared/observability/tracing';
import { teachTelling } from '@wagw/shared/queue/telling-backend';
import { type BackendFactory, RedisConnection } from 'bullmq';
import type { Redis } from 'ioredis';
import type { Lease } from '../lease/lease.ts';
import { createForgottenJobs } from './forgotten-jobs.ts';
import { LaneBackend } from './lane-backend.ts';
import { createLaneCalls } from './lane-calls.ts';
import { SharedBackend } from './shared-backend.ts';
import { createSharedWait, type SharedWait } from './shared-wait.ts';

/**
 * What all queues of this process share: the connection for commands, which is the caller's, and one that blocks. The
 * factories are for BullMQ's `Queue` and `Worker`, which open no connection of their own with them.
 */
export interface WorkerQueues {
  readonly redis: Redis;
  readonly wait: SharedWait;
  readonly tracing: Tracing;
  /** For queues that any number of processes work off. */
  readonly shared: BackendFactory<SharedBackend>;
  /** For the worker of a session's lane: it fetches and finishes only what is its owner's. */
  lane(fence: Fence, lease: Lease): BackendFactory<LaneBackend>;
  /** After the workers were closed. Leaves the connection for commands open. Idempotent. */
  close(): Promise<void>;
}

/** A call is hardly ever lost: what was lost with a connection is made up for by the reconnect. */
export const LOOK_FOR_FORGOTTEN_MS = 60_000;

export function createWorkerQueues(
  redis: Redis,
  logger: Logger,
  lookForForgottenMs = LOOK_FOR_FORGOTTEN_MS,
  tracing: Tracing = NO_TRACING,
): WorkerQueues {
  const wait = createSharedWait(redis, logger);
  const forgotten = createForgottenJobs(redis, logger, lookForForgottenMs);
  const calls = createLaneCalls(wait);
  teachTelling(redis);
  // Without asking what Redis this is: an answer that got lost would leave every queue broken for good.
  const connection = new RedisConnection(redis, { shared: true, skipVersionCheck: true });
  connection.on('error', (error) => logger.debug({ err: error }, 'queues'));
  return {
    redis,
    wait,
    tracing,
    shared: (name, opts) => new SharedBackend({ connection, wait, name, opts }),
    lane: (fence, lease) => (name, opts) =>
      new LaneBackend({ connection, wait, name, opts, redis, fence, lease, forgotten, calls }),
    async close() {
      forgotten.close();
      await wait.close();
      await connection.close();
    },
  };
}
