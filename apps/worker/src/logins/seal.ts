import {
  createCipheriv,
  createDecipheriv,
  createHash,
  hkdfSync,
  randomBytes,
  timingSafeEqual,
} from 'node:crypto';
import { PassThrough, pipeline, type Readable } from 'node:stream';
import { constants, createBrotliCompress, createBrotliDecompress } from 'node:zlib';

/**
 * How a login is stored: compressed, in chunks that each carry a tag, encrypted if there is a key.
 *
 *   header: "WAGWLG", version (1), method (0 digest, 1 AES-256-GCM), 8 bytes id of the key, 16 bytes salt
 *   chunk:  up to 64 KiB of the archive, compressed by Brotli, and 16 bytes tag
 *
 * The tag covers the header, the number of the chunk and whether it is the last one, so that nothing can be altered, moved or
 * cut off unnoticed. Each object has a key of its own, derived from the configured one and the salt; so numbers of
 * chunks can serve as nonces. (The construction is the one of age and Tink.) Without a configured key the tag is a plain
 * digest: it finds damage, not malice.
 */

const MAGIC = Buffer.from('WAGWLG');
const VERSION = 1;
const DIGEST = 0;
const AES_256_GCM = 1;
const KEY_ID_BYTES = 8;
const SALT_BYTES = 16;
const HEADER_BYTES = MAGIC.length + 2 + KEY_ID_BYTES + SALT_BYTES;
const CHUNK_BYTES = 64 * 1024;
const TAG_BYTES = 16;
/** Four times as fast as gzip, and smaller. */
const QUICKLY = { [constants.BROTLI_PARAM_QUALITY]: 1 };

/** 32 random bytes. */
export type SealKey = Uint8Array;

/** A stored login that cannot be opened. */
export class SealError extends Error {
  override readonly name = 'SealError';
  readonly code: 'altered' | 'wrong_key' | 'unknown_version';

  constructor(code: SealError['code'], message: string) {
    super(message);
    this.code = code;
  }
}

/** What an archive becomes before it is stored. @param key undefined: it is not encrypted */
export function seal(archive: Readable, key: SealKey | undefined): Readable {
  const sealed = new PassThrough();
  pipeline(
    archive,
    createBrotliCompress({ params: QUICKLY }),
    (compressed) => sealChunks(compressed, key),
    sealed,
    () => undefined,
  );
  return sealed;
}

/**
 * The archive in what was stored. Fails with a `SealError`, at the latest at its end, unless every byte is as it was; until
 * then nothing of it may be used for good.
 * @param keys any of which may have sealed it
 */
export function unseal(sealed: Readable, keys: readonly SealKey[]): Readable {
  const archive = new PassThrough();
  pipeline(
    sealed,
    (chunks) => openChunks(chunks, keys),
    createBrotliDecompress(),
    archive,
    () => undefined,
  );
  return archive;
}

async function* sealChunks(content: AsyncIterable<Buffer>, key: SealKey | undefined) {
  const keyId = key === undefined ? Buffer.alloc(KEY_ID_BYTES) : idOf(key);
  const method = key === undefined ? DIGEST : AES_256_GCM;
  const salt = randomBytes(SALT_BYTES);
  const header = Buffer.concat([MAGIC, Buffer.from([VERSION, method]), keyId, salt]);
  yield header;
  const tagging = key === undefined ? digesting(header) : encrypting(header, objectKey(key, salt));
  for await (const { bytes, nonce } of inChunks(content, CHUNK_BYTES)) yield tagging.close(nonce, bytes);
}

async function* openChunks(content: AsyncIterable<Buffer>, keys: readonly SealKey[]) {
  const { header, rest } = await takeHeader(content[Symbol.asyncIterator]());
  const tagging = taggingOf(header, keys);
  for await (const { bytes, nonce } of inChunks(rest, CHUNK_BYTES + TAG_BYTES)) {
    const opened = tagging.open(nonce, bytes);
    if (opened === undefined) throw new SealError('altered', 'The stored login has been altered or cut off');
    yield opened;
  }
}

async function takeHeader(source: AsyncIterator<Buffer>) {
  let start: Buffer = Buffer.alloc(0);
  while (start.length < HEADER_BYTES) {
    const { value, done } = await source.next();
    if (done) throw new SealError('altered', 'The stored login is cut off');
    start = Buffer.concat([start, value]);
  }
  const rest = async function* () {
    yield start.subarray(HEADER_BYTES);
    yield* { [Symbol.asyncIterator]: () => source };
  };
  return { header: start.subarray(0, HEADER_BYTES), rest: rest() };
}

function taggingOf(header: Buffer, keys: readonly SealKey[]): Tagging {
  if (!header.subarray(0, MAGIC.length).equals(MAGIC)) {
    throw new SealError('altered', 'What is stored is not a login');
  }
  const [version, method] = header.subarray(MAGIC.length);
  if (version !== VERSION) throw new SealError('unknown_version', `Unknown version ${version} of a login`);
  if (method === DIGEST) return digesting(header);
  if (method !== AES_256_GCM) throw new SealError('unknown_version', `Unknown method ${method} of a login`);
  const keyId = header.subarray(MAGIC.length + 2, MAGIC.length + 2 + KEY_ID_BYTES);
  const key = keys.find((candidate) => idOf(candidate).equals(keyId));
  if (key === undefined) {
    throw new SealError('wrong_key', `No key of LOGIN_STORE_KEY opens the login (${keyId.toString('hex')})`);
  }
  return encrypting(header, objectKey(key, header.subarray(-SALT_BYTES)));
}

/** Closes chunks and opens them again; `open` gives undefined when a chunk is not what was closed. */
interface Tagging {
  close(nonce: Buffer, bytes: Buffer): Buffer;
  open(nonce: Buffer, chunk: Buffer): Buffer | undefined;
}

function encrypting(header: Buffer, key: Buffer): Tagging {
  return {
    close(nonce, bytes) {
      const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(header);
      return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    },
    open(nonce, chunk) {
      if (chunk.length < TAG_BYTES) return undefined;
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(header).setAuthTag(chunk.subarray(-TAG_BYTES));
      const bytes = decipher.update(chunk.subarray(0, -TAG_BYTES));
      try {
        decipher.final();
        return bytes;
      } catch {
        return undefined;
      }
    },
  };
}

function digesting(header: Buffer): Tagging {
  const tagOf = (nonce: Buffer, bytes: Buffer) =>
    createHash('sha256').update(header).update(nonce).update(bytes).digest().subarray(0, TAG_BYTES);
  return {
    close: (nonce, bytes) => Buffer.concat([bytes, tagOf(nonce, bytes)]),
    open(nonce, chunk) {
      if (chunk.length < TAG_BYTES) return undefined;
      const bytes = chunk.subarray(0, -TAG_BYTES);
      return timingSafeEqual(tagOf(nonce, bytes), chunk.subarray(-TAG_BYTES)) ? bytes : undefined;
    },
  };
}

/** Pieces of equal size but the last, which may be empty; each with its number and whether it is the last as a nonce. */
async function* inChunks(content: AsyncIterable<Buffer>, size: number) {
  let number = 0;
  let held: Buffer = Buffer.alloc(0);
  for await (const bytes of content) {
    held = held.length === 0 ? bytes : Buffer.concat([held, bytes]);
    // The last one is known by the end of the content only.
    while (held.length > size) {
      yield { bytes: held.subarray(0, size), nonce: nonceOf(number, false) };
      held = held.subarray(size);
      number += 1;
    }
  }
  yield { bytes: held, nonce: nonceOf(number, true) };
}

function nonceOf(number: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(number, 5, 6);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
}

const objectKey = (key: SealKey, salt: Uint8Array) =>
  Buffer.from(hkdfSync('sha256', key, salt, 'wagw login', 32));

/** Tells which of several keys has sealed, and nothing about the key. */
const idOf = (key: SealKey) => Buffer.from(hkdfSync('sha256', key, '', 'wagw login key id', KEY_ID_BYTES));
