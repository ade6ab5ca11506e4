import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import {
  MESSAGE_STATUSES,
  type MessageStatus,
  type MessageView,
  type SendMessage,
} from './message-schema.ts';

/** One message as it is stored. Times are unix milliseconds. */
export interface MessageRecord {
  readonly id: string;
  readonly sessionId: string;
  readonly to: string;
  readonly chatId: string;
  readonly content: { type: 'text'; text: string; linkPreview: boolean };
  readonly status: MessageStatus;
  readonly ack: number | undefined;
  /** The bare id at WhatsApp, fixed with the first attempt. */
  readonly whatsappId: string | undefined;
  /** The whole id, once WhatsApp's client has the message. */
  readonly whatsappRef: string | undefined;
  readonly attempts: number;
  readonly error: { code: string; detail: string } | undefined;
  readonly metadata: Record<string, string>;
  readonly timeline: Partial<Record<MessageStatus, number>>;
}

const MS_PER_DAY = 86_400_000;
const IDEMPOTENCY_SECONDS = 86_400;

/**
 * Stores a message, unless its Idempotency-Key was used before. Its place among the others is its time, or just after
 * the one before it: clocks differ, and many messages come within a millisecond.
 * The job is added after this; should that fail, the owner finds the message among the unsettled ones and adds it.
 */
const accept = defineScript(`
  local record, all, unsettled, idempotency = KEYS[1], KEYS[2], KEYS[3], KEYS[4]
  local id, fingerprint, now, retention = ARGV[1], ARGV[2], tonumber(ARGV[3]), tonumber(ARGV[4])
  if fingerprint ~= '' then
    local earlier = redis.call('GET', idempotency)
    if earlier then return earlier end
    redis.call('SET', idempotency, id .. '|' .. fingerprint, 'EX', ${IDEMPOTENCY_SECONDS})
  end
  redis.call('HSET', record, unpack(ARGV, 5))
  redis.call('PEXPIRE', record, retention)
  local newest = redis.call('ZREVRANGE', all, 0, 0, 'WITHSCORES')[2] or 0
  local place = math.max(now, newest + 1)
  redis.call('ZADD', all, place, id)
  redis.call('ZREMRANGEBYSCORE', all, '-inf', now - retention)
  redis.call('ZADD', unsettled, place, id)
  return false
`);

export interface NewMessage {
  readonly id: string;
  readonly sessionId: string;
  readonly chatId: string;
  readonly message: SendMessage;
  /** Absent when the caller gave no Idempotency-Key. */
  readonly idempotency?: { readonly key: string; readonly fingerprint: string } | undefined;
}

export type Acceptance =
  | { readonly accepted: true; readonly id: string; readonly repeated: boolean }
  /** The key belongs to another request. */
  | { readonly accepted: false };

export async function acceptMessage(
  redis: Redis,
  message: NewMessage,
  options: { now: number; retentionDays: number },
): Promise<Acceptance> {
  const { id, sessionId, chatId, idempotency } = message;
  const { to, type, text, linkPreview, metadata = {} } = message.message;
  const fields = {
    id,
    sessionId,
    to,
    chatId,
    content: JSON.stringify({ type, text, linkPreview }),
    metadata: JSON.stringify(metadata),
    status: 'queued',
    'at:queued': String(options.now),
    attempts: '0',
  };
  const earlier = await accept.run(
    redis,
    [
      keys.message(sessionId, id),
      keys.messages(sessionId),
      keys.unsettled(sessionId),
      keys.idempotency(sessionId, idempotency?.key ?? ''),
    ],
    [
      id,
      idempotency?.fingerprint ?? '',
      options.now,
      options.retentionDays * MS_PER_DAY,
      ...Object.entries(fields).flat(),
    ],
  );
  if (earlier === null) return { accepted: true, id, repeated: false };
  const [earlierId = '', fingerprint] = String(earlier).split('|');
  if (fingerprint !== idempotency?.fingerprint) return { accepted: false };
  return { accepted: true, id: earlierId, repeated: true };
}

/**
 * Moves a message forward, never back: a late or repeated report changes nothing. `failed` is left again only for
 * proof of the contrary, an acknowledgement.
 */
const advance = defineScript(`
  local record, unsettled = KEYS[1], KEYS[2]
  local id, status, now, ranks = ARGV[1], ARGV[2], ARGV[3], cjson.decode(ARGV[4])
  local current = redis.call('HGET', record, 'status')
  if not current then return 0 end
  local proven = current == 'failed' and ranks[status] >= ranks['sent'] and status ~= 'failed'
  if ranks[status] <= ranks[current] and not proven then return 0 end
  if status == 'failed' and ranks[current] >= ranks['sent'] then return 0 end
  redis.call('HSET', record, 'status', status, unpack(ARGV, 5))
  redis.call('HSETNX', record, 'at:' .. status, now)
  if proven then redis.call('HDEL', record, 'error') end
  if ranks[status] >= ranks['sent'] then redis.call('ZREM', unsettled, id) end
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
    [keys.message(sessionId, id), keys.unsettled(sessionId)],
    [id, status, now, RANKS, ...fields],
  );
  return changed === 1;
}

export async function loadMessage(
  redis: Redis,
  sessionId: string,
  id: string,
): Promise<MessageRecord | undefined> {
  return parseMessage(await redis.hgetall(keys.message(sessionId, id)));
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

/** A page of ids, newest first; `before` is the id where the last page ended. */
export async function listMessageIds(
  redis: Redis,
  sessionId: string,
  before: string | undefined,
  count: number,
): Promise<string[]> {
  if (before === undefined) return redis.zrevrange(keys.messages(sessionId), 0, count - 1);
  const rank = await redis.zrevrank(keys.messages(sessionId), before);
  return rank === null ? [] : redis.zrevrange(keys.messages(sessionId), rank + 1, rank + count);
}

function parseMessage(fields: Record<string, string>): MessageRecord | undefined {
  const { id, sessionId, to, chatId, content } = fields;
  if (
    id === undefined ||
    sessionId === undefined ||
    to === undefined ||
    chatId === undefined ||
    content === undefined
  ) {
    return undefined;
  }
  const times = MESSAGE_STATUSES.flatMap((status) => {
    const at = fields[`at:${status}`];
    return at === undefined ? [] : [[status, Number(at)] as const];
  });
  return {
    id,
    sessionId,
    to,
    chatId,
    content: JSON.parse(content) as MessageRecord['content'],
    status: fields.status as MessageStatus,
    ack: fields.ack === undefined ? undefined : Number(fields.ack),
    whatsappId: fields.whatsappId,
    whatsappRef: fields.whatsappRef,
    attempts: Number(fields.attempts),
    error: fields.error === undefined ? undefined : (JSON.parse(fields.error) as MessageRecord['error']),
    metadata: JSON.parse(fields.metadata ?? '{}') as Record<string, string>,
    timeline: Object.fromEntries(times),
  };
}

/** The message as the API shows it. */
export function viewMessage(record: MessageRecord): MessageView {
  return {
    id: record.id,
    sessionId: record.sessionId,
    to: record.to,
    chatId: record.chatId,
    type: record.content.type,
    text: record.content.text,
    status: record.status,
    ack: record.ack ?? null,
    whatsappId: record.whatsappRef ?? null,
    attempts: record.attempts,
    error: record.error ?? null,
    metadata: record.metadata,
    timeline: Object.fromEntries(
      Object.entries(record.timeline).map(([status, at]) => [status, new Date(at).toISOString()]),
    ),
  };
}
