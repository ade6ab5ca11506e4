import { AccessEnded, type Feed } from './feed.ts';

/** A stream goes on for hours, and the key that it was opened with may have ended since. */
const ASKED_EVERY_MS = 10_000;

/** The feed for as long as `isAllowed` says so; it is asked now and then. */
export function whileAllowed(
  feed: Feed,
  isAllowed: () => Promise<boolean>,
  askedEveryMs = ASKED_EVERY_MS,
): Feed {
  let askedAt = performance.now();
  return {
    ...feed,
    async read(after, limit) {
      const now = performance.now();
      if (now - askedAt >= askedEveryMs) {
        if (!(await isAllowed())) throw new AccessEnded();
        askedAt = now;
      }
      return feed.read(after, limit);
    },
  };
}
