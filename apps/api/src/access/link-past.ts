import { createHmac } from 'node:crypto';
import { readLogBounds } from '@wagw/shared/events/event-log';
import { readSession } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import { z } from 'zod';

/**
 * What was in a session before a token to connect was made for it, which is none of its holder's business. The token says so itself, in
 * claims: how far the log was, and a mark of the number that was logged in. The number itself stands in no token: anybody can read them.
 */
export const linkPastSchema = z.object({
  /** The last number of the log. */
  seq: z.int(),
  /** The mark of the number; none when nobody was logged in. */
  mark: z.string().optional(),
});
export type LinkPast = z.infer<typeof linkPastSchema>;

/** @param key without which nobody can try numbers out against a mark */
export async function linkPastOf(redis: Redis, key: Uint8Array, sessionId: string): Promise<LinkPast> {
  const [{ last }, session] = await Promise.all([
    readLogBounds(redis, sessionId),
    readSession(redis, sessionId),
  ]);
  const phone = session?.account?.phone;
  return { seq: last, ...(phone === undefined ? {} : { mark: markOf(key, phone) }) };
}

/** Whether this number was logged in before. */
export const isOfPast = (past: LinkPast, key: Uint8Array, phone: string): boolean =>
  past.mark === markOf(key, phone);

const markOf = (key: Uint8Array, phone: string): string =>
  createHmac('sha256', key).update(`number ${phone}`).digest('base64url');
