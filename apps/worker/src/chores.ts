import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { trimLog } from '@wagw/shared/events/trim-log';
import { expiredBlobs, forgetBlob } from '@wagw/shared/media/blob-expiry';
import { releaseDue } from '@wagw/shared/messages/release-due';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Lanes } from '@wagw/shared/queue/queues';
import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import { removeOrphanedEndpoints } from '@wagw/shared/webhooks/orphaned-endpoints';
import type { Redis } from 'ioredis';

/**
 * What one of all workers does for all: scheduled messages get their jobs; files and events that are kept no longer go, and so do the webhook
 * endpoints of sessions that were deleted.
 */
export interface Chores {
  /** Ends what is under way. Idempotent. */
  close(): Promise<void>;
}

export interface ChoresParts {
  readonly redis: Redis;
  readonly lanes: Lanes;
  readonly blobs: BlobStore;
  /** For how long events stay in the log of their session, in milliseconds; by default for as long as there is room. */
  readonly eventLogAgeMs?: number;
  readonly logger: Logger;
}

const TICK_MS = 1_000;
/** Many workers share the asking: all together ask this often, at times of chance. */
const ONE_OF_ALL_ASKS_MS = 100;
/** Below the tick, so that the same worker may do it again. */
const RELEASED_MS = 900;
const SWEPT_MS = 60_000;
const ORPHANS_REMOVED_MS = 600_000;
const LOGS_TRIMMED_MS = 600_000;
const SESSIONS_AT_ONCE = 100;
/** As many as `releaseDue` does in one call. */
const RELEASED_AT_ONCE = 100;
const SWEPT_AT_ONCE = 100;

/** Whether it is this worker's turn, and how many there are. */
const ask = defineScript(`
  local isMine = redis.call('SET', KEYS[1], 1, 'PX', ARGV[1], 'NX')
  return { isMine and 1 or 0, redis.call('SCARD', KEYS[2]) }
`);

export function startChores({ redis, lanes, blobs, eventLogAgeMs, logger }: ChoresParts): Chores {
  let isClosed = false;
  let working: Promise<void> = Promise.resolve();
  let timer = setTimeout(begin, TICK_MS);

  /** Returns how many workers there are. */
  async function work(): Promise<number> {
    const reply = await ask.run(redis, [keys.chore('release'), keys.workers], [RELEASED_MS]);
    const [isMyTurn, workers] = Array.isArray(reply) ? reply.map(Number) : [];
    if (isMyTurn !== 1) return Number(workers);
    while (!isClosed && (await releaseDue(redis, lanes, Date.now())) >= RELEASED_AT_ONCE);
    if (await isMine('orphans', ORPHANS_REMOVED_MS)) await removeOrphans();
    if (await isMine('sweep', SWEPT_MS)) await sweep();
    if (await isMine('logs', LOGS_TRIMMED_MS)) await trimLogs();
    return Number(workers);
  }

  /** Of sessions in which nothing happens: in others, new events take old ones away. */
  async function trimLogs(): Promise<void> {
    if (eventLogAgeMs === undefined) return;
    for (let after = '-'; ; ) {
      const ids = await redis.zrangebylex(keys.sessions, after, '+', 'LIMIT', 0, SESSIONS_AT_ONCE);
      for (const id of ids) {
        if (isClosed) return;
        await trimLog(redis, id, Date.now() - eventLogAgeMs);
      }
      if (ids.length < SESSIONS_AT_ONCE) return;
      after = `(${ids.at(-1)}`;
    }
  }

  /** One worker in so many milliseconds. */
  async function isMine(chore: string, ms: number): Promise<boolean> {
    return (await redis.set(keys.chore(chore), '1', 'PX', ms, 'NX')) !== null;
  }

  async function sweep(): Promise<void> {
    const now = Date.now();
    const expired = await expiredBlobs(redis, now, SWEPT_AT_ONCE);
    for (const key of expired) {
      if (isClosed) return;
      await blobs.delete(key);
      await forgetBlob(redis, key, now);
    }
    if (expired.length > 0)
      logger.info({ files: expired.length }, 'files that are kept no longer were removed');
  }

  async function removeOrphans(): Promise<void> {
    const webhooks = await removeOrphanedEndpoints(redis);
    if (webhooks > 0) logger.info({ webhooks }, 'webhooks of sessions that were deleted were removed');
  }

  function begin(): void {
    working = round();
  }

  async function round(): Promise<void> {
    let workers = 1;
    try {
      if (redis.status === 'ready') workers = await work();
    } catch (error) {
      logger.warn({ err: error }, 'chores failed; trying again');
    }
    const waitMs = Math.max(TICK_MS, 2 * ONE_OF_ALL_ASKS_MS * workers * Math.random());
    if (!isClosed) timer = setTimeout(begin, waitMs);
  }

  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await working;
    },
  };
}
