import { ApiError } from '@wagw/shared/errors/problem';
import { createSession, type NewSession, readSession } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';

/**
 * A session under an id that nobody has. A request that broke off after it had created the session finds its own when it is repeated;
 * it never takes that of somebody else for it.
 */

/**
 * @param seed of the request
 * @throws ApiError when another request has created a session of this id
 */
export async function mustBeFree(redis: Redis, id: string, seed: string): Promise<void> {
  const session = await readSession(redis, id);
  if (session !== undefined && session.madeBy !== seed) throw new ApiError('session_exists');
}

/**
 * Creates the session, unless this request has done so before.
 * @param seed of the request
 * @throws ApiError when the id is taken, or was lately by another tenant
 */
export async function createNew(redis: Redis, seed: string, session: NewSession): Promise<void> {
  if (await createSession(redis, { ...session, madeBy: seed }, Date.now())) return;
  const found = await readSession(redis, session.id);
  if (found?.madeBy !== seed) throw new ApiError('session_exists');
}
