import type { Logger } from '@wagw/shared/observability/logger';
import { defineScript } from '@wagw/shared/redis/script';
import type { Redis } from 'ioredis';

/** One that waits for jobs. */
export interface Waiting {
  readonly isWaiting: boolean;
  wake(): void;
}

/**
 * The net under the calls: one may be lost with the connection that popped it, or a job was added by something that calls nobody.
 * All queues that wait are looked through together, so that it costs the same few commands however many they are.
 */
export interface ForgottenJobs {
  /** @param names where its jobs wait. Returns how to end it. */
  list(names: readonly string[], waiting: Waiting): () => void;
  close(): void;
}

/** So that no script takes longer than a fraction of a millisecond. */
const AT_ONCE = 1_000;

const findJobs = defineScript(`
  local found = {}
  if redis.call('EXISTS', unpack(KEYS)) == 0 then return found end
  for i = 1, #KEYS do
    if redis.call('EXISTS', KEYS[i]) == 1 then found[#found + 1] = i - 1 end
  end
  return found
`);

/** @param everyMs between two looks; each costs Redis a microsecond for each lane */
export function createForgottenJobs(redis: Redis, logger: Logger, everyMs: number): ForgottenJobs {
  const listed = new Map<string, Waiting>();
  let looking = false;

  async function look(): Promise<void> {
    const names = [...listed].filter(([, { isWaiting }]) => isWaiting).map(([name]) => name);
    for (let first = 0; first < names.length; first += AT_ONCE) {
      const some = names.slice(first, first + AT_ONCE);
      const found = await findJobs.run(redis, some, []);
      for (const index of Array.isArray(found) ? found : []) wake(some[Number(index)]);
    }
  }

  function wake(name: string | undefined): void {
    const waiting = name === undefined ? undefined : listed.get(name);
    if (waiting?.isWaiting === true) waiting.wake();
  }

  const timer = setInterval(() => {
    if (looking || redis.status !== 'ready') return;
    looking = true;
    look()
      .catch((error: unknown) => logger.debug({ err: error }, 'could not look for forgotten jobs'))
      .finally(() => {
        looking = false;
      });
  }, everyMs);

  return {
    list(names, waiting) {
      for (const name of names) listed.set(name, waiting);
      return () => {
        for (const name of names) if (listed.get(name) === waiting) listed.delete(name);
      };
    },
    close() {
      clearInterval(timer);
    },
  };
}
