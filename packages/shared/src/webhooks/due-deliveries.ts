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
  local now = nowMs()

  -- What goes in one request, of a lane as many as its first one says.
  local function idsOf(endpoint, member, max)
    if string.sub(member, 1, 4) == 'one:' then return {string.sub(member, 5)} end
    local list = hook(endpoint, member)
    local first = redis.call('LINDEX', list, 0)
    local size = first and max > 1 and redis.call('HGET', record(first), 'batch')
    if first and max > 1 and not size then
      size = math.min(max, redis.call('LLEN', list))
      redis.call('HSET', record(first), 'batch', size)
    end
    return redis.call('LRANGE', list, 0, tonumber(size or 1) - 1)
  end

  local function entryOf(endpoint, member, max)
    local entry = {member}
    for _, id in ipairs(idsOf(endpoint, member, max)) do
      local fields = redis.call('HMGET', record(id),
        'eventId', 'event', 'sessionId', 'tenantId', 'recordedAt', 'tries', 'attempts', 'body')
      local body = table.remove(fields)
      entry[#entry + 1] = cjson.encode(fields)
      entry[#entry + 1] = id
      entry[#entry + 1] = body
    end
    return entry
  end

  local function read(endpoint, limit, max, held)
    local health = redis.call('HMGET', hook(endpoint, 'health'), 'pausedUntil', 'pauses')
    if tonumber(health[1] or '0') > now then return {} end
    local busy, busyCount = {}, 0
    for _, member in ipairs(held) do
      busy[member] = true
      busyCount = busyCount + 1
    end
    if health[2] then limit = math.min(limit, 1 - busyCount) end
    local found = {}
    if limit <= 0 then return found end
    local due = hook(endpoint, 'due')
    for _, member in ipairs(redis.call('ZRANGEBYSCORE', due, '-inf', now, 'LIMIT', 0, limit + busyCount)) do
      if not busy[member] and #found < limit then found[#found + 1] = entryOf(endpoint, member, max) end
    end
    return found
  end

  local all = {}
  for i = 1, #ARGV, 4 do
    all[#all + 1] = read(ARGV[i], tonumber(ARGV[i + 1]), tonumber(ARGV[i + 2]), cjson.decode(ARGV[i + 3]))
  end
  return all
`);

type Reading = readonly [
  endpoint: { readonly id: string; readonly batch: { readonly max: number } | null },
  limit: number,
  busy: readonly string[],
];

const READ_AT_ONCE = 10;

const readTogether = gather(READ_AT_ONCE, async (redis: Redis, all: readonly Reading[]) => {
  const args = all.flatMap(([{ id, batch }, limit, busy]) => [
    id,
    limit,
    batch?.max ?? 1,
    JSON.stringify(busy),
  ]);
  const reply = await readDueScript.run(redis, [], args);
  return (Array.isArray(reply) ? reply : []).map((found) => (Array.isArray(found) ? found : []).map(toDue));
});

/**
 * In one step with what is read for other endpoints in the same moment.
 * @param limit how many at most
 * @param busy members that are under way
 */
export async function readDue(redis: Redis, ...reading: Reading): Promise<Due[]> {
  return await readTogether(redis, reading);
}

/** A member, and for each of its deliveries what it is as JSON, its id and its body. */
function toDue(reply: ScriptReply): Due {
  const [member, ...rows] = Array.isArray(reply) ? reply : [];
  const deliveries: DueDelivery[] = [];
  let tries = 0;
  let attempts = 0;
  for (let at = 0; at + 2 < rows.length; at += 3) {
    const fields = JSON.parse(String(rows[at])) as (string | false)[];
    const [eventId, event, sessionId, tenantId, recordedAt, tried, attempted] = fields.map((it) => it || '');
    deliveries.push({
      id: String(rows[at + 1]),
      eventId: eventId ?? '',
      event: event ?? '',
      sessionId: sessionId ?? '',
      tenantId: tenantId ?? '',
      body: String(rows[at + 2] ?? ''),
      recordedAt: Number(recordedAt),
    });
    tries = Math.max(tries, Number(tried));
    attempts = Math.max(attempts, Number(attempted));
  }
  return { member: String(member), deliveries, tries, attempts };
}

/** How many attempts of a delivery are kept. */
const KEPT_ATTEMPTS = 20;

/** Of each outcome: what it is as JSON, the attempt, what went wrong. */
const SETTLED_FIELDS = 3;

/** For each outcome: since when nothing but failures came back, whether somebody was told of it, and how often it was paused. */
const settleScript = defineScript(`${QUEUE}
  local now = nowMs()
  local text = string.format('%.0f', now)

  local function note(id, it, attempt)
    local seen = redis.call('HMGET', record(id), 'endpointId', 'attempts', 'tries')
    if not seen[1] then return end
    local attempts = record(id) .. ':attempts'
    if redis.call('RPUSH', attempts, attempt) > ${KEPT_ATTEMPTS} then redis.call('LPOP', attempts) end
    local counts = {'attempts', tonumber(seen[2] or '0') + 1, 'tries', tonumber(seen[3] or '0') + 1}
    if it.status == 'pending' then return redis.call('HSET', record(id), unpack(counts)) end
    redis.call('HSET', record(id), 'status', it.status, 'settledAt', text, unpack(counts))
    if it.status == 'delivered' then
      redis.call('HDEL', record(id), 'batch', 'body')
    else
      redis.call('HDEL', record(id), 'batch')
      redis.call('ZADD', hook(it.endpoint, 'dead'), text, id)
    end
    redis.call('ZREM', hook(it.endpoint, 'pending'), id)
    redis.call('PEXPIRE', record(id), it.keepMs)
    redis.call('PEXPIRE', attempts, it.keepMs)
  end

  local function leaveQueue(it)
    local due, list = hook(it.endpoint, 'due'), hook(it.endpoint, it.member)
    if string.sub(it.member, 1, 4) == 'one:' then return redis.call('ZREM', due, it.member) end
    for _, id in ipairs(it.ids) do redis.call('LREM', list, 1, id) end
    if redis.call('LLEN', list) > 0 then
      redis.call('ZADD', due, laneDue(list, now, it.max, it.wait), it.member)
    else
      redis.call('ZREM', due, it.member)
    end
  end

  -- How each endpoint fares: false when it is gone.
  local healths, isDelivered = {}, {}
  local function healthOf(endpoint)
    if healths[endpoint] == nil then
      healths[endpoint] = isKnown(endpoint)
        and redis.call('HMGET', hook(endpoint, 'health'), 'failingSince', 'told', 'pauses')
    end
    return healths[endpoint]
  end

  local function fares(it, health, failure)
    local key = hook(it.endpoint, 'health')
    local since, told, pauses = unpack(health)
    if it.status == 'delivered' then
      if since or pauses then redis.call('HDEL', key, 'failingSince', 'pauses', 'pausedUntil') end
      health[1], health[3] = false, false
      if not isDelivered[it.endpoint] then redis.call('HSET', key, 'lastDeliveredAt', text) end
      isDelivered[it.endpoint] = true
      return told and {'', told, ''} or 0
    end
    health[1] = since or text
    redis.call('HSET', key, 'lastFailure', failure, 'failingSince', health[1])
    return {health[1], told or '', pauses or ''}
  end

  local function settle(it, attempt, failure)
    local health = healthOf(it.endpoint)
    if not health then return 0 end
    for _, id in ipairs(it.ids) do note(id, it, attempt) end
    if it.status == 'pending' then
      redis.call('ZADD', hook(it.endpoint, 'due'), 'XX', it.nextAt, it.member)
    else
      leaveQueue(it)
    end
    -- Those whose records have gone meanwhile.
    if it.status == 'dead' then
      redis.call('ZREMRANGEBYSCORE', hook(it.endpoint, 'dead'), '-inf', string.format('%.0f', now - it.keepMs))
    end
    return fares(it, health, failure)
  end

  local found = {}
  for i = 1, #ARGV, ${SETTLED_FIELDS} do
    found[#found + 1] = settle(cjson.decode(ARGV[i]), ARGV[i + 1], ARGV[i + 2])
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
  const what = {
    endpoint: endpoint.id,
    member: due.member,
    ids: due.deliveries.map(({ id }) => id),
    status,
    nextAt,
    keepMs,
    max: endpoint.batch?.max ?? 1,
    wait: endpoint.batch?.waitMs ?? 0,
  };
  return [JSON.stringify(what), attempt, failure];
}

function toFares(reply: ScriptReply): Fares {
  const [since, toldAt = '', pauses = ''] = Array.isArray(reply) ? reply.map(String) : [];
  return {
    failingSince: since ? Number(since) : undefined,
    toldAt,
    isOnTrial: pauses !== '',
  };
}
