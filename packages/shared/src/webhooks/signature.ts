import { createHmac, timingSafeEqual } from 'node:crypto';

/**
 * Signatures of Standard Webhooks 1.0 (https://www.standardwebhooks.com): `v1,` and the base64 of
 * HMAC-SHA256 over `id.timestamp.body`.
 */

export const SECRET_PREFIX = 'whsec_';

/** A secret that begins with `whsec_` is base64, as the specification says; any other is taken as its UTF-8 bytes. */
export function signingKey(secret: string): Buffer {
  return secret.startsWith(SECRET_PREFIX)
    ? Buffer.from(secret.slice(SECRET_PREFIX.length), 'base64')
    : Buffer.from(secret);
}

export interface SignedContent {
  /** The event's id. */
  readonly id: string;
  /** Unix seconds of the attempt. */
  readonly timestamp: number;
  /** The raw bytes of the body. */
  readonly body: Buffer;
}

/** The value of the header `webhook-signature`. */
export function sign(key: Buffer, { id, timestamp, body }: SignedContent): string {
  const mac = createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64');
  return `v1,${mac}`;
}

const TOLERANCE_SECONDS = 300;

/**
 * Checks a received webhook.
 * @param headers with lower-case names, as Node gives them
 * @param now unix seconds
 */
export function verify(
  key: Buffer,
  headers: Readonly<Record<string, string | string[] | undefined>>,
  body: Buffer,
  now = Date.now() / 1000,
): boolean {
  const id = String(headers['webhook-id'] ?? '');
  const timestamp = Number(headers['webhook-timestamp']);
  if (id === '' || !Number.isInteger(timestamp) || Math.abs(now - timestamp) > TOLERANCE_SECONDS)
    return false;
  const expected = Buffer.from(sign(key, { id, timestamp, body }));
  return String(headers['webhook-signature'] ?? '')
    .split(' ')
    .map((signature) => Buffer.from(signature))
    .some((signature) => signature.length === expected.length && timingSafeEqual(signature, expected));
}
