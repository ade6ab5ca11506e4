import { commandSchema } from '@wagw/shared/commands/catalogue';
import { ApiError } from '@wagw/shared/errors/problem';
import { uploadSchema, viewUpload } from '@wagw/shared/media/upload-store';
import type { FastifyReply } from 'fastify';
import type { App, AppParts } from '../app.ts';
import { answerWith } from '../commands/ask-session.ts';
import { UPLOAD_TIMEOUT_MS } from '../limits.ts';
import { formFile } from '../media/forms.ts';
import { broughtFile, fileOfMessage, openFile, type StoredFile } from '../media/message-file.ts';
import { takeFile } from '../media/multipart-message.ts';
import { sessionOf } from '../sessions/session-of.ts';
import { messageParams, sessionParams } from './params.ts';

const tags = ['Media'];

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
      const part = await formFile(request);
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
      const found = await fileOfMessage(redis, id, messageId);
      if ('file' in found) return stream(reply, found.file);
      const question = { command: 'media.download', input: found } as const;
      return answerWith(parts, request, reply, question, async () =>
        stream(reply, await broughtFile(redis, id, found.ref)),
      );
    },
  );

  async function stream(reply: FastifyReply, file: StoredFile): Promise<FastifyReply> {
    const content = await openFile(blobs, file);
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
