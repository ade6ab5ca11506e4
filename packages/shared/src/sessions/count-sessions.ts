import type { Redis } from 'ioredis';
import { z } from 'zod';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { SESSION_STATES, type SessionState, STATE_CODES, type StateCode } from './session-state.ts';
import { STATE_LUA } from './state-lua.ts';

/** Sessions in numbers, as they are at this moment. */
export interface CountedSessions {
  readonly byState: Record<SessionState, number>;
  /** Those that want a worker and found none with room. */
  readonly waiting: number;
}

const pageSchema = z.object({
  sessions: z.number(),
  last: z.string(),
  codes: z.record(z.string(), z.number()),
  waiting: z.number(),
});

/** Takes Redis about two milliseconds. */
const AT_ONCE = 500;

const page = defineScript(`${STATE_LUA}
  local ids = redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], '+', 'LIMIT', 0, ARGV[2])
  local codes, waiting = {}, 0
  for _, id in ipairs(ids) do
    local code, owner = stateOf(id)
    if code then codes[code] = (codes[code] or 0) + 1 end
    if owner == '' and (code == 'waiting_for_worker' or code == 'no_matching_worker') then waiting = waiting + 1 end
  end
  return cjson.encode({ sessions = #ids, last = ids[#ids] or '', codes = codes, waiting = waiting })
`);

/** Of one tenant, if one is named. Ten thousand take some dozens of milliseconds. */
export async function countSessions(redis: Redis, tenantId?: string): Promise<CountedSessions> {
  const byState = Object.fromEntries(SESSION_STATES.map((state) => [state, 0])) as CountedSessions['byState'];
  const sessions = tenantId === undefined ? keys.sessions : keys.tenantSessions(tenantId);
  let waiting = 0;
  for (let after = '-'; ; ) {
    const seen = pageSchema.parse(JSON.parse(String(await page.run(redis, [sessions], [after, AT_ONCE]))));
    for (const [code, count] of Object.entries(seen.codes))
      byState[STATE_CODES[code as StateCode].state] += count;
    waiting += seen.waiting;
    if (seen.sessions < AT_ONCE) return { byState, waiting };
    after = `(${seen.last}`;
  }
}
