import { ApiError } from '@wagw/shared/errors/problem';
import { loadSession, type SessionRecord } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';

/** @throws ApiError when there is none */
export async function sessionOf(redis: Redis, id: string): Promise<SessionRecord> {
  const session = await loadSession(redis, id);
  if (session === undefined) throw new ApiError('session_not_found');
  return session;
}
