import type { OwnedSession } from './owned-session.ts';

/** What is asked of a session that may move. */
type Movable = Pick<OwnedSession, 'id' | 'labels' | 'lastActivityAt'>;

/**
 * The session that is missed least while it moves: the one that has been idle for longest, of those that one of the
 * receiving workers may run.
 * @param receivers the labels of each worker that could have it
 */
export function chooseToMove<S extends Movable>(
  sessions: readonly S[],
  receivers: readonly ReadonlySet<string>[],
): S | undefined {
  return sessions
    .filter(({ labels }) => receivers.some((receiver) => labels.every((label) => receiver.has(label))))
    .toSorted((a, b) => a.lastActivityAt - b.lastActivityAt)
    .at(0);
}
