import { randomUUID } from 'node:crypto';
import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';

/**
 * Tells an emptied Redis from a fresh one. The first process that finds no name for the data gives it one, which is written
 * once and stays; each process remembers the one that it saw first. Another name later, or none, means that the data are gone.
 */
export interface DatasetWatch {
  /** Whether the data are those that this process saw first. Data that come back from a backup have their name again. */
  isSame(): Promise<boolean>;
}

const nameData = defineScript(`
  redis.call('SET', KEYS[1], ARGV[1], 'NX')
  return redis.call('GET', KEYS[1])
`);

export function watchDataset(redis: Redis): DatasetWatch {
  let seen: string | undefined;
  return {
    async isSame() {
      if (seen !== undefined) return (await redis.get(keys.dataset)) === seen;
      const name = await nameData.run(redis, [keys.dataset], [randomUUID()]);
      // Another question may have been answered meanwhile.
      seen ??= String(name);
      return seen === name;
    },
  };
}
