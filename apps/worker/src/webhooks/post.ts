import { createAddressGuard } from '@wagw/shared/outbound/address-guard';
import { VERSION } from '@wagw/shared/version';
import { type Endpoint, secretsNow } from '@wagw/shared/webhooks/endpoint-store';
import type { WebhookFormat } from '@wagw/shared/webhooks/formats/format';
import { FORMATS } from '@wagw/shared/webhooks/formats/formats';
import { sign, signingKey } from '@wagw/shared/webhooks/signature';
import { Agent } from 'undici';
import { exchange } from './exchange.ts';
import { type Outcome, outcomeOfError, outcomeOfStatus } from './outcome.ts';

/** What is posted in one request. */
export interface Post {
  /** The event's id, or the batch's; the same over all attempts. */
  readonly id: string;
  readonly body: string;
  /** From 1. */
  readonly attempt: number;
  /** W3C `traceparent`, where there are traces. */
  readonly traceparent?: string | undefined;
}

export interface Answer {
  readonly outcome: Outcome;
  /** The beginning of what the receiver answered, as text; undefined when there was nothing. */
  readonly excerpt: string | undefined;
  /** What this request had of its own; empty when its address was refused. */
  readonly requestHeaders: Readonly<Record<string, string>>;
  /** Of the answer, clipped and without cookies. */
  readonly responseHeaders: Readonly<Record<string, string>>;
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
/** Beyond the receiver's time to answer: for the connection. */
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
    async post(target, post) {
      let requestHeaders: Readonly<Record<string, string>> = {};
      try {
        const url = urlOf(target, post.body);
        guard.check(url);
        const body = Buffer.from(post.body);
        const now = Date.now();
        requestHeaders = ownHeaders(target, post, body, now);
        const { status, retryAfter, excerpt, headers } = await exchange(agent, {
          url,
          headers: { ...target.headers, ...requestHeaders, ...SAME_HEADERS },
          body,
          timeoutMs: options.timeoutMs + OVERHEAD_MS,
        });
        const outcome = outcomeOfStatus(status, retryAfter, now);
        return { outcome, excerpt, requestHeaders, responseHeaders: headers };
      } catch (error) {
        return { outcome: outcomeOfError(error), excerpt: undefined, requestHeaders, responseHeaders: {} };
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

/** Of each request. */
const SAME_HEADERS = {
  'content-type': 'application/json',
  'user-agent': `whatsapp-gateway/${VERSION}`,
} as const;

/** What differs from request to request. */
function ownHeaders(
  target: Target,
  { id, attempt, traceparent }: Post,
  body: Buffer,
  now: number,
): Record<string, string> {
  const timestamp = Math.floor(now / 1000);
  const secrets = secretsNow(target, now);
  const signatures = secrets.map((secret) => sign(signingKey(secret), { id, timestamp, body }));
  const format: WebhookFormat = FORMATS[target.format];
  return {
    ...format.headers?.(body, secrets[0]),
    'webhook-id': id,
    'webhook-timestamp': String(timestamp),
    ...(signatures.length === 0 ? {} : { 'webhook-signature': signatures.join(' ') }),
    'webhook-attempt': String(attempt),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}
