import { readSession } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import type { Caller } from './caller.ts';

/**
 * Whether somebody comes with a token to connect although a phone was linked since it was made. Each links one: who still has it when that
 * phone is gone must not put their own in its place.
 */
export async function isLinked(redis: Redis, { token }: Caller): Promise<boolean> {
  if (token?.purpose !== 'connect') return false;
  const session = await readSession(redis, token.sessionId);
  return (session?.connectedAt ?? 0) > token.madeAt;
}
