import { everyId } from '@wagw/shared/redis/every-id';
import { listSessionIds, stopUnusedSession } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';

/** Stops every session that nobody has used since `since`, in unix milliseconds; their logins stay. Returns how many. */
export async function stopUnusedSessions(
  redis: Redis,
  since: number,
  isOver: () => boolean,
): Promise<number> {
  let stopped = 0;
  for await (const id of everyId(redis, listSessionIds)) {
    if (isOver()) return stopped;
    if (await stopUnusedSession(redis, id, since)) stopped += 1;
  }
  return stopped;
}
