import { STATE_CODES } from '@wagw/shared/sessions/session-state';
import type { SessionRecord } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import { askPairingCode } from '../../sessions/pairing-code.ts';
import { qrImage, startedSession } from '../../sessions/start-session.ts';
import { stateAnswer } from './instance-answers.ts';

/** How long the answer waits for the QR code. Evolution waits 2 s for its own, which needs no browser. */
const QR_WAIT_MS = 20_000;

/** What can be scanned or typed. Evolution counts the codes of an instance; here it is told whether there is one. */
interface QrCode {
  readonly pairingCode: string | null;
  readonly code: string | null;
  readonly base64: string | null;
  readonly count: 0 | 1;
}

/**
 * Waits for something to link a phone with, of a session that is starting.
 * @param phone whose owner wants a code to type; undefined for a QR code alone
 * @param signal ends the wait early
 * @returns the state instead when the session needs no linking
 */
export async function linkingOf(
  redis: Redis,
  id: string,
  phone: string | undefined,
  signal: AbortSignal,
): Promise<QrCode | ReturnType<typeof stateAnswer>> {
  const session = await startedSession(redis, id, QR_WAIT_MS, signal);
  if (STATE_CODES[session.code].state === 'ready') return stateAnswer(session);
  const qr = await qrCodeOf(session);
  if (phone === undefined) return qr;
  return { ...qr, pairingCode: await askPairingCode(redis, id, phone, signal) };
}

async function qrCodeOf(session: SessionRecord): Promise<QrCode> {
  const base64 = await qrImage(session);
  if (base64 === null) return { pairingCode: null, code: null, base64, count: 0 };
  return { pairingCode: null, code: session.qr?.text ?? null, base64, count: 1 };
}
