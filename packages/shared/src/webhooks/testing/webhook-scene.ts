import { startTemporaryRedis } from '@wagw/local-machine/temporary-redis';
import type { Redis } from 'ioredis';
import { EVENTS, type EventName } from '../../events/catalogue.ts';
import { keys } from '../../redis/keys.ts';
import { type Due, type Fares, readDue, type Settlement, settle } from '../due-deliveries.ts';
import { createEndpoint, type Endpoint } from '../endpoint-store.ts';
import { handOut, type NewDelivery } from '../hand-out.ts';
import { toDelivery } from '../to-delivery.ts';
import type { CreateWebhook } from '../webhook-schema.ts';

type Page = Awaited<ReturnType<typeof handOut>>;

/** A Redis, and what tests do with endpoints and their deliveries in it. */
export interface WebhookScene {
  readonly redis: Redis;
  endpoint(changes?: Partial<CreateWebhook>): Promise<Endpoint>;
  /** The delivery of an event that a session recorded. */
  delivery(endpoint: Endpoint, seq: number, changes?: { sessionId?: string; event?: EventName }): NewDelivery;
  /** Hands the events from `first` to `last` of a session out, as a worker does that has read its log. */
  handOut(endpoint: Endpoint, sessionId: string, first: number, last: number): Promise<Page>;
  due(endpoint: Endpoint, limit?: number, busy?: readonly string[]): Promise<Due[]>;
  settle(endpoint: Endpoint, due: Due, changes?: Partial<Settlement>): Promise<Fares>;
  close(): Promise<void>;
}

/** The numbers of the events that are due, of each request. */
export const seqsOf = (due: readonly Due[]): number[][] =>
  due.map(({ deliveries }) => deliveries.map(({ eventId }) => Number(eventId.split('_').at(-1))));

export async function webhookScene(): Promise<WebhookScene> {
  const server = await startTemporaryRedis();
  const redis = server.client;
  let count = 0;

  const scene: WebhookScene = {
    redis,

    async endpoint(changes = {}) {
      count += 1;
      const wanted = { url: 'https://shop.example/hooks', ...changes };
      const made = await createEndpoint(redis, `whk_${count}`, wanted, Date.now());
      if (made === undefined) throw new Error('the endpoint exists');
      return made;
    },

    delivery(endpoint, seq, { sessionId = 'shop', event = 'change_state' } = {}) {
      const envelope = {
        id: `evt_${sessionId}_${seq}`,
        seq,
        event,
        sessionId,
        tenantId: 'acme',
        timestamp: 1_700_000_000 + seq,
        data: EVENTS[event].example,
      };
      const made = toDelivery(endpoint, { envelope, json: JSON.stringify(envelope) });
      if (made === undefined) throw new Error('the format does not carry the event');
      return made;
    },

    async handOut(endpoint, sessionId, first, last) {
      await redis.hset(keys.eventsHead(sessionId), 'seq', last);
      const deliveries = Array.from({ length: last - first + 1 }, (_, index) =>
        scene.delivery(endpoint, first + index, { sessionId }),
      );
      return handOut(redis, sessionId, { from: first - 1, to: last, deliveries });
    },

    due: (endpoint, limit = 100, busy = []) => readDue(redis, endpoint, limit, busy),

    settle: (endpoint, due, changes = {}) =>
      settle(redis, endpoint, due, {
        status: 'delivered',
        attempt: JSON.stringify({ outcome: changes.status ?? 'delivered' }),
        nextAt: Date.now() + 60_000,
        keepMs: 3_600_000,
        failure: 'The receiver answered 500.',
        ...changes,
      }),

    close: () => server.close(),
  };
  return scene;
}
