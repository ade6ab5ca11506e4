import type { Redis } from 'ioredis';
import { seenMessageId } from '../messages/message-id.ts';
import { type AnyMessage, isSeen } from '../messages/message-record.ts';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { readMessageKey } from '../webhooks/formats/message-key.ts';

/**
 * For as long as WhatsApp Web's own store is searched for messages that nobody has told of, an erased one must not come back from
 * there. A mark under an id that says nothing of it keeps it away: `noteSeenMessage` and the download of files heed it.
 */
const KEPT_AWAY_MS = 8 * 86_400_000;

const eraseScript = defineScript(`
  local record, mark, whatsappId, seenId, scheduled = unpack(KEYS)
  local id, member, keptAway = ARGV[1], ARGV[2], ARGV[3]
  local known = redis.call('UNLINK', record, whatsappId, seenId)
  for i = 6, #KEYS do redis.call('ZREM', KEYS[i], id) end
  redis.call('ZREM', scheduled, member)
  redis.call('HSET', mark, 'erased', '1')
  redis.call('PEXPIRE', mark, keptAway)
  return known
`);

/** Removes a message from every list of its session, with its record. One that waits to be sent is not sent any more. */
export async function eraseMessage(redis: Redis, message: AnyMessage): Promise<void> {
  const { id, sessionId, chatId } = message;
  await eraseScript.run(
    redis,
    [
      keys.message(sessionId, id),
      keys.message(sessionId, markOf(message)),
      keys.whatsappId(sessionId, bareIdOf(message)),
      keys.seenWhatsappId(sessionId, bareIdOf(message)),
      keys.scheduled,
      keys.messages(sessionId),
      keys.chatMessages(sessionId, chatId),
      keys.unsettled(sessionId),
      keys.unconfirmedBy(sessionId),
      keys.scheduledOf(sessionId),
    ],
    [id, `${sessionId}/${id}`, KEPT_AWAY_MS],
  );
}

/** WhatsApp's id of the message without its chat; empty while it has none. */
const bareIdOf = (message: AnyMessage): string =>
  isSeen(message) ? readMessageKey(message.whatsappRef).id : (message.whatsappId ?? '');

/** The id under which the message would come back. */
function markOf(message: AnyMessage): string {
  if (isSeen(message)) return message.id;
  const { id, sessionId, chatId, whatsappId, whatsappRef } = message;
  if (whatsappRef !== undefined) return seenMessageId(sessionId, whatsappRef);
  return whatsappId === undefined ? id : seenMessageId(sessionId, `true_${chatId}_${whatsappId}`);
}

/** Whether a message, by WhatsApp's whole id, was erased lately. */
export async function wasErased(redis: Redis, sessionId: string, whatsappRef: string): Promise<boolean> {
  return (
    (await redis.hexists(keys.message(sessionId, seenMessageId(sessionId, whatsappRef)), 'erased')) === 1
  );
}
