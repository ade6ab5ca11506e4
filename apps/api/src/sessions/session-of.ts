import { ApiError } from '@wagw/shared/errors/problem';
import { keys } from '@wagw/shared/redis/keys';
import { loadSession, type SessionRecord, tenantOf } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import type { Caller } from '../access/caller.ts';

/** @throws ApiError when there is none */
export async function sessionOf(redis: Redis, id: string): Promise<SessionRecord> {
  const session = await loadSession(redis, id);
  if (session === undefined) throw new ApiError('session_not_found');
  return session;
}

/**
 * For sessions that are named in a body; those in a path are checked before the route is asked.
 * @throws ApiError when there is none that the caller sees
 */
export async function ownSession(redis: Redis, caller: Caller, id: string): Promise<SessionRecord> {
  await mustSee(redis, caller, id);
  return sessionOf(redis, id);
}

/**
 * Another tenant's session is answered exactly as one that does not exist.
 * @throws ApiError
 */
export async function mustSee(redis: Redis, { tenantId }: Caller, id: string): Promise<void> {
  if (tenantId !== null && (await tenantOf(redis, id)) !== tenantId) throw new ApiError('session_not_found');
}

/**
 * As `mustSee`, also of a session that was deleted, as long as its events are kept.
 * @throws ApiError
 */
export async function mustSeeEvents(redis: Redis, caller: Caller, id: string): Promise<void> {
  const tenantId = (await tenantOf(redis, id)) ?? (await redis.hget(keys.eventsHead(id), 'tenantId'));
  const isSeen = tenantId !== null && (caller.tenantId === null || caller.tenantId === tenantId);
  if (!isSeen) throw new ApiError('session_not_found');
}
