import assert from 'node:assert/strict';
import { type Envelope, EVENTS } from '@wagw/shared/events/catalogue';
import { type Fence, parseEnvelope, readEvents } from '@wagw/shared/events/event-log';
import type { Redis } from 'ioredis';
import { createInbox } from '../events/inbox.ts';
import { createNaming, type NamingParts } from '../numbers/naming.ts';
import { silentLogger, testMetrics } from './parts.ts';
import { recorderOf } from './recorder.ts';
import { storeFresh } from './stored.ts';

/** A session's inbox over a real log, and what has come into it. */
export interface InboxScene {
  readonly fence: Fence;
  readonly inbox: ReturnType<typeof createInbox>;
  /** The events so far, each checked against the catalogue. */
  recorded(): Promise<Envelope[]>;
  names(): Promise<string[]>;
  /** A sample of the metrics. */
  value(sample: string): Promise<number>;
}

/** @param actions what WhatsApp can be asked; nothing by default */
export async function createInboxScene(
  redis: Redis,
  actions: NamingParts['actions'] = () => undefined,
): Promise<InboxScene> {
  const fence = await storeFresh(redis);
  const { sessionId } = fence;
  const { metrics, value } = testMetrics();
  const recorder = recorderOf(redis, fence, metrics);
  const logger = silentLogger;
  const naming = createNaming({ redis, sessionId, logger, actions });

  async function recorded(): Promise<Envelope[]> {
    const logged = await readEvents(redis, sessionId, 0, 1_000);
    const events = logged.map(({ json }) => parseEnvelope(json));
    for (const { event, data } of events) assert.deepEqual(EVENTS[event].data.strict().parse(data), data);
    return events;
  }

  return {
    fence,
    inbox: createInbox({
      retentionDays: 1,
      redis,
      sessionId,
      recorder,
      naming,
      metrics,
      logger,
    }),
    recorded,
    names: async () => (await recorded()).map(({ event }) => event),
    value,
  };
}
