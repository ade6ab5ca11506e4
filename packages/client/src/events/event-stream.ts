import { GatewayError, UnreachableError } from '../gateway-error.ts';
import { backoffMs, isWorthRetrying, sleep } from '../retry.ts';
import type { Event } from '../schema.ts';
import type { Transport } from '../transport.ts';
import { EventMissingError, EventsExpiredError, type MissingEvent } from './event-errors.ts';
import { readBlocks } from './read-blocks.ts';
import type { SseBlock } from './sse-parser.ts';

export type EventName = Event['event'];
/** The event of a name. */
export type EventOf<N extends EventName> = Extract<Event, { event: N }>;

export interface EventOptions<N extends EventName = EventName> {
  /** Of one session; otherwise of all that the key may see. */
  readonly session?: string | undefined;
  /** Of one tenant, in the list of all sessions. */
  readonly tenantId?: string | undefined;
  /** Only these. */
  readonly events?: readonly N[] | undefined;
  /** Begins behind this cursor: a `seq` of one session, a `cursor` of all, `oldest` for all that is kept. By default with what happens now. */
  readonly after?: string | number | undefined;
  /** Ends the iteration, which rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** Told of single events that are lost, in the list of all sessions. Without it, the iteration throws EventMissingError. */
  readonly onMissing?: ((missing: MissingEvent) => void) | undefined;
  /** Told whenever the stream is there, first or again. */
  readonly onOpen?: (() => void) | undefined;
  /** Told why the stream broke; it is opened again. */
  readonly onInterrupted?: ((reason: unknown) => void) | undefined;
  /** A stream in which nothing comes for so long, not even a heartbeat, is dead. By default 45 s. */
  readonly idleMs?: number | undefined;
}

/** What happens, in order, each event once. */
export interface EventStream<E = Event> extends AsyncIterableIterator<E> {
  /** The place behind the last event that was handed out: `after` of a later iteration that misses nothing. */
  readonly cursor: string | undefined;
}

const OPEN_MS = 30_000;
const IDLE_MS = 45_000;
const LONGEST_PAUSE_MS = 30_000;

/**
 * Follows the event log over every reconnect. The first connection must come about within the retries of the transport; once it has, the
 * stream is opened again for ever, from where it was.
 */
export function followEvents<N extends EventName>(
  transport: Transport,
  options: EventOptions<N> = {},
): EventStream<EventOf<N>> {
  const { session, signal, idleMs = IDLE_MS } = options;
  let cursor = options.after === undefined ? undefined : String(options.after);
  let pauseMs = 1_000;
  let failures = 0;

  async function* iterate(): AsyncGenerator<EventOf<N>, void, undefined> {
    let response = await open(transport.retry.attempts);
    for (;;) {
      try {
        for await (const block of readBlocks(response, idleMs, (ms) => (pauseMs = ms))) {
          failures = 0;
          const event = take(block);
          if (event !== undefined) yield event;
        }
        options.onInterrupted?.(new UnreachableError('the stream has ended', undefined));
      } catch (error) {
        mayGoOn(error);
      }
      response = await reopen();
    }
  }

  async function reopen(): Promise<Response> {
    for (;;) {
      failures += 1;
      await sleep(backoffMs(failures, { firstDelayMs: pauseMs, longestDelayMs: LONGEST_PAUSE_MS }), signal);
      try {
        return await open(1);
      } catch (error) {
        mayGoOn(error);
      }
    }
  }

  async function open(attempts: number): Promise<Response> {
    try {
      const response = await transport.open(makeRequest, { signal, timeoutMs: OPEN_MS, retry: { attempts } });
      if (!response.headers.get('content-type')?.startsWith('text/event-stream')) {
        void response.body?.cancel();
        throw new GatewayError(response.status, {});
      }
      options.onOpen?.();
      return response;
    } catch (error) {
      if (error instanceof GatewayError && error.code === 'events_expired') {
        throw new EventsExpiredError(error, session, cursor);
      }
      throw error;
    }
  }

  function makeRequest(): Request {
    const { events, tenantId } = options;
    const query = new URLSearchParams({
      ...(events === undefined ? {} : { event: events.join(',') }),
      ...(tenantId === undefined || session !== undefined ? {} : { tenantId }),
      // Only a cursor may stand in Last-Event-ID.
      ...(cursor === 'oldest' ? { after: cursor } : {}),
    });
    const path =
      session === undefined ? '/api/v1/events' : `/api/v1/sessions/${encodeURIComponent(session)}/events`;
    const headers = {
      accept: 'text/event-stream',
      ...(cursor === undefined || cursor === 'oldest' ? {} : { 'last-event-id': cursor }),
    };
    const init = { headers, cache: 'no-store' as const, ...(signal === undefined ? {} : { signal }) };
    return new Request(`${transport.baseUrl}${path}?${query}`, init);
  }

  /** Moves the cursor on, and returns the event of a block that has one. */
  function take({ id, event, data }: SseBlock): EventOf<N> | undefined {
    if (event === 'missing' && data !== undefined) {
      const missing = JSON.parse(data) as MissingEvent;
      if (options.onMissing === undefined) throw new EventMissingError(missing);
      options.onMissing(missing);
    }
    if (id === undefined) return undefined;
    cursor = id;
    return data === undefined ? undefined : (JSON.parse(data) as EventOf<N>);
  }

  /** @throws the error when opening the stream again would not help */
  function mayGoOn(error: unknown): void {
    signal?.throwIfAborted();
    if (!isWorthRetrying(error)) throw error;
    options.onInterrupted?.(error);
  }

  const events = iterate();
  return {
    get cursor() {
      return cursor;
    },
    next: () => events.next(),
    return: () => events.return(),
    throw: (error) => events.throw(error),
    [Symbol.asyncIterator]() {
      return this;
    },
  };
}
