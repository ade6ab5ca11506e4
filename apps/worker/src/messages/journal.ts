import type { Fence } from '@wagw/shared/events/event-log';
import { whatsappIdOf } from '@wagw/shared/messages/message-id';
import { keys } from '@wagw/shared/redis/keys';
import { defineScript, type Script } from '@wagw/shared/redis/script';
import type { Redis } from 'ioredis';
import { UNCONFIRMED_AFTER_MS } from './unconfirmed.ts';

/**
 * What is written down before and after each try to send, so that whoever comes after a crash knows what may have left.
 */

const IF_OWNED = `
  if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] or redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[2] then
    return 'fenced'
  end
`;

/**
 * The gate before a send: only the owner passes, only with a message that is still open, and passing is written down
 * in the same moment. While an earlier try is in doubt its time stands, so that it grows old however often somebody asks.
 * All times are Redis', for owners' clocks differ and jump.
 */
const dispatch = defineScript(`${IF_OWNED}
  local record, byWhatsappId = KEYS[2], KEYS[3]
  local whatsappId, id, retention, disproved, isLook = ARGV[3], ARGV[4], ARGV[5], ARGV[6], ARGV[7] == 'look'
  local status = redis.call('HGET', record, 'status')
  if status ~= 'queued' and status ~= 'sending' and status ~= 'unconfirmed' then return 'settled' end
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local text = string.format('%.0f', now)
  local earlier = redis.call('HGET', record, 'dispatchedAt') or ''
  if earlier ~= '' and earlier ~= disproved then return {earlier, string.format('%.0f', math.abs(now - earlier))} end
  if isLook then return {} end
  redis.call('HSET', record, 'whatsappId', whatsappId, 'dispatchedAt', text)
  if status == 'queued' then redis.call('HSET', record, 'status', 'sending', 'at:sending', text) end
  redis.call('SET', byWhatsappId, id, 'PX', retention)
  redis.call('HINCRBY', record, 'attempts', 1)
  return {}
`);

/** A try that certainly did not leave is taken out of the journal; whether it speaks against the message is told. */
const notSent = defineScript(`${IF_OWNED}
  if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
  redis.call('HDEL', KEYS[2], 'dispatchedAt')
  return redis.call('HINCRBY', KEYS[2], 'failures', ARGV[3])
`);

const fileFailed = defineScript(`${IF_OWNED}
  if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
  return redis.call('HINCRBY', KEYS[2], 'fileFailures', 1)
`);

/** A record that has run out, or was erased, while its message was under way must not begin anew: it would stay for ever. */
const handedOver = defineScript(`${IF_OWNED}
  if redis.call('EXISTS', KEYS[2]) == 0 then return 0 end
  redis.call('HSET', KEYS[2], 'whatsappRef', ARGV[3])
  redis.call('ZADD', KEYS[3], 'NX', ARGV[4], ARGV[5])
  redis.call('PEXPIRE', KEYS[3], ARGV[6])
  return 1
`);

export type Dispatch =
  | {
      readonly pass: true;
      readonly whatsappId: string;
      /** An earlier try whose outcome nobody knows, and that must be looked up first. */
      readonly inDoubt: EarlierTry | undefined;
    }
  | { readonly pass: false; readonly because: 'fenced' | 'settled' };

export interface EarlierTry {
  /** Names the try. */
  readonly name: string;
  readonly agoMs: number;
}

export interface Journal {
  /** What `dispatch` would say, without dispatching. */
  look(messageId: string): Promise<Dispatch>;
  /** @param disproved a try of which a look-up has said that it did not leave */
  dispatch(messageId: string, disproved?: EarlierTry): Promise<Dispatch>;
  /** Returns how often the message has failed so far; one that does not count is only known not to have left. */
  notSent(messageId: string, counts: boolean): Promise<number>;
  /** Counts that the message's file was not to be had, and returns how often that was; says nothing of earlier tries. */
  fileFailed(messageId: string): Promise<number>;
  /** WhatsApp's client has the message; its acknowledgement will follow, or be missed (`unconfirmed.ts`). */
  handedOver(messageId: string, whatsappRef: string): Promise<void>;
}

export function createJournal(redis: Redis, fence: Fence, retentionMs: number): Journal {
  const { sessionId, owner, epoch } = fence;
  const names = (messageId: string) => [keys.session(sessionId), keys.message(sessionId, messageId)];

  async function count(script: Script, messageId: string, ...by: number[]): Promise<number> {
    const failures = await script.run(redis, names(messageId), [owner, epoch, ...by]);
    // What another owner does with the message is not ours to judge.
    return failures === 'fenced' ? 0 : Number(failures);
  }

  async function atTheGate(
    messageId: string,
    what: 'look' | 'pass',
    disproved?: EarlierTry,
  ): Promise<Dispatch> {
    const whatsappId = whatsappIdOf(sessionId, messageId);
    const reply = await dispatch.run(
      redis,
      [...names(messageId), keys.whatsappId(sessionId, whatsappId)],
      [owner, epoch, whatsappId, messageId, retentionMs, disproved?.name ?? '', what],
    );
    if (reply === 'fenced' || reply === 'settled') return { pass: false, because: reply };
    const [name, agoMs] = Array.isArray(reply) ? reply : [];
    const inDoubt = name === undefined ? undefined : { name: String(name), agoMs: Number(agoMs) };
    return { pass: true, whatsappId, inDoubt };
  }

  return {
    look: (messageId) => atTheGate(messageId, 'look'),
    dispatch: (messageId, disproved) => atTheGate(messageId, 'pass', disproved),
    notSent: (messageId, counts) => count(notSent, messageId, counts ? 1 : 0),
    fileFailed: (messageId) => count(fileFailed, messageId),
    async handedOver(messageId, whatsappRef) {
      const unconfirmed = keys.unconfirmedBy(sessionId);
      await handedOver.run(
        redis,
        [...names(messageId), unconfirmed],
        [owner, epoch, whatsappRef, Date.now() + UNCONFIRMED_AFTER_MS, messageId, retentionMs],
      );
    },
  };
}
