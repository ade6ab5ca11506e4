import type { Qr } from '@wagw/client';
import { useEffect, useEffectEvent, useState } from 'react';

/** A QR code that can be scanned. */
export interface WaitingQr {
  /** The picture: a PNG as a data URL. */
  readonly dataUrl: string;
  /** When it was read, and when it ends, in unix milliseconds of this device. */
  readonly readAt: number;
  readonly expiresAt: number;
  /** How many there were before it. */
  readonly count: number;
}

/** The server makes the next one at the end of the last; until it is there, and while the server is away. */
const PAUSE_MS = 1_500;

/**
 * The QR code that waits to be scanned, always the newest: it is read again when it ends, and whenever `revision` changes. The last one
 * stays, ended, until there is another.
 */
export function useWaitingQr(
  load: (signal: AbortSignal) => Promise<Qr | undefined>,
  revision: number | string,
): WaitingQr | undefined {
  const [waiting, setWaiting] = useState<WaitingQr>();
  const read = useEffectEvent(load);
  const show = useEffectEvent(({ dataUrl, expiresAt }: Qr) =>
    setWaiting((last) =>
      last?.dataUrl === dataUrl
        ? last
        : {
            dataUrl,
            readAt: Date.now(),
            expiresAt: Date.parse(expiresAt),
            count: last === undefined ? 0 : last.count + 1,
          },
    ),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: a revision is a reason to read again
  useEffect(() => {
    const ending = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const turn = async () => {
      const qr = await read(ending.signal).catch(() => undefined);
      if (ending.signal.aborted) return;
      if (qr !== undefined) show(qr);
      const leftMs = qr === undefined ? 0 : Date.parse(qr.expiresAt) - Date.now();
      timer = setTimeout(() => void turn(), Math.max(PAUSE_MS, leftMs));
    };
    void turn();
    return () => {
      ending.abort();
      clearTimeout(timer);
    };
  }, [revision]);
  return waiting;
}
