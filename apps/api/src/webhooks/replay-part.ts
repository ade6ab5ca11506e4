import { addDeliveries, type NewDelivery } from '@wagw/shared/webhooks/hand-out';
import type { ReplayWish } from '@wagw/shared/webhooks/replay-schema';
import type { Redis } from 'ioredis';

/** What all ways of delivering much again have in common: one call does a part. */

/** What one call does; the rest is for the next. */
export const REPLAY_LIMITS = {
  /** Deliveries, about. */
  added: 10_000,
  /** Entries of the index, when a filter seldom fits. */
  lookedAt: 50_000,
};
export type Limits = typeof REPLAY_LIMITS;

/** How many entries are read at a time. */
export const PAGE = 500;
/** How many deliveries go into one script. */
const CHUNK = 100;

export interface Part {
  readonly added: number;
  readonly skipped: number;
  /** Where the next call goes on; undefined when nothing is left. */
  readonly next: string | undefined;
}

/** As `POST /webhooks/:id/replay` answers. */
export interface Replayed {
  readonly added: number;
  readonly skipped: number;
  readonly nextCursor: string | null;
}

/** The end of the whole replay, as its first call found it, and the place where this call goes on. */
export function splitCursor(cursor: string): [string, string] {
  const [end = '', place = ''] = cursor.split('.');
  return [end, place];
}

/** Returns how many were added; what has become of no delivery is passed over. */
export async function addAll<T>(
  redis: Redis,
  all: readonly T[],
  toDeliveries: (chunk: readonly T[]) => Promise<readonly (NewDelivery | undefined)[]>,
): Promise<number> {
  let added = 0;
  for (let at = 0; at < all.length; at += CHUNK) {
    const deliveries = await toDeliveries(all.slice(at, at + CHUNK));
    added += await addDeliveries(
      redis,
      deliveries.filter((delivery) => delivery !== undefined),
    );
  }
  return added;
}

/** Whether an event is of the kinds, and of the session, that are wished. */
export function isMeant(
  { events, sessionId }: ReplayWish,
  given: { readonly event: string; readonly sessionId: string },
): boolean {
  return (
    (sessionId === undefined || sessionId === given.sessionId) &&
    (events === undefined || events.some((event) => event === given.event))
  );
}
