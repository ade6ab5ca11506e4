import type { Redis } from 'ioredis';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { PLACEMENT } from './placement.ts';
import type { SessionView } from './session-schema.ts';
import { STATE_CODES, type StateCode } from './session-state.ts';

/** What somebody asked a session's owner to do once, beside being `running` or `stopped`. */
export type SessionRequest = 'restart' | 'move' | 'logout' | 'delete';

/** One session as it is stored. Times are unix milliseconds. */
export interface SessionRecord {
  readonly id: string;
  readonly tenantId: string;
  readonly desired: 'running' | 'stopped';
  readonly request: SessionRequest | undefined;
  /** Why it is to be stopped, where nobody has asked for it. */
  readonly stopCode: StateCode | undefined;
  /** Raised by every wish, so that an owner sees a wish that repeats the last one. */
  readonly wish: number;
  readonly code: StateCode;
  readonly stateSince: number;
  readonly owner: string | undefined;
  readonly epoch: number;
  /** Since when this owner has it. */
  readonly ownedSince: number | undefined;
  /** What a worker must have to run it. */
  readonly labels: readonly string[];
  readonly account: { phone: string; name: string; platform: string } | undefined;
  readonly qr: { text: string; expiresAt: number } | undefined;
  readonly pairing: Pairing | undefined;
  readonly metadata: Record<string, string>;
  readonly createdAt: number;
  /** The request that created it, as `NewSession` names it. */
  readonly madeBy: string | undefined;
  readonly lastActivityAt: number | undefined;
  /** When it became ready last, by whichever login. */
  readonly connectedAt: number | undefined;
  /** When the present login began; messages from before are history, not news. */
  readonly linkedAt: number | undefined;
  /** Up to when every message of this login is known to stand in the event log. */
  readonly reconciledAt: number | undefined;
  /** Where the newest login lies, if logins are kept in a store: what the store has of it, as its keeper wrote it. */
  readonly login: string | undefined;
  /** The name of the folder of logins that the session was started in last. */
  readonly loginHost: string | undefined;
  /** When a probe succeeded last. */
  readonly heartbeatAt: number | undefined;
  readonly health: SessionHealth;
}

/** What the owner's health checks have found. */
export interface SessionHealth {
  /** Unix milliseconds; undefined before the first check. */
  readonly checkedAt?: number;
  /** Failed checks in a row. */
  readonly failures: number;
  /** Whether `session.alert` was told and not resolved yet. */
  readonly isAlerted: boolean;
  /** What it said, and when that was, in unix milliseconds. */
  readonly alert?: { readonly since: number; readonly message: string } | undefined;
  /** How often the connection was begun anew because of failed probes. */
  readonly recoveries: number;
  /** Of all its processes; null when it could not be measured. */
  readonly memoryBytes: number | null;
}

const UNCHECKED: SessionHealth = { failures: 0, isAlerted: false, recoveries: 0, memoryBytes: null };

/** A request for a pairing code, and its answer once there is one. */
export interface Pairing {
  readonly requestId: string;
  readonly phone: string;
  readonly code?: string;
  readonly error?: 'not_waiting' | 'refused' | 'timeout';
}

/**
 * The log of an earlier session of the same id, which was to expire, goes on. Until it has expired, the id is free for the tenant of
 * that session alone: nobody reads another's log.
 */
const create = defineScript(`${PLACEMENT}
  if redis.call('EXISTS', KEYS[1]) == 1 then return 0 end
  local before = redis.call('HGET', KEYS[4], 'tenantId')
  if before and before ~= ARGV[2] then return 0 end
  redis.call('HSET', KEYS[4], 'tenantId', ARGV[2])
  redis.call('HSET', KEYS[1], unpack(ARGV, 3))
  redis.call('ZADD', KEYS[2], 0, ARGV[1])
  redis.call('ZADD', KEYS[3], 0, ARGV[1])
  for i = 4, #KEYS do redis.call('PERSIST', KEYS[i]) end
  redis.call('ZREM', '${keys.sessionsGone}', ARGV[1])
  place(ARGV[1], takingWorkers(), nowMs())
  return 1
`);

/** The wish is stored, and its owner told; a session without one is given to a worker. */
const express = defineScript(`${PLACEMENT}
  if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
  local desired, request = ARGV[2], ARGV[3]
  if redis.call('HGET', KEYS[1], 'request') == 'delete' then return 0 end
  if desired ~= '' then
    redis.call('HSET', KEYS[1], 'desired', desired, 'wishedAt', string.format('%.0f', nowMs()))
    redis.call('HDEL', KEYS[1], 'stopCode')
  end
  if request ~= '' then redis.call('HSET', KEYS[1], 'request', request) end
  redis.call('HINCRBY', KEYS[1], 'wish', 1)
  tell(ARGV[1], nowMs())
  return 1
`);

export interface NewSession {
  readonly id: string;
  readonly tenantId: string;
  readonly start: boolean;
  readonly metadata: Record<string, string>;
  readonly labels?: readonly string[];
  /** A name of the request that creates it, by which its repetition knows the session for its own. */
  readonly madeBy?: string;
}

/** Stores a session. Returns false when the id is taken, or was lately by another tenant. */
export async function createSession(redis: Redis, session: NewSession, now: number): Promise<boolean> {
  const fields = {
    id: session.id,
    tenantId: session.tenantId,
    desired: session.start ? 'running' : 'stopped',
    wish: '1',
    code: session.start ? 'waiting_for_worker' : 'created',
    stateSince: String(now),
    epoch: '0',
    metadata: JSON.stringify(session.metadata),
    labels: (session.labels ?? []).join(','),
    createdAt: String(now),
    madeBy: session.madeBy ?? '',
  } satisfies Record<string, string>;
  const created = await create.run(
    redis,
    [
      keys.session(session.id),
      keys.sessions,
      keys.tenantSessions(session.tenantId),
      keys.eventsHead(session.id),
      keys.events(session.id),
      keys.eventsSeen(session.id),
      keys.messages(session.id),
      keys.phoneOfLid(session.id),
      keys.lidOfPhone(session.id),
      keys.chatKeyOfLid(session.id),
    ],
    [session.id, session.tenantId, ...Object.entries(fields).flat()],
  );
  return created === 1;
}

/**
 * Asks for a session to run or to stop, or for something to be done once.
 * Returns false when there is no such session (or it is being deleted).
 */
export async function wishSession(
  redis: Redis,
  id: string,
  wish: { desired?: 'running' | 'stopped'; request?: SessionRequest },
): Promise<boolean> {
  const reply = await express.run(redis, [keys.session(id)], [id, wish.desired ?? '', wish.request ?? '']);
  return reply === 1;
}

const changeScript = defineScript(`${PLACEMENT}
  if redis.call('EXISTS', KEYS[1]) == 0 then return 0 end
  redis.call('HSET', KEYS[1], unpack(ARGV, 2))
  tell(ARGV[1], nowMs())
  return 1
`);

/** Used is what has sent or received something, and what somebody has started. */
const stopUnused = defineScript(`${PLACEMENT}
  local session = redis.call('HMGET', KEYS[1],
    'desired', 'request', 'createdAt', 'lastActivityAt', 'wishedAt')
  if session[1] ~= 'running' or (session[2] or '') ~= '' then return 0 end
  for i = 3, 5 do
    if (tonumber(session[i] or '') or 0) > tonumber(ARGV[2]) then return 0 end
  end
  redis.call('HSET', KEYS[1], 'desired', 'stopped', 'stopCode', 'unused')
  redis.call('HINCRBY', KEYS[1], 'wish', 1)
  tell(ARGV[1], nowMs())
  return 1
`);

/** Stops a session that nobody has used since `since`, in unix milliseconds; its login stays. Returns whether it was such a one. */
export async function stopUnusedSession(redis: Redis, id: string, since: number): Promise<boolean> {
  return (await stopUnused.run(redis, [keys.session(id)], [id, since])) === 1;
}

/** What can be changed of a session that exists. */
export interface SessionChange {
  readonly labels?: readonly string[] | undefined;
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** Changes what is given; a session whose worker lacks a new label moves. Returns false when there is no such session. */
export async function changeSession(redis: Redis, id: string, change: SessionChange): Promise<boolean> {
  const fields = {
    ...(change.labels === undefined ? {} : { labels: change.labels.join(',') }),
    ...(change.metadata === undefined ? {} : { metadata: JSON.stringify(change.metadata) }),
  };
  if (Object.keys(fields).length === 0) return (await redis.exists(keys.session(id))) === 1;
  const reply = await changeScript.run(redis, [keys.session(id)], [id, ...Object.entries(fields).flat()]);
  return reply === 1;
}

/** Asks the owner for a pairing code; the answer appears in the record under the same `requestId`. */
export async function requestPairing(redis: Redis, id: string, pairing: Pairing): Promise<void> {
  await redis.hset(keys.session(id), 'pairing', JSON.stringify(pairing));
  await wishSession(redis, id, {});
}

/** Whose session it is; undefined when there is none of this id. */
export async function tenantOf(redis: Redis, id: string): Promise<string | undefined> {
  return (await redis.hget(keys.session(id), 'tenantId')) ?? undefined;
}

/** The session as its owner last described it. */
export async function readSession(redis: Redis, id: string): Promise<SessionRecord | undefined> {
  return parseSession(await redis.hgetall(keys.session(id)));
}

/** The session as it is: one whose owner is dead is not what that owner said last. */
export async function loadSession(redis: Redis, id: string): Promise<SessionRecord | undefined> {
  const session = await readSession(redis, id);
  if (session?.owner === undefined || (await redis.exists(keys.worker(session.owner))) === 1) return session;
  return { ...session, code: 'worker_lost', qr: undefined };
}

/** The ids after `after` in order, at most `count`; of one tenant, if one is named. */
export async function listSessionIds(
  redis: Redis,
  after: string,
  count: number,
  tenantId?: string,
): Promise<string[]> {
  const sessions = tenantId === undefined ? keys.sessions : keys.tenantSessions(tenantId);
  return redis.zrangebylex(sessions, after === '' ? '-' : `(${after}`, '+', 'LIMIT', 0, count);
}

/** Loads many at once; those that are gone meanwhile are left out. */
export async function loadSessions(redis: Redis, ids: readonly string[]): Promise<SessionRecord[]> {
  const found = await Promise.all(ids.map((id) => loadSession(redis, id)));
  return found.filter((session) => session !== undefined);
}

function parseSession(fields: Record<string, string>): SessionRecord | undefined {
  const { id, tenantId } = fields;
  if (id === undefined || tenantId === undefined) return undefined;
  return {
    id,
    tenantId,
    desired: fields.desired === 'running' ? 'running' : 'stopped',
    request: (fields.request || undefined) as SessionRequest | undefined,
    stopCode: (fields.stopCode || undefined) as StateCode | undefined,
    wish: Number(fields.wish),
    code: fields.code as StateCode,
    stateSince: Number(fields.stateSince),
    owner: fields.owner || undefined,
    epoch: Number(fields.epoch),
    ownedSince: parseTime(fields.ownedSince),
    labels: (fields.labels ?? '').split(',').filter((label) => label !== ''),
    account: parseJson(fields.account),
    qr: parseJson(fields.qr),
    pairing: parseJson(fields.pairing),
    metadata: parseJson(fields.metadata) ?? {},
    createdAt: Number(fields.createdAt),
    madeBy: fields.madeBy || undefined,
    lastActivityAt: parseTime(fields.lastActivityAt),
    connectedAt: parseTime(fields.connectedAt),
    linkedAt: parseTime(fields.linkedAt),
    reconciledAt: parseTime(fields.reconciledAt),
    login: fields.login || undefined,
    loginHost: fields.loginHost || undefined,
    heartbeatAt: parseTime(fields.heartbeatAt),
    health: parseJson(fields.health) ?? UNCHECKED,
  };
}

const parseTime = (text: string | undefined): number | undefined => (text ? Number(text) : undefined);

/** Our own JSON, written by this module and the owner's; an empty field means that there is none. */
function parseJson<T>(text: string | undefined): T | undefined {
  return text === undefined || text === '' ? undefined : (JSON.parse(text) as T);
}

/** The session as the API shows it. */
export function viewSession(record: SessionRecord): SessionView {
  const { state, sentence } = STATE_CODES[record.code];
  return {
    id: record.id,
    tenantId: record.tenantId,
    desired: record.desired,
    state,
    code: record.code,
    message: sentence,
    account: record.account ?? null,
    labels: [...record.labels],
    worker: record.owner ?? null,
    metadata: record.metadata,
    createdAt: new Date(record.createdAt).toISOString(),
    stateSince: new Date(record.stateSince).toISOString(),
    lastActivityAt:
      record.lastActivityAt === undefined ? null : new Date(record.lastActivityAt).toISOString(),
  };
}
