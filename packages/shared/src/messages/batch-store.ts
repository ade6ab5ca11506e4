import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import type { MessageType } from './content.ts';
import { type BatchView, MESSAGE_STATUSES, type MessageStatus } from './message-schema.ts';
import { cancelMessage, loadMessage, type MessageRecord } from './message-store.ts';

/** Many messages that were accepted together, and how far they are. Times are unix milliseconds. */

export interface NewBatch {
  readonly id: string;
  readonly messageIds: readonly string[];
  readonly type: MessageType;
  /** The text or caption, before anything is filled in. */
  readonly text: string | undefined;
  /** When it was asked to be sent, if not at once. */
  readonly sendAt: number | undefined;
  readonly createdAt: number;
}

/** With each batch that comes, up to twice as many leave the lists whose time is over. */
const LEAVE = 2;

/**
 * Puts a batch at the end of the lists of its session and of all, and takes the oldest out if they are there no more. The
 * session's list lives as long as the longest-lived batch in it.
 */
const enlist = defineScript(`
  local ofSession, all, batches = KEYS[1], KEYS[2], ARGV[1]
  local sessionId, id, now, ttl = ARGV[2], ARGV[3], tonumber(ARGV[4]), tonumber(ARGV[5])
  if redis.call('ZSCORE', ofSession, id) then return 0 end
  local newest = redis.call('ZREVRANGE', all, 0, 0, 'WITHSCORES')[2] or 0
  local place = math.max(now, newest + 1)
  redis.call('ZADD', ofSession, place, id)
  redis.call('ZADD', all, place, sessionId .. '/' .. id)
  redis.call('PEXPIRE', ofSession, math.max(ttl, redis.call('PTTL', ofSession)))
  for _, old in ipairs(redis.call('ZRANGE', ofSession, 0, ${LEAVE - 1})) do
    if redis.call('EXISTS', batches .. sessionId .. ':' .. old) == 0 then redis.call('ZREM', ofSession, old) end
  end
  for _, old in ipairs(redis.call('ZRANGE', all, 0, ${LEAVE - 1})) do
    if redis.call('EXISTS', batches .. string.gsub(old, '/', ':')) == 0 then redis.call('ZREM', all, old) end
  end
  return 1
`);

/** Writes down which messages belong together; the same again changes nothing. @param ttlMs as long as their records live */
export async function storeBatch(
  redis: Redis,
  sessionId: string,
  { id, messageIds, type, text, sendAt, createdAt }: NewBatch,
  ttlMs: number,
): Promise<void> {
  const [head, list] = [keys.batch(sessionId, id), keys.batchMessages(sessionId, id)];
  await redis
    .multi()
    .hset(head, {
      type,
      ...(text === undefined ? {} : { text }),
      ...(sendAt === undefined ? {} : { sendAt }),
    })
    .hsetnx(head, 'createdAt', createdAt)
    .pexpire(head, ttlMs)
    .del(list)
    .rpush(list, ...messageIds)
    .pexpire(list, ttlMs)
    .exec();
  const beginning = keys.batch('', '').slice(0, -1);
  await enlist.run(
    redis,
    [keys.batches(sessionId), keys.allBatches],
    [beginning, sessionId, id, createdAt, ttlMs],
  );
}

/** The ids of a batch's messages, in their order; empty when there is no such batch. */
async function batchMessageIds(redis: Redis, sessionId: string, id: string): Promise<string[]> {
  return redis.lrange(keys.batchMessages(sessionId, id), 0, '-1');
}

export interface BatchMessages {
  readonly items: readonly MessageRecord[];
  /** Where the next page begins; undefined when this is the last one. */
  readonly next: number | undefined;
}

/** Some messages of a batch, in the order of its recipients, without those whose records are kept no more. @param from counted from 0 */
export async function listBatchMessages(
  redis: Redis,
  sessionId: string,
  id: string,
  from: number,
  limit: number,
): Promise<BatchMessages> {
  const ids = await redis.lrange(keys.batchMessages(sessionId, id), from, from + limit - 1);
  const records = await Promise.all(ids.map((messageId) => loadMessage(redis, sessionId, messageId)));
  return {
    items: records.filter((record) => record !== undefined),
    next: ids.length < limit ? undefined : from + limit,
  };
}

/** The total, and then each status with how many messages are in it: a thousand messages in one answer of Redis. */
const countStatuses = defineScript(`
  local list, messages = KEYS[1], ARGV[1]
  local ids, counts = redis.call('LRANGE', list, 0, -1), {}
  for _, id in ipairs(ids) do
    local status = redis.call('HGET', messages .. id, 'status')
    if status then counts[status] = (counts[status] or 0) + 1 end
  end
  local reply = {tostring(#ids)}
  for status, number in pairs(counts) do
    table.insert(reply, status)
    table.insert(reply, tostring(number))
  end
  return reply
`);

async function countMessages(redis: Redis, sessionId: string, id: string) {
  const list = keys.batchMessages(sessionId, id);
  const reply = await countStatuses.run(redis, [list], [keys.message(sessionId, '')]);
  const [total = 0, ...pairs] = Array.isArray(reply) ? reply : [];
  const numbers = new Map<unknown, number>();
  for (let at = 0; at < pairs.length; at += 2) numbers.set(pairs[at], Number(pairs[at + 1]));
  return { total: Number(total), of: (status: MessageStatus) => numbers.get(status) ?? 0 };
}

const OPEN: readonly MessageStatus[] = ['scheduled', 'queued', 'sending', 'unconfirmed'];

/** How far a batch is; undefined when there is none of this id. */
export async function viewBatch(redis: Redis, sessionId: string, id: string): Promise<BatchView | undefined> {
  const { type, text, sendAt, createdAt } = await redis.hgetall(keys.batch(sessionId, id));
  if (createdAt === undefined) return undefined;
  const { total, of } = await countMessages(redis, sessionId, id);
  const counts = MESSAGE_STATUSES.map((status) => [status, of(status)] as const);
  const open = OPEN.reduce((sum, status) => sum + of(status), 0);
  return {
    id,
    sessionId,
    type: (type as MessageType | undefined) ?? null,
    text: text ?? null,
    sendAt: sendAt === undefined ? null : isoTime(sendAt),
    total,
    counts: Object.fromEntries(counts.filter(([, number]) => number > 0)),
    open,
    isFinished: open === 0,
    createdAt: isoTime(createdAt),
  };
}

const isoTime = (ms: string): string => new Date(Number(ms)).toISOString();

/** Cancels whatever of a batch is still waiting. Returns how many that were. */
export async function cancelBatch(redis: Redis, sessionId: string, id: string, now: number): Promise<number> {
  const ids = await batchMessageIds(redis, sessionId, id);
  const cancelled = await Promise.all(
    ids.map((messageId) => cancelMessage(redis, sessionId, messageId, now)),
  );
  return cancelled.filter(Boolean).length;
}
