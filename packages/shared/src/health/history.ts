import type { Redis } from 'ioredis';
import type { Buckets } from '../observability/timed.ts';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';

/**
 * How all went, minute by minute, for a day: each worker adds what it has counted since it did so last, and one of all processes
 * notes once a minute how all is. Minutes are those since 1970, by the clock of whoever writes.
 */

const COUNTS = ['failed', 'unconfirmed', 'failedAttempts', 'deadLetters'] as const;
const TIMES = ['sent', 'delivered'] as const;
const NOTES = [
  'waiting',
  'oldestWaitingMs',
  'scheduled',
  'pendingDeliveries',
  'oldestDeliveryMs',
  'pausedEndpoints',
  'connected',
  'qrPending',
  'connecting',
  'disconnected',
  'failedSessions',
  'waitingSessions',
  'workers',
] as const;

/** What was done: as whole numbers, and by how long it took. */
export interface Tallies {
  readonly counts: Readonly<Record<(typeof COUNTS)[number], number>>;
  readonly times: Readonly<Record<(typeof TIMES)[number], Buckets>>;
}

/** How all is at one moment. */
export type Notes = Readonly<Record<(typeof NOTES)[number], number>>;

/** What all workers did in a minute, and how all was; undefined when nobody noted it. */
export interface Minute {
  readonly tallies: Tallies;
  readonly notes: Notes | undefined;
}

const MS_PER_MINUTE = 60_000;

/** A day, the longest interval that somebody asks for, and the minute that is not over. */
const KEPT_S = 25 * 3600;

/** @param ms unix milliseconds */
export const minuteOf = (ms: number): number => Math.floor(ms / MS_PER_MINUTE);

const keyOf = (minute: number): string => keys.history(String(minute));

/** Such as `sent<=0.5`. */
const bucketField = (timed: string, bound: string): string => `${timed}<=${bound}`;

/** Compares with what this worker told before: a script that ran although its answer was lost counts nothing twice. */
const add = defineScript(`
  local told, known, isNews = redis.call('HGETALL', KEYS[2]), {}, false
  for i = 1, #told, 2 do known[told[i]] = tonumber(told[i + 1]) end
  for i = 2, #ARGV, 2 do
    local more = tonumber(ARGV[i + 1]) - (known[ARGV[i]] or 0)
    if more > 0 then
      redis.call('HINCRBY', KEYS[1], ARGV[i], more)
      redis.call('HSET', KEYS[2], ARGV[i], ARGV[i + 1])
      isNews = true
    end
  end
  if isNews then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
  redis.call('EXPIRE', KEYS[2], ARGV[1])
  return 1
`);

/**
 * Adds to this minute what a worker has counted since it called this last.
 * @param workerId of one life of a worker: whoever starts over has another one, and counts from 0
 * @param tallies since the worker's start
 * @param now unix milliseconds
 */
export async function addTallies(
  redis: Redis,
  workerId: string,
  { counts, times }: Tallies,
  now: number,
): Promise<void> {
  const fields = [
    ...Object.entries(counts),
    ...TIMES.flatMap((timed) =>
      Object.entries(times[timed]).map(([bound, count]) => [bucketField(timed, bound), count] as const),
    ),
  ].filter(([, count]) => count > 0);
  await add.run(redis, [keyOf(minuteOf(now)), keys.workerTold(workerId)], [KEPT_S, ...fields.flat()]);
}

/** Of a worker that ends in order, after it added its last. */
export async function endTallies(redis: Redis, workerId: string): Promise<void> {
  await redis.del(keys.workerTold(workerId));
}

/** For so long nobody else looks while somebody does; if that one dies over it, another one looks. */
const LOOKING_MS = 10_000;

/**
 * Notes how all is in this minute, unless somebody has done so or is at it.
 * @param now unix milliseconds
 * @returns whether this one did it
 */
export async function noteMinute(redis: Redis, look: () => Promise<Notes>, now: number): Promise<boolean> {
  const minute = minuteOf(now);
  const key = keyOf(minute);
  if ((await redis.hexists(key, NOTES[0])) === 1) return false;
  const isMine = await redis.set(keys.chore(`history-${minute}`), '1', 'PX', LOOKING_MS, 'NX');
  if (isMine === null) return false;
  await redis
    .multi()
    .hset(key, await look())
    .expire(key, KEPT_S)
    .exec();
  return true;
}

/** Takes Redis some milliseconds. */
const READ_AT_ONCE = 240;

/** Each minute as one text, `name number name number…`: a day has too many names for a client to take them one by one. */
const read = defineScript(`
  local minutes = {}
  for minute = ARGV[1], ARGV[1] + ARGV[2] - 1 do
    local fields = redis.call('HGETALL', '${keys.history('')}' .. string.format('%.0f', minute))
    minutes[#minutes + 1] = table.concat(fields, ' ')
  end
  return minutes
`);

/** @returns `count` minutes from the first one on, in their order */
export async function readMinutes(redis: Redis, first: number, count: number): Promise<Minute[]> {
  const minutes: Minute[] = [];
  while (minutes.length < count) {
    const atOnce = Math.min(READ_AT_ONCE, count - minutes.length);
    const texts = await read.run(redis, [], [first + minutes.length, atOnce]);
    minutes.push(...(texts as string[]).map((text) => parseMinute(fieldsOf(text))));
  }
  return minutes;
}

function fieldsOf(text: string): Map<string, number> {
  const words = text.split(' ');
  const fields = new Map<string, number>();
  for (let i = 0; i + 1 < words.length; i += 2) fields.set(words[i] ?? '', Number(words[i + 1]));
  return fields;
}

function parseMinute(fields: ReadonlyMap<string, number>): Minute {
  const numbers = <N extends string>(names: readonly N[]) =>
    Object.fromEntries(names.map((name) => [name, fields.get(name) ?? 0])) as Record<N, number>;
  const times: Record<(typeof TIMES)[number], Record<string, number>> = { sent: {}, delivered: {} };
  for (const timed of TIMES) {
    const start = bucketField(timed, '');
    for (const [field, count] of fields)
      if (field.startsWith(start)) times[timed][field.slice(start.length)] = count;
  }
  return {
    tallies: { counts: numbers(COUNTS), times },
    notes: fields.has(NOTES[0]) ? numbers(NOTES) : undefined,
  };
}
