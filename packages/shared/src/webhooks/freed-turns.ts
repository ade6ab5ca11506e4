import { WEBHOOK_QUEUE } from '../queue/queues.ts';
import { QUEUE_PREFIX } from '../redis/keys.ts';

const QUEUE = `${QUEUE_PREFIX}:${WEBHOOK_QUEUE}:`;

/**
 * Lua: `freeTurns(worker)` gives the endpoints whose turn a dead worker had to whoever comes next, before all others. BullMQ does
 * so by itself, but only when their locks have run out and somebody has looked for that. What was under way is still due.
 */
export const FREED_TURNS = `
  local function freeTurns(worker)
    local freed = 0
    for _, id in ipairs(redis.call('LRANGE', '${QUEUE}active', 0, -1)) do
      -- Where BullMQ notes the name of the worker that has taken the job.
      if redis.call('HGET', '${QUEUE}' .. id, 'pb') == worker then
        redis.call('DEL', '${QUEUE}' .. id .. ':lock')
        redis.call('SREM', '${QUEUE}stalled', id)
        redis.call('LREM', '${QUEUE}active', 1, id)
        redis.call('RPUSH', '${QUEUE}wait', id)
        freed = freed + 1
      end
    end
    if freed > 0 then redis.call('ZADD', '${QUEUE}marker', 0, '0') end
  end
`;
