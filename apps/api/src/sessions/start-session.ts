import { ApiError } from '@wagw/shared/errors/problem';
import { STATE_CODES } from '@wagw/shared/sessions/session-state';
import {
  createSession,
  type SessionRecord,
  tenantOf,
  wishSession,
} from '@wagw/shared/sessions/session-store';
import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { toDataURL } from 'qrcode';
import type { Caller } from '../access/caller.ts';
import { watch } from '../plugins/waiting.ts';
import { sessionOf } from './session-of.ts';

/**
 * Has a session run, and creates it when there is none.
 * @throws ApiError when the id is another tenant's; a new id could have been any, so that it is taken can be told
 */
export async function startSession(redis: Redis, caller: Caller, id: string): Promise<SessionRecord> {
  const tenantId = caller.tenantId ?? id;
  const created = await createSession(redis, { id, tenantId, start: true, metadata: {} }, Date.now());
  if (!created) {
    if (caller.tenantId !== null && (await tenantOf(redis, id)) !== tenantId)
      throw new ApiError('session_exists');
    if (!(await wishSession(redis, id, { desired: 'running' }))) throw new ApiError('session_busy');
  }
  return sessionOf(redis, id);
}

/** How long those wait who show the QR code of this very answer; their own hosts end a request after ten seconds. */
const SHOWN_AT_ONCE_MS = 8_000;

/**
 * How long the start waits for a QR code when nobody says it. Of the backends that know one session as one tenant, those that name the
 * tenant in a header ask for the code later, and the others show what the start answers. Whoever knows Idempotency-Key knows Prefer, and who
 * comes with a token follows the events.
 */
export function startWaitMs({ headers, caller }: FastifyRequest): number {
  const isShown =
    headers.authorization !== undefined &&
    caller.token === undefined &&
    headers['x-tenant-id'] === undefined &&
    headers['idempotency-key'] === undefined;
  return isShown ? SHOWN_AT_ONCE_MS : 0;
}

/** Waits until a session can be scanned or needs no scan; returns it as it is when that, or the time, is over. */
export async function startedSession(
  redis: Redis,
  id: string,
  waitMs: number,
  signal: AbortSignal,
): Promise<SessionRecord> {
  return watch(() => sessionOf(redis, id), isUp, waitMs, signal);
}

/** Whether somebody can scan, or nobody has to. */
export const isUp = (session: SessionRecord): boolean =>
  STATE_CODES[session.code].state === 'ready' || scannable(session) !== undefined;

/** The QR code that can be scanned now, as a PNG data URL. */
export async function qrImage(session: SessionRecord): Promise<string | null> {
  const text = scannable(session);
  return text === undefined ? null : toDataURL(text);
}

const scannable = ({ qr }: SessionRecord): string | undefined =>
  qr === undefined || qr.expiresAt <= Date.now() ? undefined : qr.text;
