import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { listEndpointIds, readEndpoints } from './endpoint-store.ts';
import { QUEUE } from './queue-lua.ts';
import { removeEndpoint } from './remove-endpoint.ts';

/** One that was touched so lately may be for a session that is about to be made again. */
const UNTOUCHED_MS = 60_000;

/**
 * A session that was deleted has a log that expires; one that was never made has none. The endpoint has had everything of it
 * when the log is handed out and nothing waits.
 */
const isOrphanScript = defineScript(`${QUEUE}
  local endpoint = ARGV[1]
  if redis.call('EXISTS', KEYS[1]) == 1 or redis.call('TTL', KEYS[2]) < 0 then return 0 end
  local head = redis.call('HMGET', KEYS[2], 'seq', 'fannedOut')
  if head[1] ~= head[2] or redis.call('EXISTS', hook(endpoint, 'pending')) == 1 then return 0 end
  local touched = tonumber(redis.call('HGET', '${keys.webhook('')}' .. endpoint, 'updatedAt') or '0')
  if touched > nowMs() - ${UNTOUCHED_MS} then return 0 end
  return 1
`);

const PAGE = 200;

/** Removes the endpoints of single sessions that were deleted, once they have had all events. Returns how many. */
export async function removeOrphanedEndpoints(redis: Redis): Promise<number> {
  let removed = 0;
  let cursor = '';
  for (;;) {
    const ids = await listEndpointIds(redis, cursor, PAGE);
    for (const { id, sessionId } of await readEndpoints(redis, ids)) {
      if (sessionId === null) continue;
      const places = [keys.session(sessionId), keys.eventsHead(sessionId)];
      if ((await isOrphanScript.run(redis, places, [id])) === 1 && (await removeEndpoint(redis, id))) {
        removed += 1;
      }
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < PAGE) return removed;
    cursor = last;
  }
}
