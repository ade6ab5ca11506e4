import type { Redis } from 'ioredis';
import { bringForward } from '../queue/bring-forward.ts';
import type { Lanes } from '../queue/queues.ts';
import type { MessageRecord } from './message-record.ts';
import { jobsAdded } from './message-store.ts';

/** Gives accepted messages their jobs, in this order; those that have one keep it. */
export async function enqueueMessages(
  redis: Redis,
  lanes: Lanes,
  sessionId: string,
  messages: readonly Pick<MessageRecord, 'id' | 'chatId' | 'priority'>[],
): Promise<void> {
  const interactive = messages.filter(({ priority }) => priority === 'interactive');
  const chats = new Set(interactive.map(({ chatId }) => chatId));
  await Promise.all([...chats].map((chatId) => bringForward(redis, sessionId, chatId)));
  await lanes.add(
    sessionId,
    messages.map(({ id, priority }) => ({ messageId: id, priority })),
  );
  await jobsAdded(
    redis,
    sessionId,
    messages.map(({ id }) => id),
  );
}
