import type { Redis } from 'ioredis';

const AT_ONCE = 200;

/**
 * Copies every key of one Redis into another that is empty, with their times to live.
 * @returns how many keys
 * @throws Error when the other one takes a key not, for one because it is there already
 */
export async function copyRedis(from: Redis, to: Redis): Promise<number> {
  const copied = new Set<string>();
  for (let cursor = '0'; ; ) {
    const [next, names] = await from.scan(cursor, 'COUNT', AT_ONCE);
    const fresh = names.filter((name) => !copied.has(name));
    const dumps = await Promise.all(
      fresh.map(async (name) => [name, await from.dumpBuffer(name), await from.pexpiretime(name)] as const),
    );
    const writes = to.pipeline();
    for (const [name, dump, until] of dumps) {
      // It has just run out.
      if (dump === null) continue;
      copied.add(name);
      if (until > 0) writes.restore(name, until, dump, 'ABSTTL');
      else writes.restore(name, 0, dump);
    }
    for (const [error] of (await writes.exec()) ?? []) if (error !== null) throw error;
    if (next === '0') return copied.size;
    cursor = next;
  }
}
