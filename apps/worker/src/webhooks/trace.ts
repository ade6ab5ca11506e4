import { parseEnvelope, readEvents } from '@wagw/shared/events/event-log';
import { inSpan, NO_TRACING, type Tracing } from '@wagw/shared/observability/tracing';
import { keys } from '@wagw/shared/redis/keys';
import type { Due } from '@wagw/shared/webhooks/due-deliveries';
import type { Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import type { Redis } from 'ioredis';
import type { Answer, Post, Poster } from './post.ts';

export interface TracedParts {
  readonly redis: Redis;
  readonly poster: Poster;
  readonly tracing?: Tracing;
}

/**
 * Posts, where there are traces as a span that the receiver is told of. What tells of a message that was sent through here belongs to the
 * trace of the request that the message came with; anything else begins a trace of its own. A batch goes by its first event.
 */
export async function postTraced(
  { redis, poster, tracing = NO_TRACING }: TracedParts,
  endpoint: Endpoint,
  due: Due,
  post: Post,
): Promise<Answer> {
  if (!tracing.isOn) return poster.post(endpoint, post);
  const [first] = due.deliveries;
  const attributes = {
    'wagw.webhook': endpoint.id,
    'wagw.event': first?.event ?? '',
    'wagw.session': first?.sessionId ?? '',
    'wagw.attempt': post.attempt,
  };
  // A trace that cannot be found must not hold up what is delivered.
  const parent = await requestOf(redis, due).catch(() => undefined);
  return inSpan(
    tracing,
    'webhook attempt',
    { kind: 'client', attributes, parent },
    () => poster.post(endpoint, { ...post, traceparent: tracing.current() }),
    ({ outcome }) => ({
      attributes: outcome.status === undefined ? {} : { 'http.response.status_code': outcome.status },
      failure: outcome.outcome === 'failed' ? outcome.code : undefined,
    }),
  );
}

/** The request with which the message came that an event tells of: its `traceparent`. */
async function requestOf(redis: Redis, { deliveries: [first] }: Due): Promise<string | undefined> {
  if (first === undefined) return undefined;
  const seq = Number(await redis.hget(keys.delivery(first.id), 'seq'));
  const [event] = await readEvents(redis, first.sessionId, seq - 1, 1);
  if (event?.seq !== seq) return undefined;
  const { gatewayMessageId } = parseEnvelope(event.json).data as { gatewayMessageId?: string | null };
  if (gatewayMessageId === undefined || gatewayMessageId === null) return undefined;
  return (await redis.hget(keys.message(first.sessionId, gatewayMessageId), 'traceparent')) ?? undefined;
}
