import { queueOptions, UNLIMITED_ATTEMPTS, WEBHOOK_QUEUE } from '@wagw/shared/queue/queues';
import { QUEUE_PREFIX } from '@wagw/shared/redis/keys';
import { endpointsDue, isEndpointDue } from '@wagw/shared/webhooks/endpoint-turns';
import { type Job, type JobsOptions, Queue, Worker } from 'bullmq';
import type { SharedBackend } from '../queues/shared-backend.ts';
import type { WorkerQueues } from '../queues/worker-queues.ts';
import { repeat } from '../rounds.ts';
import { startTurn, type Turn, type TurnParts } from './turn.ts';

/**
 * The webhook queue holds the endpoints that have something due, each at most once; whoever takes one works off what is due for
 * it. So no endpoint waits for another, and each is worked off by one process at a time.
 */

/** Renewed while a turn lasts. Of a worker whose death nobody tells, others take it over this much later. */
const LOCK_MS = 8_000;
const STALLED_CHECK_MS = 2_000;
/** Turns wait for the network most of the time. */
const TURNS_AT_ONCE = 500;
/** When repetitions come due, and what nobody was told of. */
const SWEEP_EVERY_MS = 1_000;
const SWEPT_AT_ONCE = 1_000;
const AGAIN_AFTER_ERROR_MS = 1_000;

const turnOptions = (endpointId: string): JobsOptions => ({
  jobId: endpointId,
  attempts: UNLIMITED_ATTEMPTS,
  backoff: { type: 'fixed', delay: AGAIN_AFTER_ERROR_MS },
  removeOnComplete: true,
  removeOnFail: true,
});

export interface Deliverer {
  /** These endpoints have something new. */
  wake(endpointIds: readonly string[]): Promise<void>;
  /** Begins nothing more, and waits for the requests that are under way. */
  close(): Promise<void>;
}

export interface DeliverParts extends TurnParts {
  /** Whoever declares this worker dead frees its turns by this name. */
  readonly workerId: string;
  readonly queues: WorkerQueues;
}

export function createDeliverer(parts: DeliverParts): Deliverer {
  const { workerId, queues, redis, logger } = parts;
  const stopping = new AbortController();
  const turns = new Map<string, Turn>();
  const queue = new Queue(WEBHOOK_QUEUE, queueOptions(queues.redis), queues.shared);

  async function takeTurn({ id = '' }: Job): Promise<void> {
    const turn = startTurn(id, parts, () => stopping.signal.aborted);
    turns.set(id, turn);
    await turn.done.finally(() => turns.delete(id));
  }

  const worker = new Worker<unknown, void, string, SharedBackend>(
    WEBHOOK_QUEUE,
    takeTurn,
    {
      connection: queues.redis,
      prefix: QUEUE_PREFIX,
      name: workerId,
      concurrency: TURNS_AT_ONCE,
      lockDuration: LOCK_MS,
      stalledInterval: STALLED_CHECK_MS,
      maxStalledCount: UNLIMITED_ATTEMPTS,
    },
    queues.shared,
  );
  worker.on('error', (error) => logger.debug({ err: error }, 'webhook queue'));
  queue.on('error', (error) => logger.debug({ err: error }, 'webhook queue'));
  worker.on('failed', (_job, error) => logger.warn({ err: error }, 'webhook turn broke; trying again'));
  // What came while the turn was ending was not put into the queue, because the endpoint was still in it.
  worker.on('completed', ({ id = '' }) => {
    isEndpointDue(redis, id, Date.now())
      .then((isDue) => (isDue ? enqueue([id]) : undefined))
      .catch((error: unknown) => logger.debug({ err: error }, 'webhook queue'));
  });

  async function enqueue(endpointIds: readonly string[]): Promise<void> {
    if (endpointIds.length === 0 || stopping.signal.aborted) return;
    await queue.addBulk(endpointIds.map((id) => ({ name: 'turn', data: {}, opts: turnOptions(id) })));
  }

  async function sweep(): Promise<void> {
    const due = await endpointsDue(redis, Date.now(), SWEPT_AT_ONCE);
    await enqueue(due.filter((id) => !turns.has(id)));
  }
  const sweepPace = {
    waitMs: () => SWEEP_EVERY_MS,
    onError: (error: unknown) => logger.warn({ err: error }, 'could not look for webhooks to repeat'),
  };
  const sweeping = repeat(sweep, sweepPace, stopping.signal);

  return {
    async wake(endpointIds) {
      for (const id of endpointIds) turns.get(id)?.wake();
      await enqueue(endpointIds.filter((id) => !turns.has(id)));
    },
    async close() {
      stopping.abort();
      for (const turn of turns.values()) turn.wake();
      await sweeping;
      await worker.close();
      await queue.close();
    },
  };
}
