import { keys } from '../redis/keys.ts';

/**
 * What waits for each endpoint: single deliveries, and lanes of deliveries that go one after the other. Both stand in the
 * endpoint's `due` set under the time of their next attempt, and endpoints with anything due in `webhooksDue`. A delivery
 * leaves only when its outcome is written down, so a crash at any point repeats an attempt and loses nothing.
 */

/** Of functions that more than one script needs. The names of keys are made in Redis, which a Redis Cluster would not allow. */
export const QUEUE = `
  local function hook(id, what) return '${keys.webhook('')}' .. id .. ':' .. what end
  local function record(id) return '${keys.delivery('')}' .. id end
  local function nowMs()
    local time = redis.call('TIME')
    return time[1] * 1000 + math.floor(time[2] / 1000)
  end

  local function isKnown(endpoint) return redis.call('EXISTS', '${keys.webhook('')}' .. endpoint) == 1 end

  -- When an endpoint is to be looked at. One that is paused is not before its pause is over.
  local function expect(endpoint, at)
    local paused = tonumber(redis.call('HGET', hook(endpoint, 'health'), 'pausedUntil') or '0')
    redis.call('ZADD', '${keys.webhooksDue}', 'LT', string.format('%.0f', math.max(at, paused)), endpoint)
  end

  -- A lane in which nothing has failed waits for its batch to fill.
  local function laneDue(list, now, max, wait)
    if redis.call('LLEN', list) >= max then return now end
    return now + wait
  end

  local function push(endpoint, lane, id, now, max, wait)
    local at = now
    if lane == '' then
      redis.call('ZADD', hook(endpoint, 'due'), now, 'one:' .. id)
    else
      local list = hook(endpoint, 'lane:' .. lane)
      local length = redis.call('RPUSH', list, id)
      at = laneDue(list, now, max, wait)
      if length == 1 then
        redis.call('ZADD', hook(endpoint, 'due'), at, 'lane:' .. lane)
      elseif length == max and redis.call('HGET', record(redis.call('LINDEX', list, 0)), 'tries') == '0' then
        redis.call('ZADD', hook(endpoint, 'due'), 'XX', 'LT', at, 'lane:' .. lane)
      else
        return
      end
    end
    expect(endpoint, at)
  end

  local FIELDS = 12
  -- Adds what ARGV holds from \`first\` on. Returns how many are new, or pending again. An endpoint that is gone gets nothing:
  -- who adds may have seen it before.
  local function add(first, again, now, length)
    local added, known = 0, {}
    for i = first, #ARGV, FIELDS do
      local id, endpoint, eventId, event, session, tenant, seq, recordedAt, body, lane, max, wait =
        unpack(ARGV, i, i + FIELDS - 1)
      if known[endpoint] == nil then known[endpoint] = isKnown(endpoint) end
      local status = redis.call('HGET', record(id), 'status')
      if known[endpoint] and (not status or (again and status ~= 'pending')) then
        redis.call('HSET', record(id), 'endpointId', endpoint, 'eventId', eventId, 'event', event, 'sessionId', session,
          'tenantId', tenant, 'seq', seq, 'recordedAt', recordedAt, 'body', body, 'status', 'pending', 'tries', '0')
        redis.call('HSETNX', record(id), 'createdAt', string.format('%.0f', now))
        if status then
          redis.call('HINCRBY', record(id), 'replays', 1)
          redis.call('HDEL', record(id), 'settledAt')
          redis.call('PERSIST', record(id))
          redis.call('PERSIST', record(id) .. ':attempts')
          redis.call('ZREM', hook(endpoint, 'dead'), id)
        end
        redis.call('ZADD', hook(endpoint, 'deliveries'), now, id)
        redis.call('ZREMRANGEBYRANK', hook(endpoint, 'deliveries'), 0, -1 - length)
        redis.call('ZADD', hook(endpoint, 'pending'), recordedAt, id)
        push(endpoint, lane, id, now, tonumber(max), tonumber(wait))
        added = added + 1
      end
    end
    return added
  end
`;
