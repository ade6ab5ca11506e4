import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { CONFIG_OPTIONS, factsOf, type RedisConfig, type RedisFacts } from './redis-facts.ts';

/** What came of asking Redis. */
export type RedisProbe =
  | { readonly isReachable: false; readonly detail: string }
  | {
      readonly isReachable: true;
      readonly facts: RedisFacts;
      /** Of one question, there and back. */
      readonly latencyMs: number;
      /** How far this machine's clock is ahead of Redis's; undefined while Redis loads. */
      readonly clockAheadMs: number | undefined;
      /** Why Redis refuses to write, in its own words, which begin with a code; undefined when it writes, or was not asked to. */
      readonly refusal: string | undefined;
    };

/** As long as a command of an HTTP request may take. */
const PROBE_MS = 2_000;
const MARK_MS = 1_000;

/** Asks Redis how it is, and has it write. Never rejects, and takes two seconds at most. */
export async function probeRedis(redis: Redis, deadlineMs = PROBE_MS): Promise<RedisProbe> {
  // On a connection that waits for Redis, a question would wait, too. One in the state `connect` answers about its loading.
  if (redis.status !== 'ready' && redis.status !== 'connect') return away('there is no connection');
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<RedisProbe>((resolve) => {
    timer = setTimeout(() => resolve(away(`no answer within ${deadlineMs} ms`)), deadlineMs);
  });
  try {
    return await Promise.race([ask(redis), late]);
  } catch (error) {
    return away(error instanceof Error ? error.message : String(error));
  } finally {
    clearTimeout(timer);
  }
}

const away = (detail: string): RedisProbe => ({ isReachable: false, detail });

async function ask(redis: Redis): Promise<RedisProbe> {
  const isComingUp = redis.status !== 'ready';
  const askedAt = performance.now();
  const info = isComingUp ? await redis.info() : await unlessRefused(redis.info(), '');
  const latencyMs = performance.now() - askedAt;
  const facts = factsOf(info);
  if (facts.isLoading === true) {
    return { isReachable: true, facts, latencyMs, clockAheadMs: undefined, refusal: undefined };
  }
  if (isComingUp) return away('the connection is being made');
  const clockAheadMs = await unlessRefused(compareClocks(redis), undefined);
  // A replica would refuse, and its refusal makes the connection look for the primary anew.
  const refusal = facts.isReplica === true ? undefined : await tryToWrite(redis);
  const all = factsOf(info, await readConfig(redis));
  return { isReachable: true, facts: all, latencyMs, clockAheadMs, refusal };
}

async function readConfig(redis: Redis): Promise<RedisConfig> {
  const answers = await Promise.all(
    CONFIG_OPTIONS.map((option) => unlessRefused<unknown>(redis.config('GET', option), [])),
  );
  return Object.fromEntries(
    answers.map((answer, index) => {
      const value: unknown = Array.isArray(answer) ? answer[1] : undefined;
      return [CONFIG_OPTIONS[index], typeof value === 'string' ? value : undefined];
    }),
  );
}

async function compareClocks(redis: Redis): Promise<number> {
  const before = Date.now();
  const [seconds, microseconds] = await redis.time();
  const middle = (before + Date.now()) / 2;
  return Math.round(middle - (Number(seconds) * 1_000 + Number(microseconds) / 1_000));
}

async function tryToWrite(redis: Redis): Promise<string | undefined> {
  try {
    await redis.set(keys.healthMark, '1', 'PX', MARK_MS);
    return undefined;
  } catch (error) {
    if (isRefusal(error)) return error.message;
    throw error;
  }
}

/** Redis itself says no; everything else means that it was not reached. */
async function unlessRefused<T>(asked: Promise<T>, otherwise: T): Promise<T> {
  try {
    return await asked;
  } catch (error) {
    if (isRefusal(error)) return otherwise;
    throw error;
  }
}

const isRefusal = (error: unknown): error is Error => error instanceof Error && error.name === 'ReplyError';
