import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { QUEUE } from './queue-lua.ts';

/** Taking an endpoint away, with everything that waited for it. */

/** From here on nothing comes to it, and what becomes of an attempt that is under way is not written down. */
const forgetScript = defineScript(`
  if redis.call('DEL', KEYS[1]) == 0 then return 0 end
  redis.call('ZREM', KEYS[2], ARGV[1])
  redis.call('INCR', KEYS[3])
  redis.call('ZREM', KEYS[4], ARGV[1])
  return 1
`);

/** A part of what is due, with its lanes. Returns how much that was. */
const clearDueScript = defineScript(`${QUEUE}
  local endpoint, count = ARGV[1], ARGV[2]
  local due = hook(endpoint, 'due')
  local members = redis.call('ZRANGE', due, 0, count - 1)
  for _, member in ipairs(members) do
    if string.sub(member, 1, 5) == 'lane:' then redis.call('UNLINK', hook(endpoint, member)) end
  end
  redis.call('ZREMRANGEBYRANK', due, 0, count - 1)
  return #members
`);

/** A part of a set of deliveries, with their records. */
const clearRecordsScript = defineScript(`${QUEUE}
  local set, count = KEYS[1], ARGV[1]
  local ids = redis.call('ZRANGE', set, 0, count - 1)
  for _, id in ipairs(ids) do redis.call('UNLINK', record(id), record(id) .. ':attempts') end
  redis.call('ZREMRANGEBYRANK', set, 0, count - 1)
  return #ids
`);

/** So many take Redis about a millisecond. */
const AT_ONCE = 500;

/**
 * Forgets the endpoint and its deliveries. What was broken off in the middle is finished by another call.
 * Returns false when there was no such endpoint.
 */
export async function removeEndpoint(redis: Redis, id: string): Promise<boolean> {
  const removed = await forgetScript.run(
    redis,
    [keys.webhook(id), keys.webhooks, keys.webhooksVersion, keys.webhooksDue],
    [id],
  );
  while (Number(await clearDueScript.run(redis, [], [id, AT_ONCE])) > 0);
  for (const set of [keys.webhookPending(id), keys.webhookDead(id), keys.webhookDeliveries(id)]) {
    while (Number(await clearRecordsScript.run(redis, [set], [AT_ONCE])) > 0);
  }
  await redis.del(keys.webhookHealth(id));
  return removed === 1;
}
