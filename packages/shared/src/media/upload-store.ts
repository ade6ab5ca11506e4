import type { Redis } from 'ioredis';
import { z } from 'zod';
import { keys } from '../redis/keys.ts';
import { keepBlob } from './blob-expiry.ts';

/** Files that the API took in; messages name them by their id. */

/** One uploaded file as it is stored. */
export interface UploadRecord {
  /** Follows from the content, so that the same file is stored once. */
  readonly id: string;
  readonly sessionId: string;
  /** In the blob store. */
  readonly key: string;
  readonly bytes: number;
  /** By what the file contains, else as the caller said. */
  readonly mimetype: string;
  /** Whether `mimetype` is what the content says. */
  readonly isRecognised: boolean;
  readonly filename: string | undefined;
  /** Unix milliseconds. */
  readonly expiresAt: number;
}

export const uploadSchema = z
  .object({
    id: z.string().describe('To be given as `media.upload` of a message.'),
    bytes: z.int(),
    mimetype: z.string(),
    filename: z.string().nullable(),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Upload' });

export async function storeUpload(redis: Redis, upload: UploadRecord): Promise<void> {
  const { filename, ...others } = upload;
  const key = keys.upload(upload.sessionId, upload.id);
  await keepBlob(redis, upload.key, upload.expiresAt);
  await redis
    .multi()
    .del(key)
    .hset(key, {
      ...others,
      isRecognised: String(upload.isRecognised),
      ...(filename === undefined ? {} : { filename }),
    })
    .pexpireat(key, upload.expiresAt)
    .exec();
}

export async function loadUpload(
  redis: Redis,
  sessionId: string,
  id: string,
): Promise<UploadRecord | undefined> {
  const { key, bytes, mimetype, isRecognised, filename, expiresAt } = await redis.hgetall(
    keys.upload(sessionId, id),
  );
  if (key === undefined || mimetype === undefined) return undefined;
  return {
    id,
    sessionId,
    key,
    bytes: Number(bytes),
    mimetype,
    isRecognised: isRecognised === 'true',
    filename,
    expiresAt: Number(expiresAt),
  };
}

/** The upload as the API shows it. */
export function viewUpload(upload: UploadRecord): z.infer<typeof uploadSchema> {
  return {
    id: upload.id,
    bytes: upload.bytes,
    mimetype: upload.mimetype,
    filename: upload.filename ?? null,
    expiresAt: new Date(upload.expiresAt).toISOString(),
  };
}
