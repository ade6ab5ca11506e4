import { type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useLiveEvents } from '../gateway/live-events.tsx';

/** Many messages get further within a second; they are read again together. */
const TOGETHER_MS = 700;

/** Reads again what begins with this key when a message of the session gets further. @param session null: of any session */
export function useLiveRefresh(session: string | null, queryKey: QueryKey): void {
  const queries = useQueryClient();
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveEvents(
    ['message_create', 'message_ack', 'message_failed', 'message_unconfirmed'],
    ({ sessionId }) => {
      if (session !== null && sessionId !== session) return;
      timer.current ??= setTimeout(() => {
        timer.current = undefined;
        void queries.invalidateQueries({ queryKey });
      }, TOGETHER_MS);
    },
  );
}
