import { backoffMs, isWorthRetrying, sleep } from '../retry.ts';
import type { Transport } from '../transport.ts';
import { type EventOf, followEvents } from './event-stream.ts';

/** Of these events a record may have changed that somebody looks at. */
const TELLING = [
  'message_ack',
  'message_failed',
  'message_unconfirmed',
  'session.status',
  'qr_code',
  'pairing_code',
] as const;

/** What somebody looks at: a message by its id, or the session itself. */
type Topic = string;
const SESSION: Topic = '';

/** Whoever looks at one record again and again. */
interface Looker {
  readonly topic: Topic;
  nudge(): void;
}

/** One stream for all who look at records of one session. */
interface Watch {
  readonly lookers: Set<Looker>;
  readonly stop: AbortController;
  isLive: boolean;
}

export interface Nudges {
  /**
   * Reads a record at once, whenever an event says that it may have changed, and now and then without one: often while there
   * is no stream, seldom while there is. A read that may succeed later is no error.
   * @param messageId of the message that is looked at; otherwise it is the session
   */
  look<T>(
    session: string,
    messageId: string | undefined,
    read: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<T, void, undefined>;
}

/** How long without an event until it is read all the same. */
const POLL = { firstDelayMs: 500, longestDelayMs: 5_000 };
const LIVE_POLL = { firstDelayMs: 15_000, longestDelayMs: 15_000 };

export function createNudges(transport: Transport): Nudges {
  const watches = new Map<string, Watch>();

  function watchOf(session: string): Watch {
    const known = watches.get(session);
    if (known !== undefined) return known;
    const watch: Watch = { lookers: new Set(), stop: new AbortController(), isLive: false };
    watches.set(session, watch);
    void follow(session, watch);
    return watch;
  }

  /** Ends when nobody looks any more, or when the stream cannot be had; then they look by themselves. */
  async function follow(session: string, watch: Watch): Promise<void> {
    const nudge = (topic?: Topic) => {
      for (const looker of watch.lookers) if (topic === undefined || looker.topic === topic) looker.nudge();
    };
    const events = followEvents(transport, {
      session,
      events: TELLING,
      signal: watch.stop.signal,
      onOpen: () => {
        // What happened before is found by the looks that are due soon, as without a stream.
        watch.isLive = true;
      },
      onInterrupted: () => {
        watch.isLive = false;
        nudge();
      },
    });
    try {
      for await (const event of events) nudge(topicOf(event));
    } catch {
      watch.isLive = false;
    }
  }

  async function* look<T>(
    session: string,
    messageId: string | undefined,
    read: () => Promise<T>,
    signal: AbortSignal | undefined,
  ): AsyncGenerator<T, void, undefined> {
    let watch: Watch | undefined;
    let isNudged = false;
    let wake: () => void = () => undefined;
    const looker: Looker = {
      topic: messageId ?? SESSION,
      nudge() {
        isNudged = true;
        wake();
      },
    };
    try {
      for (let idle = 1; ; idle += 1) {
        isNudged = false;
        try {
          yield await read();
        } catch (error) {
          signal?.throwIfAborted();
          if (!isWorthRetrying(error)) throw error;
        }
        if (watch === undefined) {
          // Often the first look is enough, and no stream is needed.
          watch = watchOf(session);
          watch.lookers.add(looker);
          // Whatever was told before it listened may have come after its look.
          isNudged = watch.isLive;
        }
        if (!isNudged) {
          const nudged = new AbortController();
          wake = () => nudged.abort();
          const either = signal === undefined ? nudged.signal : AbortSignal.any([signal, nudged.signal]);
          await sleep(backoffMs(idle, watch.isLive ? LIVE_POLL : POLL), either).catch(() => undefined);
          signal?.throwIfAborted();
        }
        if (isNudged) idle = 0;
      }
    } finally {
      watch?.lookers.delete(looker);
      if (watch?.lookers.size === 0) {
        watches.delete(session);
        watch.stop.abort();
      }
    }
  }

  return { look };
}

function topicOf(event: EventOf<(typeof TELLING)[number]>): Topic {
  return 'gatewayMessageId' in event.data ? (event.data.gatewayMessageId ?? SESSION) : SESSION;
}
