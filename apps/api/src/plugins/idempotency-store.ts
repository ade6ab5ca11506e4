import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import type { Redis } from 'ioredis';

/**
 * What was asked under each Idempotency-Key, and what was answered.
 *
 * A request that breaks off in the middle is carried out again by its repetition. That does no harm: all ids that it makes
 * follow from the seed that was stored with the key first, so it finds what it has made before.
 */

const KEPT_S = 86_400;
/** After this a request counts as broken off, should its process have died. */
const RUNNING_MS = 10_000;

const claim = defineScript(`
  local entry, fingerprint, seed, now, till = KEYS[1], ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
  local known, earlierSeed, runningTill, answer =
    unpack(redis.call('HMGET', entry, 'fingerprint', 'seed', 'runningTill', 'answer'))
  if not known then
    redis.call('HSET', entry, 'fingerprint', fingerprint, 'seed', seed, 'runningTill', till)
    redis.call('EXPIRE', entry, ${KEPT_S})
    return {'begin', seed}
  end
  if known ~= fingerprint then return {'other'} end
  if answer then return {'answered', answer} end
  if tonumber(runningTill) > now then return {'running'} end
  redis.call('HSET', entry, 'runningTill', till)
  return {'repeat', earlierSeed}
`);

export interface KeptAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

export type Claim =
  /** It is to be carried out. `isRepeat`: perhaps not for the first time. */
  | { readonly claim: 'begin'; readonly seed: string; readonly isRepeat: boolean }
  | { readonly claim: 'answered'; readonly answer: KeptAnswer }
  | { readonly claim: 'running' | 'other' };

/** One request under a key. */
export interface KeyedRequest {
  /** Where the key counts: a session, or what a tenant asks elsewhere. */
  readonly scope: string;
  readonly key: string;
  /** The same for equal requests. */
  readonly fingerprint: string;
}

/** @param seed of a request that is the first under its key */
export async function claimKey(redis: Redis, request: KeyedRequest, seed: string): Promise<Claim> {
  const now = Date.now();
  const reply = await claim.run(
    redis,
    [keys.idempotency(request.scope, request.key)],
    [request.fingerprint, seed, now, now + RUNNING_MS],
  );
  const [outcome, text] = Array.isArray(reply) ? reply.map(String) : [];
  switch (outcome) {
    case 'begin':
    case 'repeat':
      return { claim: 'begin', seed: text ?? seed, isRepeat: outcome === 'repeat' };
    case 'answered':
      return { claim: 'answered', answer: JSON.parse(text ?? '') as KeptAnswer };
    default:
      return { claim: outcome === 'other' ? 'other' : 'running' };
  }
}

/** Keeps the answer for the repetitions; without one the next repetition carries the request out again. */
export async function endClaim(
  redis: Redis,
  { scope, key }: KeyedRequest,
  answer: KeptAnswer | undefined,
): Promise<void> {
  const entry = keys.idempotency(scope, key);
  await redis.hset(entry, answer === undefined ? { runningTill: '0' } : { answer: JSON.stringify(answer) });
}
