import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { FREED_TURNS } from '../webhooks/freed-turns.ts';

/**
 * Which worker a session runs on. Whoever leaves a session without an owner (a wish, a release, a death) places it in the
 * same script: the owner and a higher epoch are written, and the worker finds the session in its inbox. What finds no
 * room waits in a list, and is placed by the next worker that looks around.
 */

/** Lua: the time of Redis, in unix milliseconds. */
export const NOW = `
  local function nowMs()
    local time = redis.call('TIME')
    return time[1] * 1000 + math.floor(time[2] / 1000)
  end
`;

/**
 * Lua functions that place sessions. The names of keys are made in Redis, which a Redis Cluster would not allow.
 *
 * A worker that is dead has no hash any more; one that is draining takes nothing. The epoch never goes back, not even
 * when Redis loses its last second: it is at least the time in milliseconds.
 */
export const PLACEMENT = `${NOW}${FREED_TURNS}
  local function takingWorkers()
    local taking = {}
    for _, id in ipairs(redis.call('SMEMBERS', '${keys.workers}')) do
      local key = '${keys.worker('')}' .. id
      local worker = redis.call('HMGET', key, 'capacity', 'labels', 'draining', 'loginHost')
      if worker[1] and worker[3] ~= '1' then
        local load = redis.call('SCARD', key .. ':sessions')
        taking[#taking + 1] = {
          id = id, loginHost = worker[4], capacity = tonumber(worker[1]), labels = ',' .. worker[2] .. ',', load = load }
      end
    end
    return taking
  end

  local function hasLabels(worker, labels)
    for label in string.gmatch(labels, '[^,]+') do
      if not string.find(worker.labels, ',' .. label .. ',', 1, true) then return false end
    end
    return true
  end

  local function isBetter(a, b, host)
    if (a.loginHost == host) ~= (b.loginHost == host) then return a.loginHost == host end
    local fuller, emptier = (a.load + 1) / a.capacity, (b.load + 1) / b.capacity
    if fuller ~= emptier then return fuller < emptier end
    return a.id < b.id
  end

  -- The host that has the login, then the least loaded. Also tells whether some worker has room, and whether any is there.
  local function choose(workers, labels, host, avoid)
    local best, fits = nil, false
    for _, worker in ipairs(workers) do
      if hasLabels(worker, labels) then
        fits = true
        if worker.load < worker.capacity and worker.id ~= avoid and (not best or isBetter(worker, best, host)) then
          best = worker
        end
      end
    end
    return best, fits
  end

  local function find(workers, id)
    for _, worker in ipairs(workers) do
      if worker.id == id then return worker end
    end
  end

  local function wantsOwner(desired, request)
    return desired == 'running' or (request or '') ~= ''
  end

  -- A session that does not run, and only has a request to be carried out, stays what it is.
  local function wait(id, key, isRunning, code, now)
    local text = string.format('%.0f', now)
    redis.call('ZADD', '${keys.sessionsWaiting}', 'NX', text, id)
    if isRunning and redis.call('HGET', key, 'code') ~= code then
      redis.call('HSET', key, 'code', code, 'stateSince', text, 'qr', '')
    end
  end

  -- Gives a session that wants an owner and has none to a worker. \`avoid\` is one that it shall leave.
  local function place(id, workers, now, avoid)
    local key = '${keys.session('')}' .. id
    local session = redis.call('HMGET', key,
      'owner', 'epoch', 'desired', 'request', 'labels', 'loginHost', 'moveTo')
    local isWanted = session[3] and wantsOwner(session[3], session[4])
    if (session[1] or '') ~= '' or not isWanted then
      redis.call('ZREM', '${keys.sessionsWaiting}', id)
      return
    end
    local labels, host, target = session[5] or '', session[6], session[7]
    if avoid then host = nil end
    local worker = target and choose({ find(workers, target) }, labels)
    local fits = true
    if not worker then worker, fits = choose(workers, labels, host, avoid) end
    if not worker and avoid then worker, fits = choose(workers, labels, host) end
    if not worker then
      local code = (fits or #workers == 0) and 'waiting_for_worker' or 'no_matching_worker'
      return wait(id, key, session[3] == 'running', code, now)
    end
    local epoch = string.format('%.0f', math.max(tonumber(session[2] or '0') + 1, now))
    redis.call('HSET', key, 'owner', worker.id, 'epoch', epoch, 'ownedSince', string.format('%.0f', now))
    redis.call('HDEL', key, 'moveTo')
    redis.call('ZREM', '${keys.sessionsWaiting}', id)
    redis.call('SADD', '${keys.worker('')}' .. worker.id .. ':sessions', id)
    redis.call('ZADD', '${keys.worker('')}' .. worker.id .. ':inbox', 0, id)
    worker.load = worker.load + 1
  end

  -- Forgets a worker and places what it owned elsewhere; its webhook turns are free. Returns how many sessions that were.
  local function bury(worker, now)
    freeTurns(worker)
    local key = '${keys.worker('')}' .. worker
    local owned = redis.call('SMEMBERS', key .. ':sessions')
    redis.call('DEL', key, key .. ':sessions', key .. ':inbox', key .. ':lanes')
    redis.call('SREM', '${keys.workers}', worker)
    local workers, freed = takingWorkers(), 0
    for _, id in ipairs(owned) do
      local session = '${keys.session('')}' .. id
      if redis.call('HGET', session, 'owner') == worker then
        redis.call('HDEL', session, 'owner')
        if redis.call('HGET', session, 'desired') == 'running' then
          redis.call('HSET', session, 'code', 'worker_lost', 'stateSince', string.format('%.0f', now), 'qr', '')
        end
        place(id, workers, now)
        freed = freed + 1
      end
    end
    return freed
  end

  -- Has the owner of a session look at it, or finds it one.
  local function tell(id, now)
    local owner = redis.call('HGET', '${keys.session('')}' .. id, 'owner') or ''
    if owner == '' then place(id, takingWorkers(), now)
    else redis.call('ZADD', '${keys.worker('')}' .. owner .. ':inbox', 0, id) end
  end
`;

/**
 * Lua: `noticeGap(leaseMs, now)` notes that Redis serves workers now. When it has served none for half a lease, it was
 * frozen, away or its clock has jumped: every lease may have run out although its worker lives, so nobody reaps for one
 * lease. Connections do not show it, for those to a frozen Redis stay open.
 */
export const NOTICE_GAPS = `
  local function noticeGap(leaseMs, now)
    local last = tonumber(redis.call('GET', '${keys.workersServed}') or now)
    redis.call('SET', '${keys.workersServed}', string.format('%.0f', now))
    if now - last > leaseMs / 2 then redis.call('SET', '${keys.reapingPaused}', 1, 'PX', leaseMs) end
  end
`;

/** Only one of all workers looks in each such span. */
const LOOK_SPAN_MS = 250;
const WAITING_AT_ONCE = 1_000;

const look = defineScript(`${PLACEMENT}${NOTICE_GAPS}
  local leaseMs, mayReap = tonumber(ARGV[1]), ARGV[2] == '1'
  if mayReap and not redis.call('SET', '${keys.lookedAround}', 1, 'PX', ${LOOK_SPAN_MS}, 'NX') then
    return { 0, redis.call('SCARD', '${keys.workers}') }
  end
  local workers = redis.call('SMEMBERS', '${keys.workers}')
  local now, freed = nowMs(), 0
  noticeGap(leaseMs, now)
  if mayReap and redis.call('EXISTS', '${keys.reapingPaused}') == 0 then
    local leases = {}
    for i, worker in ipairs(workers) do leases[i] = '${keys.worker('')}' .. worker end
    local isOver = #workers > 0 and redis.call('EXISTS', unpack(leases)) < #workers
    for i, worker in ipairs(isOver and workers or {}) do
      if redis.call('EXISTS', leases[i]) == 0 then freed = freed + bury(worker, now) end
    end
  end
  local waiting = redis.call('ZRANGE', '${keys.sessionsWaiting}', 0, ${WAITING_AT_ONCE - 1})
  if #waiting > 0 then
    local taking = takingWorkers()
    for _, id in ipairs(waiting) do place(id, taking, now) end
  end
  return { freed, #workers }
`);

/** What a look around has found. */
export interface Surroundings {
  /** How many sessions of dead workers were placed anew. */
  readonly taken: number;
  /** How many workers there are; they share the looking. */
  readonly workers: number;
}

/**
 * Places what waits, and takes the sessions of workers whose lease has run out.
 * @param mayReap false when leases may have run out although their workers live, as after an outage of Redis
 */
export async function lookAround(redis: Redis, leaseMs: number, mayReap: boolean): Promise<Surroundings> {
  const reply = await look.run(redis, [], [leaseMs, mayReap ? 1 : 0]);
  const [taken, workers] = Array.isArray(reply) ? reply : [];
  return { taken: Number(taken), workers: Number(workers) };
}

/** Whose turn it is in each span is decided by the first that asks; all others only read it. */
const surplus = defineScript(`${PLACEMENT}
  local me, everyMs, turn = ARGV[1], ARGV[2], '${keys.rebalanced}'
  local chosen = redis.call('GET', turn)
  if chosen and chosen ~= me then return {} end
  local workers = takingWorkers()

  -- The labels of those that would still be emptier with one session more.
  local function receivers(giver)
    local found = {}
    for _, worker in ipairs(workers) do
      local evens = (worker.load + 1) / worker.capacity <= (giver.load - 1) / giver.capacity
      if worker.id ~= giver.id and worker.load < worker.capacity and evens then found[#found + 1] = worker.labels end
    end
    return found
  end

  if not chosen then
    local givers = {}
    for _, worker in ipairs(workers) do
      if #receivers(worker) > 0 then givers[#givers + 1] = worker.id end
    end
    -- Not always the fullest: it may have none that can move.
    chosen = #givers > 0 and givers[nowMs() % #givers + 1] or 'nobody'
    redis.call('SET', turn, chosen, 'PX', everyMs)
    if chosen ~= me then return {} end
  end
  redis.call('SET', turn, 'nobody', 'KEEPTTL')
  local giver = find(workers, me)
  return giver and receivers(giver) or {}
`);

/**
 * Whether this worker should give a session to an emptier one: the labels of each of those. None when it should not, or
 * when another has its turn in this span of `everyMs`.
 */
export async function findEmptierWorkers(
  redis: Redis,
  workerId: string,
  everyMs: number,
): Promise<ReadonlySet<string>[]> {
  const reply = await surplus.run(redis, [], [workerId, everyMs]);
  const labels = Array.isArray(reply) ? reply.map(String) : [];
  return labels.map((text) => new Set(text.split(',').filter((label) => label !== '')));
}

const move = defineScript(`${PLACEMENT}
  local id, target, key, now = ARGV[1], ARGV[2], '${keys.session('')}' .. ARGV[1], nowMs()
  local session = redis.call('HMGET', key, 'owner', 'desired', 'request', 'labels')
  if not session[2] then return 'not_found' end
  local owner, labels = session[1] or '', session[4] or ''
  if owner == '' then return 'no_owner' end
  if (session[3] or '') ~= '' then return 'busy' end
  local workers = takingWorkers()
  if target ~= '' then
    local worker = find(workers, target)
    if not worker then return 'no_such_worker' end
    if worker.id == owner then return 'there_already' end
    if not choose({ worker }, labels) then return 'no_room' end
    redis.call('HSET', key, 'moveTo', target)
  elseif not choose(workers, labels, nil, owner) then
    return 'no_room'
  end
  redis.call('HSET', key, 'request', 'move')
  redis.call('HINCRBY', key, 'wish', 1)
  tell(id, now)
  return 'moving'
`);

/** Why a session cannot move, or that it does. */
export type Move =
  | 'moving'
  /** There is no such session. */
  | 'not_found'
  /** It does not run on any worker. */
  | 'no_owner'
  /** Something else was asked of it and is not done yet. */
  | 'busy'
  | 'no_such_worker'
  | 'there_already'
  /** No other worker, or not the one that was named, has room and the session's labels. */
  | 'no_room';

/**
 * Asks the owner of a session to hand it over, connection closed in order and login whole.
 * @param target the worker that shall have it; by default the one that suits best
 */
export async function moveSession(redis: Redis, sessionId: string, target?: string): Promise<Move> {
  return (await move.run(redis, [], [sessionId, target ?? ''])) as Move;
}
