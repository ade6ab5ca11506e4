import { keyIdOf } from '@wagw/shared/access/api-key';
import { createKey, deleteKey, readKey } from '@wagw/shared/access/key-store';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';
import type { Caller } from '../../access/caller.ts';

/**
 * The key that an instance has of its own there (`hash`). Here it is a key of its tenant, which is the instance alone when nobody has
 * chosen another; one that is made with the key of a tenant has none, because such a key would see all that the tenant has.
 * @param seed of the request
 */
export async function makeInstanceKey(
  redis: Redis,
  { tenantId }: Caller,
  instance: string,
  seed: string,
): Promise<string | null> {
  await endInstanceKey(redis, instance);
  if (tenantId !== null) return null;
  const id = keyIdOf(seed);
  const name = `Evolution instance ${instance}`;
  const key = await createKey(
    redis,
    id,
    { name, tenantId: instance, scopes: ['read', 'send', 'manage'], expiresAt: null },
    Date.now(),
  );
  await redis.set(keys.instanceKey(instance), id);
  return key;
}

/** Ends the key of an instance that is removed, or made anew under its name. */
export async function endInstanceKey(redis: Redis, instance: string): Promise<void> {
  const id = await redis.getdel(keys.instanceKey(instance));
  if (id === null) return;
  const key = await readKey(redis, id);
  if (key?.tenantId === instance) await deleteKey(redis, id);
}
