import { ApiError } from '@wagw/shared/errors/problem';
import { loadAnyMessage, messageIdOf } from '@wagw/shared/messages/message-store';
import { seenMessageIdOf } from '@wagw/shared/messages/seen-store';
import type { Redis } from 'ioredis';
import { z } from 'zod';
import { toWebId } from './names.ts';

/** A message as Evolution names it; whoever quotes one often knows its id alone. */
export const messageKeySchema = z.object({
  id: z.string().min(1).max(128),
  remoteJid: z.string().max(64).nullish(),
  fromMe: z.boolean().nullish(),
  participant: z.string().max(64).nullish(),
});
export type MessageKey = z.infer<typeof messageKeySchema>;

/** Our id of the message, of one that went out or came in through here. */
export async function recordIdOf(
  redis: Redis,
  sessionId: string,
  whatsappId: string,
): Promise<string | undefined> {
  return (await messageIdOf(redis, sessionId, whatsappId)) ?? seenMessageIdOf(redis, sessionId, whatsappId);
}

/**
 * WhatsApp's whole id of the message. One that nobody has seen here is taken as its key says.
 * @throws ApiError when the key does not say enough
 */
export async function refOf(redis: Redis, sessionId: string, key: MessageKey): Promise<string> {
  const id = await recordIdOf(redis, sessionId, key.id);
  const record = id === undefined ? undefined : await loadAnyMessage(redis, sessionId, id);
  const ref = record?.whatsappRef ?? asWritten(key);
  if (ref === undefined) throw new ApiError('message_not_found');
  return ref;
}

/** In groups, messages of others are named with their author. */
function asWritten({ id, remoteJid, fromMe, participant }: MessageKey): string | undefined {
  if (!remoteJid || typeof fromMe !== 'boolean') return undefined;
  const isOfAuthor = remoteJid.endsWith('@g.us') && !fromMe;
  if (isOfAuthor && !participant) return undefined;
  const author = isOfAuthor ? `_${toWebId(participant ?? '')}` : '';
  return `${fromMe}_${toWebId(remoteJid)}_${id}${author}`;
}
