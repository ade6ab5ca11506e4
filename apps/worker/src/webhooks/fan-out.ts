import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnvelope, readEvents } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import type { DeliveryJob } from '@wagw/shared/queue/queues';
import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';
import type { SharedWait, Unwatch } from '../queues/shared-wait.ts';

/**
 * From the event log to the webhook queue: every event becomes one delivery. How far a session's log has been handed out is
 * stored, and deliveries are named after their event, so a crash in between repeats work but loses and doubles nothing.
 */

/** Catches what somebody took from the inbox and did not come to hand out. */
const SWEEP_EVERY_MS = 2_000;
const PAGE = 200;
/** Renewed with each page; after a crash others go on this much later. */
const LOCK_MS = 5_000;

const UNLOCK = `
  local function unlock(lock, holder)
    if redis.call('GET', lock) == holder then redis.call('DEL', lock) end
  end
`;

/**
 * Moves the mark; when it has come to the end of the log, the session needs no more attention. The lock goes in the same
 * moment: whoever is told of the next event must not find it held by one who will not look again.
 */
const advance = defineScript(`${UNLOCK}
  local head, fanOut, lock = KEYS[1], KEYS[2], KEYS[3]
  local mark, session, holder = ARGV[1], ARGV[2], ARGV[3]
  if mark ~= '' then redis.call('HSET', head, 'fannedOut', mark) end
  local at = redis.call('HMGET', head, 'seq', 'fannedOut')
  if (at[1] or '0') ~= (at[2] or '0') then return 0 end
  redis.call('SREM', fanOut, session)
  unlock(lock, holder)
  return 1
`);

const unlock = defineScript(`${UNLOCK}
  unlock(KEYS[1], ARGV[1])
  return 1
`);

export interface FanOutParts {
  readonly redis: Redis;
  readonly wait: SharedWait;
  /** Absent when there is no endpoint: then the mark only moves on. */
  readonly queue: Queue<DeliveryJob> | undefined;
  readonly logger: Logger;
}

export interface FanOut {
  run(): Promise<void>;
  stop(): Promise<void>;
}

export function createFanOut({ redis, wait, queue, logger }: FanOutParts): FanOut {
  const stopping = new AbortController();
  const me = randomUUID();
  /** One pass a session at a time; a further event asks for one more. */
  const passes = new Map<string, { again: boolean; done: Promise<void> }>();
  let sweeping = Promise.resolve();
  let unwatch: Unwatch = () => undefined;

  function attend(sessionId: string): void {
    const pass = passes.get(sessionId);
    if (pass !== undefined) {
      pass.again = true;
      return;
    }
    if (stopping.signal.aborted) return;
    const fresh = { again: true, done: Promise.resolve() };
    passes.set(sessionId, fresh);
    fresh.done = (async () => {
      while (fresh.again && !stopping.signal.aborted) {
        fresh.again = false;
        await handOut(sessionId);
      }
    })()
      .catch((error: unknown) => logger.warn({ err: error, session: sessionId }, 'could not hand out events'))
      .finally(() => passes.delete(sessionId));
  }

  async function handOut(sessionId: string): Promise<void> {
    const lock = keys.fanOutLock(sessionId);
    if ((await redis.set(lock, me, 'PX', LOCK_MS, 'NX')) !== 'OK') return;
    try {
      let mark = Number((await redis.hget(keys.eventsHead(sessionId), 'fannedOut')) ?? 0);
      for (;;) {
        await redis.pexpire(lock, LOCK_MS);
        const events = await readEvents(redis, sessionId, mark, PAGE);
        await enqueue(events.map(({ json }) => toDelivery(json)));
        const last = events.at(-1)?.seq;
        mark = last ?? mark;
        const done = await advance.run(
          redis,
          [keys.eventsHead(sessionId), keys.fanOut, lock],
          [last ?? '', sessionId, me],
        );
        if (done === 1 || events.length === 0) return;
      }
    } finally {
      await unlock.run(redis, [lock], [me]);
    }
  }

  async function enqueue(deliveries: DeliveryJob[]): Promise<void> {
    if (queue === undefined || deliveries.length === 0) return;
    await queue.addBulk(
      deliveries.map((data) => ({ name: data.event, data, opts: { jobId: data.eventId } })),
    );
  }

  async function sweep(): Promise<void> {
    while (!stopping.signal.aborted) {
      try {
        for (const sessionId of await redis.smembers(keys.fanOut)) attend(sessionId);
      } catch (error) {
        logger.warn({ err: error }, 'could not look for events to hand out');
      }
      await sleep(SWEEP_EVERY_MS, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  return {
    async run() {
      unwatch = wait.watch(keys.fanOutInbox, attend);
      sweeping = sweep();
      await sweeping;
    },
    async stop() {
      unwatch();
      stopping.abort();
      await sweeping;
      await Promise.all([...passes.values()].map(({ done }) => done));
    },
  };
}

function toDelivery(json: string): DeliveryJob {
  const { id, sessionId, event, timestamp } = parseEnvelope(json);
  return { eventId: id, sessionId, event, body: json, recordedAt: timestamp * 1000 };
}
