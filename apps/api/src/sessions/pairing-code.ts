import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { ApiError } from '@wagw/shared/errors/problem';
import { requestPairing } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import { sessionOf } from './session-of.ts';

const WAIT_MS = 30_000;
const POLL_MS = 150;

/**
 * Asks WhatsApp for a code that is typed on the phone instead of a QR code, and waits for it.
 * @param phone digits with the country code
 * @throws ApiError when the session waits for no login, or no code came
 */
export async function askPairingCode(redis: Redis, id: string, phone: string): Promise<string> {
  await sessionOf(redis, id);
  const requestId = randomUUID();
  await requestPairing(redis, id, { requestId, phone });
  const deadline = Date.now() + WAIT_MS;
  while (Date.now() < deadline) {
    const { pairing } = await sessionOf(redis, id);
    if (pairing?.requestId !== requestId)
      throw new ApiError('pairing_not_possible', 'Another code was asked for meanwhile.');
    if (pairing.code !== undefined) return pairing.code;
    if (pairing.error !== undefined) throw new ApiError(ERRORS[pairing.error]);
    await sleep(POLL_MS);
  }
  throw new ApiError('pairing_timeout');
}

const ERRORS = {
  not_waiting: 'pairing_not_possible',
  refused: 'pairing_refused',
  timeout: 'pairing_timeout',
} as const;
