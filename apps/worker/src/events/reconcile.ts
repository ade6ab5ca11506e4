import { type Fence, onceMark } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import { keys } from '@wagw/shared/redis/keys';
import { readSession } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import type { Engine, EngineMessage } from '../engine/engine.ts';
import type { Ownership } from '../sessions/ownership.ts';
import type { InboxEvent } from './inbox.ts';
import { acknowledgedName } from './message-changes.ts';
import { createdName } from './message-events.ts';

/**
 * Finds what happened while nobody listened: before the connection's listeners were in place, during a restart, or
 * while another worker had the session. The log drops what it has already.
 */

const SECONDS_PER_DAY = 86_400;
/** How far back acknowledgements and revokes of known messages are looked for. */
const OVERLAP_SECONDS = SECONDS_PER_DAY;
/** Below the time for which the log recognises what it has; WhatsApp itself keeps a silent device for 14 days. */
const LONGEST_SECONDS = 6 * SECONDS_PER_DAY;

export interface Span {
  /** When this login began: what is older is history. Unix milliseconds. */
  readonly linkedAt: number;
  /** Up to when all messages are known to be in the log, if that was ever proven. Unix milliseconds. */
  readonly reconciledAt: number | undefined;
}

export interface Missed {
  /** In the order of their messages. */
  readonly events: InboxEvent[];
  /** False when there may be more. */
  readonly isComplete: boolean;
}

export async function findMissed(
  engine: Pick<Engine, 'messagesSince'>,
  span: Span,
  now: number,
): Promise<Missed> {
  const known = Math.floor((span.reconciledAt ?? span.linkedAt) / 1000) - OVERLAP_SECONDS;
  const since = Math.max(known, Math.floor(span.linkedAt / 1000), Math.floor(now / 1000) - LONGEST_SECONDS);
  const { messages, isComplete } = await engine.messagesSince(since);
  return { events: messages.flatMap((message) => asEvents(message, now)), isComplete };
}

function asEvents(message: EngineMessage, now: number): InboxEvent[] {
  const { ref, fromMe, ack, body, editedAtMs } = message;
  if (message.type === 'revoked') return [{ type: 'revoke', ref, timestamp: Math.floor(now / 1000) }];
  const created: InboxEvent = { type: 'message', message };
  const acks: InboxEvent[] = fromMe && ack !== 0 ? [{ type: 'ack', ref, ack }] : [];
  const edits: InboxEvent[] =
    editedAtMs === undefined
      ? []
      : [{ type: 'edit', ref, body, editedAtMs, timestamp: Math.floor(editedAtMs / 1000) }];
  return [created, ...acks, ...edits];
}

/**
 * @param lifeStartedAt when the connection was begun; for a login that is new, its beginning
 * @param take takes one event down
 */
export type Reconcile = (
  engine: Pick<Engine, 'messagesSince'>,
  lifeStartedAt: number,
  take: (event: InboxEvent) => Promise<void>,
) => Promise<boolean>;

export interface ReconcileParts {
  readonly redis: Redis;
  readonly fence: Fence;
  readonly ownership: Ownership;
  readonly logger: Logger;
}

/** Searches from where the last search ended, whoever made it. False when the search must be made again soon. */
export function createReconcile({ redis, fence, ownership, logger }: ReconcileParts): Reconcile {
  return async (engine, lifeStartedAt, take) => {
    const startedAt = Date.now();
    try {
      const record = await readSession(redis, fence.sessionId);
      const linkedAt = record?.linkedAt ?? lifeStartedAt;
      const span = { linkedAt, reconciledAt: record?.reconciledAt };
      const { events, isComplete } = await findMissed(engine, span, startedAt);
      for (const event of await withoutKnown(redis, fence.sessionId, events)) await take(event);
      await ownership.update(fence, {
        linkedAt: String(linkedAt),
        ...(isComplete ? { reconciledAt: String(startedAt) } : {}),
      });
      return isComplete;
    } catch (error) {
      logger.warn({ err: error }, 'could not look for missed messages; trying again soon');
      return false;
    }
  };
}

/**
 * What the log does not have yet. Most of a store is known, and to take it down again would cost several round trips each;
 * what is left in doubt is dropped by the log itself.
 */
async function withoutKnown(redis: Redis, sessionId: string, events: InboxEvent[]): Promise<InboxEvent[]> {
  const named = events.flatMap((event) => {
    const name = lastNameOf(event);
    return name === undefined ? [] : [{ event, name }];
  });
  if (named.length === 0) return events;
  const marks = named.map(({ name }) => onceMark(name));
  const scores = await redis.zmscore(keys.eventsSeen(sessionId), ...marks);
  const known = new Set(named.flatMap(({ event }, index) => (scores[index] === null ? [] : [event])));
  return events.filter((event) => !known.has(event));
}

/** The name of the last thing that is written down of an event; undefined where more follows it. */
function lastNameOf(event: InboxEvent): string | undefined {
  if (event.type === 'message') return createdName(event.message);
  return event.type === 'ack' && event.ack > 0 ? acknowledgedName(event.ref, event.ack) : undefined;
}
