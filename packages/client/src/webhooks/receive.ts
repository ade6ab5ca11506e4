import type { Event } from '../schema.ts';
import type { SeenStore } from './seen-store.ts';
import { type VerifyOptions, verifyWebhook, type WebhookHeaders, WebhookRefusedError } from './verify.ts';

export interface ReceiverOptions extends VerifyOptions {
  /** Of the endpoint; while one is being rotated, both. */
  readonly secret: string | readonly string[];
  /**
   * Handles one event; those of a batch one after the other. While it throws, the gateway delivers again, for days. It should be done
   * within ten seconds: put what takes longer into a queue.
   */
  readonly onEvent: (event: Event) => Promise<void> | void;
  /** Without it, a repetition is handled again. */
  readonly seen?: SeenStore | undefined;
  /** Told of requests that were refused and of events that could not be handled. */
  readonly onError?: ((error: unknown) => void) | undefined;
  /** A larger body is refused. By default 5 MiB. */
  readonly maxBytes?: number | undefined;
}

/** What the gateway is answered: a problem detail in few words, or nothing. */
export interface ReceiverAnswer {
  readonly status: 204 | 400 | 401 | 409 | 413 | 500;
  readonly detail: string;
}

export const MAX_BYTES = 5 * 1024 * 1024;
export const TOO_LARGE: ReceiverAnswer = { status: 413, detail: 'The body is too large.' };

/**
 * What every framework's handler does with a request: checks it, handles its events, and says what to answer.
 * @param rawBody the bytes as they came
 */
export async function receiveWebhook(
  rawBody: Uint8Array | string,
  headers: WebhookHeaders,
  options: ReceiverOptions,
): Promise<ReceiverAnswer> {
  try {
    const { events } = await verifyWebhook(rawBody, headers, options.secret, options);
    for (const event of events) {
      if (!(await handle(event, options))) {
        return { status: 409, detail: `The event ${event.id} is being handled.` };
      }
    }
    return { status: 204, detail: '' };
  } catch (error) {
    options.onError?.(error);
    if (!(error instanceof WebhookRefusedError)) return { status: 500, detail: 'It could not be handled.' };
    return { status: error.reason === 'not_an_event' ? 400 : 401, detail: error.message };
  }
}

/** @returns whether it is handled, now or before; otherwise somebody else is at it, and might fail */
async function handle(event: Event, { onEvent, seen }: ReceiverOptions): Promise<boolean> {
  const claim = (await seen?.begin(event.id)) ?? 'new';
  if (claim !== 'new') return claim === 'done';
  try {
    await onEvent(event);
  } catch (error) {
    await seen?.failed(event.id);
    throw error;
  }
  await seen?.done(event.id);
  return true;
}
