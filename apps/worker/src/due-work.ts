import type { Logger } from '@wagw/shared/observability/logger';
import type { Redis } from 'ioredis';
import pLimit from 'p-limit';
import { atMost } from './at-most.ts';

/**
 * Works off a list in Redis of things that are due at some time (a sorted set, by unix milliseconds). Whatever is on it outlives
 * the process, and one timer serves all of it.
 */
export interface DueWork {
  /** Begins to work. Idempotent. */
  open(): Promise<void>;
  /** Begins nothing more; waits for what is under way, at most `graceMs`. */
  close(graceMs: number): Promise<void>;
  /** Empties the list. */
  wipe(): Promise<void>;
  /** Puts something on the list, unless it is there; its time stays then. */
  add(member: string, at: number): Promise<void>;
  /** Says that something was put on the list that is due then. */
  expect(at: number): void;
}

/** `stop`: it is the next owner's, like all the others. */
export type DueOutcome = 'done' | 'stop' | { readonly againAt: number };

export interface DueWorkParts {
  readonly redis: Redis;
  /** Of the sorted set. */
  readonly key: string;
  /** How many are worked on at a time. */
  readonly atOnce: number;
  readonly work: (member: string) => Promise<DueOutcome>;
  readonly logger: Logger;
}

const PAGE = 100;
/** After something that went wrong and was not foreseen. */
const RETRY_MS = 5_000;
/** No timer of Node's waits longer; and it is a net for what nobody has told of. */
const LONGEST_MS = 3_600_000;

export function createDueWork({ redis, key, atOnce, work, logger }: DueWorkParts): DueWork {
  const slots = pLimit(atOnce);
  let isOpen = false;
  let timer: NodeJS.Timeout | undefined;
  let lookAt = Number.POSITIVE_INFINITY;
  let looking: Promise<void> | undefined;

  function expect(at: number): void {
    if (!isOpen || at >= lookAt) return;
    lookAt = at;
    clearTimeout(timer);
    timer = setTimeout(look, Math.min(Math.max(0, at - Date.now()), LONGEST_MS));
  }

  function look(): void {
    lookAt = Number.POSITIVE_INFINITY;
    // The round under way looks again at its end.
    if (looking !== undefined) return;
    looking = round()
      .catch((error: unknown) => {
        logger.warn({ err: error, key }, 'could not work off what is due; trying again');
        return Date.now() + RETRY_MS;
      })
      .then((next) => {
        looking = undefined;
        expect(next);
      });
  }

  /** Returns when the next thing is due. */
  async function round(): Promise<number> {
    while (isOpen) {
      const due = await redis.zrangebyscore(key, '-inf', Date.now(), 'LIMIT', 0, PAGE);
      if (due.length === 0) break;
      const outcomes = await Promise.all(due.map((member) => slots(() => attempt(member))));
      if (outcomes.includes('stop')) return Number.POSITIVE_INFINITY;
    }
    const [, next] = await redis.zrange(key, 0, '0', 'WITHSCORES');
    return next === undefined ? Date.now() + LONGEST_MS : Number(next);
  }

  async function attempt(member: string): Promise<DueOutcome> {
    if (!isOpen) return 'stop';
    const outcome = await work(member).catch((error: unknown): DueOutcome => {
      logger.error({ err: error, key, member }, 'what was due broke');
      return { againAt: Date.now() + RETRY_MS };
    });
    if (outcome === 'done') await redis.zrem(key, member);
    else if (outcome !== 'stop') await redis.zadd(key, 'XX', outcome.againAt, member);
    return outcome;
  }

  return {
    expect,
    async open() {
      if (isOpen) return;
      isOpen = true;
      expect(Date.now());
    },
    async close(graceMs) {
      isOpen = false;
      clearTimeout(timer);
      lookAt = Number.POSITIVE_INFINITY;
      if (looking !== undefined) await atMost(graceMs, looking);
    },
    async wipe() {
      await redis.del(key);
    },
    async add(member, at) {
      await redis.zadd(key, 'NX', at, member);
      expect(at);
    },
  };
}
