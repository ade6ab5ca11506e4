import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { type Envelope, type EventBody, envelopeSchema } from './catalogue.ts';
import { TRIM_OLD } from './trim-log.ts';

/** Which life of which worker acts: only the owner of a session may append to its log. */
export interface Fence {
  readonly sessionId: string;
  readonly owner: string;
  readonly epoch: number;
}

/** For how long a thing that was recorded is recognised when it is reported again. */
const SEEN_DAYS = 7;
const MS_PER_DAY = 86_400_000;

/** For how many full logs the index over all sessions has room. An entry takes about 50 bytes. */
const LOGS_IN_INDEX = 50;

/** What was not handed out to the webhook queues yet stays, until the log is so many times as long as it should be. */
const NOT_HANDED_OUT = 10;

/** With every so many events, up to twice as many that are too old leave the log. */
const TRIM_EVERY = 8;

/**
 * Gives the event its number and appends it, together with the change to the session that it tells of.
 * Events are JSON texts without their number, which only the script knows; it stands first.
 */
const append = defineScript(`${TRIM_OLD}
  local session, stream, head, seen, fanOut, inbox, index = unpack(KEYS)
  local owner, epoch, once, now, json = ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5]
  local sessionId, length, horizon = ARGV[6], tonumber(ARGV[7]), ARGV[8]
  local indexLength, tenantId, event, ageHorizon = ARGV[9], ARGV[10], ARGV[11], tonumber(ARGV[12])
  if owner == '' then
    if redis.call('EXISTS', session) == 0 then return 'fenced' end
  elseif redis.call('HGET', session, 'owner') ~= owner or redis.call('HGET', session, 'epoch') ~= epoch then
    return 'fenced'
  end
  if once ~= '' then
    if redis.call('ZADD', seen, 'NX', now, once) == 0 then return 'seen' end
    redis.call('ZREMRANGEBYSCORE', seen, '-inf', horizon)
  end
  if #ARGV > 12 then redis.call('HSET', session, unpack(ARGV, 13)) end
  local seq = redis.call('HINCRBY', head, 'seq', 1)
  redis.call('XADD', stream, seq .. '-0', 'event', '{"seq":' .. seq .. ',' .. string.sub(json, 2), 'at', now)
  local handedOut = tonumber(redis.call('HGET', head, 'fannedOut') or '0')
  local first = math.max(math.min(seq - length, handedOut), seq - ${NOT_HANDED_OUT} * length) + 1
  if first > 1 then redis.call('XTRIM', stream, 'MINID', '~', string.format('%.0f', first)) end
  if ageHorizon > 0 and seq % ${TRIM_EVERY} == 0 then trimOld(stream, head, ageHorizon, ${2 * TRIM_EVERY}) end
  redis.call('XADD', index, 'MAXLEN', '~', indexLength, '*',
    'session', sessionId, 'seq', seq, 'tenant', tenantId, 'event', event)
  redis.call('SADD', fanOut, sessionId)
  redis.call('ZADD', inbox, 'NX', now, sessionId)
  return seq
`);

/**
 * How the log remembers the name of what was recorded. Names hold ids of WhatsApp's, and with them phone numbers; nothing of these
 * is left in the mark, so it may outlive what it stands for.
 */
export function onceMark(name: string): string {
  return createHash('sha256').update(name).digest('base64url').slice(0, 24);
}

/** For what does not come from the session's connection, and so needs no owner. The session must exist. */
export const unfenced = (sessionId: string): Fence => ({ sessionId, owner: '', epoch: 0 });

export interface Append {
  readonly fence: Fence;
  readonly tenantId: string;
  readonly body: EventBody;
  /** Names what happened; a second event of the same name is not recorded again. */
  readonly once?: string | undefined;
  /** Fields of the session's hash that change together with the event. */
  readonly session?: Readonly<Record<string, string>>;
  /** Unix milliseconds. */
  readonly now: number;
  /** How many events the log keeps, at least; up to ten times as many while they are not handed out. */
  readonly length: number;
  /** For how long events stay in the log, in milliseconds; by default for as long as there is room. */
  readonly maxAgeMs?: number | undefined;
  /** How many events of all sessions can be read in their common order, at least; by default 50 times `length`. */
  readonly indexLength?: number;
  /** The event's id. */
  readonly id: string;
}

/** `evt_` and 24 characters; no dots, which would split the signed content of a webhook. */
export function newEventId(): string {
  return `evt_${randomBytes(18).toString('base64url')}`;
}

/** The number of the event, or why it was not recorded: it was before, or the session belongs to someone else now. */
export type Appended = { readonly seq: number } | 'seen' | 'fenced';

export async function appendEvent(redis: Redis, event: Append): Promise<Appended> {
  const { sessionId, owner, epoch } = event.fence;
  const envelope: Omit<Envelope, 'seq'> = {
    id: event.id,
    event: event.body.event,
    sessionId,
    tenantId: event.tenantId,
    timestamp: Math.floor(event.now / 1000),
    data: event.body.data,
  };
  const reply = await append.run(
    redis,
    [
      keys.session(sessionId),
      keys.events(sessionId),
      keys.eventsHead(sessionId),
      keys.eventsSeen(sessionId),
      keys.fanOut,
      keys.fanOutInbox,
      keys.eventIndex,
    ],
    [
      owner,
      epoch,
      event.once === undefined ? '' : onceMark(event.once),
      event.now,
      JSON.stringify(envelope),
      sessionId,
      event.length,
      event.now - SEEN_DAYS * MS_PER_DAY,
      event.indexLength ?? event.length * LOGS_IN_INDEX,
      event.tenantId,
      event.body.event,
      event.maxAgeMs === undefined ? 0 : Math.floor((event.now - event.maxAgeMs) / 1000),
      ...Object.entries(event.session ?? {}).flat(),
    ],
  );
  if (reply === 'seen' || reply === 'fenced') return reply;
  return { seq: Number(reply) };
}

/** From now on an event that is appended is recorded before what is sent after it over the same connection. */
export const prepareAppend = (redis: Redis): Promise<void> => append.load(redis);

/** One event of the log: its number and the very bytes that every receiver gets. */
export interface LoggedEvent {
  readonly seq: number;
  readonly json: string;
  /** When it was recorded, in unix milliseconds; undefined where only the second is known, which is in the bytes. */
  readonly recordedAt: number | undefined;
}

/** The events after number `after`, oldest first, at most `count`. */
export async function readEvents(
  redis: Redis,
  sessionId: string,
  after: number,
  count: number,
): Promise<LoggedEvent[]> {
  const entries = await redis.xrange(keys.events(sessionId), `(${after}-0`, '+', 'COUNT', count);
  return entries.map(toLogged);
}

/** The newest events before number `before`, or of all, newest first, at most `count`. */
export async function readEventsBefore(
  redis: Redis,
  sessionId: string,
  before: number | undefined,
  count: number,
): Promise<LoggedEvent[]> {
  // Redis refuses to look there.
  if (before === 0) return [];
  const from = before === undefined ? '+' : `(${before}-0`;
  const entries = await redis.xrevrange(keys.events(sessionId), from, '-', 'COUNT', count);
  return entries.map(toLogged);
}

function toLogged([entryId, fields]: [string, string[]]): LoggedEvent {
  return {
    seq: Number.parseInt(entryId, 10),
    json: fields[1] ?? '',
    recordedAt: fields[3] === undefined ? undefined : Number(fields[3]),
  };
}

/** The last event of a session, if there is any. */
export async function readLastEvent(redis: Redis, sessionId: string): Promise<Envelope | undefined> {
  const [entry] = await redis.xrevrange(keys.events(sessionId), '+', '-', 'COUNT', 1);
  const json = entry?.[1][1];
  return json === undefined ? undefined : parseEnvelope(json);
}

/** Reads an event's bytes back. */
export function parseEnvelope(json: string): Envelope {
  return envelopeSchema.parse(JSON.parse(json));
}

const EVENT_NAME = /^\{"seq":\d+,"id":"[^"]*","event":"([^"]+)"/;

/** Which event the bytes in the log tell of, without reading all of them. */
export function eventNameOf(json: string): string {
  return EVENT_NAME.exec(json)?.[1] ?? parseEnvelope(json).event;
}

/** What a session's log keeps: the first and the last number; `first` is one more than `last` when there is nothing. */
export async function readLogBounds(
  redis: Redis,
  sessionId: string,
): Promise<{ readonly first: number; readonly last: number }> {
  const [oldest, seq] = await Promise.all([
    redis.xrange(keys.events(sessionId), '-', '+', 'COUNT', 1),
    redis.hget(keys.eventsHead(sessionId), 'seq'),
  ]);
  const last = Number(seq ?? 0);
  return { first: oldest[0] === undefined ? last + 1 : Number.parseInt(oldest[0][0], 10), last };
}
