import { setTimeout as sleep } from 'node:timers/promises';
import { readIndexBounds, waitForIndex } from '@wagw/shared/events/event-index';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Redis } from 'ioredis';

/**
 * Waits for new events, for all readers of this process on one connection of its own, which exists while somebody watches. It
 * only says "look": what there is, each reader reads from the log, so nothing depends on no word being lost.
 */
export interface Tail {
  /**
   * Looks are asked for when something may have come, and after each loss of the connection.
   * @param sessionId undefined for every session
   * @returns what ends the watch
   */
  watch(sessionId: string | undefined, look: () => void): () => void;
  close(): Promise<void>;
}

/** Redis ends a wait after so long; a connection that is silent for longer is a dead one. */
const WAIT_MS = 5_000;
const SILENCE_MS = 7_000;
/** New events are told together when there are many. */
const REST_MS = 10;
const AFTER_ERROR_MS = 250;
const ROUND = 1_000;

/** No session has this name. */
const EVERY_SESSION = '*';

/** @param redis whose settings the tail's own connection has */
export function createTail(redis: Redis, logger: Logger): Tail {
  const watchers = new Map<string, Set<() => void>>();
  const closing = new AbortController();
  const rest = (ms: number) => sleep(ms, undefined, { signal: closing.signal }).catch(() => undefined);
  let isRunning = false;
  let done = Promise.resolve();

  function wake(names: Iterable<string>): void {
    for (const name of names) for (const look of watchers.get(name) ?? []) look();
  }

  async function run(connection: Redis): Promise<void> {
    let position: string | undefined;
    while (watchers.size > 0 && !closing.signal.aborted) {
      try {
        if (position === undefined) {
          position = (await readIndexBounds(connection)).last;
          wake(watchers.keys());
        }
        const entries = await waitForIndex(connection, position, ROUND, WAIT_MS);
        position = entries.at(-1)?.cursor ?? position;
        if (entries.length === 0) continue;
        wake(new Set([EVERY_SESSION, ...entries.map(({ sessionId }) => sessionId)]));
        await rest(REST_MS);
      } catch (error) {
        logger.debug({ err: error }, 'waiting for events was interrupted');
        // What came meanwhile nobody was told of, and after a failover the end may be an earlier one.
        position = undefined;
        await rest(AFTER_ERROR_MS);
      }
    }
    // In the same moment in which the last watcher was missed: the next one starts another run.
    isRunning = false;
  }

  async function runOnce(): Promise<void> {
    // Fails at once when the connection breaks, so that everybody looks after it.
    const connection = redis.duplicate({
      maxRetriesPerRequest: 0,
      enableOfflineQueue: true,
      commandTimeout: undefined,
      socketTimeout: SILENCE_MS,
    });
    // The connection for commands tells of Redis' absence.
    connection.on('error', () => undefined);
    const disconnect = () => connection.disconnect();
    closing.signal.addEventListener('abort', disconnect, { once: true });
    await run(connection);
    closing.signal.removeEventListener('abort', disconnect);
    disconnect();
  }

  return {
    watch(sessionId, look) {
      const name = sessionId ?? EVERY_SESSION;
      const looks = watchers.get(name) ?? new Set();
      watchers.set(name, looks.add(look));
      if (!isRunning && !closing.signal.aborted) {
        isRunning = true;
        done = runOnce();
      }
      return () => {
        looks.delete(look);
        if (looks.size === 0 && watchers.get(name) === looks) watchers.delete(name);
      };
    },
    async close() {
      closing.abort();
      await done;
    },
  };
}
