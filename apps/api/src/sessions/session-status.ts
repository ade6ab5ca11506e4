import { ApiError } from '@wagw/shared/errors/problem';
import { STATE_CODES } from '@wagw/shared/sessions/session-state';
import type { SessionRecord } from '@wagw/shared/sessions/session-store';
import { TENANT_STATUSES, tenantStatus } from '@wagw/shared/sessions/tenant-status';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import type { Caller } from '../access/caller.ts';
import { ownSession } from './session-of.ts';
import { isUp, qrImage } from './start-session.ts';

/** A session as backends ask for it that know one session as one tenant. */

export const sessionStatusSchema = z
  .object({
    connected: z.boolean(),
    status: z.enum(TENANT_STATUSES),
    phoneNumber: z.string().nullable().describe('Of the account, with a plus.'),
    qrCode: z.string().nullable().describe('The QR code as a PNG data URL, if one waits to be scanned.'),
    lastActivity: z.iso.datetime().nullable().describe('When the last message was sent or received.'),
  })
  .meta({ id: 'SessionStatus' });

/** Without the QR code, of which many would keep the process busy. */
export const sessionSummarySchema = sessionStatusSchema.omit({ qrCode: true }).meta({ id: 'SessionSummary' });

type SessionSummary = z.infer<typeof sessionSummarySchema>;
type SessionStatus = z.infer<typeof sessionStatusSchema>;

/** Of a session that does not exist. */
const NEVER_STARTED: SessionSummary = {
  connected: false,
  status: 'disconnected',
  phoneNumber: null,
  lastActivity: null,
};

export async function statusOf(session: SessionRecord | undefined): Promise<SessionStatus> {
  return session === undefined
    ? { ...NEVER_STARTED, qrCode: null }
    : { ...summaryOf(session), qrCode: await qrImage(session) };
}

export function summaryOf(session: SessionRecord): SessionSummary {
  const { account, lastActivityAt } = session;
  const status = tenantStatus(STATE_CODES[session.code].state);
  return {
    connected: status === 'connected',
    // Between two codes there is none to be shown.
    status: status === 'qr_available' && !isUp(session) ? 'initializing' : status,
    phoneNumber: account === undefined ? null : `+${account.phone}`,
    lastActivity: lastActivityAt === undefined ? null : new Date(lastActivityAt).toISOString(),
  };
}

/** The session, if there is one and the caller sees it: these backends ask before they have started one. */
export async function findOwn(redis: Redis, caller: Caller, id: string): Promise<SessionRecord | undefined> {
  try {
    return await ownSession(redis, caller, id);
  } catch (error) {
    if (error instanceof ApiError && error.code === 'session_not_found') return undefined;
    throw error;
  }
}
