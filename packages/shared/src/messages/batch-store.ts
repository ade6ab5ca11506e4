import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { type BatchView, MESSAGE_STATUSES, type MessageStatus } from './message-schema.ts';
import { cancelMessage } from './message-store.ts';

/** Many messages that were accepted together, and how far they are. */

/** Writes down which messages belong together; the same again changes nothing. @param ttlMs as long as their records live */
export async function storeBatch(
  redis: Redis,
  sessionId: string,
  batch: { readonly id: string; readonly messageIds: readonly string[]; readonly createdAt: number },
  ttlMs: number,
): Promise<void> {
  const [head, list] = [keys.batch(sessionId, batch.id), keys.batchMessages(sessionId, batch.id)];
  await redis
    .multi()
    .hsetnx(head, 'createdAt', batch.createdAt)
    .pexpire(head, ttlMs)
    .del(list)
    .rpush(list, ...batch.messageIds)
    .pexpire(list, ttlMs)
    .exec();
}

/** The ids of a batch's messages, in their order; empty when there is no such batch. */
async function batchMessageIds(redis: Redis, sessionId: string, id: string): Promise<string[]> {
  return redis.lrange(keys.batchMessages(sessionId, id), 0, '-1');
}

const OPEN: readonly MessageStatus[] = ['scheduled', 'queued', 'sending', 'unconfirmed'];

/** How far a batch is; undefined when there is none of this id. */
export async function viewBatch(redis: Redis, sessionId: string, id: string): Promise<BatchView | undefined> {
  const createdAt = await redis.hget(keys.batch(sessionId, id), 'createdAt');
  if (createdAt === null) return undefined;
  const ids = await batchMessageIds(redis, sessionId, id);
  const statuses = await Promise.all(
    ids.map((messageId) => redis.hget(keys.message(sessionId, messageId), 'status')),
  );
  const count = (status: MessageStatus) => statuses.filter((each) => each === status).length;
  const counts = MESSAGE_STATUSES.map((status) => [status, count(status)] as const);
  const open = OPEN.reduce((sum, status) => sum + count(status), 0);
  return {
    id,
    sessionId,
    total: ids.length,
    counts: Object.fromEntries(counts.filter(([, number]) => number > 0)),
    open,
    isFinished: open === 0,
    createdAt: new Date(Number(createdAt)).toISOString(),
  };
}

/** Cancels whatever of a batch is still waiting. Returns how many that were. */
export async function cancelBatch(redis: Redis, sessionId: string, id: string, now: number): Promise<number> {
  const ids = await batchMessageIds(redis, sessionId, id);
  const cancelled = await Promise.all(
    ids.map((messageId) => cancelMessage(redis, sessionId, messageId, now)),
  );
  return cancelled.filter(Boolean).length;
}
