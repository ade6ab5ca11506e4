import { scanKeys } from '@wagw/shared/data-care/read-keys';
import { kindOfKey, sessionOfKey } from '@wagw/shared/data-care/whose-key';
import { appendEvent, newEventId, unfenced } from '@wagw/shared/events/event-log';
import { whatsappIdOf } from '@wagw/shared/messages/message-id';
import {
  advanceMessage,
  jobsAdded,
  loadMessage,
  type MessageRecord,
} from '@wagw/shared/messages/message-store';
import { readLids } from '@wagw/shared/numbers/lid-store';
import { everyId } from '@wagw/shared/redis/every-id';
import { keys } from '@wagw/shared/redis/keys';
import { listSessionIds, readSession } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';
import { failedEvent } from '../events/message-changes.ts';

/**
 * Makes of a snapshot what can be begun with. Since it was taken, messages may have gone out that wait in it. None of them may go
 * out twice, so none is sent as if nothing had happened.
 */

export interface MendParts {
  readonly redis: Redis;
  /** When the snapshot was taken, in unix milliseconds. */
  readonly takenAt: number;
  readonly now: number;
  /** Whether the login of a session is the one that was in use last, and not one from the backup: it knows what was sent. */
  readonly isLiving: (sessionId: string) => boolean;
  readonly eventLogLength: number;
}

export interface Mended {
  readonly sessions: number;
  /** Open messages that are looked up in WhatsApp Web before they may go out. */
  readonly lookedUp: number;
  /** Open messages that failed, because nobody can know whether they were sent. */
  readonly failed: number;
}

const INTERRUPTED = {
  code: 'unknown',
  detail: 'The gateway was restored from a backup, and nobody knows whether it happened.',
};
/** Kinds of keys that are of nothing but the workers of then. */
const OF_WORKERS: ReadonlySet<string> = new Set(
  [
    keys.workers,
    keys.worker(''),
    keys.workerReports,
    keys.workerReport(''),
    keys.chore(''),
    keys.waitControl(''),
    keys.census,
  ].map((name) => kindOfKey(name)),
);

export async function mendSnapshot(parts: MendParts): Promise<Mended> {
  const { redis, now, isLiving } = parts;
  await forgetWorkers(redis);
  const overdue = await overdueBySession(redis, now);
  const counts = { sessions: 0, lookedUp: 0, failed: 0 };
  for await (const id of everyId(redis, listSessionIds)) {
    await mendSession(redis, id, now);
    for (const record of await openMessages(redis, id, overdue.get(id) ?? [])) {
      if (isLiving(id)) {
        await haveLookedUp(parts, record);
        counts.lookedUp += 1;
      } else {
        await fail(parts, record);
        counts.failed += 1;
      }
    }
    counts.sessions += 1;
  }
  return counts;
}

async function openMessages(
  redis: Redis,
  sessionId: string,
  overdue: readonly string[],
): Promise<MessageRecord[]> {
  const unsettled = await redis.zrange(keys.unsettled(sessionId), 0, '-1');
  const records: MessageRecord[] = [];
  for (const id of new Set([...unsettled, ...overdue])) {
    const record = await loadMessage(redis, sessionId, id);
    if (record !== undefined && OPEN.has(record.status)) records.push(record);
  }
  return records;
}

const OPEN: ReadonlySet<string> = new Set(['scheduled', 'queued', 'sending', 'unconfirmed']);

/** The workers of then are gone, with all that only they held; commands that were under way may have been carried out. */
async function forgetWorkers(redis: Redis): Promise<void> {
  for await (const names of scanKeys(redis)) {
    const isLock = (name: string) => name === keys.fanOutLock(sessionOfKey(name) ?? '');
    const gone = names.filter((name) => OF_WORKERS.has(kindOfKey(name)) || isLock(name));
    if (gone.length > 0) await redis.unlink(...gone);
    for (const name of names) {
      const session = sessionOfKey(name);
      if (session === undefined || !name.startsWith(keys.command(session, ''))) continue;
      const status = await redis.hget(name, 'status');
      if (status !== 'queued' && status !== 'running') continue;
      await redis.hset(name, { status: 'failed', error: JSON.stringify(INTERRUPTED) });
    }
  }
}

/** What was to be sent by now waits as scheduled in the snapshot; what is to be sent later was certainly not sent. */
async function overdueBySession(redis: Redis, now: number): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>();
  for (const member of await redis.zrangebyscore(keys.scheduled, '-inf', now)) {
    const [sessionId = '', id = ''] = member.split('/');
    found.set(sessionId, [...(found.get(sessionId) ?? []), id]);
  }
  return found;
}

/** Without an owner, and waiting for one if it is wanted. */
async function mendSession(redis: Redis, id: string, now: number): Promise<void> {
  const session = await readSession(redis, id);
  if (session === undefined) return;
  const isWanted = session.desired === 'running' || session.request !== undefined;
  const changes = redis
    .multi()
    .hdel(keys.session(id), 'owner', 'ownedSince', 'moveTo', 'qr', 'pairing')
    .del(keys.commandsUnderWay(id));
  if (isWanted) changes.zadd(keys.sessionsWaiting, now, id);
  if (session.desired === 'running') {
    changes.hset(keys.session(id), { code: 'waiting_for_worker', stateSince: String(now) });
  }
  await changes.exec();
}

/** As one whose try to send is in doubt: its id is asked for in WhatsApp Web, and only what is not there goes out. */
async function haveLookedUp({ redis, takenAt }: MendParts, { id, sessionId }: MessageRecord): Promise<void> {
  const whatsappId = whatsappIdOf(sessionId, id);
  const ttl = await redis.pttl(keys.message(sessionId, id));
  await redis
    .multi()
    .hsetnx(keys.message(sessionId, id), 'dispatchedAt', String(takenAt))
    .hset(keys.message(sessionId, id), { whatsappId })
    .set(keys.whatsappId(sessionId, whatsappId), id, 'PX', Math.max(ttl, 60_000))
    .exec();
}

async function fail(
  { redis, takenAt, now, eventLogLength }: MendParts,
  record: MessageRecord,
): Promise<void> {
  const { id, sessionId, chatId } = record;
  const error = {
    code: 'restored_from_backup',
    detail: `The gateway was restored from a backup of ${new Date(takenAt).toISOString()}, when the message was not sent yet. Whether it was sent since is not known; it is not sent again.`,
  };
  const session = await readSession(redis, sessionId);
  const lids = await readLids(redis, sessionId, [chatId], true);
  const { body, once } = failedEvent({ ...record, messageId: null }, error, lids);
  await appendEvent(redis, {
    fence: unfenced(sessionId),
    tenantId: session?.tenantId ?? '',
    body,
    once,
    id: newEventId(),
    now,
    length: eventLogLength,
  });
  await advanceMessage(redis, sessionId, id, 'failed', { error }, now);
  await redis.zrem(keys.unsettled(sessionId), id);
  await jobsAdded(redis, sessionId, [id]);
}
