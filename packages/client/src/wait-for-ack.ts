import type { Nudges } from './events/nudges.ts';
import type { Messages } from './messages.ts';
import type { Message } from './schema.ts';

const STEPS = ['sent', 'delivered', 'read', 'played'] as const;
/** How far a message has got: at WhatsApp's server, on the phone, read, heard. */
export type Ack = (typeof STEPS)[number];

export interface AckOptions {
  /** How long it may take. By default a minute. */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** A message did not get as far as it was waited for. */
export class MessageError extends Error {
  override readonly name = 'MessageError';
  readonly reason: 'failed' | 'cancelled' | 'timeout';
  /** The message as it was seen last; `error` in it says why it has failed. */
  readonly record: Message;

  constructor(reason: MessageError['reason'], record: Message, wanted: Ack) {
    const { id, status, error } = record;
    const why = reason === 'timeout' ? `is ${status} and not ${wanted} yet` : `is ${status}`;
    super(`The message ${id} ${why}${error === null ? '.' : `: ${error.code}: ${error.detail}`}`);
    this.reason = reason;
    this.record = record;
  }
}

const TIMEOUT_MS = 60_000;

/**
 * Waits until a message is `wanted` or further. Events say when to look at its record, and it is looked at now and then without them too: a
 * stream that is not to be had only makes it slower.
 * @throws MessageError when it failed or was cancelled, or when the time is over
 */
export async function waitForAck(
  messages: Messages,
  nudges: Nudges,
  message: Message,
  wanted: Ack = 'delivered',
  { timeoutMs = TIMEOUT_MS, signal }: AckOptions = {},
): Promise<Message> {
  const deadline = new AbortController();
  const timer = setTimeout(() => deadline.abort(), timeoutMs);
  const either = signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]);
  let last = message;
  const { id, sessionId } = message;
  try {
    for await (last of nudges.look(
      sessionId,
      id,
      () => messages.get(sessionId, id, { signal: either }),
      either,
    )) {
      if (STEPS.indexOf(last.status as Ack) >= STEPS.indexOf(wanted)) return last;
      if (last.status === 'failed' || last.status === 'cancelled') {
        throw new MessageError(last.status, last, wanted);
      }
    }
  } catch (error) {
    if (error === deadline.signal.reason) throw new MessageError('timeout', last, wanted);
    throw error;
  } finally {
    clearTimeout(timer);
  }
  return last;
}
