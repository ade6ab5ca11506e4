import { type Minute, minuteOf, type Notes, readMinutes } from '@wagw/shared/health/history';
import { type Buckets, quantileOf } from '@wagw/shared/observability/timed';
import type { Redis } from 'ioredis';
import { z } from 'zod';

const HOURS_KEPT = 24;

export const historyQuery = z.strictObject({
  minutes: z.coerce
    .number()
    .int()
    .min(1)
    .max(HOURS_KEPT * 60)
    .default(60)
    .describe('How far back, up to a day.'),
  step: z.coerce
    .number()
    .int()
    .min(1)
    .max(60)
    .default(1)
    .describe('Minutes that are put together. Intervals begin at multiples of it since 1970.'),
});

const count = (what: string) => z.int().describe(what);
const most = (what: string) => z.number().nullable().describe(`${what} The most in the interval.`);
const times = (what: string) =>
  z
    .object({ p50: z.number(), p95: z.number() })
    .nullable()
    .describe(`${what} Seconds, estimated from the buckets of a histogram; null when there were none.`);

const intervalSchema = z
  .object({
    at: z.iso.datetime().describe('When it began.'),
    isOver: z.boolean().describe('False for the last one, in which more is still to come.'),
    messages: z.object({
      waiting: most('Those in the queues of all sessions.'),
      oldestWaitingSeconds: most('Age of the one that waits longest; 0 when none does.'),
      scheduled: most('Those whose time has not come.'),
      sent: count("Those that WhatsApp's server acknowledged."),
      failed: count('Those that were given up.'),
      unconfirmed: count('Those whose acknowledgement was overdue.'),
      sendSeconds: times("From the acceptance of a message to the acknowledgement of WhatsApp's server."),
    }),
    webhooks: z.object({
      pending: most('Deliveries that wait for their first or next attempt.'),
      oldestPendingSeconds: most('Age of the oldest event that waits for its delivery; 0 when none does.'),
      pausedEndpoints: most('Endpoints that are left alone because most attempts failed.'),
      delivered: count('Deliveries that arrived.'),
      failedAttempts: count('Attempts that failed; one may be for several deliveries.'),
      deadLetters: count('Deliveries that were given up.'),
      deliverySeconds: times('From the recording of an event to its delivery.'),
    }),
    sessions: z
      .object({
        connected: z.int(),
        qrPending: z.int(),
        connecting: z.int(),
        disconnected: z.int().describe('With those that failed.'),
        failed: z.int(),
        waiting: z.int().describe('Sessions that wait for a worker with room.'),
      })
      .nullable()
      .describe('As they were last in the interval.'),
    workers: z.int().nullable().describe('Those that own sessions, as it was last in the interval.'),
  })
  .meta({ id: 'PerformanceInterval' });

export const historySchema = z
  .object({
    step: z.int().describe('Minutes of an interval.'),
    items: z.array(intervalSchema).describe('From the oldest to the one that is now; none is missing.'),
  })
  .meta({ id: 'PerformanceHistory' });

type Interval = z.infer<typeof intervalSchema>;

/**
 * @param now unix milliseconds
 * @throws when Redis is away: nothing of this is known then
 */
export async function readHistory(
  redis: Redis,
  { minutes, step }: z.infer<typeof historyQuery>,
  now: number,
): Promise<z.infer<typeof historySchema>> {
  const current = minuteOf(now);
  const first = Math.floor((current - minutes + 1) / step) * step;
  const known = await readMinutes(redis, first, current - first + 1);
  const items: Interval[] = [];
  for (let from = 0; from < known.length; from += step) {
    const at = new Date((first + from) * 60_000).toISOString();
    const isOver = first + from + step <= current;
    items.push({ at, isOver, ...together(known.slice(from, from + step)) });
  }
  return { step, items };
}

/** What was counted is summed up; of what was noted, the most of what waits and the last of the rest. */
function together(minutes: readonly Minute[]): Omit<Interval, 'at' | 'isOver'> {
  const notes = minutes.flatMap((minute) => minute.notes ?? []);
  const last = notes.at(-1);
  const mostOf = (name: keyof Notes) =>
    last === undefined ? null : Math.max(...notes.map((each) => each[name]));
  const countOf = (name: keyof Minute['tallies']['counts']) =>
    total(minutes.map(({ tallies }) => tallies.counts[name]));
  const sent = sumOf(minutes.map(({ tallies }) => tallies.times.sent));
  const delivered = sumOf(minutes.map(({ tallies }) => tallies.times.delivered));
  return {
    messages: {
      waiting: mostOf('waiting'),
      oldestWaitingSeconds: seconds(mostOf('oldestWaitingMs')),
      scheduled: mostOf('scheduled'),
      sent: total(Object.values(sent)),
      failed: countOf('failed'),
      unconfirmed: countOf('unconfirmed'),
      sendSeconds: quantilesOf(sent),
    },
    webhooks: {
      pending: mostOf('pendingDeliveries'),
      oldestPendingSeconds: seconds(mostOf('oldestDeliveryMs')),
      pausedEndpoints: mostOf('pausedEndpoints'),
      delivered: total(Object.values(delivered)),
      failedAttempts: countOf('failedAttempts'),
      deadLetters: countOf('deadLetters'),
      deliverySeconds: quantilesOf(delivered),
    },
    sessions: last === undefined ? null : sessionsOf(last),
    workers: last?.workers ?? null,
  };
}

const sessionsOf = (notes: Notes): NonNullable<Interval['sessions']> => ({
  connected: notes.connected,
  qrPending: notes.qrPending,
  connecting: notes.connecting,
  disconnected: notes.disconnected,
  failed: notes.failedSessions,
  waiting: notes.waitingSessions,
});

function quantilesOf(buckets: Buckets): Interval['messages']['sendSeconds'] {
  const [p50, p95] = [quantileOf(buckets, 0.5), quantileOf(buckets, 0.95)];
  return p50 === null || p95 === null ? null : { p50: toMs(p50), p95: toMs(p95) };
}

function sumOf(all: readonly Buckets[]): Buckets {
  const sum: Record<string, number> = {};
  for (const [bound, many] of all.flatMap((buckets) => Object.entries(buckets)))
    sum[bound] = (sum[bound] ?? 0) + many;
  return sum;
}

const total = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0);
const seconds = (ms: number | null): number | null => (ms === null ? null : ms / 1_000);
const toMs = (value: number): number => Math.round(value * 1_000) / 1_000;
