import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';

/** Counts sessions whose owner ended without giving them up, and that were placed anew. The count is kept in Redis: who counts may die. */
export async function noteFailovers(redis: Redis, sessions: number): Promise<void> {
  if (sessions > 0) await redis.incrby(keys.failovers, sessions);
}

/** How many there were since Redis was set up. */
export async function readFailovers(redis: Redis): Promise<number> {
  return Number((await redis.get(keys.failovers)) ?? 0);
}
