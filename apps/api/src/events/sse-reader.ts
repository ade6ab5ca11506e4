import { setTimeout as sleep } from 'node:timers/promises';
import { AccessEnded, EventsExpired, type Feed, type FeedPage } from './feed.ts';
import {
  cursorText,
  type DropReason,
  eventText,
  heartbeatText,
  missingText,
  retryText,
  type SseStream,
} from './sse-stream.ts';
import type { Tail } from './tail.ts';

/** How many events are read at once; with this many one reader can be ahead of what it was sent. */
const PAGE = 100;
/** After so much a chunk is full; it may be larger by one event. */
const CHUNK_CHARS = 64 * 1024;
const RETRY_MS = 2_000;
const AFTER_ERROR_MS = 250;

export interface ReaderParts {
  readonly feed: Feed;
  readonly stream: SseStream;
  readonly tail: Tail;
  readonly heartbeatMs: number;
  /** Aborted when the process is about to end. */
  readonly closing: AbortSignal;
  /** Told when the log could not be read; it is tried again. */
  readonly onError: (error: unknown) => void;
}

/**
 * Tells one reader everything after `from`, for as long as it reads. The next page is read when the last one has been taken, so a
 * reader holds no more than one page in memory, however far it lags behind.
 * @returns why the reader was dropped, or undefined: it has gone by itself
 */
export async function runReader(from: string, parts: ReaderParts): Promise<DropReason | undefined> {
  const { feed, stream, tail, closing } = parts;
  const ended = AbortSignal.any([stream.gone, closing]);
  const bell = createBell(ended);
  const unwatch = tail.watch(feed.sessionId, bell.ring);
  const reason = await follow(from, parts, bell, ended).finally(unwatch);
  if (stream.gone.aborted) return undefined;
  const dropped = closing.aborted ? 'closing' : reason;
  if (dropped !== undefined) stream.drop(dropped);
  return dropped;
}

async function follow(
  from: string,
  { feed, stream, heartbeatMs, onError }: ReaderParts,
  bell: Bell,
  ended: AbortSignal,
): Promise<DropReason | undefined> {
  let position = from;
  let spokeAt = performance.now();
  const say = (text: string) => {
    spokeAt = performance.now();
    return stream.write(text);
  };

  if (!(await say(retryText(RETRY_MS) + cursorText(position)))) return 'slow';
  while (!ended.aborted) {
    // Before the read: what comes during it rings again.
    bell.mute();
    try {
      const page = await feed.read(position, PAGE);
      for (const chunk of chunksOf(page)) if (ended.aborted || !(await say(chunk))) return 'slow';
      position = page.next;
      if (page.hasMore) continue;
      await bell.rung(heartbeatMs - (performance.now() - spokeAt));
    } catch (error) {
      if (error instanceof EventsExpired) return 'expired';
      if (error instanceof AccessEnded) return 'access_ended';
      onError(error);
      await pause(AFTER_ERROR_MS, ended);
    }
    const isQuiet = performance.now() - spokeAt >= heartbeatMs;
    if (isQuiet && !ended.aborted && !(await say(heartbeatText(position)))) return 'slow';
  }
  return undefined;
}

function* chunksOf({ events, missing }: FeedPage): Generator<string> {
  let chunk = missing.map(missingText).join('');
  for (const event of events) {
    chunk += eventText(event);
    if (chunk.length < CHUNK_CHARS) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** Says that there may be something new. */
interface Bell {
  ring(): void;
  mute(): void;
  /** Resolves when it has rung since it was muted, when `ms` have passed, or at the end. */
  rung(ms: number): Promise<void>;
}

function createBell(ended: AbortSignal): Bell {
  let hasRung = false;
  let wake = new AbortController();
  return {
    ring() {
      hasRung = true;
      wake.abort();
    },
    mute() {
      hasRung = false;
    },
    async rung(ms) {
      if (hasRung) return;
      wake = new AbortController();
      await pause(ms, AbortSignal.any([wake.signal, ended]));
    },
  };
}

const pause = (ms: number, signal: AbortSignal) =>
  sleep(Math.max(ms, 0), undefined, { signal }).catch(() => undefined);
