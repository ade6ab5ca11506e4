import { createAddressGuard } from '@wagw/shared/outbound/address-guard';
import { VERSION } from '@wagw/shared/version';
import { type Endpoint, secretsNow } from '@wagw/shared/webhooks/endpoint-store';
import type { WebhookFormat } from '@wagw/shared/webhooks/formats/format';
import { FORMATS } from '@wagw/shared/webhooks/formats/formats';
import { sign, signingKey } from '@wagw/shared/webhooks/signature';
import { Agent, type Dispatcher, request } from 'undici';
import { type Outcome, outcomeOfError, outcomeOfStatus } from './outcome.ts';

/** What is posted in one request. */
export interface Post {
  /** The event's id, or the batch's; the same over all attempts. */
  readonly id: string;
  readonly body: string;
  /** From 1. */
  readonly attempt: number;
}

export interface Answer {
  readonly outcome: Outcome;
  /** The beginning of what the receiver answered, as text; undefined when there was nothing. */
  readonly excerpt: string | undefined;
}

/** What of an endpoint matters to a request. */
export type Target = Pick<Endpoint, 'url' | 'secrets' | 'format' | 'headers'> &
  Partial<Pick<Endpoint, 'isUrlByEvent'>>;

/** Posts webhooks; one attempt, one outcome, never an exception. */
export interface Poster {
  post(target: Target, post: Post): Promise<Answer>;
  close(): Promise<void>;
}

const CONNECT_TIMEOUT_MS = 5_000;
/** An answer is looked at for its status and its beginning; a receiver that goes on talking is cut off. */
const MAX_RESPONSE_BYTES = 64 * 1024;
const MAX_RESPONSE_MS = 2_000;
const EXCERPT_CHARACTERS = 500;
/** Beyond the receiver's time to answer: for the connection and the rest of the body. */
const OVERHEAD_MS = 5_000;
const TOO_LATE = new DOMException('The receiver took too long.', 'TimeoutError');

/** @param timeoutMs how long the receiver may take to answer */
export function createPoster(options: { timeoutMs: number; allowedHosts: readonly string[] }): Poster {
  const guard = createAddressGuard(options.allowedHosts);
  const agent = new Agent({
    connect: { timeout: CONNECT_TIMEOUT_MS, lookup: guard.lookup },
    headersTimeout: options.timeoutMs,
    pipelining: 1,
  });

  return {
    async post(target, post) {
      const deadline = new AbortController();
      // undici's own limits do not end a body that drips.
      const timer = setTimeout(() => deadline.abort(TOO_LATE), options.timeoutMs + OVERHEAD_MS);
      try {
        const url = urlOf(target, post.body);
        guard.check(url);
        const body = Buffer.from(post.body);
        const now = Date.now();
        const response = await request(url, {
          method: 'POST',
          dispatcher: agent,
          body,
          signal: deadline.signal,
          headers: headersOf(target, post, body, now),
        });
        const retryAfter = response.headers['retry-after'];
        const outcome = outcomeOfStatus(response.statusCode, retryAfter?.toString(), now);
        return { outcome, excerpt: await beginningOf(response.body) };
      } catch (error) {
        return { outcome: outcomeOfError(error), excerpt: undefined };
      } finally {
        clearTimeout(timer);
      }
    },
    close: () => agent.destroy(),
  };
}

/** By event: `/hooks` becomes `/hooks/messages-upsert`. */
function urlOf({ url: text, format: name, isUrlByEvent = false }: Target, body: string): URL {
  const url = new URL(text);
  const format: WebhookFormat = FORMATS[name];
  const event = isUrlByEvent ? format.nameIn?.(body) : undefined;
  if (event !== undefined) url.pathname = `${url.pathname.replace(/\/$/, '')}/${event.replaceAll('.', '-')}`;
  return url;
}

function headersOf(target: Target, { id, attempt }: Post, body: Buffer, now: number): Record<string, string> {
  const timestamp = Math.floor(now / 1000);
  const secrets = secretsNow(target, now);
  const signatures = secrets.map((secret) => sign(signingKey(secret), { id, timestamp, body }));
  const format: WebhookFormat = FORMATS[target.format];
  return {
    ...target.headers,
    ...format.headers?.(body, secrets[0]),
    'content-type': 'application/json',
    'user-agent': `whatsapp-gateway/${VERSION}`,
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    ...(signatures.length === 0 ? {} : { 'webhook-signature': signatures.join(' ') }),
    'webhook-attempt': String(attempt),
  };
}

/** Reads on to the end when that is near, so that the connection can be used again. The status has decided whatever comes. */
function beginningOf(body: Dispatcher.ResponseData['body']): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve) => {
    const late = setTimeout(() => body.destroy(), MAX_RESPONSE_MS);
    body.on('data', (chunk: Buffer) => {
      if (size < EXCERPT_CHARACTERS) chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_RESPONSE_BYTES) body.destroy();
    });
    // It was cut off, by either side.
    body.on('error', () => undefined);
    body.on('close', () => {
      clearTimeout(late);
      const text = Buffer.concat(chunks).toString('utf8').slice(0, EXCERPT_CHARACTERS);
      resolve(text === '' ? undefined : text);
    });
  });
}
