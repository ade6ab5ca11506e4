import { readLids } from '@wagw/shared/numbers/lid-store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { App, AppParts } from '../../app.ts';
import { BASE64_BODY_BYTES, UPLOAD_TIMEOUT_MS } from '../../limits.ts';
import { readMultipartMessage } from '../../media/multipart-message.ts';
import { sendingSession } from '../../messages/accept.ts';
import { acceptMessage } from '../../messages/accept-one.ts';
import { messageOf } from '../../messages/message-refs.ts';
import { asEvolution } from './as-evolution.ts';
import { ask } from './asking.ts';
import { messageAnswer } from './message-answers.ts';
import { KINDS, type KindName, type MessageBody, toNative } from './message-bodies.ts';
import { messageKeySchema, refOf } from './message-keys.ts';
import { instanceParams, toRecipient } from './names.ts';

/** Sending (source: evolution-api v2, src/api/routes/sendMessage.router.ts). The answer comes when the message is stored, with its id at WhatsApp. */
export async function messageRoutes(app: App, parts: AppParts): Promise<void> {
  const { redis, intake } = parts;
  const config = { scope: 'send', session: 'instanceName', problemMembers: asEvolution } as const;

  for (const name of Object.keys(KINDS) as KindName[]) {
    app.post(
      `/message/${name}/:instanceName`,
      {
        bodyLimit: BASE64_BODY_BYTES,
        handlerTimeout: UPLOAD_TIMEOUT_MS,
        preValidation: (request) => readMultipartMessage(request, intake, redis),
        config,
        schema: { hide: true, params: instanceParams, body: KINDS[name].body },
      },
      (request, reply) => send(request, reply, name, request.body),
    );
  }

  async function send(request: FastifyRequest, reply: FastifyReply, name: KindName, body: MessageBody) {
    const session = await sendingSession(redis, request.sessionId);
    const { quoted, mentionsEveryOne, mentioned: named } = body;
    const quotedRef = quoted ? await refOf(redis, session.id, quoted.key) : undefined;
    const mentioned = mentionsEveryOne ? await everyoneIn(request, toRecipient(body.number)) : named;
    const message = toNative(name, { ...body, mentioned }, quotedRef);
    const id = await acceptMessage(parts, request, session, message);
    const record = await messageOf(redis, session.id, id);
    const lids = await readLids(redis, session.id, [record.chatId]);
    return reply.code(201).send(messageAnswer(record, lids, session.account?.name ?? ''));
  }

  /** Nobody, where it is no group. */
  async function everyoneIn(request: FastifyRequest, chat: string): Promise<string[] | undefined> {
    if (!chat.endsWith('@g.us')) return undefined;
    const { participants } = await ask(parts, request, { command: 'group.get', input: { id: chat } });
    return participants.map(({ id }) => id);
  }

  app.post(
    '/message/sendReaction/:instanceName',
    {
      config,
      schema: {
        hide: true,
        params: instanceParams,
        body: z.object({
          key: messageKeySchema,
          reaction: z.string().max(32),
        }),
      },
    },
    async (request, reply) => {
      const { key, reaction } = request.body;
      const { sessionId } = request;
      const ref = await refOf(redis, sessionId, key);
      await ask(parts, request, { command: 'message.react', input: { ref, emoji: reaction } });
      return reply.code(201).send({
        // What WhatsApp calls the reaction itself is not known.
        key: { remoteJid: key.remoteJid ?? null, fromMe: true, id: null },
        status: 'PENDING',
        message: { reactionMessage: { key, text: reaction } },
        messageType: 'reactionMessage',
        messageTimestamp: Math.floor(Date.now() / 1000),
        instanceId: sessionId,
        source: 'unknown',
      });
    },
  );
}
