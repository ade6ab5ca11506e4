import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { QUEUE } from './queue-lua.ts';

/** When it is an endpoint's turn: what is due, what pauses, what rests. */

const pauseScript = defineScript(`${QUEUE}
  local endpoint, first, longest = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
  local health = hook(endpoint, 'health')
  if not isKnown(endpoint) then return 0 end
  -- What was under way when the pause began does not make it longer.
  if tonumber(redis.call('HGET', health, 'pausedUntil') or '0') > nowMs() then return 0 end
  local pauses = redis.call('HINCRBY', health, 'pauses', 1)
  local ms = math.min(longest, first * 2 ^ math.min(pauses - 1, 20))
  redis.call('HSET', health, 'pausedUntil', string.format('%.0f', nowMs() + ms))
  return ms
`);

/**
 * Nothing is tried for a while that doubles with each pause in a row, and then one thing at a time until one is delivered.
 * @returns for how long, in milliseconds; 0 when it pauses already
 */
export async function pauseEndpoint(
  redis: Redis,
  endpointId: string,
  wait: { readonly firstMs: number; readonly longestMs: number },
): Promise<number> {
  return Number(await pauseScript.run(redis, [], [endpointId, wait.firstMs, wait.longestMs]));
}

/** One that is gone or disabled is not looked at; a change of it is followed by a look. */
const restScript = defineScript(`${QUEUE}
  local endpoint = ARGV[1]
  local first = redis.call('ZRANGE', hook(endpoint, 'due'), 0, 0, 'WITHSCORES')
  redis.call('ZREM', '${keys.webhooksDue}', endpoint)
  if not first[2] or redis.call('HGET', '${keys.webhook('')}' .. endpoint, 'enabled') ~= 'true' then return 0 end
  expect(endpoint, tonumber(first[2]))
  return 1
`);

/** Says that nobody works on the endpoint, and when somebody should: when the first of its deliveries is due. */
export async function restEndpoint(redis: Redis, endpointId: string): Promise<void> {
  await restScript.run(redis, [], [endpointId]);
}

/** The endpoints with something due, the longest waiting first. @param now unix milliseconds */
export async function endpointsDue(redis: Redis, now: number, limit: number): Promise<string[]> {
  return redis.zrangebyscore(keys.webhooksDue, '-inf', now, 'LIMIT', 0, limit);
}

/** Whether the endpoint has something due. */
export async function isEndpointDue(redis: Redis, endpointId: string, now: number): Promise<boolean> {
  const at = await redis.zscore(keys.webhooksDue, endpointId);
  return at !== null && Number(at) <= now;
}

/** A note of something newer stays. */
const noteToldScript = defineScript(`${QUEUE}
  local endpoint, told, toldAt = ARGV[1], ARGV[2], ARGV[3]
  local health = hook(endpoint, 'health')
  if not isKnown(endpoint) then return 0 end
  if told == '1' then
    redis.call('HSET', health, 'told', string.format('%.0f', nowMs()))
  elseif toldAt == '' or redis.call('HGET', health, 'told') == toldAt then
    redis.call('HDEL', health, 'told')
  end
  return 1
`);

/** Notes whether somebody was told that the endpoint fails. @param toldAt when that was, of one that is told to be well again */
export async function noteTold(
  redis: Redis,
  endpointId: string,
  isTold: boolean,
  toldAt = '',
): Promise<void> {
  await noteToldScript.run(redis, [], [endpointId, isTold ? '1' : '0', toldAt]);
}
