import { probeRedis } from '@wagw/shared/health/probe-redis';
import { losesData, redisReasons } from '@wagw/shared/health/redis-reasons';
import { readCensus } from '@wagw/shared/observability/census';
import { readFailovers } from '@wagw/shared/observability/failovers';
import type { Metrics } from '@wagw/shared/observability/metrics';
import { shareLooks } from '@wagw/shared/observability/shared-look';
import { keys } from '@wagw/shared/redis/keys';
import { listWorkers } from '@wagw/shared/sessions/workers';
import type { Redis } from 'ioredis';

/** The metrics of one scrape look once. */
const SHARED_MS = 500;

/** Tells Prometheus what no single worker can tell; the same with every api. While Redis is away, there are no such samples. */
export function measureGateway(metrics: Metrics, redis: Redis): void {
  const look = shareLooks(redis, SHARED_MS, () => lookAt(redis));
  const gauge = (name: string, help: string, value: (seen: Seen) => number | undefined) =>
    metrics.sampled(name, help, [], async (it) => {
      const seen = await look();
      const known = seen === undefined ? undefined : value(seen);
      if (known === undefined) it.remove();
      else it.set(known);
    });

  gauge('workers', 'Workers that own sessions and have a lease.', ({ workers }) => workers.length);
  gauge('sessions_capacity', 'How many sessions the workers take, by count and memory.', ({ workers }) =>
    workers.reduce((sum, { capacity, isDraining }) => sum + (isDraining ? 0 : capacity), 0),
  );
  gauge('sessions_waiting', 'Sessions that wait for a worker with room.', ({ waiting }) => waiting);
  gauge('scheduled_overdue_seconds', 'For how long the message whose time came first has been due.', (seen) =>
    ageSeconds(seen.firstScheduledAt),
  );
  gauge('redis_memory_bytes', 'Memory that Redis uses.', (seen) => seen.redis.usedBytes);
  gauge(
    'redis_memory_limit_bytes',
    'Beyond it Redis takes nothing more; 0 is no limit.',
    (seen) => seen.redis.maxBytes ?? 0,
  );
  gauge(
    'redis_durable',
    'Whether Redis is append-only, writes without errors and evicts nothing: 1, else 0.',
    ({ isDurable }) => Number(isDurable),
  );
  metrics.sampledCounter(
    'failovers_total',
    'Sessions that were placed anew because their worker was gone; counted in Redis.',
    async () => (await look())?.failovers,
  );
  metrics.sampled('sessions', 'All sessions, by state.', ['state'], async (it) => {
    it.reset();
    for (const [state, count] of Object.entries((await look())?.census.states ?? {}))
      it.set({ state }, count);
  });
  metrics.sampled(
    'queue_jobs',
    'What waits in the queues of all sessions, by queue and by whether the session is ready.',
    ['queue', 'session'],
    async (it) => {
      it.reset();
      for (const { queue, session, jobs } of (await look())?.census.waiting ?? [])
        it.set({ queue, session }, jobs);
    },
  );
  metrics.sampled(
    'queue_oldest_seconds',
    'For how long the one that waits longest has waited there; 0 when none does.',
    ['queue', 'session'],
    async (it) => {
      it.reset();
      for (const { queue, session, oldestAt } of (await look())?.census.waiting ?? [])
        it.set({ queue, session }, ageSeconds(oldestAt));
    },
  );
}

type Seen = Awaited<ReturnType<typeof lookAt>>;

/** @throws when Redis is away */
async function lookAt(redis: Redis) {
  const [workers, waiting, [, firstScheduledAt], probe, failovers, census] = await Promise.all([
    listWorkers(redis),
    redis.zcard(keys.sessionsWaiting),
    redis.zrange(keys.scheduled, 0, '0', 'WITHSCORES'),
    probeRedis(redis),
    readFailovers(redis),
    readCensus(redis),
  ]);
  if (!probe.isReachable) throw new Error(probe.detail);
  return {
    workers,
    waiting,
    firstScheduledAt: firstScheduledAt === undefined ? null : Number(firstScheduledAt),
    redis: probe.facts,
    isDurable: !losesData(redisReasons(probe)),
    failovers,
    census,
  };
}

/** Never negative: what is to come has no age, and clocks differ. */
const ageSeconds = (at: number | null): number => (at === null ? 0 : Math.max(0, Date.now() - at) / 1_000);
