import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { keepBlob } from './blob-expiry.ts';

/**
 * The files of messages that came in. The worker writes down what it learns about each; the API streams what is `ready`.
 * Messages are named by WhatsApp's id.
 */

const MEDIA_STATES = ['pending', 'ready', 'too_large', 'gone', 'failed'] as const;
export type MediaState = (typeof MEDIA_STATES)[number];

/** One file as it is known. */
export interface ReceivedMedia {
  /**
   * - `pending`: to be downloaded, or not asked for yet
   * - `too_large`: larger than the operator lets in; never downloaded
   * - `gone`: WhatsApp has it no more
   * - `failed`: it could not be downloaded, `detail` says why
   */
  readonly state: MediaState;
  /** Known before the download; undefined when WhatsApp does not tell. */
  readonly bytes: number | undefined;
  readonly mimetype: string | undefined;
  readonly filename: string | undefined;
  /** In the blob store, of what is `ready`. */
  readonly key: string | undefined;
  readonly detail: string | undefined;
}

/**
 * Writes down what is known of a file; what is undefined stays as it was.
 * @param keptUntil unix milliseconds; record and file may go after it
 */
export async function noteReceivedMedia(
  redis: Redis,
  sessionId: string,
  messageId: string,
  media: { readonly state: MediaState } & Partial<ReceivedMedia>,
  keptUntil: number,
): Promise<void> {
  const name = keys.receivedMedia(sessionId, messageId);
  const fields = Object.entries(media).filter(([, value]) => value !== undefined);
  if (media.key !== undefined) await keepBlob(redis, media.key, keptUntil);
  await redis.multi().hset(name, Object.fromEntries(fields)).pexpireat(name, keptUntil).exec();
}

export async function loadReceivedMedia(
  redis: Redis,
  sessionId: string,
  messageId: string,
): Promise<ReceivedMedia | undefined> {
  const fields = await redis.hgetall(keys.receivedMedia(sessionId, messageId));
  if (fields.state === undefined) return undefined;
  return {
    state: fields.state as MediaState,
    bytes: fields.bytes === undefined ? undefined : Number(fields.bytes),
    mimetype: fields.mimetype,
    filename: fields.filename,
    key: fields.key,
    detail: fields.detail,
  };
}
