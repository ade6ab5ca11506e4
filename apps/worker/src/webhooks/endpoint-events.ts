import type { EventBody } from '@wagw/shared/events/catalogue';
import { appendEvent, newEventId, unfenced } from '@wagw/shared/events/event-log';
import type { Due } from '@wagw/shared/webhooks/due-deliveries';
import type { Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import type { Redis } from 'ioredis';

/** Tells of an endpoint in the log of the session whose event showed it. */
export type TellOfEndpoint = (endpoint: Endpoint, due: Due, what: What, once: string) => Promise<void>;

type What =
  | { readonly event: 'webhook.failing'; readonly since: number; readonly reason: string }
  | { readonly event: 'webhook.recovered' }
  | { readonly event: 'webhook.disabled'; readonly reason: 'gone' | 'failing' };

/**
 * @param logLength how many events a session's log keeps
 * @param logAgeMs and for how long
 */
export function tellOfEndpoints(redis: Redis, logLength: number, logAgeMs?: number): TellOfEndpoint {
  return async (endpoint, due, what, once) => {
    const [first] = due.deliveries;
    if (first === undefined) return;
    await appendEvent(redis, {
      id: newEventId(),
      fence: unfenced(first.sessionId),
      tenantId: first.tenantId,
      body: toBody(endpoint, what),
      once: `${what.event}:${endpoint.id}:${once}`,
      now: Date.now(),
      length: logLength,
      maxAgeMs: logAgeMs,
    });
  };
}

function toBody({ id, url }: Endpoint, what: What): EventBody {
  const { origin, pathname } = new URL(url);
  const about = { webhookId: id, url: origin + pathname };
  switch (what.event) {
    case 'webhook.failing': {
      const since = Math.floor(what.since / 1000);
      return { event: what.event, data: { ...about, since, reason: what.reason } };
    }
    case 'webhook.recovered':
      return { event: what.event, data: about };
    case 'webhook.disabled':
      return { event: what.event, data: { ...about, reason: what.reason } };
  }
}
