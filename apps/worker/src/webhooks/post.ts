import { createAddressGuard } from '@wagw/shared/outbound/address-guard';
import { VERSION } from '@wagw/shared/version';
import { sign } from '@wagw/shared/webhooks/signature';
import { Agent, request } from 'undici';
import type { Endpoint } from './endpoint.ts';
import { type Outcome, outcomeOfError, outcomeOfStatus } from './outcome.ts';

export interface Delivery {
  readonly eventId: string;
  readonly body: string;
  /** From 1. */
  readonly attempt: number;
}

/** Posts webhooks; one attempt, one outcome, never an exception. */
export interface Poster {
  post(endpoint: Endpoint, delivery: Delivery): Promise<Outcome>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** An answer is only looked at for its status; a receiver that goes on talking is cut off. */
const MAX_RESPONSE_BYTES = 64 * 1024;
/** Beyond the receiver's time to answer: for the connection and the rest of the body. */
const OVERHEAD_MS = 5_000;

/** @param timeoutMs how long the receiver may take to answer */
export function createPoster(options: { timeoutMs: number; allowedHosts: readonly string[] }): Poster {
  const guard = createAddressGuard(options.allowedHosts);
  const agent = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS, lookup: guard.lookup },
    headersTimeout: options.timeoutMs,
    pipelining: 1,
  });

  return {
    async post({ url, key }, { eventId, body, attempt }) {
      try {
        guard.check(url);
        const bytes = Buffer.from(body);
        const now = Date.now();
        const timestamp = Math.floor(now / 1000);
        const response = await request(url, {
          method: 'POST',
          dispatcher: agent,
          body: bytes,
          // undici's own limits do not end a body that drips.
          signal: AbortSignal.timeout(options.timeoutMs + OVERHEAD_MS),
          headers: {
            'content-type': 'application/json',
            'user-agent': `whatsapp-gateway/${VERSION}`,
            'webhook-id': eventId,
            'webhook-timestamp': String(timestamp),
            ...(key === undefined
              ? {}
              : { 'webhook-signature': sign(key, { id: eventId, timestamp, body: bytes }) }),
            'webhook-attempt': String(attempt),
          },
        });
        const retryAfter = response.headers['retry-after'];
        const outcome = outcomeOfStatus(response.statusCode, retryAfter?.toString(), now);
        // The status has decided; what the body does after it changes nothing.
        await response.body.dump({ limit: MAX_RESPONSE_BYTES }).catch(() => undefined);
        return outcome;
      } catch (error) {
        return outcomeOfError(error);
      }
    },
    close: () => agent.destroy(),
  };
}
