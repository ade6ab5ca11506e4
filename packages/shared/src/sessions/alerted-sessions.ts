import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { type SessionState, STATE_CODE_NAMES, STATE_CODES, type StateCode } from './session-state.ts';
import { STATE_LUA } from './state-lua.ts';

/** Sessions with which something is wrong now: they have failed, find no worker, or their health monitor has told an alert. */

const codesIn = (states: readonly SessionState[]): StateCode[] =>
  STATE_CODE_NAMES.filter((code) => states.includes(STATE_CODES[code].state));

const luaSet = (codes: readonly StateCode[]): string =>
  `{ ${codes.map((code) => `${code} = true`).join(', ')} }`;

/** Whoever rests, or waits for a person, is told of by the state itself, whatever was told before. */
const ALERTS_COUNT = luaSet(codesIn(['starting', 'authenticating', 'ready', 'reconnecting']));
const ALWAYS = luaSet(codesIn(['failed']));
const WITHOUT_WORKER = luaSet(['waiting_for_worker', 'no_matching_worker']);

/** Takes Redis about three milliseconds. */
const AT_ONCE = 500;

const page = defineScript(`${STATE_LUA}
  local always, withoutWorker, alertsCount = ${ALWAYS}, ${WITHOUT_WORKER}, ${ALERTS_COUNT}
  local ids, found = redis.call('ZRANGEBYLEX', KEYS[1], ARGV[1], '+', 'LIMIT', 0, ARGV[2]), {}
  for _, id in ipairs(ids) do
    local code, owner = stateOf(id)
    local isWrong = always[code] or (withoutWorker[code] and owner == '')
    if not isWrong and alertsCount[code] then
      local health = redis.call('HGET', '${keys.session('')}' .. id, 'health') or ''
      isWrong = string.find(health, '"isAlerted":true', 1, true)
    end
    if isWrong then found[#found + 1] = id end
  end
  return { #ids, ids[#ids] or '', unpack(found) }
`);

/** Their ids in order; of one tenant, if one is named. Ten thousand sessions take some dozens of milliseconds. */
export async function alertedSessionIds(redis: Redis, tenantId?: string): Promise<string[]> {
  const sessions = tenantId === undefined ? keys.sessions : keys.tenantSessions(tenantId);
  const found: string[] = [];
  for (let after = '-'; ; ) {
    const reply = await page.run(redis, [sessions], [after, AT_ONCE]);
    const [looked, last, ...ids] = reply as [number, string, ...string[]];
    found.push(...ids);
    if (looked < AT_ONCE) return found;
    after = `(${last}`;
  }
}
