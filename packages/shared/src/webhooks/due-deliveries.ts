import type { Redis } from 'ioredis';
import { gather } from '../redis/gather.ts';
import { defineScript, type ScriptReply } from '../redis/script.ts';
import { QUEUE } from './queue-lua.ts';

/** What an endpoint is to get now, and what became of it. */

/** What is posted in one request: one delivery, or a batch. */
export interface Due {
  /** Names it in the endpoint's `due` set. */
  readonly member: string;
  readonly deliveries: readonly DueDelivery[];
  /** How many attempts were made since it was handed out or replayed. */
  readonly tries: number;
  /** How many attempts were made in all. */
  readonly attempts: number;
}

export interface DueDelivery {
  readonly id: string;
  readonly eventId: string;
  readonly event: string;
  readonly sessionId: string;
  readonly tenantId: string;
  readonly body: string;
  /** Unix milliseconds. */
  readonly recordedAt: number;
}

/**
 * What is due and not under way. An endpoint whose pause is over gets one trial at a time. How many events a batch has is
 * written down with its first attempt, so that a repetition has the same bytes.
 */
const readDueScript = defineScript(`${QUEUE}
  local endpoint, limit, max = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
  local now, due = nowMs(), hook(endpoint, 'due')
  local health = redis.call('HMGET', hook(endpoint, 'health'), 'pausedUntil', 'pauses')
  if tonumber(health[1] or '0') > now then return {} end
  local busy, busyCount = {}, #ARGV - 3
  for i = 4, #ARGV do busy[ARGV[i]] = true end
  if health[2] then limit = math.min(limit, 1 - busyCount) end
  local found = {}
  if limit <= 0 then return found end
  for _, member in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, limit + busyCount)) do
    if not busy[member] and #found < limit then
      local ids
      if string.sub(member, 1, 4) == 'one:' then
        ids = {string.sub(member, 5)}
      else
        local list = hook(endpoint, member)
        local first = redis.call('LINDEX', list, 0)
        local size = first and max > 1 and redis.call('HGET', record(first), 'batch')
        if first and max > 1 and not size then
          size = math.min(max, redis.call('LLEN', list))
          redis.call('HSET', record(first), 'batch', size)
        end
        ids = redis.call('LRANGE', list, 0, tonumber(size or 1) - 1)
      end
      local entry = {member}
      for _, id in ipairs(ids) do
        entry[#entry + 1] = {id, unpack(redis.call('HMGET', record(id),
          'eventId', 'event', 'sessionId', 'tenantId', 'body', 'recordedAt', 'tries', 'attempts'))}
      end
      found[#found + 1] = entry
    end
  end
  return found
`);

/**
 * @param limit how many at most
 * @param busy members that are under way
 */
export async function readDue(
  redis: Redis,
  endpoint: { readonly id: string; readonly batch: { readonly max: number } | null },
  limit: number,
  busy: readonly string[],
): Promise<Due[]> {
  const reply = await readDueScript.run(redis, [], [endpoint.id, limit, endpoint.batch?.max ?? 1, ...busy]);
  return (Array.isArray(reply) ? reply : []).map((entry) => {
    const [member, ...rows] = Array.isArray(entry) ? entry : [];
    const fields = rows.map((row) => (Array.isArray(row) ? row.map((field) => String(field ?? '')) : []));
    const deliveries = fields.map(
      ([id = '', eventId = '', event = '', sessionId = '', tenantId = '', body = '', recordedAt]) => ({
        id,
        eventId,
        event,
        sessionId,
        tenantId,
        body,
        recordedAt: Number(recordedAt),
      }),
    );
    const tries = fields.map((row) => Number(row[7] ?? 0));
    const attempts = fields.map((row) => Number(row[8] ?? 0));
    return {
      member: String(member),
      deliveries,
      tries: Math.max(0, ...tries),
      attempts: Math.max(0, ...attempts),
    };
  });
}

/** How many attempts of a delivery are kept. */
const KEPT_ATTEMPTS = 20;

/** Of each outcome, before the ids of its deliveries. */
const SETTLED_FIELDS = 10;

/** For each outcome: since when nothing but failures came back, whether somebody was told of it, and how often it was paused. */
const settleScript = defineScript(`${QUEUE}
  local now = nowMs()
  local text = string.format('%.0f', now)

  local function note(id, endpoint, status, attempt, keepMs)
    local seen = redis.call('HMGET', record(id), 'endpointId', 'attempts', 'tries')
    if not seen[1] then return end
    local attempts = record(id) .. ':attempts'
    if redis.call('RPUSH', attempts, attempt) > ${KEPT_ATTEMPTS} then redis.call('LPOP', attempts) end
    local counts = {'attempts', tonumber(seen[2] or '0') + 1, 'tries', tonumber(seen[3] or '0') + 1}
    if status == 'pending' then return redis.call('HSET', record(id), unpack(counts)) end
    redis.call('HSET', record(id), 'status', status, 'settledAt', text, unpack(counts))
    if status == 'delivered' then
      redis.call('HDEL', record(id), 'batch', 'body')
    else
      redis.call('HDEL', record(id), 'batch')
      redis.call('ZADD', hook(endpoint, 'dead'), text, id)
    end
    redis.call('ZREM', hook(endpoint, 'pending'), id)
    redis.call('PEXPIRE', record(id), keepMs)
    redis.call('PEXPIRE', attempts, keepMs)
  end

  local function leaveQueue(endpoint, member, ids, max, wait)
    local due, list = hook(endpoint, 'due'), hook(endpoint, member)
    if string.sub(member, 1, 4) == 'one:' then return redis.call('ZREM', due, member) end
    for _, id in ipairs(ids) do redis.call('LREM', list, 1, id) end
    if redis.call('LLEN', list) > 0 then
      redis.call('ZADD', due, laneDue(list, now, max, wait), member)
    else
      redis.call('ZREM', due, member)
    end
  end

  local function fares(endpoint, status, failure)
    local health = hook(endpoint, 'health')
    local seen = redis.call('HMGET', health, 'failingSince', 'told', 'pauses')
    if status == 'delivered' then
      if seen[1] or seen[3] then redis.call('HDEL', health, 'failingSince', 'pauses', 'pausedUntil') end
      redis.call('HSET', health, 'lastDeliveredAt', text)
      return {'', seen[2] or '', ''}
    end
    redis.call('HSET', health, 'lastFailure', failure, 'failingSince', seen[1] or text)
    return {seen[1] or text, seen[2] or '', seen[3] or ''}
  end

  local function settle(endpoint, member, status, attempt, nextAt, keepMs, max, wait, failure, ids)
    if not isKnown(endpoint) then return {'', '', ''} end
    for _, id in ipairs(ids) do note(id, endpoint, status, attempt, keepMs) end
    if status == 'pending' then
      redis.call('ZADD', hook(endpoint, 'due'), 'XX', nextAt, member)
    else
      leaveQueue(endpoint, member, ids, max, wait)
    end
    -- Those whose records have gone meanwhile.
    if status == 'dead' then
      redis.call('ZREMRANGEBYSCORE', hook(endpoint, 'dead'), '-inf', string.format('%.0f', now - keepMs))
    end
    return fares(endpoint, status, failure)
  end

  local found, i = {}, 1
  while i <= #ARGV do
    local endpoint, member, status, attempt, nextAt, keepMs, max, wait, failure, count =
      unpack(ARGV, i, i + ${SETTLED_FIELDS - 1})
    i = i + ${SETTLED_FIELDS}
    local ids = {unpack(ARGV, i, i + count - 1)}
    i = i + count
    found[#found + 1] =
      settle(endpoint, member, status, attempt, nextAt, keepMs, tonumber(max), tonumber(wait), failure, ids)
  end
  return found
`);

export interface Settlement {
  readonly status: 'delivered' | 'dead' | 'pending';
  /** The attempt, as JSON. */
  readonly attempt: string;
  /** Of one that stays pending: when it is tried again, in unix milliseconds. */
  readonly nextAt: number;
  /** For how long the record is kept, in milliseconds; one that stays pending is kept until it is settled. */
  readonly keepMs: number;
  /** What went wrong, for people. */
  readonly failure: string;
}

/** How the endpoint fares. Times are unix milliseconds. */
export interface Fares {
  /** Since when nothing but failures came back; undefined while all is well. */
  readonly failingSince: number | undefined;
  /** When it was told that the endpoint fails; empty when it was not. */
  readonly toldAt: string;
  /** Whether it was paused and has taken nothing since. */
  readonly isOnTrial: boolean;
}

type Settling = readonly [
  endpoint: { readonly id: string; readonly batch: { readonly max: number; readonly waitMs: number } | null },
  due: Due,
  settlement: Settlement,
];

/** So many take Redis about two milliseconds. */
const SETTLED_AT_ONCE = 50;

const settleTogether = gather(SETTLED_AT_ONCE, async (redis: Redis, all: readonly Settling[]) => {
  const reply = await settleScript.run(redis, [], all.flatMap(toArguments));
  return (Array.isArray(reply) ? reply : []).map(toFares);
});

/** Writes down what became of an attempt, in one step with other attempts that have ended in the same moment. */
export async function settle(redis: Redis, ...settling: Settling): Promise<Fares> {
  return await settleTogether(redis, settling);
}

function toArguments([endpoint, due, { status, attempt, nextAt, keepMs, failure }]: Settling) {
  return [
    endpoint.id,
    due.member,
    status,
    attempt,
    nextAt,
    keepMs,
    endpoint.batch?.max ?? 1,
    endpoint.batch?.waitMs ?? 0,
    failure,
    due.deliveries.length,
    ...due.deliveries.map(({ id }) => id),
  ];
}

function toFares(reply: ScriptReply): Fares {
  const [since, toldAt = '', pauses = ''] = Array.isArray(reply) ? reply.map(String) : [];
  return {
    failingSince: since ? Number(since) : undefined,
    toldAt,
    isOnTrial: pauses !== '',
  };
}
