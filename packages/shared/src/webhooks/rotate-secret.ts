import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { readEndpoint, type Secret } from './endpoint-store.ts';

/** How many secrets sign at the same time at most; each is a signature of the header. */
const SECRETS_AT_ONCE = 4;

const swap = defineScript(`
  if redis.call('HGET', KEYS[1], 'secrets') ~= ARGV[1] then return 0 end
  redis.call('HSET', KEYS[1], 'secrets', ARGV[2], 'updatedAt', ARGV[3])
  redis.call('INCR', KEYS[2])
  return 1
`);

/**
 * Makes `secret` the one that signs first. Those that count so far sign beside it for `keepOldMs` more, unless they were to go
 * sooner. Returns false when there is no such endpoint.
 * @param now unix milliseconds
 */
export async function rotateSecret(
  redis: Redis,
  id: string,
  secret: string,
  keepOldMs: number,
  now: number,
): Promise<boolean> {
  for (;;) {
    const endpoint = await readEndpoint(redis, id);
    if (endpoint === undefined) return false;
    const secrets = [{ secret }, ...stillGood(endpoint.secrets, secret, now + keepOldMs, now)];
    const swapped = await swap.run(
      redis,
      [keys.webhook(id), keys.webhooksVersion],
      [JSON.stringify(endpoint.secrets), JSON.stringify(secrets), now],
    );
    if (swapped === 1) return true;
  }
}

function stillGood(secrets: readonly Secret[], newest: string, longest: number, now: number): Secret[] {
  return secrets
    .filter(({ secret }) => secret !== newest)
    .map(({ secret, until = longest }) => ({ secret, until: Math.min(until, longest) }))
    .filter(({ until }) => until > now)
    .slice(0, SECRETS_AT_ONCE - 1);
}
