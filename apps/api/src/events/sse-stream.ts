import type { ServerResponse } from 'node:http';
import type { FeedEvent, MissingEvent } from './feed.ts';

/** Why a reader was sent away; stands in the last thing that it is sent. */
export type DropReason =
  /** It took nothing for too long. */
  | 'slow'
  /** It fell so far behind that the log keeps no more what it should read next. */
  | 'expired'
  /** The key or the token that it came with has ended. */
  | 'access_ended'
  /** The process is about to end; others go on. */
  | 'closing';

/** One reader's answer in the format of server-sent events. At most one chunk waits in it. */
export interface SseStream {
  /** Aborted when the reader has gone. */
  readonly gone: AbortSignal;
  /** Resolves to false when the reader did not take it in time, or has gone. */
  write(chunk: string): Promise<boolean>;
  /** Says why, and ends the stream; a reader that does not take even that is cut off. */
  drop(reason: DropReason): void;
}

export interface SseTimes {
  /** A reader that takes nothing for so long is slow. */
  readonly stallMs: number;
  /** How long the last words may take. */
  readonly farewellMs: number;
}

const HEADERS = {
  'content-type': 'text/event-stream; charset=utf-8',
  'cache-control': 'no-store',
  connection: 'close',
  // Proxies of the nginx family hold answers back otherwise.
  'x-accel-buffering': 'no',
};

/**
 * Takes over an answer of which nothing has been sent.
 * @param closing ends every wait for the reader
 */
export function openSseStream(raw: ServerResponse, times: SseTimes, closing: AbortSignal): SseStream {
  const gone = new AbortController();
  const ended = AbortSignal.any([gone.signal, closing]);
  raw.on('close', () => gone.abort());
  // A reader that breaks off is no error.
  raw.on('error', () => undefined);
  raw.socket?.setTimeout(0);
  raw.socket?.setNoDelay(true);
  raw.writeHead(200, HEADERS);
  raw.flushHeaders();

  return {
    gone: gone.signal,
    async write(chunk) {
      if (raw.destroyed || raw.writableEnded) return false;
      if (raw.write(chunk)) return true;
      return taken(raw, ended, times.stallMs);
    },
    drop(reason) {
      if (raw.destroyed || raw.writableEnded) return;
      raw.end(`event: dropped\ndata: ${JSON.stringify({ reason })}\n\n`);
      const cut = setTimeout(() => raw.destroy(), times.farewellMs);
      raw.once('close', () => clearTimeout(cut));
    },
  };
}

/** Whether everything that was written has left this process within `ms`. */
function taken(raw: ServerResponse, ended: AbortSignal, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const settle = (isTaken: boolean) => {
      clearTimeout(timer);
      raw.off('drain', onDrain);
      ended.removeEventListener('abort', onEnd);
      resolve(isTaken);
    };
    const onDrain = () => settle(true);
    const onEnd = () => settle(false);
    const timer = setTimeout(onEnd, ms);
    raw.once('drain', onDrain);
    ended.addEventListener('abort', onEnd, { once: true });
    if (ended.aborted) onEnd();
  });
}

export const eventText = ({ cursor, event, json }: FeedEvent): string =>
  `id: ${cursor}\nevent: ${event}\ndata: ${json}\n\n`;

export const missingText = (missing: MissingEvent): string =>
  `event: missing\ndata: ${JSON.stringify(missing)}\n\n`;

/** Moves the reader's `Last-Event-ID` on although there is nothing to tell. */
export const cursorText = (cursor: string): string => `id: ${cursor}\n\n`;

export const heartbeatText = (cursor: string): string => `: heartbeat\n${cursorText(cursor)}`;

export const retryText = (ms: number): string => `retry: ${ms}\n`;
