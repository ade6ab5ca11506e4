import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { removeDelivery } from '@wagw/shared/data-care/erase-delivery';
import { purgeSessions } from '@wagw/shared/data-care/purge-sessions';
import { trimLog } from '@wagw/shared/events/trim-log';
import { expiredBlobs, forgetBlob } from '@wagw/shared/media/blob-expiry';
import { everyId, everyPage } from '@wagw/shared/redis/every-id';
import { keys } from '@wagw/shared/redis/keys';
import { listSessionIds } from '@wagw/shared/sessions/session-store';
import { listEndpointIds, readEndpoints } from '@wagw/shared/webhooks/endpoint-store';
import type { Redis } from 'ioredis';

/** What is kept no longer, and has no time to live in Redis by itself. Times are unix milliseconds. */

const AT_ONCE = 100;

/** For how long things are kept, in milliseconds; undefined: as long as there is room. */
export interface Keeping {
  readonly eventLogAgeMs?: number | undefined;
  readonly messagesMs?: number | undefined;
  readonly deadLettersMs?: number | undefined;
}

/** For how long the log knows what it has (`event-log.ts`). */
const SEEN_MS = 7 * 86_400_000;

/** Removes files whose time is over. Returns how many. @param isOver ends it in the middle */
export async function removeExpiredFiles(
  redis: Redis,
  blobs: Pick<BlobStore, 'delete'>,
  now: number,
  isOver: () => boolean,
): Promise<number> {
  for (let removed = 0; ; ) {
    const expired = await expiredBlobs(redis, now, AT_ONCE);
    for (const key of expired) {
      if (isOver()) return removed;
      await blobs.delete(key);
      await forgetBlob(redis, key, now);
      removed += 1;
    }
    if (expired.length < AT_ONCE) return removed;
  }
}

/** Removes all that is left of sessions that were deleted long enough ago. Returns how many. */
export async function removeGoneSessions(
  redis: Redis,
  stores: readonly Pick<BlobStore, 'list' | 'delete'>[],
  now: number,
): Promise<number> {
  const due = await redis.zrangebyscore(keys.sessionsGone, '-inf', now, 'LIMIT', 0, AT_ONCE);
  const sessionIds = new Set<string>();
  for (const id of due) {
    if ((await redis.exists(keys.session(id))) === 1) await redis.zrem(keys.sessionsGone, id);
    else sessionIds.add(id);
  }
  await purgeSessions(redis, { sessionIds, withDeliveries: false, stores, count: () => undefined });
  return sessionIds.size;
}

/** Of sessions in which nothing happens: in others, what comes takes away what is old. */
export async function trimIdleSessions(
  redis: Redis,
  keeping: Keeping,
  now: number,
  isOver: () => boolean,
): Promise<void> {
  for await (const id of everyId(redis, listSessionIds)) {
    if (isOver()) return;
    await trimIdleSession(redis, id, keeping, now);
  }
  if (keeping.eventLogAgeMs !== undefined) {
    await redis.xtrim(keys.eventIndex, 'MINID', '~', now - keeping.eventLogAgeMs);
  }
}

/** Messages whose records have run out are still named in lists, also those whose outcome was never known. */
async function trimIdleSession(
  redis: Redis,
  id: string,
  { eventLogAgeMs, messagesMs }: Keeping,
  now: number,
): Promise<void> {
  if (eventLogAgeMs !== undefined) await trimLog(redis, id, now - eventLogAgeMs);
  await redis.zremrangebyscore(keys.eventsSeen(id), '-inf', now - SEEN_MS);
  if (messagesMs === undefined) return;
  for (const list of [keys.messages(id), keys.unsettled(id)]) {
    await redis.zremrangebyscore(list, '-inf', now - messagesMs);
  }
}

/**
 * Dead letters whose records have run out are still named in the lists of their endpoints. What waits for an endpoint that is disabled
 * waits as long as a dead letter is kept.
 */
export async function trimEndpoints(
  redis: Redis,
  { deadLettersMs }: Keeping,
  now: number,
  isOver: () => boolean,
): Promise<void> {
  if (deadLettersMs === undefined) return;
  for await (const ids of everyPage(redis, listEndpointIds)) {
    for (const { id, enabled } of await readEndpoints(redis, ids)) {
      if (isOver()) return;
      await redis.zremrangebyscore(keys.webhookDead(id), '-inf', now - deadLettersMs);
      if (!enabled) await giveUpWaiting(redis, id, now - deadLettersMs, isOver);
    }
  }
}

async function giveUpWaiting(
  redis: Redis,
  endpointId: string,
  before: number,
  isOver: () => boolean,
): Promise<void> {
  for (;;) {
    const old = await redis.zrangebyscore(
      keys.webhookPending(endpointId),
      '-inf',
      before,
      'LIMIT',
      0,
      AT_ONCE,
    );
    for (const id of old) {
      if (isOver()) return;
      if (!(await removeDelivery(redis, id))) await redis.zrem(keys.webhookPending(endpointId), id);
    }
    if (old.length < AT_ONCE) return;
  }
}
