import { setMaxListeners } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FastifyReply, FastifyRequest } from 'fastify';
import plugin from 'fastify-plugin';

declare module 'fastify' {
  interface FastifyInstance {
    /** Aborted when the api is about to close: whoever waits answers with what there is. */
    closing: AbortSignal;
  }
}

/** The longest wait that a caller can ask for. */
const MAX_WAIT_S = 60;
const FIRST_LOOK_MS = 15;
const LONGEST_LOOK_MS = 250;

/** Requests that wait for an outcome (`Prefer: wait=N`) end with the process. */
export const waiting = plugin(async (app) => {
  const closing = new AbortController();
  // Every request that waits is one.
  setMaxListeners(0, closing.signal);
  app.decorate('closing', closing.signal);
  app.addHook('preClose', async () => closing.abort());
  // A connection that was in use when the closing began would be kept for the next request, and hold the closing up.
  app.addHook('onSend', async (_request, reply) => {
    if (closing.signal.aborted) void reply.header('connection', 'close');
  });
});

/**
 * For how long the caller wants to wait, in milliseconds: `Prefer: wait=N` of RFC 7240, at most 60 s, which the answer confirms; else
 * the default.
 */
export function waitOf(request: FastifyRequest, reply: FastifyReply, defaultMs: number): number {
  const preferences = [request.headers.prefer ?? []].flat().join(',');
  const asked = /(?:^|[,;])\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:$|[,;])/i.exec(preferences)?.[1];
  if (asked === undefined) return defaultMs;
  const seconds = Math.min(Number(asked), MAX_WAIT_S);
  void reply.header('preference-applied', `wait=${seconds}`);
  return seconds * 1_000;
}

/**
 * Looks again and again until `isOver`, and returns what it saw last, which may not be over when the time is.
 * @param signal ends the wait early
 */
export async function watch<T>(
  look: () => Promise<T>,
  isOver: (seen: T) => boolean,
  ms: number,
  signal: AbortSignal,
): Promise<T> {
  const end = performance.now() + ms;
  let pause = FIRST_LOOK_MS;
  let seen = await look();
  while (!isOver(seen) && !signal.aborted) {
    const left = end - performance.now();
    if (left <= 0) return seen;
    await sleep(Math.min(pause, left), undefined, { signal }).catch(() => undefined);
    pause = Math.min(pause * 1.5, LONGEST_LOOK_MS);
    seen = await look();
  }
  return seen;
}
