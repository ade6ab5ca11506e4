import { setTimeout as sleep } from 'node:timers/promises';
import { type IndexEntry, readIndex, readIndexBounds, untilIndexed } from '@wagw/shared/events/event-index';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Redis } from 'ioredis';

/**
 * Waits for new events, for all readers of this process on one connection of its own. It only says "look": what there is,
 * each reader reads from the log, so nothing depends on no word being lost.
 */
export interface Tail {
  /** @param sessionId undefined for every session. @returns what ends the watch */
  watch(sessionId: string | undefined, look: () => void): Promise<() => void>;
  close(): void;
}

/** Redis ends a wait after so long, and a connection that does not say so is a dead one. */
const WAIT_MS = 5_000;
const GRACE_MS = 2_000;
/** New events are told together when there are many. */
const REST_MS = 10;
const AFTER_ERROR_MS = 250;
const ROUND = 1_000;

const ALL = Symbol('every session');

/** @param redis any connection; the tail's own is a copy of it that waits while Redis is away */
export function createTail(redis: Redis, logger: Logger): Tail {
  const watchers = new Map<string | typeof ALL, Set<() => void>>();
  const closing = new AbortController();
  let running: { readonly isUp: Promise<void> } | undefined;

  function wake(changed: ReadonlySet<string>): void {
    for (const look of watchers.get(ALL) ?? []) look();
    for (const sessionId of changed) for (const look of watchers.get(sessionId) ?? []) look();
  }

  function wakeAll(): void {
    for (const looks of watchers.values()) for (const look of looks) look();
  }

  async function run(up: () => void): Promise<void> {
    const connection = redis.duplicate({
      maxRetriesPerRequest: null,
      enableOfflineQueue: true,
      blockingTimeout: WAIT_MS + GRACE_MS,
      commandTimeout: undefined,
    });
    // The connection for commands tells of Redis' absence.
    connection.on('error', () => undefined);
    closing.signal.addEventListener('abort', () => connection.disconnect(), { once: true });
    let position: string | undefined;
    while (watchers.size > 0 && !closing.signal.aborted) {
      try {
        if (position === undefined) {
          position = (await readIndexBounds(connection)).last;
          up();
          wakeAll();
        }
        const entries: IndexEntry[] = await waitForEntries(connection, position, ROUND, WAIT_MS);
        position = entries.at(-1)?.cursor ?? position;
        wake(new Set(entries.map(({ sessionId }) => sessionId)));
        if (entries.length > 0) await rest(REST_MS);
      } catch (error) {
        if (closing.signal.aborted) break;
        logger.debug({ err: error }, 'waiting for events was interrupted');
        // After a failover the end may be an earlier one.
        position = undefined;
        await rest(AFTER_ERROR_MS);
      }
    }
    connection.disconnect();
  }
  const rest = (ms: number) => sleep(ms, undefined, { signal: closing.signal }).catch(() => undefined);
}
