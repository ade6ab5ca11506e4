import { keys } from '../redis/keys.ts';

/** For scripts that look at many sessions: `stateOf(id)`, as `loadSession` tells it. */
export const STATE_LUA = `
  local alive = {}
  local function isAlive(worker)
    if alive[worker] == nil then alive[worker] = redis.call('EXISTS', '${keys.worker('')}' .. worker) == 1 end
    return alive[worker]
  end

  -- The code, and the owner or an empty text; no code when there is no such session. One whose owner is dead is not what that one said last.
  local function stateOf(id)
    local session = redis.call('HMGET', '${keys.session('')}' .. id, 'code', 'owner')
    local code, owner = session[1], session[2] or ''
    if code and owner ~= '' and not isAlive(owner) then code = 'worker_lost' end
    return code, owner
  end
`;
