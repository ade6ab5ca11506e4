import type { ScriptReply } from '../redis/script.ts';

/** After a failure with one of these codes it is not known whether the message has arrived. */
export const IN_DOUBT: readonly string[] = ['restored_from_backup', 'session_deleted'];

/** What became of a message that was to be sent in the place of a failed one. */
export type ResendOutcome =
  /** `isNew`: it was not there before. */
  | { readonly outcome: 'accepted'; readonly isNew: boolean }
  /** There is no such message, or it is none that failed; or it may have arrived. Nothing was stored. */
  | { readonly outcome: 'unknown' | 'not-failed' | 'in-doubt' }
  /** Another one was sent in its place before. Nothing was stored. */
  | { readonly outcome: 'resent'; readonly as: string };

/** @param reply a number, as for all messages that are stored; or why it is not stored */
export function readResendOutcome(reply: ScriptReply): ResendOutcome {
  if (!Array.isArray(reply)) return { outcome: 'accepted', isNew: Number(reply) === 1 };
  const [why, as] = reply.map(String);
  if (why === 'resent') return { outcome: 'resent', as: as ?? '' };
  return { outcome: why === 'in-doubt' || why === 'not-failed' ? why : 'unknown' };
}
