import { setTimeout as sleep } from 'node:timers/promises';
import { keys } from '@wagw/shared/redis/keys';
import type { Redis } from 'ioredis';

const AGAIN_MS = 25;

/** Plays the owner of a session until an answer is there: the wish of a start may come after what the owner wrote, and set it back. */
export async function playOwner<T>(
  redis: Redis,
  sessionId: string,
  answer: Promise<T>,
  play: () => Promise<unknown>,
): Promise<T> {
  let isAnswered = false;
  const noted = answer.finally(() => {
    isAnswered = true;
  });
  while (!isAnswered) {
    if ((await redis.exists(keys.session(sessionId))) === 1) await play();
    await Promise.race([noted, sleep(AGAIN_MS)]);
  }
  return noted;
}

/** What an owner writes into a session whose QR code is on show. @param expiresAt unix milliseconds */
export const qrOnShow = (expiresAt = Date.now() + 20_000) => ({
  code: 'scan_qr',
  qr: JSON.stringify({ text: '2@ref,a,b,c,1', expiresAt }),
});
