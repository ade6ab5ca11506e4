import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { NOTICE_GAPS, NOW, PLACEMENT } from './placement.ts';

/** A worker process as it says of itself with each sign of life: it owns its sessions for as long as its lease lasts. */
export interface WorkerLease {
  readonly id: string;
  /** The machine that it runs on. */
  readonly host: string;
  /** What its folder of logins is called, where hosts have folders of their own; empty where all share one. */
  readonly loginHost: string;
  readonly labels: readonly string[];
  /** How many sessions it takes at most, by count and by memory. */
  readonly capacity: number;
  /** It gives its sessions up and takes no other. */
  readonly isDraining: boolean;
  /** Unix milliseconds. */
  readonly startedAt: number;
}

const renew = defineScript(`${NOW}${NOTICE_GAPS}
  local leaseMs = tonumber(ARGV[2])
  noticeGap(leaseMs, nowMs())
  redis.call('HSET', KEYS[1], unpack(ARGV, 3))
  redis.call('PEXPIRE', KEYS[1], leaseMs)
  redis.call('SADD', KEYS[2], ARGV[1])
  return 1
`);

export async function renewLease(redis: Redis, lease: WorkerLease, durationMs: number): Promise<void> {
  const fields = {
    host: lease.host,
    loginHost: lease.loginHost,
    labels: lease.labels.join(','),
    capacity: String(lease.capacity),
    draining: lease.isDraining ? '1' : '0',
    startedAt: String(lease.startedAt),
    leaseMs: String(durationMs),
  };
  await renew.run(
    redis,
    [keys.worker(lease.id), keys.workers],
    [lease.id, durationMs, ...Object.entries(fields).flat()],
  );
}

const drain = defineScript(`
  if redis.call('EXISTS', KEYS[1]) == 1 then redis.call('HSET', KEYS[1], 'draining', '1') end
  return 1
`);

/** From now on nothing is placed on this worker. Its next renewals must say so too. */
export async function announceDrain(redis: Redis, workerId: string): Promise<void> {
  await drain.run(redis, [keys.worker(workerId)], []);
}

const end = defineScript(`${PLACEMENT}
  return bury(ARGV[1], nowMs())
`);

/**
 * Ends a worker's lease, because it goes or is known to be dead: what it still owned is placed elsewhere at once.
 * Returns how many sessions that were.
 */
export async function endLease(redis: Redis, workerId: string): Promise<number> {
  return Number(await end.run(redis, [], [workerId]));
}

/** A living worker, as whoever asks sees it. */
export interface LiveWorker extends WorkerLease {
  readonly sessions: number;
  /** Milliseconds since its last sign of life. */
  readonly lastBeatMs: number;
}

/** The workers that have a lease just now, in order of id. */
export async function listWorkers(redis: Redis): Promise<LiveWorker[]> {
  const ids = await redis.smembers(keys.workers);
  const workers = await Promise.all(
    ids.sort().map(async (id): Promise<LiveWorker | undefined> => {
      const [fields, sessions, ttl] = await Promise.all([
        redis.hgetall(keys.worker(id)),
        redis.scard(keys.workerSessions(id)),
        redis.pttl(keys.worker(id)),
      ]);
      const { host, labels = '', leaseMs } = fields;
      if (host === undefined) return undefined;
      return {
        id,
        host,
        loginHost: fields.loginHost ?? '',
        labels: labels.split(',').filter((label) => label !== ''),
        capacity: Number(fields.capacity),
        isDraining: fields.draining === '1',
        startedAt: Number(fields.startedAt),
        sessions,
        lastBeatMs: Math.max(0, Number(leaseMs) - ttl),
      };
    }),
  );
  return workers.filter((worker) => worker !== undefined);
}
