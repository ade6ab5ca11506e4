import type { Fence } from '@wagw/shared/events/event-log';
import { newMessageId } from '@wagw/shared/messages/message-id';
import {
  acceptMessages,
  loadMessage,
  type MessageRecord,
  type NewMessage,
} from '@wagw/shared/messages/message-store';
import { keys } from '@wagw/shared/redis/keys';
import { createSession } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';

export const CUSTOMER_CHAT = '5511987654321@c.us';

/** Stores a session that somebody owns. */
export async function storeOwned(redis: Redis, fence: Fence): Promise<void> {
  await createSession(
    redis,
    { id: fence.sessionId, tenantId: 'acme', start: true, metadata: {} },
    Date.now(),
  );
  await redis.hset(keys.session(fence.sessionId), 'owner', fence.owner, 'epoch', String(fence.epoch));
}

let fresh = 0;

/** Stores a session that no other test of the file has, in the hands of `me`. */
export async function storeFresh(redis: Redis): Promise<Fence> {
  fresh += 1;
  const fence = { sessionId: `session-${fresh}`, owner: 'me', epoch: 7 };
  await storeOwned(redis, fence);
  return fence;
}

/** Stores a text, or what `changes` say, as the API accepts it, without its job. */
export async function storeMessage(
  redis: Redis,
  sessionId: string,
  text: string,
  changes: Partial<NewMessage> = {},
): Promise<MessageRecord> {
  const id = newMessageId();
  await acceptMessages(
    redis,
    sessionId,
    [
      {
        id,
        to: '+55 11 98765-4321',
        chatId: CUSTOMER_CHAT,
        content: { type: 'text', text, linkPreview: true },
        ...changes,
      },
    ],
    { now: Date.now(), retentionDays: 1 },
  );
  const record = await loadMessage(redis, sessionId, id);
  if (record === undefined) throw new Error('the message was not stored');
  return record;
}
