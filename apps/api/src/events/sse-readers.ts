import type { ServerResponse } from 'node:http';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Metrics } from '@wagw/shared/observability/metrics';
import type { Feed } from './feed.ts';
import { runReader } from './sse-reader.ts';
import { openSseStream } from './sse-stream.ts';
import type { Tail } from './tail.ts';

export interface SseSettings {
  /** How many streams are open at the same time, at most. */
  readonly maxReaders: number;
  /** A stream on which nothing happens says so this often. */
  readonly heartbeatMs?: number;
  /** How often it is asked whether the key that a stream was opened with has ended. */
  readonly accessCheckMs?: number;
  /** A reader that takes nothing for so long is dropped. */
  readonly stallMs?: number;
}

const HEARTBEAT_MS = 15_000;
const STALL_MS = 10_000;
const FAREWELL_MS = 2_000;
const COMPLAIN_EVERY_MS = 10_000;

/** All readers of this process. */
export interface SseReaders {
  isFull(): boolean;
  /** Tells the reader behind `raw` everything after `from`; returns at once. */
  open(feed: Feed, from: string, raw: ServerResponse): void;
  /** Sends every reader away, after the event that it is just being told. */
  close(): Promise<void>;
}

export interface SseReadersParts {
  readonly settings: SseSettings;
  readonly tail: Tail;
  readonly metrics: Metrics;
  readonly logger: Logger;
}

export function createSseReaders({ settings, tail, metrics, logger }: SseReadersParts): SseReaders {
  const { maxReaders, heartbeatMs = HEARTBEAT_MS, stallMs = STALL_MS } = settings;
  const closing = new AbortController();
  const running = new Set<Promise<void>>();
  const dropped = metrics.counter('sse_dropped_total', 'Event streams that the api ended, by why.', [
    'reason',
  ]);
  metrics.sampled('sse_readers', 'Event streams that are open.', [], (gauge) => gauge.set(running.size));

  let complainedAt = Number.NEGATIVE_INFINITY;
  function onError(error: unknown): void {
    const now = performance.now();
    if (now - complainedAt < COMPLAIN_EVERY_MS) return;
    complainedAt = now;
    logger.warn({ err: error }, 'event streams wait: the log cannot be read');
  }

  return {
    isFull: () => running.size >= maxReaders,
    open(feed, from, raw) {
      const stream = openSseStream(raw, { stallMs, farewellMs: FAREWELL_MS }, closing.signal);
      const run = runReader(from, { feed, stream, tail, heartbeatMs, closing: closing.signal, onError }).then(
        (reason) => {
          running.delete(run);
          if (reason !== undefined) dropped.inc({ reason });
        },
      );
      running.add(run);
    },
    async close() {
      closing.abort();
      await Promise.all(running);
    },
  };
}
