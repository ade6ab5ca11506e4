import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { readMessageKey } from '../webhooks/formats/message-key.ts';
import { seenMessageId } from './message-id.ts';
import { MS_PER_DAY } from './message-store.ts';
import type { SeenRecord } from './seen-record.ts';

const note = defineScript(`
  local record, all, chat, byWhatsappId = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
  local id, json, now, ttl = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
  if redis.call('HEXISTS', record, 'erased') == 1 then return 0 end
  if redis.call('HSETNX', record, 'seen', json) == 0 then return 0 end
  redis.call('PEXPIRE', record, ttl)
  redis.call('SET', byWhatsappId, id, 'PX', ttl)
  local newest = redis.call('ZREVRANGE', all, 0, 0, 'WITHSCORES')[2] or 0
  local place = math.max(now, newest + 1)
  for _, index in ipairs({all, chat}) do
    redis.call('ZADD', index, place, id)
    redis.call('ZREMRANGEBYSCORE', index, '-inf', now - ttl)
  end
  redis.call('PEXPIRE', chat, ttl)
  return 1
`);

/**
 * Writes down a message that came in or was written on the phone, so that lists show it; once, however often it is told.
 * What was sent through here has a record of its own and must not be given. One that was erased (`data-care/erase-message.ts`) does
 * not come back. Returns our id of it.
 */
export async function noteSeenMessage(
  redis: Redis,
  message: Omit<SeenRecord, 'id'>,
  { now, retentionDays }: { now: number; retentionDays: number },
): Promise<string> {
  const { sessionId, whatsappRef, chatId } = message;
  const id = seenMessageId(sessionId, whatsappRef);
  await note.run(
    redis,
    [
      keys.message(sessionId, id),
      keys.messages(sessionId),
      keys.chatMessages(sessionId, chatId),
      keys.seenWhatsappId(sessionId, readMessageKey(whatsappRef).id),
    ],
    [id, JSON.stringify({ id, ...message }), now, retentionDays * MS_PER_DAY],
  );
  return id;
}

/** Our id of the message that was seen with WhatsApp's bare id. */
export async function seenMessageIdOf(
  redis: Redis,
  sessionId: string,
  whatsappId: string,
): Promise<string | undefined> {
  return (await redis.get(keys.seenWhatsappId(sessionId, whatsappId))) ?? undefined;
}
