import type { Redis } from 'ioredis';
import { tenantOf } from './session-store.ts';

/**
 * Says of which sessions a list over many tells: those that there are, of one tenant if one is named. Each is asked for once.
 */
export function createTenantFilter(
  redis: Redis,
  tenantId: string | undefined,
): (sessionId: string) => Promise<boolean> {
  const owners = new Map<string, Promise<string | undefined>>();
  return async (sessionId) => {
    const asked = owners.get(sessionId) ?? tenantOf(redis, sessionId);
    owners.set(sessionId, asked);
    const owner = await asked;
    return owner !== undefined && (tenantId === undefined || owner === tenantId);
  };
}
