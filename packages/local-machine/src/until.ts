import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 50;

/**
 * Waits until `look` gives something, and returns it. A look that throws counts as "not yet".
 * @throws Error naming `what`, and the last reason, when it does not happen within `ms`
 */
export async function until<T>(
  what: string,
  ms: number,
  look: () => Promise<T | undefined | false> | T | undefined | false,
): Promise<T> {
  const end = performance.now() + ms;
  let last = '';
  for (;;) {
    try {
      const found = await look();
      if (found !== undefined && found !== false) return found;
      last = '';
    } catch (error) {
      last = error instanceof Error ? `: ${error.message}` : '';
    }
    if (performance.now() > end) throw new Error(`${what} did not happen within ${ms / 1000} s${last}`);
    await sleep(LOOK_EVERY_MS);
  }
}
