import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { QUEUE } from '../webhooks/queue-lua.ts';

/** Taking single deliveries out of the queues of their endpoints, and what they would tell out of their records. */

/** It leaves every list that could name it, its lane in the right order, before its record goes. */
const removeScript = defineScript(`${QUEUE}
  local id = ARGV[1]
  local seen = redis.call('HMGET', record(id), 'endpointId', 'sessionId')
  local endpoint = seen[1]
  if endpoint then
    redis.call('ZREM', hook(endpoint, 'due'), 'one:' .. id)
    for _, list in ipairs({'pending', 'dead', 'deliveries'}) do redis.call('ZREM', hook(endpoint, list), id) end
    for _, lane in ipairs({seen[2] or '-', '-'}) do
      local list = hook(endpoint, 'lane:' .. lane)
      redis.call('LREM', list, 0, id)
      if redis.call('EXISTS', list) == 0 then redis.call('ZREM', hook(endpoint, 'due'), 'lane:' .. lane) end
    end
  end
  return redis.call('UNLINK', record(id), record(id) .. ':attempts')
`);

/** Removes a delivery for good. An attempt that is under way ends unnoticed. Returns whether there was one. */
export async function removeDelivery(redis: Redis, id: string): Promise<boolean> {
  return Number(await removeScript.run(redis, [], [id])) > 0;
}

/** Only bytes that wait are replaced: those of what was delivered are made of the log. */
const blankScript = defineScript(`
  if redis.call('HGET', KEYS[1], 'body') ~= ARGV[1] then return 0 end
  redis.call('HSET', KEYS[1], 'body', ARGV[2])
  redis.call('UNLINK', KEYS[2])
  return 1
`);

/** Replaces the bytes of a delivery that waits, or was given up, and forgets what its receiver answered. */
export async function blankDelivery(
  redis: Redis,
  id: string,
  before: string,
  body: string,
): Promise<boolean> {
  const names = [keys.delivery(id), keys.deliveryAttempts(id)];
  return Number(await blankScript.run(redis, names, [before, body])) === 1;
}
