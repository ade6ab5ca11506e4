import { ApiError } from '@wagw/shared/errors/problem';
import type { StateCode } from '@wagw/shared/sessions/session-state';
import { type SessionRecord, wishSession } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import type { Caller } from '../access/caller.ts';
import { ownSession } from './session-of.ts';

/** What only waits for somebody with a phone. */
const WAITS_FOR_A_PHONE: ReadonlySet<StateCode> = new Set(['created', 'not_scanned', 'logged_out']);
/** What somebody has stopped, or what stopped by itself. */
const STOPPED: ReadonlySet<StateCode> = new Set(['stopped', 'unused']);

/**
 * Has a session run for somebody who comes with a token to connect. One that runs already is left as it is; none is created.
 * @throws ApiError when it was stopped although it has a login: those who did so know why
 */
export async function startForLink(redis: Redis, caller: Caller, id: string): Promise<SessionRecord> {
  const session = await ownSession(redis, caller, id);
  const { code, account } = session;
  if (STOPPED.has(code) && account !== undefined) throw new ApiError('link_cannot_start');
  if (!WAITS_FOR_A_PHONE.has(code) && !STOPPED.has(code)) return session;
  if (!(await wishSession(redis, id, { desired: 'running' }))) throw new ApiError('session_busy');
  return ownSession(redis, caller, id);
}
