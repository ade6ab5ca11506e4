import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

/*
 * Touches a key of bullmq 6.7 itself, whose version is pinned for that: `wait` is a list that is worked off from the right.
 */

/** What is not open any more comes first: it is only dropped. */
const order = defineScript(`
  local wait, unsettled = KEYS[1], KEYS[2]
  for _, id in ipairs(redis.call('ZRANGE', unsettled, 0, -1)) do
    if redis.call('LREM', wait, -1, id) == 1 then redis.call('LPUSH', wait, id) end
  end
  return 1
`);

/** Puts what waits into the order in which it was accepted. */
export async function orderByAcceptance(redis: Redis, lane: Queue, sessionId: string): Promise<void> {
  await order.run(redis, [lane.toKey('wait'), keys.unsettled(sessionId)], []);
}
