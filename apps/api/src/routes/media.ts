import type { Readable } from 'node:stream';
import { commandSchema } from '@wagw/shared/commands/catalogue';
import { ApiError } from '@wagw/shared/errors/problem';
import { loadReceivedMedia, type ReceivedMedia } from '@wagw/shared/media/received-media';
import { uploadSchema, viewUpload } from '@wagw/shared/media/upload-store';
import type { MediaSource } from '@wagw/shared/messages/content';
import { isSeen } from '@wagw/shared/messages/message-record';
import { loadAnyMessage } from '@wagw/shared/messages/message-store';
import type { FastifyReply } from 'fastify';
import type { App, AppParts } from '../app.ts';
import { answerWith } from '../commands/ask-session.ts';
import { UPLOAD_TIMEOUT_MS } from '../limits.ts';
import { takeFile } from '../media/multipart-message.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { messageParams, sessionParams } from './params.ts';

const tags = ['Media'];

/** `fromMe_chat_id`, as WhatsApp writes the ids of messages. */
const WHATSAPP_REF = /^(true|false)_[^_]+_./;

/** Files: those that are to be sent come in here, those of messages go out. */
export async function mediaRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis, intake, blobs } = parts;

  app.post(
    '/sessions/:id/media',
    {
      handlerTimeout: UPLOAD_TIMEOUT_MS,
      config: { scope: 'send' },
      schema: {
        tags,
        operationId: 'uploadFile',
        summary: 'Upload a file that messages can send',
        params: sessionParams,
        response: { 201: uploadSchema },
      },
    },
    async (request, reply) => {
      const { id } = request.params;
      await sessionOf(redis, id);
      if (!request.isMultipart()) {
        throw new ApiError('unsupported_media_type', 'Files are taken as multipart/form-data.');
      }
      const part = await request.file();
      if (part === undefined) {
        throw new ApiError('invalid_request', undefined, [{ path: '/file', message: 'is missing' }]);
      }
      return reply.code(201).send(viewUpload(await takeFile(id, part, intake)));
    },
  );

  app.get(
    '/sessions/:id/messages/:messageId/media',
    {
      handlerTimeout: UPLOAD_TIMEOUT_MS,
      config: { scope: 'read' },
      schema: {
        tags,
        operationId: 'getMessageFile',
        summary: 'Download the file of a message',
        params: messageParams,
        response: { 202: commandSchema },
      },
    },
    async (request, reply) => {
      const { id, messageId } = request.params;
      await sessionOf(redis, id);
      const message = await loadAnyMessage(redis, id, messageId);
      if (message !== undefined && !isSeen(message) && 'media' in message.content) {
        return stream(reply, storedFile(message.content.media));
      }
      const ref = message?.whatsappRef ?? messageId;
      if (!WHATSAPP_REF.test(ref)) throw new ApiError('media_not_found');
      const media = await loadReceivedMedia(redis, id, ref);
      if (media !== undefined && media.state !== 'pending') return stream(reply, readyFile(media));
      const question = { command: 'media.download', input: { ref } } as const;
      return answerWith(parts, request, reply, question, async () => {
        const brought = await loadReceivedMedia(redis, id, ref);
        if (brought === undefined) throw new ApiError('media_gone');
        return stream(reply, readyFile(brought));
      });
    },
  );

  async function stream(reply: FastifyReply, file: StoredFile): Promise<FastifyReply> {
    const content = await open(file.key);
    if (content === undefined) throw new ApiError('media_gone');
    if (file.bytes !== undefined) void reply.header('content-length', file.bytes);
    return (
      reply
        .header('content-type', file.mimetype ?? 'application/octet-stream')
        .header('content-disposition', disposition(file.filename))
        // What somebody else has sent must not run in anybody's browser.
        .header('content-security-policy', "sandbox; default-src 'none'")
        .header('x-content-type-options', 'nosniff')
        .send(content)
    );
  }

  async function open(key: string): Promise<Readable | undefined> {
    try {
      return await blobs.get(key);
    } catch (cause) {
      throw Object.assign(new ApiError('media_store_unavailable'), { cause });
    }
  }
}

interface StoredFile {
  readonly key: string;
  readonly bytes: number | undefined;
  readonly mimetype: string | undefined;
  readonly filename: string | undefined;
}

function storedFile(media: MediaSource): StoredFile {
  if (media.from === 'store') return { filename: undefined, ...media };
  throw new ApiError('media_not_found', `The file is not kept here; it was sent from ${media.url}.`);
}

function readyFile({ state, detail, key, ...file }: ReceivedMedia): StoredFile {
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

/** Always as a download; the name in the form of RFC 6266 that takes every letter. */
function disposition(filename: string | undefined): string {
  if (filename === undefined) return 'attachment';
  const encoded = encodeURIComponent(filename).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename*=UTF-8''${encoded}`;
}
