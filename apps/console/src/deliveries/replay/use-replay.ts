import type { ReplayWebhook } from '@wagw/client';
import { useEffect, useRef, useState } from 'react';
import { useGateway } from '../../gateway/gateway.tsx';
import { given, useReadAgain } from '../webhook-queries.ts';

export interface Progress {
  /** How many wait again. */
  readonly added: number;
  /** What waits already, or cannot be had any more. */
  readonly skipped: number;
  /** Whether all that was meant has been looked at. */
  readonly isComplete: boolean;
}

/** Asks for a replay part by part, since one request does about ten thousand. Nothing is asked any more when the component has gone. */
export function useReplay(id: string) {
  const { client } = useGateway();
  const readAgain = useReadAgain();
  const [isRunning, setRunning] = useState(false);
  const [progress, setProgress] = useState<Progress>();
  const [error, setError] = useState<unknown>();
  const ending = useRef<AbortController>(undefined);
  const stop = () => ending.current?.abort();
  useEffect(() => () => ending.current?.abort(), []);

  const start = async (wish: ReplayWebhook) => {
    const controller = new AbortController();
    ending.current = controller;
    setRunning(true);
    setError(undefined);
    try {
      let [added, skipped, cursor]: [number, number, string | null] = [0, 0, null];
      do {
        const body: ReplayWebhook = { ...wish, ...(cursor === null ? {} : { cursor }) };
        const { signal } = controller;
        const init = { params: { path: { id } }, body, signal };
        const part = given(await client.api.POST('/api/v1/webhooks/{id}/replay', init));
        added += part.added;
        skipped += part.skipped;
        cursor = part.nextCursor;
        setProgress({ added, skipped, isComplete: cursor === null });
      } while (cursor !== null && !controller.signal.aborted);
    } catch (reason) {
      if (!controller.signal.aborted) setError(reason);
    } finally {
      setRunning(false);
      await readAgain();
    }
  };
  return { isRunning, progress, error, start, stop };
}
