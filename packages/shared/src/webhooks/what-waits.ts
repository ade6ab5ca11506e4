import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { QUEUE } from './queue-lua.ts';

/** What waits for all endpoints together. */
export interface WhatWaits {
  /** Deliveries that wait for their first or next attempt. */
  readonly pending: number;
  /** How long ago the event of the oldest of them was recorded, in milliseconds; 0 when nothing waits. */
  readonly oldestMs: number;
  /** Endpoints that are left alone for a while because most attempts failed. */
  readonly paused: number;
}

/** So many endpoints take Redis about two milliseconds. */
const LOOKED_AT = 1_000;

const waits = defineScript(`${QUEUE}
  local now, pending, oldest, paused = nowMs(), 0, nil, 0
  for _, endpoint in ipairs(redis.call('ZRANGE', '${keys.webhooksDue}', 0, ARGV[1] - 1)) do
    pending = pending + redis.call('ZCARD', hook(endpoint, 'pending'))
    local first = redis.call('ZRANGE', hook(endpoint, 'pending'), 0, 0, 'WITHSCORES')[2]
    if first then oldest = math.min(oldest or now, tonumber(first)) end
    local pausedUntil = tonumber(redis.call('HGET', hook(endpoint, 'health'), 'pausedUntil') or '0')
    if pausedUntil > now then paused = paused + 1 end
  end
  return {pending, now - (oldest or now), paused}
`);

/** Of the endpoints that are enabled, those whose turn is next; with more than a thousand it is at least so much. */
export async function readWhatWaits(redis: Redis, endpoints = LOOKED_AT): Promise<WhatWaits> {
  const reply = await waits.run(redis, [], [endpoints]);
  const [pending = 0, oldestMs = 0, paused = 0] = Array.isArray(reply) ? reply.map(Number) : [];
  return { pending, oldestMs, paused };
}
