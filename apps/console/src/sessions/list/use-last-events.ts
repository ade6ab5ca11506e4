import { useEffect, useRef, useState } from 'react';
import { useLiveEvents } from '../../gateway/live-events.tsx';
import { EVENT_NAMES, type EventName } from '../timeline/event-kinds.ts';

export interface LastEvent {
  readonly event: EventName;
  /** Unix milliseconds. */
  readonly at: number;
}

/** However much happens, the list is drawn anew once in this time. */
const SHOW_MS = 1_000;

/** The last thing that happened to each session while the list was looked at. */
export function useLastEvents(): ReadonlyMap<string, LastEvent> {
  const [shown, setShown] = useState<ReadonlyMap<string, LastEvent>>(new Map());
  const heard = useRef(new Map<string, LastEvent>());
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  useLiveEvents(EVENT_NAMES, ({ sessionId, event, timestamp }) => {
    heard.current.set(sessionId, { event, at: timestamp * 1_000 });
    timer.current ??= setTimeout(() => {
      timer.current = undefined;
      setShown(new Map(heard.current));
    }, SHOW_MS);
  });
  return shown;
}
