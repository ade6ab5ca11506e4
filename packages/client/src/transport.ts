import { errorOf, UnreachableError } from './gateway-error.ts';
import { DEFAULT_RETRY, type RetryOptions, withRetries } from './retry.ts';

export interface TransportOptions {
  /** Where the gateway is, without `/api/v1`: `https://gateway.example`. In a browser '' is the page's own origin. */
  readonly baseUrl: string;
  /** An API key, or a short-lived token; a function is asked for each attempt. */
  readonly apiKey?: string | (() => string | Promise<string>);
  /** Sent with every request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** How long one attempt may take until its answer is there, beside what `wait` asks for. By default 30 s. */
  readonly timeoutMs?: number;
  readonly retry?: Partial<RetryOptions>;
  /** In place of the global one. */
  readonly fetch?: (request: Request) => Promise<Response>;
}

/** What a single call may say. */
export interface CallOptions {
  /** Ends the call, its retries and its waits; it rejects with the reason of the signal. */
  readonly signal?: AbortSignal | undefined;
  /** By default a random one for each call: attempts of one call are one message, two calls are two. */
  readonly idempotencyKey?: string | undefined;
  readonly retry?: Partial<RetryOptions> | undefined;
}

export interface Transport {
  readonly baseUrl: string;
  readonly retry: RetryOptions;
  /** One call with its retries; the answer is there as a whole. @throws GatewayError, UnreachableError */
  call(request: Request, retry?: Partial<RetryOptions>): Promise<Response>;
  /**
   * The same, for answers and bodies that are streams.
   * @param make makes the request of an attempt
   * @returns an answer of success, of which only the head has been read
   */
  open(make: () => Request, options?: OpenOptions): Promise<Response>;
}

export interface OpenOptions extends CallOptions {
  /** Until the head of the answer is there; undefined waits for ever, as for the end of an upload. */
  readonly timeoutMs?: number | undefined;
}

const TIMEOUT_MS = 30_000;

export function createTransport(options: TransportOptions): Transport {
  const { apiKey, headers = {}, timeoutMs = TIMEOUT_MS } = options;
  const send = options.fetch ?? ((request: Request) => fetch(request));
  const retry = { ...DEFAULT_RETRY, ...options.retry };

  /** One attempt, read to the end unless it is a stream. */
  async function attempt(
    request: Request,
    limitMs: number | undefined,
    isStream: boolean,
  ): Promise<Response> {
    const deadline = new AbortController();
    const timer =
      limitMs === undefined
        ? undefined
        : setTimeout(() => deadline.abort(new Error(`no answer within ${limitMs / 1_000} s`)), limitMs);
    try {
      for (const [name, value] of Object.entries(headers)) request.headers.set(name, value);
      const key = typeof apiKey === 'function' ? await apiKey() : apiKey;
      if (key !== undefined) request.headers.set('authorization', `Bearer ${key}`);
      const signal = AbortSignal.any([request.signal, deadline.signal]);
      const response = await reached(() => send(new Request(request, { signal })));
      if (!response.ok) throw await errorOf(response);
      return isStream ? response : await reached(() => readWhole(response));
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    baseUrl: options.baseUrl.replace(/\/+$/, ''),
    retry,

    call(request, changes) {
      giveKey(request);
      const limitMs = timeoutMs + waitedMs(request);
      return withRetries(
        () => attempt(request.clone(), limitMs, false),
        { ...retry, ...changes },
        request.signal,
      );
    },

    open(make, { signal, idempotencyKey = randomKey(), retry: changes, timeoutMs: limitMs } = {}) {
      return withRetries(
        () => {
          const request = make();
          giveKey(request, idempotencyKey);
          return attempt(request, limitMs, true);
        },
        { ...retry, ...changes },
        signal,
      );
    },
  };
}

/** The key is made before the first attempt, so that all of them are one request to the gateway. */
function giveKey(request: Request, key: string = randomKey()): void {
  if (request.method !== 'POST' || request.headers.has('idempotency-key')) return;
  request.headers.set('idempotency-key', key);
}

/** 128 random bits. Not `randomUUID`, which browsers keep from pages without TLS. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** What the request asks the gateway to wait. */
function waitedMs(request: Request): number {
  return Number(/wait=(\d+)/.exec(request.headers.get('prefer') ?? '')?.[1] ?? 0) * 1_000;
}

async function readWhole(response: Response): Promise<Response> {
  const { status, statusText, headers } = response;
  const body = await response.arrayBuffer();
  return new Response(body.byteLength === 0 ? null : body, { status, statusText, headers });
}

/** @throws UnreachableError for whatever `fetch` throws. That the caller ended it, the retries see by themselves. */
async function reached<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new UnreachableError(reasonOf(error), error);
  }
}

/** `fetch failed` says nothing: its cause does. */
function reasonOf(error: unknown): string {
  const { message = String(error), cause } = error as { message?: string; cause?: { message?: string } };
  return cause?.message === undefined ? message : `${message}: ${cause.message}`;
}
