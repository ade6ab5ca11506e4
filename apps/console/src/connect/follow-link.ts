import { type GatewayClient, GatewayError, type Session } from '@wagw/client';

/** Why a link is of no use any more: it has expired or was never good, or a phone was linked with it. */
export type LinkEnd = 'invalid' | 'used';

/** What the page is told. */
export interface LinkListener {
  /** The session as it is now. Nothing is told after it is `ready`. */
  onSession(session: Session): void;
  /** There may be another code. */
  onNews(): void;
  /** The gateway cannot be reached; this goes on by itself. */
  onLost(): void;
  /** The last thing that is told. */
  onEnd(end: LinkEnd): void;
}

/** How long without news until the session is read all the same: with a stream of events, and without. */
const WITH_STREAM_MS = 20_000;
const WITHOUT_STREAM_MS = 3_000;

/** Follows the session of a link until its phone is linked or the link ends. @param signal ends it early */
export function followLink(
  { sessions, events }: Pick<GatewayClient, 'sessions' | 'events'>,
  sessionId: string,
  listener: LinkListener,
  signal: AbortSignal,
): void {
  const ending = new AbortController();
  const until = AbortSignal.any([signal, ending.signal]);
  let isStreaming = false;
  let isUsed = false;
  let nudged = new AbortController();
  const nudge = () => nudged.abort();

  async function look(): Promise<void> {
    while (!until.aborted) {
      nudged = new AbortController();
      try {
        const session = await sessions.get(sessionId, { signal: until });
        listener.onSession(session);
        // Nobody else would say so.
        if (!isStreaming) listener.onNews();
        if (session.state === 'ready') return ending.abort();
        if (isUsed) return end('used');
        if (session.code === 'deleted') return end('invalid');
      } catch (error) {
        if (until.aborted) return;
        if (isRefusal(error)) return end('invalid');
        listener.onLost();
      }
      const dueMs = isStreaming ? WITH_STREAM_MS : WITHOUT_STREAM_MS;
      await pause(dueMs, AbortSignal.any([until, nudged.signal]));
    }
  }

  async function listen(): Promise<void> {
    while (!until.aborted) {
      try {
        const stream = events({
          session: sessionId,
          signal: until,
          onOpen: () => {
            isStreaming = true;
            nudge();
          },
          onInterrupted: () => {
            isStreaming = false;
            nudge();
          },
        });
        for await (const _event of stream) {
          listener.onNews();
          nudge();
        }
      } catch (error) {
        isStreaming = false;
        // Whether it was this page's phone, a look tells.
        isUsed = error instanceof GatewayError && error.code === 'link_used';
        nudge();
        if (isUsed) return;
      }
      await pause(WITHOUT_STREAM_MS, until);
    }
  }

  function end(reason: LinkEnd): void {
    listener.onEnd(reason);
    ending.abort();
  }

  void look();
  void listen();
}

/** No attempt with this token will be answered. */
function isRefusal(error: unknown): boolean {
  return error instanceof GatewayError && (error.status === 401 || error.status === 404);
}

/** @param signal ends it early */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    const over = () => {
      clearTimeout(timer);
      resolve();
    };
    if (signal.aborted) over();
    else signal.addEventListener('abort', over, { once: true });
  });
}
