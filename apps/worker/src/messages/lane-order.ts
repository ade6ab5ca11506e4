import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

/*
 * Touches a key of bullmq 6.7 itself, whose version is pinned for that: `wait` is a list that is worked off from the right.
 */

/**
 * What is no open message keeps its place behind what it waits behind: a command, or a message that was settled and is only
 * dropped.
 */
const order = defineScript(`
  local wait, unsettled = KEYS[1], KEYS[2]
  local ids = redis.call('LRANGE', wait, 0, -1)
  local waiting, latest = {}, 0
  for position = #ids, 1, -1 do
    local score = redis.call('ZSCORE', unsettled, ids[position])
    local accepted = score and tonumber(score)
    latest = math.max(latest, accepted or 0)
    waiting[#waiting + 1] = { id = ids[position], place = accepted or latest, turn = #waiting }
  end
  table.sort(waiting, function(a, b)
    if a.place ~= b.place then return a.place < b.place end
    return a.turn < b.turn
  end)
  redis.call('DEL', wait)
  for _, each in ipairs(waiting) do redis.call('LPUSH', wait, each.id) end
  return #waiting
`);

/** Puts what waits into the order in which it was accepted. */
export async function orderByAcceptance(redis: Redis, lane: Queue, sessionId: string): Promise<void> {
  await order.run(redis, [lane.toKey('wait'), keys.unsettled(sessionId)], []);
}
