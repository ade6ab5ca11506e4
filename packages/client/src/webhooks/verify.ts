import type { Event } from '../schema.ts';

/** Headers as Node has them (names in lower case), as Express and Fastify hand them on, or as `fetch` has them. */
export type WebhookHeaders = Headers | Readonly<Record<string, string | readonly string[] | undefined>>;

/** Why a request is not one of the gateway. */
export type RefusalReason = 'missing_headers' | 'stale_timestamp' | 'bad_signature' | 'not_an_event';

export class WebhookRefusedError extends Error {
  override readonly name = 'WebhookRefusedError';
  readonly reason: RefusalReason;

  constructor(reason: RefusalReason, message: string) {
    super(message);
    this.reason = reason;
  }
}

export interface VerifyOptions {
  /** How old, or how far ahead, the timestamp may be. By default five minutes. */
  readonly toleranceSeconds?: number | undefined;
  /** Unix seconds, for tests. */
  readonly now?: number | undefined;
}

/** A request of the gateway, proven to be one. */
export interface VerifiedWebhook {
  /** The header `webhook-id`: the same over every repetition. */
  readonly id: string;
  /** Unix seconds of this attempt. */
  readonly timestamp: number;
  /** One, or several of an endpoint with `batch`. */
  readonly events: readonly Event[];
}

const TOLERANCE_SECONDS = 300;
/** A rotation has at most four secrets. More are somebody who wants us to be busy. */
const MOST_SIGNATURES = 16;

/**
 * Checks a webhook as Standard Webhooks 1.0 says (https://www.standardwebhooks.com) and reads its events.
 * @param rawBody the bytes as they came; a text only if nobody has parsed or changed it
 * @param secrets of the endpoint; while one is being rotated, both
 * @throws WebhookRefusedError when it is not genuine
 */
export async function verifyWebhook(
  rawBody: Uint8Array | string,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  options: VerifyOptions = {},
): Promise<VerifiedWebhook> {
  const signed = await verifySignature(rawBody, headers, secrets, options);
  return { ...signed, events: readEvents(rawBody) };
}

/**
 * The same for bodies of whatever format. Runs wherever there is Web Crypto, which compares in constant time.
 * @throws WebhookRefusedError when it is not genuine
 */
export async function verifySignature(
  rawBody: Uint8Array | string,
  headers: WebhookHeaders,
  secrets: string | readonly string[],
  options: VerifyOptions = {},
): Promise<Omit<VerifiedWebhook, 'events'>> {
  const body = typeof rawBody === 'string' ? new TextEncoder().encode(rawBody) : rawBody;
  const { id, timestamp, signatures } = readHeaders(headers);
  const { now = Date.now() / 1_000, toleranceSeconds = TOLERANCE_SECONDS } = options;
  if (Math.abs(now - timestamp) > toleranceSeconds) {
    throw new WebhookRefusedError(
      'stale_timestamp',
      'The webhook is too old, or the clock of one side is wrong.',
    );
  }
  const signed = joined(new TextEncoder().encode(`${id}.${timestamp}.`), body);
  if (!(await isSigned(signed, signatures, [secrets].flat()))) {
    throw new WebhookRefusedError(
      'bad_signature',
      'The signature does not fit: the secret is another one, or the body was changed on its way.',
    );
  }
  return { id, timestamp };
}

function readHeaders(headers: WebhookHeaders) {
  const get = (name: string): string => {
    const value = headers instanceof Headers ? headers.get(name) : headers[name];
    return [value ?? ''].flat().join(' ');
  };
  const id = get('webhook-id');
  const timestamp = get('webhook-timestamp');
  const signatures = get('webhook-signature')
    .split(' ')
    .filter((signature) => signature.startsWith('v1,'))
    .slice(0, MOST_SIGNATURES)
    .map((signature) => signature.slice('v1,'.length));
  if (id === '' || !/^\d{1,15}$/.test(timestamp) || signatures.length === 0) {
    throw new WebhookRefusedError(
      'missing_headers',
      'A webhook has the headers webhook-id, webhook-timestamp and webhook-signature.',
    );
  }
  return { id, timestamp: Number(timestamp), signatures };
}

async function isSigned(
  signed: Uint8Array<ArrayBuffer>,
  signatures: readonly string[],
  secrets: readonly string[],
): Promise<boolean> {
  const macs = signatures.map(fromBase64).filter((mac) => mac !== undefined);
  for (const secret of secrets) {
    const key = await importKey(secret);
    for (const mac of macs) if (await crypto.subtle.verify('HMAC', key, mac, signed)) return true;
  }
  return false;
}

/** A secret that begins with `whsec_` is base64; any other is taken as its UTF-8 bytes. */
async function importKey(secret: string) {
  const PREFIX = 'whsec_';
  const bytes = secret.startsWith(PREFIX)
    ? fromBase64(secret.slice(PREFIX.length))
    : new TextEncoder().encode(secret);
  if (bytes === undefined || bytes.length === 0) {
    throw new TypeError('The secret of a webhook is empty, or no base64 after whsec_.');
  }
  return crypto.subtle.importKey('raw', bytes, { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function readEvents(body: Uint8Array | string): readonly Event[] {
  try {
    const value: unknown = JSON.parse(typeof body === 'string' ? body : new TextDecoder().decode(body));
    const events = [value].flat();
    if (events.every(isEvent)) return events;
  } catch {
    // Said below.
  }
  throw new WebhookRefusedError(
    'not_an_event',
    'The body is genuine and holds no event in the native format: set the `format` of the webhook to `native`.',
  );
}

const isEvent = (value: unknown): value is Event =>
  typeof value === 'object' && value !== null && 'id' in value && 'event' in value && 'seq' in value;
