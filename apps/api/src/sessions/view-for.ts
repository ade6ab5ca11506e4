import type { SessionView } from '@wagw/shared/sessions/session-schema';
import { type SessionRecord, viewSession } from '@wagw/shared/sessions/session-store';
import type { Caller } from '../access/caller.ts';

/**
 * The session as a caller may see it: people from outside, who link a phone, see nothing of how it is run, nor whose phone was linked
 * before.
 */
export function viewFor({ token }: Caller, session: SessionRecord): SessionView {
  const view = viewSession(session);
  if (token?.purpose !== 'connect') return view;
  const account = view.account !== null && token.past?.hasNumber(view.account.phone) ? null : view.account;
  return { ...view, account, metadata: {}, labels: [], worker: null, lastActivityAt: null };
}
