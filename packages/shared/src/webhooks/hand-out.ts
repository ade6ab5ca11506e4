import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { QUEUE } from './queue-lua.ts';

/** What comes to an endpoint: from the log of a session, or again because somebody asked for it. */

/** One event for one endpoint. Times are unix milliseconds. */
export interface NewDelivery {
  readonly id: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly event: string;
  readonly sessionId: string;
  readonly tenantId: string;
  /** The event's number in the log of its session. */
  readonly seq: number;
  readonly recordedAt: number;
  /** The bytes to post. */
  readonly body: string;
  /** What it must keep its order in; undefined when it goes by itself. */
  readonly lane: string | undefined;
  readonly batch: { readonly max: number; readonly waitMs: number } | null;
}

/**
 * The deliveries of a page of the log, and the mark that says how far the log is handed out, in one step: nobody hands out
 * twice, and nothing is lost in between.
 */
const handOutScript = defineScript(`${QUEUE}
  local head, fanOut = KEYS[1], KEYS[2]
  local session, from, to, length = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
  if (redis.call('HGET', head, 'fannedOut') or '0') ~= from then return 'moved' end
  add(5, false, nowMs(), length)
  redis.call('HSET', head, 'fannedOut', to)
  if (redis.call('HGET', head, 'seq') or '0') ~= to then return 'more' end
  redis.call('SREM', fanOut, session)
  return 'done'
`);

const replayScript = defineScript(`${QUEUE}
  return add(2, true, nowMs(), tonumber(ARGV[1]))
`);

/** How many of an endpoint's latest deliveries can be listed; those that wait or were given up always can. */
const LISTED_DELIVERIES = 10_000;

const toArguments = (delivery: NewDelivery) => [
  delivery.id,
  delivery.endpointId,
  delivery.eventId,
  delivery.event,
  delivery.sessionId,
  delivery.tenantId,
  delivery.seq,
  delivery.recordedAt,
  delivery.body,
  delivery.lane ?? '',
  delivery.batch?.max ?? 1,
  delivery.batch?.waitMs ?? 0,
];

/**
 * Hands a page of a session's log out.
 * @returns `done` at the end of the log; `moved` when somebody else has handed it out, and nothing was done
 */
export async function handOut(
  redis: Redis,
  sessionId: string,
  page: { readonly from: number; readonly to: number; readonly deliveries: readonly NewDelivery[] },
): Promise<'done' | 'more' | 'moved'> {
  const reply = await handOutScript.run(
    redis,
    [keys.eventsHead(sessionId), keys.fanOut],
    [sessionId, page.from, page.to, LISTED_DELIVERIES, ...page.deliveries.flatMap(toArguments)],
  );
  return reply === 'done' || reply === 'more' ? reply : 'moved';
}

/** Delivers again, or for the first time; what waits already is left alone. Returns how many were added. */
export async function addDeliveries(redis: Redis, deliveries: readonly NewDelivery[]): Promise<number> {
  return Number(await replayScript.run(redis, [], [LISTED_DELIVERIES, ...deliveries.flatMap(toArguments)]));
}
