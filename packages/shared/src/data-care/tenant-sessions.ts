import type { Redis } from 'ioredis';
import { readLastEvent } from '../events/event-log.ts';
import { keys } from '../redis/keys.ts';
import { scanKeys } from './read-keys.ts';
import { sessionOfKey } from './whose-key.ts';

const PAGE = 500;

/** The sessions of a tenant that exist. */
export async function sessionsOfTenant(redis: Redis, tenantId: string): Promise<string[]> {
  const found: string[] = [];
  for (let after = '-'; ; ) {
    const ids = await redis.zrangebylex(keys.sessions, after, '+', 'LIMIT', 0, PAGE);
    const tenants = await Promise.all(ids.map((id) => redis.hget(keys.session(id), 'tenantId')));
    found.push(...ids.filter((_, at) => tenants[at] === tenantId));
    const last = ids.at(-1);
    if (last === undefined || ids.length < PAGE) return found;
    after = `(${last}`;
  }
}

/** Sessions that were deleted, and of which there still is something that says whose they were: their event log. */
export async function deletedSessionsOfTenant(redis: Redis, tenantId: string): Promise<string[]> {
  const found = new Set<string>();
  for await (const names of scanKeys(redis, keys.events('*'))) {
    for (const name of names) {
      const id = sessionOfKey(name);
      if (id === undefined || name !== keys.events(id)) continue;
      if ((await redis.exists(keys.session(id))) === 1) continue;
      const known = await redis.hget(keys.eventsHead(id), 'tenantId');
      if ((known ?? (await readLastEvent(redis, id))?.tenantId) === tenantId) found.add(id);
    }
  }
  return [...found];
}
