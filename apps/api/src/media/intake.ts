import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { ApiError } from '@wagw/shared/errors/problem';
import { keepBlob } from '@wagw/shared/media/blob-expiry';
import { fitsMediaType, maxMediaBytes } from '@wagw/shared/media/media-kinds';
import { loadUpload, storeUpload, type UploadRecord } from '@wagw/shared/media/upload-store';
import { writeFile } from '@wagw/shared/media/write-file';
import type { ContentInput, MediaSource, MediaType } from '@wagw/shared/messages/content';
import { type AddressGuard, BlockedAddressError } from '@wagw/shared/outbound/address-guard';
import { fileTypeFromFile } from 'file-type';
import type { Redis } from 'ioredis';

/** Files that callers send: measured, recognised by what they contain, and stored. None is held in memory whole. */
export interface MediaIntake {
  /**
   * Takes in a file whose kind of message is not known yet.
   * @throws ApiError
   */
  take(sessionId: string, file: IncomingFile): Promise<UploadRecord>;
  /**
   * Where the file of a message will come from. One by URL is only checked for where it leads: the worker fetches it.
   * @param neededAt unix milliseconds; the file is kept for the retention after it
   * @throws ApiError
   */
  sourceOf(sessionId: string, type: MediaType, media: MediaInput, neededAt: number): Promise<MediaSource>;
}

type MediaInput = NonNullable<ContentInput['media']>;

export interface IncomingFile {
  readonly content: Readable;
  readonly filename?: string | undefined;
  /** What the caller says. */
  readonly mimetype?: string | undefined;
}

export interface IntakeParts {
  readonly redis: Redis;
  readonly blobs: BlobStore;
  /** Of URLs. */
  readonly guard: AddressGuard;
  /** MiB. */
  readonly maxMb: number;
  readonly retentionDays: number;
}

const MS_PER_DAY = 86_400_000;
const UNKNOWN_TYPE = 'application/octet-stream';
const ID_LENGTH = 32;

export function createMediaIntake(parts: IntakeParts): MediaIntake {
  const { redis, blobs, guard, maxMb } = parts;
  const retentionMs = parts.retentionDays * MS_PER_DAY;

  async function take(sessionId: string, file: IncomingFile): Promise<UploadRecord> {
    const folder = await mkdtemp(join(tmpdir(), 'wagw-upload-'));
    try {
      const path = join(folder, 'file');
      const { bytes, digest } = await receive(file.content, path, maxMediaBytes('document', maxMb));
      const found = (await fileTypeFromFile(path))?.mime;
      const mimetype = found ?? file.mimetype ?? UNKNOWN_TYPE;
      const key = `${sessionId}/${digest}`;
      const upload: UploadRecord = {
        id: uploadId(digest, mimetype, file.filename),
        sessionId,
        key,
        bytes,
        mimetype,
        isRecognised: found !== undefined,
        filename: file.filename,
        expiresAt: Date.now() + retentionMs,
      };
      await put(key, path);
      await storeUpload(redis, upload);
      return upload;
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  }

  async function put(key: string, path: string): Promise<void> {
    try {
      await blobs.put(key, createReadStream(path));
    } catch (cause) {
      throw Object.assign(new ApiError('media_store_unavailable'), { cause });
    }
  }

  async function uploadOf(sessionId: string, media: MediaInput): Promise<UploadRecord> {
    const { base64, upload: id, filename, mimetype } = media;
    if (base64 !== undefined) {
      const content = Readable.from([Buffer.from(base64, 'base64')], { objectMode: false });
      return take(sessionId, { content, filename, mimetype });
    }
    const upload = id === undefined ? undefined : await loadUpload(redis, sessionId, id);
    if (upload === undefined) throw at('/media/upload', 'upload_not_found', 'is no upload of this session');
    return upload;
  }

  return {
    take,

    async sourceOf(sessionId, type, media, neededAt) {
      const { url, mimetype, filename } = media;
      if (url !== undefined) {
        checkUrl(guard, url);
        return {
          from: 'url',
          url,
          ...(mimetype === undefined ? {} : { mimetype }),
          ...(filename === undefined ? {} : { filename }),
        };
      }
      const upload = await uploadOf(sessionId, media);
      checkKind(type, upload, maxMediaBytes(type, maxMb));
      await keepBlob(redis, upload.key, neededAt + retentionMs);
      const name = filename ?? upload.filename;
      return {
        from: 'store',
        key: upload.key,
        bytes: upload.bytes,
        mimetype: upload.isRecognised ? upload.mimetype : (mimetype ?? upload.mimetype),
        ...(name === undefined ? {} : { filename: name }),
      };
    },
  };
}

/** Follows from all that the record says, so that the same request, made again, names the same file. */
function uploadId(digest: string, mimetype: string, filename = ''): string {
  const text = createHash('sha256').update(`${digest}/${mimetype}/${filename}`).digest('base64url');
  return `upl_${text.slice(0, ID_LENGTH)}`;
}

async function receive(
  content: Readable,
  path: string,
  maxBytes: number,
): Promise<{ bytes: number; digest: string }> {
  const hash = createHash('sha256');
  const bytes = await writeFile(path, content, {
    maxBytes,
    tooLarge,
    onChunk: (chunk) => hash.update(chunk),
  });
  if (bytes === 0) throw at('/media', 'invalid_request', 'is an empty file');
  return { bytes, digest: hash.digest('hex') };
}

function checkUrl(guard: AddressGuard, url: string): void {
  try {
    guard.check(new URL(url));
  } catch (error) {
    if (!(error instanceof BlockedAddressError)) throw error;
    throw at('/media/url', 'media_blocked_address', error.message);
  }
}

function checkKind(type: MediaType, upload: UploadRecord, maxBytes: number): void {
  const found = upload.isRecognised ? upload.mimetype : undefined;
  if (!fitsMediaType(type, found)) {
    const what = found === undefined ? 'is of a type that cannot be recognised' : `is of the type ${found}`;
    throw at('/media', 'media_type_mismatch', `${what}, which cannot be sent as ${type}`);
  }
  if (upload.bytes > maxBytes) throw tooLarge(maxBytes);
}

const tooLarge = (maxBytes: number) =>
  at('/media', 'media_too_large', `has more than the ${maxBytes} bytes allowed`);

function at(path: string, code: ConstructorParameters<typeof ApiError>[0], message: string): ApiError {
  return new ApiError(code, undefined, [{ path, message }]);
}
