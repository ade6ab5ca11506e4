import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import { crc32 } from 'node:zlib';

/**
 * Keys that the gateway makes: `wagw_`, the id under which it is looked up, `_`, 32 random bytes, and a checksum, so that a scanner can
 * tell a leaked key from chance and a wrong one costs no look-up.
 */

const FORM = /^wagw_([0-9a-f]{12})_([\w-]{43})([\w-]{6})$/;

/** A new secret of the key `id`, as its holder sends it. */
export function generateKey(id: string): string {
  const body = `wagw_${id}_${randomBytes(32).toString('base64url')}`;
  return body + checksum(body);
}

/** The id that follows from a seed, so that a request that is carried out again makes no second key. */
export const keyIdOf = (seed: string): string =>
  createHash('sha256').update(`${seed}/key`).digest('hex').slice(0, 12);

/** The id in a key; undefined for anything that is none of ours. */
export function keyIdIn(text: string): string | undefined {
  const [, id, , sum] = FORM.exec(text) ?? [];
  return sum !== undefined && checksum(text.slice(0, -sum.length)) === sum ? id : undefined;
}

/** What is stored of a key. A plain hash is enough: nobody guesses 256 random bits. */
export const digestOf = (key: string): Buffer => createHash('sha256').update(key).digest();

/** Compares digests, which have one length, in a time that tells nothing. */
export const isSame = (one: Buffer, other: Buffer): boolean => timingSafeEqual(one, other);

function checksum(text: string): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(crc32(text));
  return bytes.toString('base64url');
}
