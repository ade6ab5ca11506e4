import type { Redis } from 'ioredis';
import type { Lanes } from '../queue/queues.ts';
import { keys } from '../redis/keys.ts';
import { defineScript } from '../redis/script.ts';
import { enqueueMessages } from './enqueue.ts';
import { loadMessage } from './message-store.ts';

/** Messages whose time has come get their jobs; so do those whose job was never added because a process died. */

const AT_ONCE = 100;
/** Whoever releases a message and dies leaves it to the next after this. */
const AGAIN_AFTER_MS = 10_000;

/**
 * Takes its place among the others now, as if it had just been accepted. A message of a session that was deleted meanwhile
 * fails, even when there is another one of the same id.
 */
const release = defineScript(`
  local record, session, all, unsettled, scheduledOf, scheduled, prefix =
    KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5], KEYS[6], ARGV[5]
  local id, member, now, again = ARGV[1], ARGV[2], tonumber(ARGV[3]), ARGV[4]
  local status, createdAt, chatId = unpack(redis.call('HMGET', record, 'status', 'sessionCreatedAt', 'chatId'))
  if status ~= 'scheduled' and status ~= 'queued' then
    redis.call('ZREM', scheduled, member)
    redis.call('ZREM', scheduledOf, id)
    return 0
  end
  if status == 'scheduled' then
    redis.call('ZREM', scheduledOf, id)
    local isThere = redis.call('EXISTS', session) == 1
    if not isThere or (createdAt and redis.call('HGET', session, 'createdAt') ~= createdAt) then
      redis.call('HSET', record, 'status', 'failed', 'at:failed', now, 'error', ARGV[6])
      redis.call('ZREM', scheduled, member)
      return 0
    end
    local newest = redis.call('ZREVRANGE', all, 0, 0, 'WITHSCORES')[2] or 0
    local place = math.max(now, newest + 1)
    redis.call('HSET', record, 'status', 'queued', 'at:queued', now)
    redis.call('ZADD', all, place, id)
    redis.call('ZADD', prefix .. chatId, place, id)
    redis.call('ZADD', unsettled, place, id)
  end
  redis.call('ZADD', scheduled, again, member)
  return 1
`);

const DELETED = JSON.stringify({
  code: 'session_deleted',
  detail: 'The session was deleted before the message was to be sent.',
});

/**
 * Moves what is due by `now` (unix milliseconds) into the lanes. Any number of processes may call it, each second or so.
 * @returns how many messages got their jobs; when it is 100, there may be more
 */
export async function releaseDue(redis: Redis, lanes: Lanes, now: number): Promise<number> {
  const members = await redis.zrangebyscore(keys.scheduled, '-inf', now, 'LIMIT', 0, AT_ONCE);
  let released = 0;
  // One after the other: they are in the order in which they are due.
  for (const member of members) {
    const [sessionId = '', id = ''] = member.split('/');
    const isDue = await release.run(
      redis,
      [
        keys.message(sessionId, id),
        keys.session(sessionId),
        keys.messages(sessionId),
        keys.unsettled(sessionId),
        keys.scheduledOf(sessionId),
        keys.scheduled,
      ],
      [id, member, now, now + AGAIN_AFTER_MS, keys.chatMessages(sessionId, ''), DELETED],
    );
    const record = isDue === 1 ? await loadMessage(redis, sessionId, id) : undefined;
    if (record === undefined) continue;
    await enqueueMessages(redis, lanes, sessionId, [record]);
    released += 1;
  }
  return released;
}
