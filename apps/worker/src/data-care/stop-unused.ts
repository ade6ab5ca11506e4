import { keys } from '@wagw/shared/redis/keys';
import { stopUnusedSession } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';

const AT_ONCE = 100;

/** Stops every session that nobody has used since `since`, in unix milliseconds; their logins stay. Returns how many. */
export async function stopUnusedSessions(
  redis: Redis,
  since: number,
  isOver: () => boolean,
): Promise<number> {
  let stopped = 0;
  for (let after = '-'; ; ) {
    const ids = await redis.zrangebylex(keys.sessions, after, '+', 'LIMIT', 0, AT_ONCE);
    for (const id of ids) {
      if (isOver()) return stopped;
      if (await stopUnusedSession(redis, id, since)) stopped += 1;
    }
    const last = ids.at(-1);
    if (last === undefined || ids.length < AT_ONCE) return stopped;
    after = `(${last}`;
  }
}
