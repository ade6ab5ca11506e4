import { afterAll, afterEach, beforeAll, beforeEach } from '@jest/globals';
import { startTemporaryRedis, type TemporaryRedis } from '@wagw/local-machine/temporary-redis';

/** Made before the first test of a file and closed after its last; until then it has no properties. */
export function forSuite<T extends object>(make: () => Promise<T>, close: (made: T) => unknown): T {
  const made = holder<T>();
  beforeAll(async () => {
    made.held = await make();
  });
  afterAll(async () => {
    if (made.held !== undefined) await close(made.held);
  });
  return made.shown;
}

/** Made anew before each test of a file, and closed after it. */
export function forEachTest<T extends object>(
  make: () => Promise<T>,
  close: (made: T) => unknown = () => undefined,
): T {
  const made = holder<T>();
  beforeEach(async () => {
    made.held = await make();
  });
  afterEach(async () => {
    if (made.held !== undefined) await close(made.held);
    made.held = undefined;
  });
  return made.shown;
}

/** A Redis for the tests of a file. */
export const redisForSuite = (): TemporaryRedis => forSuite(startTemporaryRedis, (server) => server.close());

function holder<T extends object>(): { held: T | undefined; readonly shown: T } {
  const made: { held: T | undefined; readonly shown: T } = {
    held: undefined,
    shown: new Proxy({} as T, {
      get: (_target, name) => made.held && Reflect.get(made.held, name),
      set: (_target, name, value) => made.held !== undefined && Reflect.set(made.held, name, value),
    }),
  };
  return made;
}
