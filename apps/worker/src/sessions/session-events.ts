import type { EventData } from '@wagw/shared/events/catalogue';
import { connectionWord, STATE_CODES, type StateCode } from '@wagw/shared/sessions/session-state';
import { toDataURL } from 'qrcode';

/** The events about a session itself, made from what happened to it. */

export function statusEvent(code: StateCode, phone: string | undefined): EventData<'session.status'> {
  const { state, sentence } = STATE_CODES[code];
  return { status: connectionWord(state), state, code, message: sentence, phone: phone ?? null };
}

const REFUSED: ReadonlySet<StateCode> = new Set(['conflict', 'proxy_blocked', 'blocked']);

/** How the connection to WhatsApp stands while a session is in this state. */
export function connectionState(code: StateCode): EventData<'connection.status'>['state'] {
  if (REFUSED.has(code)) return 'refused';
  switch (STATE_CODES[code].state) {
    case 'ready':
      return 'open';
    case 'created':
    case 'stopped':
    case 'logged_out':
    case 'failed':
      return 'closed';
    case 'starting':
    case 'qr':
    case 'pairing':
    case 'authenticating':
    case 'reconnecting':
      return 'connecting';
  }
}

/** @param expiresAt unix milliseconds */
export async function qrEvent(qr: string, expiresAt: number, now: number): Promise<EventData<'qr_code'>> {
  return {
    qrCode: await toDataURL(qr),
    qr,
    timeout: Math.max(0, Math.round((expiresAt - now) / 1000)),
    expiresAt: Math.floor(expiresAt / 1000),
  };
}

/** Whether nothing goes on until somebody scans, acts or starts the session. */
export function needsPerson(code: StateCode): boolean {
  const { state } = STATE_CODES[code];
  return state === 'qr' || state === 'pairing' || (!comesBack(code) && state !== 'ready');
}

/** Whether a session in this state comes back without anybody doing something. */
export function comesBack(code: StateCode): boolean {
  const { state } = STATE_CODES[code];
  if (code === 'blocked') return false;
  return state === 'reconnecting' || state === 'failed' || state === 'starting' || state === 'authenticating';
}
