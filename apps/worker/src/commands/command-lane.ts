import { setTimeout as sleep } from 'node:timers/promises';
import { commandJobSchema, commandQueueName } from '@wagw/shared/queue/queues';
import { keys } from '@wagw/shared/redis/keys';
import pLimit from 'p-limit';
import { atMost } from '../at-most.ts';
import { createLaneWorker, DONE, type LaneWorkerParts, LOOK_AGAIN_MS } from '../queues/lane-worker.ts';
import type { CarryOut } from './carry-out.ts';

/**
 * The queue of what a session's connection is asked beside sending. Several are under way at a time, and none of them waits
 * for a send.
 *
 * A command leaves the queue when it begins; until its end its id stands in a set, so that the next owner begins again what
 * a dead one has left.
 */
export interface CommandLane {
  /** Begins to work, first on what was left unfinished. */
  open(): Promise<void>;
  /** Takes no more; waits for what is under way, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
  /** Removes everything that waits, and what commands have kept, for a session that is deleted. */
  wipe(): Promise<void>;
}

export interface CommandLaneParts extends LaneWorkerParts {
  readonly carryOut: CarryOut;
}

/** More would not be faster: all of them are answered by one page. */
const AT_ONCE = 6;

export function createCommandLane(parts: CommandLaneParts): CommandLane {
  const { fence, logger, carryOut } = parts;
  const { redis } = parts.queues;
  const { sessionId } = fence;
  const unfinished = keys.commandsUnderWay(sessionId);
  const slots = pLimit(AT_ONCE);
  const underWay = new Map<string, Promise<void>>();
  let isOpen = false;
  const lane = createLaneWorker(commandQueueName(sessionId), parts, async (data) => {
    await begin(commandJobSchema.parse(data).commandId);
    return DONE;
  });

  /** Resolves when the command has begun. */
  async function begin(id: string): Promise<void> {
    if (underWay.has(id)) return;
    await new Promise<void>((resolve, reject) => {
      const task = slots(async () => {
        try {
          await redis.sadd(unfinished, id);
        } catch (error) {
          reject(error);
          return;
        }
        resolve();
        await toItsEnd(id);
      }).finally(() => underWay.delete(id));
      underWay.set(id, task);
    });
  }

  /** What cannot be done now, or not by us, stays in the set for whoever opens the lane next. */
  async function toItsEnd(id: string): Promise<void> {
    try {
      let carried = await carryOut(id);
      while (carried === 'again' && isOpen) {
        await sleep(LOOK_AGAIN_MS);
        carried = await carryOut(id);
      }
      if (carried === 'over') await redis.srem(unfinished, id);
    } catch (error) {
      logger.error({ err: error, command: id }, 'command broke; its outcome is not written down');
    }
  }

  async function beginUnfinished(): Promise<void> {
    const ids = await redis.smembers(unfinished);
    isOpen = true;
    for (const id of ids) {
      begin(id).catch((error: unknown) => logger.error({ err: error, command: id }, 'command did not begin'));
    }
  }

  return {
    open: () => lane.open(beginUnfinished),

    async close(graceMs) {
      isOpen = false;
      await atMost(
        graceMs,
        lane.close().then(() => Promise.allSettled(underWay.values())),
      );
    },

    async wipe() {
      await lane.wipe();
      await redis.del(
        unfinished,
        keys.contacts(sessionId),
        keys.contactIds(sessionId),
        keys.contactsSyncedAt(sessionId),
      );
    },
  };
}
