import type { ReplayWebhook } from '@wagw/client';

/** What was given up, all that happened within a time, or events of one session by their numbers. */
export const REPLAY_WAYS = ['dead', 'time', 'numbers'] as const;
export type ReplayWay = (typeof REPLAY_WAYS)[number];

/** What is to be delivered again, as somebody fills it in. */
export interface ReplayDraft {
  readonly what: ReplayWay;
  /** As a field for local times has them: `2026-03-01T08:00`. They count for `time` alone. */
  readonly since: string;
  /** Empty: up to now. */
  readonly until: string;
  /** As somebody types a number, perhaps as the page writes it: `4,711`. They count for `numbers` alone. */
  readonly fromSeq: string;
  /** Empty: up to the last one. */
  readonly toSeq: string;
  /** None: all. */
  readonly events: readonly string[];
  /** `numbers` needs one. */
  readonly sessionId: string | null;
}

type Narrowed = Pick<ReplayWebhook, 'events' | 'sessionId'>;

/** As the API takes it; undefined while the beginning is not said, or comes after the end. */
export function wishOf(draft: ReplayDraft): ReplayWebhook | undefined {
  const { what, events, sessionId } = draft;
  const narrowed: Narrowed = {
    ...(events.length === 0 ? {} : { events: [...events] as NonNullable<ReplayWebhook['events']> }),
    ...(sessionId === null ? {} : { sessionId }),
  };
  switch (what) {
    case 'dead':
      return { status: 'dead', ...narrowed };
    case 'time':
      return timesOf(draft, narrowed);
    case 'numbers':
      return numbersOf(draft, narrowed);
  }
}

function timesOf({ since, until }: ReplayDraft, narrowed: Narrowed): ReplayWebhook | undefined {
  const [from, to] = [Date.parse(since), until === '' ? Number.POSITIVE_INFINITY : Date.parse(until)];
  if (!(from < to)) return undefined;
  return {
    status: 'all',
    since: new Date(from).toISOString(),
    ...(until === '' ? {} : { until: new Date(to).toISOString() }),
    ...narrowed,
  };
}

function numbersOf({ fromSeq, toSeq }: ReplayDraft, narrowed: Narrowed): ReplayWebhook | undefined {
  const [from, to] = [numberIn(fromSeq), toSeq.trim() === '' ? Number.POSITIVE_INFINITY : numberIn(toSeq)];
  if (narrowed.sessionId === undefined || from < 1 || !(from <= to)) return undefined;
  return { fromSeq: from, ...(Number.isFinite(to) ? { toSeq: to } : {}), ...narrowed };
}

/** NaN when it is no number, or too long to be one of an event. */
function numberIn(text: string): number {
  const digits = text.replace(/[.,\s]/g, '');
  return /^\d{1,15}$/.test(digits) ? Number(digits) : Number.NaN;
}

/** In local time, for a field. @param now unix milliseconds */
export function anHourAgo(now = Date.now()): string {
  const at = new Date(now - 3_600_000);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}
