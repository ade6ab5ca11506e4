import { derivedId } from '@wagw/shared/messages/message-id';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Tracing } from '@wagw/shared/observability/tracing';
import { type Due, type Fares, settle } from '@wagw/shared/webhooks/due-deliveries';
import type { Endpoint } from '@wagw/shared/webhooks/endpoint-store';
import type { DeliveryAttempt } from '@wagw/shared/webhooks/webhook-schema';
import type { Redis } from 'ioredis';
import type { WorkerMetrics } from '../metrics.ts';
import type { Outcome } from './outcome.ts';
import type { Answer, Post, Poster } from './post.ts';
import { postTraced } from './trace.ts';

export interface AttemptParts {
  readonly redis: Redis;
  readonly poster: Poster;
  /** The waits between the attempts, in milliseconds. */
  readonly schedule: readonly number[];
  readonly keep: {
    /** For how long what was delivered is listed, in milliseconds. */
    readonly deliveredMs: number;
    /** For how long what was given up can be replayed. */
    readonly deadMs: number;
  };
  readonly tracing?: Tracing;
  readonly metrics: WorkerMetrics;
  readonly logger: Logger;
}

/** One attempt and the answer to it. */
export interface Tried {
  readonly answer: Answer;
  /** When it began, in unix milliseconds. */
  readonly at: number;
  readonly ms: number;
  /** How often it was tried since it was handed out, this attempt included. */
  readonly tries: number;
}

/** Posts what is due once. */
export async function attempt(endpoint: Endpoint, due: Due, parts: AttemptParts): Promise<Tried> {
  const at = Date.now();
  const startedAt = performance.now();
  const answer = await postTraced(parts, endpoint, due, toPost(endpoint, due));
  return { answer, at, ms: Math.round(performance.now() - startedAt), tries: due.tries + 1 };
}

/** Writes down what came of an attempt. */
export async function writeDown(
  endpoint: Endpoint,
  due: Due,
  { answer, at, ms, tries }: Tried,
  { redis, schedule, keep, metrics, logger }: AttemptParts,
): Promise<Fares> {
  const { outcome } = answer;
  const again = outcome.outcome === 'failed' && outcome.retry !== 'never' && tries <= schedule.length;
  const status = outcome.outcome === 'delivered' ? 'delivered' : again ? 'pending' : 'dead';
  const againInMs = waitAfter(outcome, schedule[due.tries] ?? 0);
  const fares = await settle(redis, endpoint, due, {
    status,
    attempt: JSON.stringify(attemptRecord(answer, at, ms)),
    nextAt: Date.now() + againInMs,
    keepMs: status === 'delivered' ? keep.deliveredMs : keep.deadMs,
    failure: outcome.outcome === 'failed' ? outcome.detail : '',
  });
  const code = outcome.outcome === 'failed' ? outcome.code : 'delivered';
  metrics.deliveries.inc({ outcome: code });
  if (status === 'dead') metrics.deadLetters.inc(due.deliveries.length);
  for (const { event, eventId, sessionId, recordedAt } of due.deliveries) {
    if (status === 'delivered') metrics.eventToDelivered.observe((Date.now() - recordedAt) / 1000);
    logger[status === 'delivered' ? 'info' : 'warn'](
      {
        webhook: endpoint.id,
        event,
        id: eventId,
        session: sessionId,
        attempt: due.attempts + 1,
        outcome: code,
        ...(outcome.status === undefined ? {} : { httpStatus: outcome.status }),
        ...(outcome.outcome === 'failed' ? { detail: outcome.detail, again } : {}),
        ...(again ? { againInMs } : {}),
        sinceRecordedMs: Date.now() - recordedAt,
        ms,
      },
      'webhook attempt',
    );
  }
  return fares;
}

/** An endpoint that wants batches always gets an array, also of one. */
function toPost(endpoint: Endpoint, { deliveries, attempts }: Due): Post {
  const [first] = deliveries;
  const bodies = deliveries.map(({ body }) => body);
  return {
    id:
      endpoint.batch === null
        ? (first?.eventId ?? '')
        : derivedId('bat', deliveries.map(({ id }) => id).join()),
    body: endpoint.batch === null ? (bodies[0] ?? '') : `[${bodies.join(',')}]`,
    attempt: attempts + 1,
  };
}

function attemptRecord(
  { outcome, excerpt, requestHeaders, responseHeaders }: Answer,
  at: number,
  ms: number,
): DeliveryAttempt {
  const failed = outcome.outcome === 'failed' ? outcome : undefined;
  return {
    at: new Date(at).toISOString(),
    durationMs: ms,
    outcome: failed?.code ?? 'delivered',
    status: outcome.status ?? null,
    detail: failed?.detail ?? null,
    response: excerpt ?? null,
    requestHeaders,
    responseHeaders: failed === undefined ? {} : responseHeaders,
  };
}

function waitAfter(outcome: Outcome, planned: number): number {
  const notBefore = outcome.outcome === 'failed' ? outcome.notBeforeMs : 0;
  return Math.max(Math.round(planned * (0.8 + 0.4 * Math.random())), notBefore);
}
