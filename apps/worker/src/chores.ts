import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { releaseDue } from '@wagw/shared/messages/release-due';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Lanes } from '@wagw/shared/queue/queues';
import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import { removeOrphanedEndpoints } from '@wagw/shared/webhooks/orphaned-endpoints';
import type { Redis } from 'ioredis';
import {
  type Keeping,
  removeExpiredFiles,
  removeGoneSessions,
  trimEndpoints,
  trimIdleSessions,
} from './data-care/keep-no-longer.ts';
import { stopUnusedSessions } from './data-care/stop-unused.ts';
import { type Rounds, startRounds } from './rounds.ts';

export interface ChoresParts {
  readonly redis: Redis;
  readonly lanes: Lanes;
  readonly blobs: BlobStore;
  /** Logins, where they are kept in a store. */
  readonly logins?: BlobStore | undefined;
  readonly keeping?: Keeping;
  /** After so long sessions that nobody uses are stopped, in milliseconds; 0: never. */
  readonly idleMs?: number;
  readonly logger: Logger;
}

const TICK_MS = 1_000;
/** Many workers share the asking: all together ask this often, at times of chance. */
const ONE_OF_ALL_ASKS_MS = 100;
/** Below the tick, so that the same worker may do it again. */
const RELEASED_MS = 900;
const SWEPT_MS = 60_000;
const ORPHANS_REMOVED_MS = 600_000;
const TRIMMED_MS = 600_000;
/** As many as `releaseDue` does in one call. */
const RELEASED_AT_ONCE = 100;

/** Whether it is this worker's turn, and how many there are. */
const ask = defineScript(`
  local isMine = redis.call('SET', KEYS[1], 1, 'PX', ARGV[1], 'NX')
  return { isMine and 1 or 0, redis.call('SCARD', KEYS[2]) }
`);

/**
 * What one of all workers does for all: scheduled messages get their jobs; what is kept no longer goes, and so do the webhook
 * endpoints of sessions that were deleted, and in the end all that was stored of these.
 */
export function startChores(parts: ChoresParts): Rounds {
  const { redis, lanes, blobs, logins, keeping = {}, idleMs = 0, logger } = parts;
  let workers = 1;

  async function work(signal: AbortSignal): Promise<void> {
    if (redis.status !== 'ready') return;
    const isOver = () => signal.aborted;
    const reply = await ask.run(redis, [keys.chore('release'), keys.workers], [RELEASED_MS]);
    const [isMyTurn, found] = Array.isArray(reply) ? reply.map(Number) : [];
    workers = found ?? 1;
    if (isMyTurn !== 1) return;
    while (!isOver() && (await releaseDue(redis, lanes, Date.now())) >= RELEASED_AT_ONCE);
    if (await isMine('orphans', ORPHANS_REMOVED_MS)) await removeOrphans();
    if (await isMine('sweep', SWEPT_MS)) await sweep(isOver);
    if (await isMine('trim', TRIMMED_MS)) await trim(isOver);
  }

  async function trim(isOver: () => boolean): Promise<void> {
    await trimIdleSessions(redis, keeping, Date.now(), isOver);
    await trimEndpoints(redis, keeping, Date.now(), isOver);
    const stores = [blobs, ...(logins === undefined ? [] : [logins])];
    const unused = idleMs === 0 ? 0 : await stopUnusedSessions(redis, Date.now() - idleMs, isOver);
    if (unused > 0) logger.info({ sessions: unused }, 'sessions that nobody uses were stopped');
    const gone = await removeGoneSessions(redis, stores, Date.now());
    if (gone > 0) logger.info({ sessions: gone }, 'what was left of deleted sessions was removed');
  }

  /** One worker in so many milliseconds. */
  async function isMine(chore: string, ms: number): Promise<boolean> {
    return (await redis.set(keys.chore(chore), '1', 'PX', ms, 'NX')) !== null;
  }

  async function sweep(isOver: () => boolean): Promise<void> {
    const files = await removeExpiredFiles(redis, blobs, Date.now(), isOver);
    if (files > 0) logger.info({ files }, 'files that are kept no longer were removed');
  }

  async function removeOrphans(): Promise<void> {
    const webhooks = await removeOrphanedEndpoints(redis);
    if (webhooks > 0) logger.info({ webhooks }, 'webhooks of sessions that were deleted were removed');
  }

  return startRounds(work, {
    waitMs: () => Math.max(TICK_MS, 2 * ONE_OF_ALL_ASKS_MS * workers * Math.random()),
    onError: (error) => logger.warn({ err: error }, 'chores failed; trying again'),
  });
}
