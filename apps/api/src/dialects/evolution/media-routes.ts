import { buffer } from 'node:stream/consumers';
import { ApiError } from '@wagw/shared/errors/problem';
import { viewMessage } from '@wagw/shared/messages/message-record';
import { loadAnyMessage } from '@wagw/shared/messages/message-store';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, AppParts } from '../../app.ts';
import { BASE64_BODY_BYTES } from '../../limits.ts';
import { broughtFile, fileOfMessage, openFile, type StoredFile } from '../../media/message-file.ts';
import { asEvolution } from './as-evolution.ts';
import { ask } from './asking.ts';
import { contentOf } from './message-answers.ts';
import { messageKeySchema, recordIdOf, refOf } from './message-keys.ts';
import { instanceParams } from './names.ts';

/** The whole file goes into one JSON text. */
const MAX_BYTES = (BASE64_BODY_BYTES * 3) / 4;

/** Files of messages (source: evolution-api v2, src/api/integrations/channel/whatsapp/whatsapp.baileys.service.ts, getBase64FromMediaMessage). */
export async function mediaRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis, blobs } = parts;

  app.post(
    '/chat/getBase64FromMediaMessage/:instanceName',
    {
      config: { scope: 'read', session: 'instanceName', problemMembers: asEvolution },
      schema: {
        hide: true,
        params: instanceParams,
        body: z.object({ message: z.object({ key: messageKeySchema }) }),
      },
    },
    async (request, reply) => {
      const { key } = request.body.message;
      const { sessionId } = request;
      const id = await recordIdOf(redis, sessionId, key.id);
      const file = await fileOf(request, id ?? (await refOf(redis, sessionId, key)));
      if ((file.bytes ?? 0) > MAX_BYTES) throw new ApiError('media_too_large');
      const record = id === undefined ? undefined : await loadAnyMessage(redis, sessionId, id);
      const message = record === undefined ? undefined : viewMessage(record);
      const base64 = (await buffer(await openFile(blobs, file))).toString('base64');
      return reply.code(201).send({
        mediaType: message === undefined ? 'documentMessage' : Object.keys(contentOf(message))[0],
        fileName: file.filename ?? key.id,
        caption: message?.caption ?? message?.text ?? '',
        size: { fileLength: file.bytes?.toString() },
        mimetype: file.mimetype,
        base64,
        buffer: null,
      });
    },
  );

  async function fileOf(request: FastifyRequest, messageId: string): Promise<StoredFile> {
    const { sessionId } = request;
    const found = await fileOfMessage(redis, sessionId, messageId);
    if ('file' in found) return found.file;
    await ask(parts, request, { command: 'media.download', input: found });
    return broughtFile(redis, sessionId, found.ref);
  }
}
