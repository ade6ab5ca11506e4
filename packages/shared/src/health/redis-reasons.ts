import type { RedisProbe } from './probe-redis.ts';
import type { ReasonCode } from './reasons.ts';
import { memoryShare } from './redis-facts.ts';

const MEMORY_SHORT = 0.9;

/** What is wrong with a Redis for this gateway. What it does not say of itself counts as well. */
export function redisReasons(probe: RedisProbe): ReasonCode[] {
  if (!probe.isReachable) return ['redis_unreachable'];
  const { facts, refusal } = probe;
  if (facts.isLoading === true) return ['redis_loading'];
  const share = memoryShare(facts) ?? 0;
  const found: Partial<Record<ReasonCode, boolean>> = {
    redis_is_replica: facts.isReplica === true,
    redis_full: refusal?.startsWith('OOM') === true,
    redis_refuses_writes: refusal !== undefined && !refusal.startsWith('OOM'),
    redis_without_aof: facts.hasAof === false,
    redis_aof_failing: facts.hasAof === true && facts.isAofWritten === false,
    redis_evicts: facts.evictionPolicy !== undefined && facts.evictionPolicy !== 'noeviction',
    redis_memory_short: share > MEMORY_SHORT && refusal === undefined,
  };
  return (Object.keys(found) as ReasonCode[]).filter((code) => found[code] === true);
}

const LOSSES: ReadonlySet<ReasonCode> = new Set(['redis_without_aof', 'redis_aof_failing', 'redis_evicts']);

/** Whether Redis would lose what it has taken: by its end, or to make room. */
export const losesData = (reasons: readonly ReasonCode[]): boolean =>
  reasons.some((code) => LOSSES.has(code));
