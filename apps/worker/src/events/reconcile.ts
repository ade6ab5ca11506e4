import type { Engine, EngineEvent, EngineMessage } from '../engine/engine.ts';

/**
 * Finds what happened while nobody listened: before the connection's listeners were in place, during a restart, or
 * while another worker had the session. The log drops what it has already.
 */

const SECONDS_PER_DAY = 86_400;
/** How far back acknowledgements and revokes of known messages are looked for. */
const OVERLAP_SECONDS = SECONDS_PER_DAY;
/** Below the time for which the log recognises what it has; WhatsApp itself keeps a silent device for 14 days. */
const LONGEST_SECONDS = 6 * SECONDS_PER_DAY;

export interface Span {
  /** When this login began: what is older is history. Unix milliseconds. */
  readonly linkedAt: number;
  /** Up to when all messages are known to be in the log, if that was ever proven. Unix milliseconds. */
  readonly reconciledAt: number | undefined;
}

/** Returns the events in the order of their messages. */
export async function findMissed(
  engine: Pick<Engine, 'messagesSince'>,
  span: Span,
  now: number,
): Promise<EngineEvent[]> {
  const known = Math.floor((span.reconciledAt ?? span.linkedAt) / 1000) - OVERLAP_SECONDS;
  const since = Math.max(known, Math.floor(span.linkedAt / 1000), Math.floor(now / 1000) - LONGEST_SECONDS);
  const messages = await engine.messagesSince(since);
  return messages.flatMap((message) => asEvents(message, now));
}

function asEvents(message: EngineMessage, now: number): EngineEvent[] {
  const { ref, fromMe, ack } = message;
  if (message.type === 'revoked') return [{ type: 'revoke', ref, timestamp: Math.floor(now / 1000) }];
  const created: EngineEvent = { type: 'message', message };
  return fromMe && ack !== 0 ? [created, { type: 'ack', ref, ack }] : [created];
}
