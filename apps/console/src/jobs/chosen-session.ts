import { useSearchParams } from 'wouter';
import { useAllSessions } from '../gateway/all-sessions.ts';

/** The session that the address names; where it names none, the only one that there is. null stands for all. */
export function useChosenSession() {
  const [search, setSearch] = useSearchParams();
  const { sessions, isPending } = useAllSessions();
  const [only] = sessions.size === 1 ? sessions.keys() : [];
  const choose = (id: string | null) => setSearch(id === null ? {} : { session: id }, { replace: true });
  return {
    session: search.get('session') ?? only ?? null,
    choose,
    hasNone: !isPending && sessions.size === 0,
  };
}
