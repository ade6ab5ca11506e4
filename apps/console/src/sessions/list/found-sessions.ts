import type { Session } from '@wagw/client';
import { matchesSession } from '../../ui/session-words.ts';

export interface SessionFilter {
  readonly search: string;
  /** All states, when it is null. */
  readonly state: Session['state'] | null;
}

/** How many are on one page of the list. */
export const PAGE_SIZE = 25;

export interface FoundSessions {
  /** Those of the page. */
  readonly items: readonly Session[];
  readonly total: number;
  /** From 1, and never beyond the last one. */
  readonly page: number;
  readonly pages: number;
}

const order = new Intl.Collator('en', { numeric: true });

/** By their names, as people count: loja-2 before loja-10. */
export function inOrder(sessions: Iterable<Session>): readonly Session[] {
  return [...sessions].sort((a, b) => order.compare(a.id, b.id));
}

/** The page of those that fit. @param sessions in order */
export function findSessions(
  sessions: readonly Session[],
  { search, state }: SessionFilter,
  wantedPage: number,
): FoundSessions {
  const fitting = sessions.filter(
    (session) => (state === null || session.state === state) && matchesSession(session, search),
  );
  const pages = Math.max(1, Math.ceil(fitting.length / PAGE_SIZE));
  const page = Math.min(Math.max(1, wantedPage), pages);
  const items = fitting.slice((page - 1) * PAGE_SIZE, page * PAGE_SIZE);
  return { items, total: fitting.length, page, pages };
}

/** How many there are in each state, of those that there are. */
export function countStates(sessions: Iterable<Session>): ReadonlyMap<Session['state'], number> {
  const counts = new Map<Session['state'], number>();
  for (const { state } of sessions) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
