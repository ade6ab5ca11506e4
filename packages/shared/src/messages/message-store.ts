import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript, type ScriptReply } from '../redis/script.ts';
import type { MessageContent } from './content.ts';
import { type AnyMessage, type MessageRecord, parseAnyMessage, parseMessage } from './message-record.ts';
import { MESSAGE_STATUSES, type MessagePriority, type MessageStatus } from './message-schema.ts';
import { IN_DOUBT, type ResendOutcome, readResendOutcome } from './resend.ts';

export type { MessageRecord } from './message-record.ts';

export const MS_PER_DAY = 86_400_000;
/** A message whose job was not added by then is given one by whoever looks (`release-due.ts`). */
const JOB_WITHIN_MS = 10_000;

/**
 * Stores messages that are not there yet, all or none. Their places among the others are their time, or just after the one
 * before: clocks differ, and many messages come within a millisecond.
 * Jobs are added after this; should that fail, `releaseDue` or the opening of the lane does it.
 * With a fifth key the only message takes the place of that one, if it has certainly failed and no other has done so.
 */
const accept = defineScript(`
  local all, unsettled, scheduledOf, scheduled, failed = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
  local sessionId, now, ttl, horizon = ARGV[1], tonumber(ARGV[2]), ARGV[3], ARGV[4]
  local newest = redis.call('ZREVRANGE', all, 0, 0, 'WITHSCORES')[2] or 0
  local place, stored, i = math.max(now, newest + 1), 0, 5
  if failed and redis.call('EXISTS', ARGV[6]) == 0 then
    local inDoubt = cjson.decode('${JSON.stringify(Object.fromEntries(IN_DOUBT.map((code) => [code, true])))}')
    local status, failure, resentAs = unpack(redis.call('HMGET', failed, 'status', 'error', 'resentAs'))
    if redis.call('EXISTS', failed) == 0 then return {'unknown'} end
    if resentAs then return {'resent', resentAs} end
    if status == 'unconfirmed' or (status == 'failed' and failure and inDoubt[cjson.decode(failure).code]) then
      return {'in-doubt'}
    end
    if status ~= 'failed' then return {'not-failed'} end
    redis.call('HSET', failed, 'resentAs', ARGV[5])
  end
  while i <= #ARGV do
    local id, record, chat, bulk, releaseAt, count = unpack(ARGV, i, i + 5)
    local first, last = i + 6, i + 5 + count
    if redis.call('EXISTS', record) == 0 then
      redis.call('HSET', record, unpack(ARGV, first, last))
      redis.call('PEXPIRE', record, math.max(0, releaseAt - now) + ttl)
      redis.call('ZADD', all, place, id)
      redis.call('ZADD', chat, place, id)
      redis.call('PEXPIRE', chat, ttl)
      redis.call('ZREMRANGEBYSCORE', chat, '-inf', horizon)
      local isLater = redis.call('HGET', record, 'status') == 'scheduled'
      redis.call('ZADD', isLater and scheduledOf or unsettled, place, id)
      redis.call('ZADD', scheduled, releaseAt, sessionId .. '/' .. id)
      if bulk ~= '' then
        -- Those that have left since; more than one for each that comes, so the list does not grow with time.
        for _ = 1, 2 do
          local head = redis.call('LINDEX', bulk, 0)
          local status = head and redis.call('HGET', string.sub(record, 1, -1 - #id) .. head, 'status')
          if not head or status == 'queued' or status == 'scheduled' then break end
          redis.call('LPOP', bulk)
        end
        redis.call('RPUSH', bulk, id)
        redis.call('PEXPIRE', bulk, ttl)
      end
      place, stored = place + 1, stored + 1
    end
    i = last + 1
  end
  redis.call('ZREMRANGEBYSCORE', all, '-inf', horizon)
  return stored
`);

export interface NewMessage {
  readonly id: string;
  readonly to: string;
  readonly chatId: string;
  readonly content: MessageContent;
  readonly priority?: MessagePriority;
  /** Unix milliseconds, for later. */
  readonly sendAt?: number | undefined;
  readonly batchId?: string | undefined;
  readonly metadata?: Record<string, string> | undefined;
}

/** One that is sent in the place of another one of the session, which has failed. */
export interface Replacement extends NewMessage {
  /** Our id of the failed one. */
  readonly resendOf: string;
}

export interface AcceptOptions {
  readonly now: number;
  readonly retentionDays: number;
  /** When the session was created: messages that wait for their time belong to this one, not to a later one of the same id. */
  readonly sessionCreatedAt?: number;
  /** W3C `traceparent` of the request, so that the send and the webhooks belong to its trace. */
  readonly traceparent?: string | undefined;
}

/** Stores messages to be sent, in this order. Returns how many were not there before. */
export async function acceptMessages(
  redis: Redis,
  sessionId: string,
  messages: readonly NewMessage[],
  options: AcceptOptions,
): Promise<number> {
  return Number(await runAccept(redis, sessionId, messages, options));
}

/** Stores a message in the place of a failed one, in one step: of several at once, the first is the only one. */
export async function acceptReplacement(
  redis: Redis,
  sessionId: string,
  message: Replacement,
  options: AcceptOptions,
): Promise<ResendOutcome> {
  return readResendOutcome(await runAccept(redis, sessionId, [message], options, message.resendOf));
}

function runAccept(
  redis: Redis,
  sessionId: string,
  messages: readonly (NewMessage | Replacement)[],
  options: AcceptOptions,
  resendOf?: string,
): Promise<ScriptReply> {
  const { now, retentionDays } = options;
  const ttl = retentionDays * MS_PER_DAY;
  return accept.run(
    redis,
    [
      keys.messages(sessionId),
      keys.unsettled(sessionId),
      keys.scheduledOf(sessionId),
      keys.scheduled,
      ...(resendOf === undefined ? [] : [keys.message(sessionId, resendOf)]),
    ],
    [
      sessionId,
      now,
      ttl,
      now - ttl,
      ...messages.flatMap((message) => {
        const fields = Object.entries(toFields(sessionId, message, options)).flat();
        return [
          message.id,
          keys.message(sessionId, message.id),
          keys.chatMessages(sessionId, message.chatId),
          message.priority === 'bulk' ? keys.waitingBulk(sessionId, message.chatId) : '',
          message.sendAt ?? now + JOB_WITHIN_MS,
          fields.length,
          ...fields,
        ];
      }),
    ],
  );
}

function toFields(
  sessionId: string,
  { id, to, chatId, content, priority, sendAt, batchId, metadata = {}, ...others }: NewMessage | Replacement,
  { now, sessionCreatedAt, traceparent }: AcceptOptions,
): Record<string, string> {
  const status: MessageStatus = sendAt === undefined ? 'queued' : 'scheduled';
  return {
    id,
    sessionId,
    to,
    chatId,
    content: JSON.stringify(content),
    metadata: JSON.stringify(metadata),
    priority: priority ?? 'interactive',
    status,
    [`at:${status}`]: String(now),
    acceptedAt: String(now),
    attempts: '0',
    ...(sendAt === undefined ? {} : { sendAt: String(sendAt) }),
    ...(batchId === undefined ? {} : { batchId }),
    ...('resendOf' in others ? { resendOf: others.resendOf } : {}),
    ...(sessionCreatedAt === undefined ? {} : { sessionCreatedAt: String(sessionCreatedAt) }),
    ...(traceparent === undefined ? {} : { traceparent }),
  };
}

/** To be called when the jobs of these messages are in the lane, so that nobody adds them again. */
export async function jobsAdded(redis: Redis, sessionId: string, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await redis.zrem(keys.scheduled, ...ids.map((id) => `${sessionId}/${id}`));
}

/**
 * Moves a message forward, never back: a late or repeated report changes nothing.
 * - `unconfirmed` comes only after `sending`, and gives way to any acknowledgement.
 * - `failed` is left again only for proof of the contrary, an acknowledgement.
 * - `cancelled` comes only before `sending`, and is the end.
 */
const advance = defineScript(`
  local record, unsettled, scheduledOf = KEYS[1], KEYS[2], KEYS[3]
  local id, status, now, ranks = ARGV[1], ARGV[2], ARGV[3], cjson.decode(ARGV[4])
  local current = redis.call('HGET', record, 'status')
  if not current or current == 'cancelled' then return 0 end
  local isProof = ranks[status] >= ranks['sent'] and ranks[status] <= ranks['played']
  local proven = current == 'failed' and isProof
  if ranks[status] <= ranks[current] and not proven then return 0 end
  if status == 'failed' and ranks[current] >= ranks['sent'] then return 0 end
  if status == 'unconfirmed' and current ~= 'sending' then return 0 end
  if status == 'cancelled' and ranks[current] >= ranks['sending'] then return 0 end
  redis.call('HSET', record, 'status', status, unpack(ARGV, 5))
  redis.call('HSETNX', record, 'at:' .. status, now)
  if proven then redis.call('HDEL', record, 'error') end
  if ranks[status] >= ranks['sent'] then redis.call('ZREM', unsettled, id) end
  redis.call('ZREM', scheduledOf, id)
  return 1
`);

const RANKS = JSON.stringify(Object.fromEntries(MESSAGE_STATUSES.map((status, rank) => [status, rank])));

/** Returns whether the status changed. */
export async function advanceMessage(
  redis: Redis,
  sessionId: string,
  id: string,
  status: MessageStatus,
  details: { ack?: number; whatsappRef?: string; error?: { code: string; detail: string } },
  now: number,
): Promise<boolean> {
  const fields = [
    ...(details.ack === undefined ? [] : ['ack', String(details.ack)]),
    ...(details.whatsappRef === undefined ? [] : ['whatsappRef', details.whatsappRef]),
    ...(details.error === undefined ? [] : ['error', JSON.stringify(details.error)]),
  ];
  const changed = await advance.run(
    redis,
    [keys.message(sessionId, id), keys.unsettled(sessionId), keys.scheduledOf(sessionId)],
    [id, status, now, RANKS, ...fields],
  );
  return changed === 1;
}

/** Returns whether it was still waiting: whatever has been tried once is not cancelled. Its job ends without a trace. */
export async function cancelMessage(
  redis: Redis,
  sessionId: string,
  id: string,
  now: number,
): Promise<boolean> {
  const isCancelled = await advanceMessage(redis, sessionId, id, 'cancelled', {}, now);
  if (isCancelled) await jobsAdded(redis, sessionId, [id]);
  return isCancelled;
}

/** A message that was accepted for sending. */
export async function loadMessage(
  redis: Redis,
  sessionId: string,
  id: string,
): Promise<MessageRecord | undefined> {
  return parseMessage(await redis.hgetall(keys.message(sessionId, id)));
}

/** A message that was sent through here, or only seen. */
export async function loadAnyMessage(
  redis: Redis,
  sessionId: string,
  id: string,
): Promise<AnyMessage | undefined> {
  return parseAnyMessage(await redis.hgetall(keys.message(sessionId, id)));
}

/** Our id of the message that went out under WhatsApp's bare id, if it is one of ours. */
export async function messageIdOf(
  redis: Redis,
  sessionId: string,
  whatsappId: string,
): Promise<string | undefined> {
  return (await redis.get(keys.whatsappId(sessionId, whatsappId))) ?? undefined;
}

/** The ids of the messages whose outcome is open, in the order in which they were accepted. */
export async function unsettledMessages(redis: Redis, sessionId: string): Promise<string[]> {
  return redis.zrange(keys.unsettled(sessionId), 0, '-1');
}
