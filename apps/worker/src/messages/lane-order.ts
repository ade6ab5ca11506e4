import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

/*
 * Touches the keys of bullmq 6.7 itself, whose version is pinned for that: `active` and `wait` are lists that are worked
 * off from the right.
 */

/**
 * Jobs that are marked as being worked on although nobody does: their owner died, or the answer to a fetch was lost with
 * the connection. BullMQ gives them back when their lock has run out, but by then later messages have overtaken them.
 */
const putBack = defineScript(`
  local active, wait, stalled, marker = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
  local allowed, prefix = tonumber(ARGV[1]), ARGV[2]
  local ids = redis.call('LRANGE', active, 0, -1)
  if #ids <= allowed then return 0 end
  for _, id in ipairs(ids) do
    redis.call('DEL', prefix .. id .. ':lock')
    redis.call('SREM', stalled, id)
    redis.call('RPUSH', wait, id)
  end
  redis.call('DEL', active)
  redis.call('ZADD', marker, 0, '0')
  return #ids
`);

/**
 * Puts all jobs that are being worked on back to the head of the lane, in their order, if there are more than `allowed`.
 * Only for the lane's owner. Returns how many there were.
 */
export async function putBackActive(redis: Redis, lane: Queue, allowed: 0 | 1): Promise<number> {
  const names = ['active', 'wait', 'stalled', 'marker'].map((name) => lane.toKey(name));
  return Number(await putBack.run(redis, names, [allowed, lane.toKey('')]));
}

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
