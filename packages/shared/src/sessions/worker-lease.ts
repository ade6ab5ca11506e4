import type { Redis } from 'ioredis';
import { channels, keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';

/** A worker's sign of life: it owns its sessions for as long as this key lives. */
export interface WorkerLease {
  readonly id: string;
  readonly host: string;
  readonly sessions: number;
  readonly capacity: number;
}

/** The keys that `NOTICE_GAPS` needs, in its order. */
export const GAP_KEYS = [keys.workersServed, keys.reapingPaused] as const;

/**
 * Lua: `noticeGap(GAP_KEYS[0], GAP_KEYS[1], leaseMs)` notes that Redis serves workers now. When it has served none for half
 * a lease, it was frozen, away or its clock has jumped: every lease may have run out although its worker lives, so
 * nobody reaps for one lease. Connections do not show it, for those to a frozen Redis stay open.
 */
export const NOTICE_GAPS = `
  local function noticeGap(served, paused, leaseMs)
    local time = redis.call('TIME')
    local now = time[1] * 1000 + math.floor(time[2] / 1000)
    local last = tonumber(redis.call('GET', served) or now)
    redis.call('SET', served, string.format('%.0f', now))
    if now - last > leaseMs / 2 then redis.call('SET', paused, 1, 'PX', leaseMs) end
  end
`;

const renew = defineScript(`${NOTICE_GAPS}
  noticeGap(KEYS[3], KEYS[4], tonumber(ARGV[3]))
  redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
  redis.call('SADD', KEYS[2], ARGV[2])
  return 1
`);

export async function renewLease(redis: Redis, lease: WorkerLease, durationMs: number): Promise<void> {
  await renew.run(
    redis,
    [keys.worker(lease.id), keys.workers, ...GAP_KEYS],
    [JSON.stringify(lease), lease.id, durationMs],
  );
}

/** All sessions are free before the first is announced. Their epochs stay: the next owner raises them. */
const end = defineScript(`
  local id, prefix, channel, now = ARGV[1], ARGV[2], ARGV[3], ARGV[4]
  redis.call('DEL', KEYS[1])
  redis.call('SREM', KEYS[2], id)
  local freed = {}
  for _, session in ipairs(redis.call('SMEMBERS', KEYS[3])) do
    local key = prefix .. session
    if redis.call('HGET', key, 'owner') == id then
      redis.call('HDEL', key, 'owner')
      if redis.call('HGET', key, 'desired') == 'running' then
        redis.call('HSET', key, 'code', 'worker_lost', 'stateSince', now, 'qr', '')
      end
      freed[#freed + 1] = session
    end
  end
  redis.call('DEL', KEYS[3])
  for _, session in ipairs(freed) do redis.call('PUBLISH', channel, session) end
  return #freed
`);

/**
 * Ends a worker's lease, because it goes or is known to be dead: what it still owned is free and announced.
 * Returns how many sessions that were.
 */
export async function endLease(redis: Redis, workerId: string): Promise<number> {
  const freed = await end.run(
    redis,
    [keys.worker(workerId), keys.workers, keys.workerSessions(workerId)],
    [workerId, keys.session(''), channels.wish, Date.now()],
  );
  return Number(freed);
}

/** How many workers have a lease just now; forgets those that have had none. */
export async function countLiveWorkers(redis: Redis): Promise<number> {
  const ids = await redis.smembers(keys.workers);
  const leases = ids.length === 0 ? [] : await redis.mget(ids.map(keys.worker));
  const gone = ids.filter((_, index) => leases[index] === null);
  if (gone.length > 0) await redis.srem(keys.workers, ...gone);
  return ids.length - gone.length;
}
