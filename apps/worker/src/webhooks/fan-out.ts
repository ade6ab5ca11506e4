import { type LoggedEvent, parseEnvelope, readEvents } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import { keys } from '@wagw/shared/redis/keys';
import { handOut, type NewDelivery } from '@wagw/shared/webhooks/hand-out';
import { toDelivery } from '@wagw/shared/webhooks/to-delivery';
import type { Redis } from 'ioredis';
import type { SharedWait, Unwatch } from '../queues/shared-wait.ts';
import { repeat } from '../rounds.ts';
import type { Endpoints } from './endpoints.ts';

/**
 * From the event log to the queues of the endpoints: every event becomes one delivery for each endpoint that wants it. How far a
 * session's log has been handed out is stored in the same step, so a crash loses and doubles nothing.
 */

/** Catches what somebody took from the inbox and did not come to hand out. */
const SWEEP_EVERY_MS = 2_000;
const PAGE = 100;

export interface FanOutParts {
  readonly redis: Redis;
  readonly wait: SharedWait;
  readonly endpoints: Endpoints;
  /** Tells whoever delivers that these endpoints have something new. */
  readonly wake: (endpointIds: readonly string[]) => Promise<void>;
  readonly logger: Logger;
}

export interface FanOut {
  run(): Promise<void>;
  stop(): Promise<void>;
}

export function createFanOut({ redis, wait, endpoints, wake, logger }: FanOutParts): FanOut {
  const stopping = new AbortController();
  /** One pass a session at a time; a further event asks for one more. */
  const passes = new Map<string, { again: boolean; done: Promise<void> }>();
  let sweeping = Promise.resolve();
  let unwatch: Unwatch = () => undefined;

  function attend(sessionId: string): void {
    const present = passes.get(sessionId);
    if (present !== undefined) {
      present.again = true;
      return;
    }
    if (stopping.signal.aborted) return;
    const fresh = { again: true, done: Promise.resolve() };
    passes.set(sessionId, fresh);
    fresh.done = pass();

    async function pass(): Promise<void> {
      try {
        while (fresh.again && !stopping.signal.aborted) {
          fresh.again = false;
          await handOutSession(sessionId);
        }
      } catch (error) {
        logger.warn({ err: error, session: sessionId }, 'could not hand out events');
      } finally {
        // In the same moment as the last look at `again`, or what comes in between would wait for the sweep.
        passes.delete(sessionId);
      }
    }
  }

  async function handOutSession(sessionId: string): Promise<void> {
    for (;;) {
      const from = Number((await redis.hget(keys.eventsHead(sessionId), 'fannedOut')) ?? 0);
      const events = await readEvents(redis, sessionId, from, PAGE);
      await endpoints.refresh();
      const deliveries = events.flatMap(deliveriesOf);
      const to = events.at(-1)?.seq ?? from;
      const outcome = await handOut(redis, sessionId, { from, to, deliveries });
      if (outcome !== 'moved') await wake([...new Set(deliveries.map(({ endpointId }) => endpointId))]);
      if (outcome === 'done' || (outcome === 'more' && events.length === 0)) return;
    }
  }

  function deliveriesOf({ json, recordedAt }: LoggedEvent): NewDelivery[] {
    const envelope = parseEnvelope(json);
    return endpoints
      .wanting(envelope)
      .flatMap((endpoint) => toDelivery(endpoint, { envelope, json, recordedAt }) ?? []);
  }

  async function sweep(): Promise<void> {
    for (const sessionId of await redis.smembers(keys.fanOut)) attend(sessionId);
  }
  const sweepPace = {
    waitMs: () => SWEEP_EVERY_MS,
    onError: (error: unknown) => logger.warn({ err: error }, 'could not look for events to hand out'),
  };

  return {
    async run() {
      unwatch = wait.watch(keys.fanOutInbox, attend);
      sweeping = repeat(sweep, sweepPace, stopping.signal);
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
