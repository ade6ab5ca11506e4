import type { GatewayClient, Session } from '@wagw/client';

/** What somebody can do to a session. */
export const SESSION_ACTIONS = ['start', 'stop', 'restart', 'logout', 'delete'] as const;
export type SessionAction = (typeof SESSION_ACTIONS)[number];
/** Those that interrupt or end something. */
export type AskedAction = Exclude<SessionAction, 'start'>;

/** What ends a phone's link cannot be taken back. */
export const DANGEROUS: readonly SessionAction[] = ['logout', 'delete'];

/** What makes sense for a session as it is now. */
export function possibleActions(session: Pick<Session, 'state' | 'desired' | 'account'>): SessionAction[] {
  const isRunning = session.desired === 'running';
  const isLinked = session.account !== null && session.state !== 'logged_out';
  const isPossible = {
    start: !isRunning,
    stop: isRunning,
    restart: isRunning,
    logout: isLinked,
    delete: true,
  };
  return SESSION_ACTIONS.filter((action) => isPossible[action]);
}

/** @returns the session as it was right after */
export async function act({ sessions }: GatewayClient, action: SessionAction, id: string): Promise<Session> {
  return action === 'start' ? (await sessions.start(id)).session : sessions[action](id);
}
