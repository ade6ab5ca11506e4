import type { Fence } from '@wagw/shared/events/event-log';
import { whatsappIdOf } from '@wagw/shared/messages/message-id';
import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import type { Redis } from 'ioredis';
import { UNCONFIRMED_AFTER_MS } from './unconfirmed.ts';

/**
 * What is written down before and after each try to send, so that whoever comes after a crash knows what may have left.
 */

/**
 * The gate before a send: only the owner passes, only with a message that is still open, and passing is written down
 * in the same moment. While an earlier try is in doubt its time stands, so that it grows old however often somebody asks.
 */
const dispatch = defineScript(`
  local session, record, byWhatsappId = KEYS[1], KEYS[2], KEYS[3]
  local owner, epoch, whatsappId, now, id, retention, disproved =
    ARGV[1], ARGV[2], ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7]
  if redis.call('HGET', session, 'owner') ~= owner or redis.call('HGET', session, 'epoch') ~= epoch then
    return 'fenced'
  end
  local status = redis.call('HGET', record, 'status')
  if status ~= 'queued' and status ~= 'sending' and status ~= 'unconfirmed' then return 'settled' end
  local earlier = redis.call('HGET', record, 'dispatchedAt') or ''
  if earlier ~= '' and earlier ~= disproved then return {earlier} end
  redis.call('HSET', record, 'whatsappId', whatsappId, 'dispatchedAt', now)
  if status == 'queued' then redis.call('HSET', record, 'status', 'sending', 'at:sending', now) end
  redis.call('SET', byWhatsappId, id, 'PX', retention)
  redis.call('HINCRBY', record, 'attempts', 1)
  return {''}
`);

/** A try that certainly did not leave is taken out of the journal, and counted when it speaks against the message. */
const notSent = defineScript(`
  redis.call('HDEL', KEYS[1], 'dispatchedAt')
  return redis.call('HINCRBY', KEYS[1], 'failures', ARGV[1])
`);

export type Dispatch =
  | {
      readonly pass: true;
      readonly whatsappId: string;
      /** When an earlier try was made whose outcome nobody knows, and that must be looked up first; unix milliseconds. */
      readonly dispatchedBefore: number | undefined;
    }
  | { readonly pass: false; readonly because: 'fenced' | 'settled' };

export interface Journal {
  /** Whether an earlier try may have left. */
  isInDoubt(messageId: string): Promise<boolean>;
  /** @param disproved the `dispatchedBefore` of a try of which a look-up has said that it did not leave */
  dispatch(messageId: string, disproved?: number): Promise<Dispatch>;
  /** Returns how often the message has failed so far; one that does not count is only known not to have left. */
  notSent(messageId: string, counts: boolean): Promise<number>;
  /** Counts a failure before the gate, and returns how many there were; says nothing of earlier tries. */
  countFailure(messageId: string): Promise<number>;
  /** WhatsApp's client has the message; its acknowledgement will follow, or be missed (`unconfirmed.ts`). */
  handedOver(messageId: string, whatsappRef: string): Promise<void>;
}

export function createJournal(redis: Redis, fence: Fence, retentionMs: number): Journal {
  const { sessionId, owner, epoch } = fence;
  return {
    async isInDoubt(messageId) {
      return (await redis.hexists(keys.message(sessionId, messageId), 'dispatchedAt')) === 1;
    },
    async dispatch(messageId, disproved) {
      const whatsappId = whatsappIdOf(sessionId, messageId);
      const reply = await dispatch.run(
        redis,
        [keys.session(sessionId), keys.message(sessionId, messageId), keys.whatsappId(sessionId, whatsappId)],
        [owner, epoch, whatsappId, Date.now(), messageId, retentionMs, disproved ?? ''],
      );
      if (reply === 'fenced' || reply === 'settled') return { pass: false, because: reply };
      const earlier = Array.isArray(reply) ? String(reply[0]) : '';
      return { pass: true, whatsappId, dispatchedBefore: earlier === '' ? undefined : Number(earlier) };
    },
    async notSent(messageId, counts) {
      return Number(await notSent.run(redis, [keys.message(sessionId, messageId)], [counts ? 1 : 0]));
    },
    async countFailure(messageId) {
      return redis.hincrby(keys.message(sessionId, messageId), 'failures', 1);
    },
    async handedOver(messageId, whatsappRef) {
      await redis
        .multi()
        .hset(keys.message(sessionId, messageId), 'whatsappRef', whatsappRef)
        .zadd(keys.unconfirmedBy(sessionId), 'NX', Date.now() + UNCONFIRMED_AFTER_MS, messageId)
        .pexpire(keys.unconfirmedBy(sessionId), retentionMs)
        .exec();
    },
  };
}
