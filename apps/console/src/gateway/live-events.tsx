import { useQueryClient } from '@tanstack/react-query';
import { type Event, type EventName, type EventOf, GatewayError } from '@wagw/client';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useState,
} from 'react';
import { useGateway } from './gateway.tsx';

type Listener = (event: Event) => void;

interface Live {
  /** Whether what happens is heard. */
  readonly isConnected: boolean;
  listen(listener: Listener): () => void;
}

interface LiveEventsProps {
  /** Told when the server no longer knows who is signed in. */
  onSignedOut(): void;
  readonly children: ReactNode;
}

const Context = createContext<Live | undefined>(undefined);
const PAUSE_MS = 2_000;

/**
 * One stream of everything that happens, for all pages. When it is back after a break, everything on the page is read again: what the log
 * has repeated by then is a part of it.
 */
export function LiveEvents({ onSignedOut, children }: LiveEventsProps) {
  const { client } = useGateway();
  const queries = useQueryClient();
  const [isConnected, setConnected] = useState(true);
  const listeners = useMemo(() => new Set<Listener>(), []);

  useEffect(() => {
    const ending = new AbortController();
    const { signal } = ending;
    let wasInterrupted = false;
    const interrupted = () => {
      if (signal.aborted) return;
      wasInterrupted = true;
      setConnected(false);
    };
    const opened = () => {
      setConnected(true);
      if (wasInterrupted) void queries.invalidateQueries();
      wasInterrupted = false;
    };
    void (async () => {
      while (!signal.aborted) {
        try {
          const events = client.events({
            signal,
            onOpen: opened,
            onInterrupted: interrupted,
            onMissing: () => queries.invalidateQueries(),
          });
          for await (const event of events) for (const listener of listeners) listener(event);
        } catch (error) {
          if (error instanceof GatewayError && error.status === 401) return onSignedOut();
          interrupted();
          await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
        }
      }
    })();
    return () => ending.abort();
  }, [client, queries, listeners, onSignedOut]);

  const live = useMemo<Live>(
    () => ({
      isConnected,
      listen(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    }),
    [isConnected, listeners],
  );
  return <Context value={live}>{children}</Context>;
}

export function useIsLive(): boolean {
  return useLive().isConnected;
}

/** Calls `onEvent` for whatever happens under one of these names while the component is shown. */
export function useLiveEvents<N extends EventName>(
  names: readonly N[],
  onEvent: (event: EventOf<N>) => void,
): void {
  const { listen } = useLive();
  const handle = useEffectEvent((event: Event) => {
    if ((names as readonly EventName[]).includes(event.event)) onEvent(event as EventOf<N>);
  });
  useEffect(() => listen((event) => handle(event)), [listen]);
}

function useLive(): Live {
  const live = useContext(Context);
  if (live === undefined) throw new Error('live events outside of <LiveEvents>');
  return live;
}
