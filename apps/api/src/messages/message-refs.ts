import { ApiError } from '@wagw/shared/errors/problem';
import { knownMessageIds } from '@wagw/shared/messages/known-ids';
import { type AnyMessage, isSeen } from '@wagw/shared/messages/message-record';
import { loadAnyMessage } from '@wagw/shared/messages/message-store';
import { readMessageKey } from '@wagw/shared/webhooks/formats/message-key';
import type { Redis } from 'ioredis';

/** `true_5511987654321@c.us_3EB0…`, in groups with the author after it. */
const WHATSAPP_REF = /^(true|false)_[\w.-]+@[a-z.]+_\w+(_[\w.:-]+@[a-z.]+)?$/;

/** @param id ours, or WhatsApp's @throws ApiError when there is none */
export async function messageOf(redis: Redis, sessionId: string, id: string): Promise<AnyMessage> {
  const record = await loadAnyMessage(redis, sessionId, await ownIdOf(redis, sessionId, id));
  if (record === undefined) throw new ApiError('message_not_found');
  return record;
}

/** Our id of a message that is named by it or by WhatsApp's; as it was given where it is not known here. */
export async function ownIdOf(redis: Redis, sessionId: string, id: string): Promise<string> {
  if (!WHATSAPP_REF.test(id)) return id;
  const { id: bareId } = readMessageKey(id);
  return (await knownMessageIds(redis, sessionId, [bareId])).get(bareId) ?? id;
}

/**
 * WhatsApp's id of a message that is named by it or by ours.
 * @throws ApiError when there is no such message, or it has not gone out yet
 */
export async function whatsappRefOf(redis: Redis, sessionId: string, id: string): Promise<string> {
  if (WHATSAPP_REF.test(id)) return id;
  const record = await messageOf(redis, sessionId, id);
  if (record.whatsappRef === undefined) {
    const { status } = isSeen(record) ? { status: 'sent' } : record;
    throw new ApiError('message_not_sent', `The message is ${status}.`);
  }
  return record.whatsappRef;
}
