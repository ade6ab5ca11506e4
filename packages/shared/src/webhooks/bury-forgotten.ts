import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { listEndpointIds, readEndpoints } from './endpoint-store.ts';
import { QUEUE } from './queue-lua.ts';

/**
 * A part of what waits, lanes in their order, unless somebody has touched the endpoint meanwhile. Each delivery leaves its queue in the
 * same step in which it becomes a dead letter. Returns how many.
 */
const buryScript = defineScript(`${QUEUE}
  local endpoint, updatedAt, keepMs, count = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
  local seen = redis.call('HMGET', '${keys.webhook('')}' .. endpoint, 'enabled', 'updatedAt')
  if seen[1] ~= 'false' or seen[2] ~= updatedAt then return 0 end
  local text, buried, due = string.format('%.0f', nowMs()), 0, hook(endpoint, 'due')

  local function bury(id)
    buried = buried + 1
    redis.call('ZREM', hook(endpoint, 'pending'), id)
    if redis.call('EXISTS', record(id)) == 0 then return end
    redis.call('HSET', record(id), 'status', 'dead', 'settledAt', text)
    redis.call('HDEL', record(id), 'batch')
    redis.call('ZADD', hook(endpoint, 'dead'), text, id)
    redis.call('PEXPIRE', record(id), keepMs)
    redis.call('PEXPIRE', record(id) .. ':attempts', keepMs)
  end

  for _, member in ipairs(redis.call('ZRANGE', due, 0, count - 1)) do
    if string.sub(member, 1, 4) == 'one:' then
      bury(string.sub(member, 5))
      redis.call('ZREM', due, member)
    else
      local list = hook(endpoint, member)
      while buried < count do
        local id = redis.call('LPOP', list)
        if not id then break end
        bury(id)
      end
      if redis.call('EXISTS', list) == 0 then redis.call('ZREM', due, member) end
    end
    if buried >= count then break end
  end
  return buried
`);

const PAGE = 200;
/** So many take Redis about two milliseconds. */
const AT_ONCE = 100;

/**
 * Gives up what waits for endpoints that are disabled and that nobody has touched for `untouchedMs`; it can be replayed for `keepMs`.
 * @param now unix milliseconds
 * @returns how many deliveries that were
 */
export async function buryForgotten(
  redis: Redis,
  { untouchedMs, keepMs }: { readonly untouchedMs: number; readonly keepMs: number },
  now: number,
): Promise<number> {
  let buried = 0;
  let cursor = '';
  for (;;) {
    const ids = await listEndpointIds(redis, cursor, PAGE);
    for (const { id, enabled, updatedAt } of await readEndpoints(redis, ids)) {
      if (enabled || updatedAt > now - untouchedMs) continue;
      for (let count = AT_ONCE; count > 0; buried += count) {
        count = Number(await buryScript.run(redis, [], [id, updatedAt, keepMs, AT_ONCE]));
      }
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < PAGE) return buried;
    cursor = last;
  }
}
