import type { Redis } from 'ioredis';
import { z } from 'zod';
import { commandQueueName, laneName } from '../queue/queues.ts';
import { keys, QUEUE_PREFIX } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { SESSION_STATES, STATE_CODES, type StateCode } from '../sessions/session-state.ts';
import { STATE_LUA } from '../sessions/state-lua.ts';

/**
 * What no single worker can tell: how many sessions are in which state, and what waits in the queues of all of them. Redis counts, some
 * hundred sessions in one go, and the result is kept for all who ask: counting takes at most a hundredth of the time.
 */

/** A session's queues: interactive messages with the commands that keep their place among them, bulk messages, other commands. */
const LANE_QUEUES = ['messages', 'bulk', 'commands'] as const;

/** Whose queue it is: only that of a ready session ought to become shorter. */
const LANE_SESSIONS = ['ready', 'other'] as const;

const waitingSchema = z.object({
  queue: z.enum(LANE_QUEUES),
  session: z.enum(LANE_SESSIONS),
  jobs: z.number(),
  /** When the one that waits longest was queued, in unix milliseconds; null when none does. */
  oldestAt: z.number().nullable(),
});

const censusSchema = z.object({
  states: z.record(z.enum(SESSION_STATES), z.number()),
  waiting: z.array(waitingSchema),
});

export type Census = z.infer<typeof censusSchema>;

const pageSchema = z.object({
  sessions: z.number(),
  last: z.string(),
  codes: z.record(z.string(), z.number()),
  /** By queue and session, such as `bulk ready`. */
  jobs: z.record(z.string(), z.number()),
  oldest: z.record(z.string(), z.number()),
});

/** Takes Redis two to four milliseconds. */
const SESSIONS_AT_ONCE = 200;
const SHARE_OF_TIME = 100;
const KEPT_MS = { least: 1_000, most: 60_000 };

/** Names without their ends, to which the script adds session and job. */
const MESSAGE = keys.message('', '').slice(0, -1);
const COMMAND = keys.command('', '').slice(0, -1);

/**
 * Counts a page of sessions. BullMQ keeps what can be worked on in the list `wait`, the next one last, and what has a priority in the
 * sorted set `prioritized`, the next one first.
 */
const page = defineScript(`${STATE_LUA}
  local ids = redis.call('ZRANGEBYLEX', '${keys.sessions}', ARGV[1], '+', 'LIMIT', 0, ARGV[2])
  local codes, jobs, oldest = {}, {}, {}

  local function queuedAt(queue, id, job)
    return redis.call('HGET', '${MESSAGE}' .. id .. ':' .. job, 'at:queued')
      or redis.call('HGET', '${COMMAND}' .. id .. ':' .. job, 'createdAt')
      or redis.call('HGET', queue .. job, 'timestamp')
  end

  local function note(kind, queue, id, count, job)
    if not job then return end
    jobs[kind] = (jobs[kind] or 0) + count
    local at = tonumber(queuedAt(queue, id, job) or nil)
    if at then oldest[kind] = math.min(oldest[kind] or at, at) end
  end

  for _, id in ipairs(ids) do
    local code = stateOf(id)
    if code then
      codes[code] = (codes[code] or 0) + 1
      local whose = code == 'ready' and ' ready' or ' other'
      local lane = '${QUEUE_PREFIX}:${laneName('')}' .. id .. ':'
      local wait, prioritized = lane .. 'wait', lane .. 'prioritized'
      note('messages' .. whose, lane, id, redis.call('LLEN', wait), redis.call('LINDEX', wait, -1))
      note('bulk' .. whose, lane, id, redis.call('ZCARD', prioritized), redis.call('ZRANGE', prioritized, 0, 0)[1])
      local commands = '${QUEUE_PREFIX}:${commandQueueName('')}' .. id .. ':'
      wait = commands .. 'wait'
      note('commands' .. whose, commands, id, redis.call('LLEN', wait), redis.call('LINDEX', wait, -1))
    end
  end
  return cjson.encode({ sessions = #ids, last = ids[#ids] or '', codes = codes, jobs = jobs, oldest = oldest })
`);

/**
 * What was counted last, by whomever; counts anew when that is too old.
 * @param kept for how long a count is kept at least and at most, in milliseconds
 */
export async function readCensus(redis: Redis, kept = KEPT_MS): Promise<Census> {
  const known = await redis.get(keys.census);
  if (known !== null) return censusSchema.parse(JSON.parse(known));
  const startedAt = performance.now();
  const census = await takeCensus(redis);
  const keptMs = Math.round((performance.now() - startedAt) * SHARE_OF_TIME);
  const ttl = Math.min(Math.max(keptMs, kept.least), kept.most);
  await redis.set(keys.census, JSON.stringify(census), 'PX', ttl);
  return census;
}

/** Counts all sessions. @param atOnce how many Redis looks at in one go */
export async function takeCensus(redis: Redis, atOnce = SESSIONS_AT_ONCE): Promise<Census> {
  const states = Object.fromEntries(SESSION_STATES.map((state) => [state, 0])) as Census['states'];
  const waiting: Census['waiting'] = LANE_QUEUES.flatMap((queue) =>
    LANE_SESSIONS.map((session) => ({ queue, session, jobs: 0, oldestAt: null })),
  );
  for (let after = '-'; ; ) {
    const seen = pageSchema.parse(JSON.parse(String(await page.run(redis, [], [after, atOnce]))));
    for (const [code, count] of Object.entries(seen.codes)) states[stateOf(code)] += count;
    for (const lanes of waiting) {
      const kind = `${lanes.queue} ${lanes.session}`;
      lanes.jobs += seen.jobs[kind] ?? 0;
      lanes.oldestAt = earlier(lanes.oldestAt, seen.oldest[kind]);
    }
    if (seen.sessions < atOnce) return { states, waiting };
    after = `(${seen.last}`;
  }
}

/** The messages among what waits; commands of their own are none. */
export function waitingMessages(waiting: Census['waiting']) {
  const lanes = waiting.filter(({ queue }) => queue !== 'commands');
  const since = lanes.flatMap(({ oldestAt }) => (oldestAt === null ? [] : [oldestAt]));
  return {
    waiting: lanes.reduce((total, { jobs }) => total + jobs, 0),
    oldestWaitingSeconds: since.length === 0 ? null : Math.max(0, Date.now() - Math.min(...since)) / 1_000,
  };
}

const stateOf = (code: string) => STATE_CODES[code as StateCode].state;

function earlier(known: number | null, seen: number | undefined): number | null {
  if (seen === undefined) return known;
  return known === null ? seen : Math.min(known, seen);
}
