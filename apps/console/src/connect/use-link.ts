import type { GatewayClient, Session } from '@wagw/client';
import { useEffect, useReducer } from 'react';
import { followLink, type LinkEnd } from './follow-link.ts';

/** What is known of a link and its session. */
export interface LinkState {
  /** As it was read last; undefined at first. */
  readonly session: Session | undefined;
  /** Another one whenever there may be another QR code. */
  readonly revision: number;
  /** Whether the gateway cannot be reached just now. */
  readonly isLost: boolean;
  readonly end: LinkEnd | undefined;
}

type Told =
  | { readonly type: 'session'; readonly session: Session }
  | { readonly type: 'news' }
  | { readonly type: 'lost' }
  | { readonly type: 'end'; readonly end: LinkEnd };

const AT_FIRST: LinkState = { session: undefined, revision: 0, isLost: false, end: undefined };

function reduce(state: LinkState, told: Told): LinkState {
  switch (told.type) {
    case 'session':
      return { ...state, session: told.session, isLost: false };
    case 'news':
      return { ...state, revision: state.revision + 1 };
    case 'lost':
      return { ...state, isLost: true };
    case 'end':
      return { ...state, end: told.end, isLost: false };
  }
}

/** Follows the session of a link while the page is shown. */
export function useLink(gateway: GatewayClient, sessionId: string): LinkState {
  const [state, tell] = useReducer(reduce, AT_FIRST);
  useEffect(() => {
    const leaving = new AbortController();
    const listener = {
      onSession: (session: Session) => tell({ type: 'session', session }),
      onNews: () => tell({ type: 'news' }),
      onLost: () => tell({ type: 'lost' }),
      onEnd: (end: LinkEnd) => tell({ type: 'end', end }),
    };
    followLink(gateway, sessionId, listener, leaving.signal);
    return () => leaving.abort();
  }, [gateway, sessionId]);
  return state;
}
