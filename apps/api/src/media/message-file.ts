import type { Readable } from 'node:stream';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { ApiError } from '@wagw/shared/errors/problem';
import { loadReceivedMedia, type ReceivedMedia } from '@wagw/shared/media/received-media';
import type { MediaSource } from '@wagw/shared/messages/content';
import { type AnyMessage, isSeen } from '@wagw/shared/messages/message-record';
import { loadAnyMessage } from '@wagw/shared/messages/message-store';
import type { Redis } from 'ioredis';
import { ownIdOf } from '../messages/message-refs.ts';

/** The files of messages: those that were sent from here, and those that came in. */

export interface StoredFile {
  readonly key: string;
  readonly bytes: number | undefined;
  readonly mimetype: string | undefined;
  readonly filename: string | undefined;
}

/** `fromMe_chat_id`, as WhatsApp writes the ids of messages. */
const WHATSAPP_REF = /^(true|false)_[^_]+_./;

/**
 * The file, or WhatsApp's id of the message when the session must be asked for it with `media.download`.
 * @param messageId ours, or WhatsApp's
 * @throws ApiError when the file is not to be had
 */
export async function fileOfMessage(
  redis: Redis,
  sessionId: string,
  messageId: string,
): Promise<{ readonly file: StoredFile } | { readonly ref: string }> {
  const message = await loadAnyMessage(redis, sessionId, await ownIdOf(redis, sessionId, messageId));
  const sent = message === undefined ? undefined : sentFile(message);
  if (sent?.from === 'store') return { file: { filename: undefined, ...sent } };
  // One that was fetched to be sent is not kept here, but WhatsApp has it once it has gone out.
  const ref = message?.whatsappRef ?? messageId;
  if (!WHATSAPP_REF.test(ref)) {
    const detail = sent && `The file is not kept here; it is sent from ${sent.url}.`;
    throw new ApiError('media_not_found', detail);
  }
  const media = await loadReceivedMedia(redis, sessionId, ref);
  return media === undefined || media.state === 'pending' ? { ref } : { file: receivedFile(media) };
}

/** What `media.download` has brought. @throws ApiError when there is none after all */
export async function broughtFile(redis: Redis, sessionId: string, ref: string): Promise<StoredFile> {
  const brought = await loadReceivedMedia(redis, sessionId, ref);
  if (brought === undefined) throw new ApiError('media_gone');
  return receivedFile(brought);
}

export async function openFile(blobs: BlobStore, { key }: StoredFile): Promise<Readable> {
  const content = await blobs.get(key).catch((cause: unknown) => {
    throw Object.assign(new ApiError('media_store_unavailable'), { cause });
  });
  if (content === undefined) throw new ApiError('media_gone');
  return content;
}

/** Undefined for a message that has none, or was not sent from here. */
function sentFile(message: AnyMessage): MediaSource | undefined {
  return isSeen(message) || !('media' in message.content) ? undefined : message.content.media;
}

function receivedFile({ state, detail, key, ...file }: ReceivedMedia): StoredFile {
  switch (state) {
    case 'ready':
      if (key === undefined) throw new ApiError('media_gone');
      return { key, ...file };
    case 'pending':
      throw new ApiError('media_not_ready');
    case 'too_large':
      throw new ApiError('media_not_taken');
    case 'gone':
      throw new ApiError('media_gone');
    case 'failed':
      throw new ApiError('media_failed', detail);
  }
}
