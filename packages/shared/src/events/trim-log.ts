import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';

/** Old events leave the log of their session; what was not handed out to the webhook queues yet never does. */

/**
 * For scripts: takes the oldest events away, most at once, that were recorded before horizon (unix seconds). Returns how
 * many. When an event was recorded stands in it, before anything that a customer wrote.
 */
export const TRIM_OLD = `
  local function trimOld(stream, head, horizon, most)
    local handedOut = tonumber(redis.call('HGET', head, 'fannedOut') or '0')
    local old, count = nil, 0
    for _, entry in ipairs(redis.call('XRANGE', stream, '-', '+', 'COUNT', most)) do
      local seq = tonumber(string.match(entry[1], '^%d+'))
      local at = tonumber(string.match(entry[2][2], '"timestamp":(%d+)'))
      if seq > handedOut or not at or at >= horizon then break end
      old, count = seq, count + 1
    end
    if old then redis.call('XTRIM', stream, 'MINID', string.format('%.0f', old + 1)) end
    return count
  end
`;

const trim = defineScript(`${TRIM_OLD}
  return trimOld(KEYS[1], KEYS[2], tonumber(ARGV[1]), ARGV[2])
`);

const AT_ONCE = 100;

/**
 * Takes every event away that is too old, for a session in whose log nothing is written that would do it.
 * @param before unix milliseconds
 * @returns how many events that were
 */
export async function trimLog(redis: Redis, sessionId: string, before: number): Promise<number> {
  const places = [keys.events(sessionId), keys.eventsHead(sessionId)];
  for (let removed = 0; ; ) {
    const count = Number(await trim.run(redis, places, [Math.floor(before / 1_000), AT_ONCE]));
    removed += count;
    if (count < AT_ONCE) return removed;
  }
}
