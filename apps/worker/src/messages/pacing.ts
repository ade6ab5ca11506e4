import type { WorkerSettings } from '@wagw/shared/config/settings';
import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import type { Redis } from 'ioredis';

/**
 * How fast a session sends. WhatsApp bans numbers that write faster than people do; its figures for private numbers are not known.
 * Those that Meta publishes, for its Cloud API ("pair rate limit"), allow one message in six seconds to one user, and bursts of 45 that are
 * paid back by the rest after them.
 */
export interface Pace {
  /** All chats together; 0 does not limit. */
  readonly perMinute: number;
  readonly burst: number;
  /** To one chat; 0 does not limit. */
  readonly chatPerMinute: number;
  readonly chatBurst: number;
  /** In a day of UTC; 0 does not limit. */
  readonly perDay: number;
  /** On the first day of a login; 0 does not limit. Each day after it allows half as much again. */
  readonly warmUpFirstDay: number;
  /** After so many days only `perDay` counts. */
  readonly warmUpDays: number;
}

/** The pace as the operator has set it. */
export const paceOf = (settings: WorkerSettings): Pace => ({
  perMinute: settings.PACING_PER_MINUTE,
  burst: settings.PACING_BURST,
  chatPerMinute: settings.PACING_CHAT_PER_MINUTE,
  chatBurst: settings.PACING_CHAT_BURST,
  perDay: settings.PACING_PER_DAY,
  warmUpFirstDay: settings.PACING_WARM_UP_FIRST_DAY,
  warmUpDays: settings.PACING_WARM_UP_DAYS,
});

export interface Pacing {
  /**
   * Lets a message pass and returns 0, or returns after how many milliseconds to ask again; that time is noted in its record. One
   * that has passed passes again without being counted.
   */
  ask(messageId: string, chatId: string, now: number): Promise<number>;
}

const MS_PER_DAY = 86_400_000;
const WARM_UP_GROWTH = 1.5;
/** So that a raised limit is noticed. */
const LONGEST_WAIT_MS = 300_000;

/**
 * A bucket is kept as the time at which it is full again ("generic cell rate algorithm"): one number, and nothing has to be
 * filled up. All must let the message pass; then it counts in all.
 */
const pass = defineScript(`
  local record, session, chat, day = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
  local now, midnight, cap = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
  if redis.call('EXISTS', record) == 0 or redis.call('HEXISTS', record, 'pacedAt') == 1 then return 0 end
  local wait, fullAgain = 0, {}
  local function ask(bucket, interval, burst)
    if interval == 0 then return end
    local full = math.max(tonumber(redis.call('GET', bucket) or 0), now)
    wait = math.max(wait, math.ceil(full - now - interval * (burst - 1)))
    fullAgain[bucket] = math.ceil(full + interval)
  end
  ask(session, tonumber(ARGV[4]), tonumber(ARGV[5]))
  ask(chat, tonumber(ARGV[6]), tonumber(ARGV[7]))
  if cap > 0 and tonumber(redis.call('GET', day) or 0) >= cap then wait = math.max(wait, midnight - now) end
  if wait > 0 then
    redis.call('HSET', record, 'notBefore', now + wait)
    return wait
  end
  redis.call('HSET', record, 'pacedAt', now)
  for bucket, at in pairs(fullAgain) do redis.call('SET', bucket, at, 'PX', at - now) end
  if redis.call('INCR', day) == 1 then redis.call('PEXPIRE', day, ${2 * MS_PER_DAY}) end
  return 0
`);

export function createPacing(redis: Redis, sessionId: string, pace: Pace): Pacing {
  const isUnlimited = [pace.perMinute, pace.chatPerMinute, pace.perDay, pace.warmUpFirstDay].every(
    (limit) => limit === 0,
  );

  return {
    async ask(messageId, chatId, now) {
      if (isUnlimited) return 0;
      const linkedAt =
        pace.warmUpFirstDay === 0 ? null : await redis.hget(keys.session(sessionId), 'linkedAt');
      const today = Math.floor(now / MS_PER_DAY);
      const wait = await pass.run(
        redis,
        [
          keys.message(sessionId, messageId),
          keys.pacing(sessionId),
          keys.chatPacing(sessionId, chatId),
          keys.sentOnDay(sessionId, new Date(now).toISOString().slice(0, 10)),
        ],
        [
          now,
          (today + 1) * MS_PER_DAY,
          dayLimit(pace, linkedAt === null ? now : Number(linkedAt), now),
          intervalOf(pace.perMinute),
          pace.burst,
          intervalOf(pace.chatPerMinute),
          pace.chatBurst,
        ],
      );
      return Math.min(Number(wait), LONGEST_WAIT_MS);
    },
  };
}

/**
 * How many messages may go out in a day; 0 does not limit.
 * @param linkedAt when the login began, in unix milliseconds
 */
export function dayLimit(pace: Pace, linkedAt: number, now: number): number {
  const { perDay, warmUpFirstDay, warmUpDays } = pace;
  const age = Math.floor(now / MS_PER_DAY) - Math.floor(linkedAt / MS_PER_DAY);
  if (warmUpFirstDay === 0 || age >= warmUpDays) return perDay;
  const warmUp = Math.floor(warmUpFirstDay * WARM_UP_GROWTH ** age);
  return perDay === 0 ? warmUp : Math.min(perDay, warmUp);
}

const intervalOf = (perMinute: number): number => (perMinute === 0 ? 0 : 60_000 / perMinute);
