import { useEffect, useEffectEvent, useSyncExternalStore } from 'react';
import { useGateway } from '../../gateway/gateway.tsx';
import type { Place } from './use-conversation.ts';

/**
 * Tells WhatsApp that a conversation was looked at, once for whatever has come in: only of a page that is to be seen.
 * @param newest the newest message that came in
 */
export function useSeen(
  { session, chat }: Place,
  isReady: boolean,
  newest: string | undefined,
  onSeen: () => void,
): void {
  const { client, can } = useGateway();
  const isVisible = useIsPageVisible();
  const isDue = isReady && isVisible && can('send') && newest !== undefined;
  const seen = useEffectEvent(onSeen);
  // biome-ignore lint/correctness/useExhaustiveDependencies: again with each message
  useEffect(() => {
    if (!isDue) return;
    seen();
    // Nobody has to know that it failed: the next one tells WhatsApp of all.
    client.chats.markSeen(session, chat).catch(() => undefined);
  }, [client, session, chat, isDue, newest]);
}

function useIsPageVisible(): boolean {
  return useSyncExternalStore(watchVisibility, isPageVisible);
}

export const isPageVisible = (): boolean => document.visibilityState === 'visible';

function watchVisibility(onChange: () => void): () => void {
  document.addEventListener('visibilitychange', onChange);
  return () => document.removeEventListener('visibilitychange', onChange);
}
