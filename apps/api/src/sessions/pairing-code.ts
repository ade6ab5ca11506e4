import { randomUUID } from 'node:crypto';
import { ApiError } from '@wagw/shared/errors/problem';
import { requestPairing } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import { watch } from '../plugins/waiting.ts';
import { sessionOf } from './session-of.ts';

const WAIT_MS = 30_000;

/**
 * Asks WhatsApp for a code that is typed on the phone instead of a QR code, and waits for it.
 * @param phone digits with the country code
 * @param signal ends the wait early
 * @throws ApiError when the session waits for no login, or no code came
 */
export async function askPairingCode(
  redis: Redis,
  id: string,
  phone: string,
  signal: AbortSignal,
): Promise<string> {
  await sessionOf(redis, id);
  const requestId = randomUUID();
  await requestPairing(redis, id, { requestId, phone });
  const { pairing } = await watch(
    () => sessionOf(redis, id),
    ({ pairing: seen }) =>
      seen?.requestId !== requestId || seen.code !== undefined || seen.error !== undefined,
    WAIT_MS,
    signal,
  );
  if (pairing?.requestId !== requestId)
    throw new ApiError('pairing_not_possible', 'Another code was asked for meanwhile.');
  if (pairing.code !== undefined) return pairing.code;
  throw new ApiError(pairing.error === undefined ? 'pairing_timeout' : ERRORS[pairing.error]);
}

const ERRORS = {
  not_waiting: 'pairing_not_possible',
  refused: 'pairing_refused',
  timeout: 'pairing_timeout',
} as const;
