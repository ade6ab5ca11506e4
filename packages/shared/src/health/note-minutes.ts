import type { Redis } from 'ioredis';
import { readCensus, waitingMessages } from '../observability/census.ts';
import type { Logger } from '../observability/logger.ts';
import { keys } from '../redis/keys.ts';
import { countConnections } from '../sessions/session-health.ts';
import { listWorkers } from '../sessions/workers.ts';
import { readWhatWaits } from '../webhooks/what-waits.ts';
import { type Notes, noteMinute } from './history.ts';
import { oneAtATime } from './one-at-a-time.ts';

const EVERY_MS = 5_000;

/** Notes how all is, in every minute in which no other process does, until it is closed. */
export interface MinuteNotes {
  /** Idempotent. */
  close(): Promise<void>;
}

/** Begins at once. Both kinds of processes do this: what waits while no worker lives is noted too. */
export function startMinuteNotes(redis: Redis, logger: Logger): MinuteNotes {
  const note = oneAtATime(async () => {
    if (redis.status !== 'ready') return;
    try {
      await noteMinute(redis, () => lookAtAll(redis), Date.now());
    } catch (error) {
      logger.warn({ err: error }, 'this minute could not be noted for the history; trying again');
    }
  });
  let noting = note();
  const timer = setInterval(() => {
    noting = note();
  }, EVERY_MS);
  return {
    async close() {
      clearInterval(timer);
      await noting;
    },
  };
}

/** What there is to note just now. */
export async function lookAtAll(redis: Redis): Promise<Notes> {
  const [census, scheduled, webhooks, waitingSessions, workers] = await Promise.all([
    readCensus(redis),
    redis.zcard(keys.scheduled),
    readWhatWaits(redis),
    redis.zcard(keys.sessionsWaiting),
    listWorkers(redis),
  ]);
  const { waiting, oldestWaitingSeconds } = waitingMessages(census.waiting);
  const { connected, qrPending, connecting, disconnected } = countConnections(census.states);
  return {
    waiting,
    oldestWaitingMs: Math.round((oldestWaitingSeconds ?? 0) * 1_000),
    scheduled,
    pendingDeliveries: webhooks.pending,
    oldestDeliveryMs: webhooks.oldestMs,
    pausedEndpoints: webhooks.paused,
    connected,
    qrPending,
    connecting,
    disconnected,
    failedSessions: census.states.failed,
    waitingSessions,
    workers: workers.length,
  };
}
