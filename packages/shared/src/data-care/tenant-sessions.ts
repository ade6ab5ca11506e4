import type { Redis } from 'ioredis';
import { everyId } from '../redis/every-id.ts';
import { keys } from '../redis/keys.ts';
import { listSessionIds } from '../sessions/session-store.ts';

/** The sessions of a tenant: those that exist, and those that were deleted and of which something is stored still. */
export async function sessionsOfTenant(redis: Redis, tenantId: string): Promise<string[]> {
  const found = new Set<string>();
  for await (const id of everyId(redis, (...page) => listSessionIds(...page, tenantId))) found.add(id);
  for (const id of await redis.zrange(keys.sessionsGone, 0, '-1')) {
    // The head of the event log stays as long as anything of a session does.
    if ((await redis.hget(keys.eventsHead(id), 'tenantId')) === tenantId) found.add(id);
  }
  return [...found];
}
