import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseEnvelope, readEvents } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import type { DeliveryJob } from '@wagw/shared/queue/queues';
import { channels, keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import type { Queue } from 'bullmq';
import type { Redis } from 'ioredis';

/**
 * From the event log to the webhook queue: every event becomes one delivery. How far a session's log has been handed out is
 * stored, and deliveries are named after their event, so a crash in between repeats work but loses and doubles nothing.
 */

/** Catches what was appended while nobody listened to the announcements. */
const SWEEP_EVERY_MS = 2_000;
const PAGE = 200;
/** Renewed with each page; after a crash others go on this much later. */
const LOCK_MS = 5_000;

/** Moves the mark; when it has come to the end of the log, the session needs no more attention. */
const advance = defineScript(`
  if ARGV[1] ~= '' then redis.call('HSET', KEYS[1], 'fannedOut', ARGV[1]) end
  local head = redis.call('HMGET', KEYS[1], 'seq', 'fannedOut')
  if (head[1] or '0') == (head[2] or '0') then redis.call('SREM', KEYS[2], ARGV[2]) return 1 end
  return 0
`);

const unlock = defineScript(`
  if redis.call('GET', KEYS[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end
  return 1
`);

export interface FanOutParts {
  readonly redis: Redis;
  readonly subscriber: Redis;
  /** Absent when there is no endpoint: then the mark only moves on. */
  readonly queue: Queue<DeliveryJob> | undefined;
  readonly logger: Logger;
}

export interface FanOut {
  run(): Promise<void>;
  stop(): Promise<void>;
}

export function createFanOut({ redis, subscriber, queue, logger }: FanOutParts): FanOut {
  const stopping = new AbortController();
  const me = randomUUID();
  /** One pass a session at a time; a further announcement asks for one more. */
  const passes = new Map<string, { again: boolean; done: Promise<void> }>();
  let sweeping = Promise.resolve();

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
          [keys.eventsHead(sessionId), keys.fanOut],
          [last ?? '', sessionId],
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
      subscriber.on('message', (channel, sessionId) => {
        if (channel === channels.appended) attend(sessionId);
      });
      await subscriber.subscribe(channels.appended);
      sweeping = sweep();
      await sweeping;
    },
    async stop() {
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
