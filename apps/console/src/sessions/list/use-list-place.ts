import type { Session } from '@wagw/client';
import { useSearchParams } from 'wouter';
import type { SessionFilter } from './found-sessions.ts';

interface ListPlace extends SessionFilter {
  /** From 1. */
  readonly page: number;
}

/** What of the list is looked at. It stands in the address, so that one comes back to it. */
export function useListPlace(): [ListPlace, (change: Partial<ListPlace>) => void] {
  const [params, setParams] = useSearchParams();
  const place = {
    search: params.get('search') ?? '',
    state: params.get('state') as Session['state'] | null,
    page: Number(params.get('page') ?? 1) || 1,
  };
  const go = (change: Partial<ListPlace>) => {
    // Another filter begins with its first page.
    const { search, state, page } = { ...place, page: 1, ...change };
    const entries = Object.entries({ search, state: state ?? '', page: page === 1 ? '' : String(page) });
    setParams(new URLSearchParams(entries.filter(([, value]) => value !== '')), { replace: true });
  };
  return [place, go];
}
