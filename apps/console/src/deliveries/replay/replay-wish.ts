import type { ReplayWebhook } from '@wagw/client';

/** What is to be delivered again, as somebody fills it in. */
export interface ReplayDraft {
  /** What was given up, or all that happened within a time. */
  readonly what: 'dead' | 'all';
  /** As a field for local times has them: `2026-03-01T08:00`. They count for `all` alone. */
  readonly since: string;
  /** Empty: up to now. */
  readonly until: string;
  /** None: all. */
  readonly events: readonly string[];
  readonly sessionId: string | null;
}

/** As the API takes it; undefined while the beginning of the time is not said, or comes after its end. */
export function wishOf({ what, since, until, events, sessionId }: ReplayDraft): ReplayWebhook | undefined {
  const narrowed = {
    ...(events.length === 0 ? {} : { events: [...events] as NonNullable<ReplayWebhook['events']> }),
    ...(sessionId === null ? {} : { sessionId }),
  };
  if (what === 'dead') return { status: 'dead', ...narrowed };
  const [from, to] = [Date.parse(since), until === '' ? Number.POSITIVE_INFINITY : Date.parse(until)];
  if (!(from < to)) return undefined;
  return {
    status: 'all',
    since: new Date(from).toISOString(),
    ...(until === '' ? {} : { until: new Date(to).toISOString() }),
    ...narrowed,
  };
}

/** In local time, for a field. @param now unix milliseconds */
export function anHourAgo(now = Date.now()): string {
  const at = new Date(now - 3_600_000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
