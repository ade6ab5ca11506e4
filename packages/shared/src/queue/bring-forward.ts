import type { Redis } from 'ioredis';
import { keys, QUEUE_PREFIX } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { laneName } from './queues.ts';

/*
 * Touches keys of bullmq 6.7 itself, whose version is pinned for that: jobs with a priority wait in the sorted set `prioritized`,
 * and the list `wait`, which is worked off first, from the right; the job's hash says which.
 */

const bring = defineScript(`
  local waiting, prioritized, wait = KEYS[1], KEYS[2], KEYS[3]
  local moved = 0
  for _, id in ipairs(redis.call('LRANGE', waiting, 0, -1)) do
    local status = redis.call('HGET', ARGV[1] .. id, 'status')
    local isMoved = redis.call('ZREM', prioritized, id) == 1
    if isMoved then
      redis.call('HSET', ARGV[2] .. id, 'priority', 0)
      redis.call('LPUSH', wait, id)
      moved = moved + 1
    end
    if isMoved or (status ~= 'queued' and status ~= 'scheduled') then redis.call('LREM', waiting, 1, id) end
  end
  return moved
`);

/**
 * Lets the bulk messages to a chat go with the interactive ones: to be called before an interactive message to the same chat is
 * added, which must not overtake them. Returns how many there were.
 */
export async function bringForward(redis: Redis, sessionId: string, chatId: string): Promise<number> {
  const lane = `${QUEUE_PREFIX}:${laneName(sessionId)}:`;
  const moved = await bring.run(
    redis,
    [keys.waitingBulk(sessionId, chatId), `${lane}prioritized`, `${lane}wait`],
    [keys.message(sessionId, ''), lane],
  );
  return Number(moved);
}
