import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import { channels, keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import type { SessionRequest } from '@wagw/shared/sessions/session-store';
import { endLease, GAP_KEYS, NOTICE_GAPS, type WorkerLease } from '@wagw/shared/sessions/worker-lease';
import type { Redis } from 'ioredis';

/**
 * Who owns which session. A worker lives as long as its lease; a session belongs to one worker, under an epoch that
 * every change of hands raises and that each effect is checked against.
 */

/**
 * Takes sessions that want an owner and have none alive. The epoch never goes back, not even when Redis loses its last
 * second: it is at least the time in milliseconds.
 */
const claim = defineScript(`${NOTICE_GAPS}
  local me, room, prefix, leaseMs = ARGV[1], tonumber(ARGV[2]), ARGV[4], tonumber(ARGV[5])
  noticeGap(KEYS[3], KEYS[4], leaseMs)
  local mayReap = ARGV[3] == '1' and redis.call('EXISTS', KEYS[4]) == 0
  local time = redis.call('TIME')
  local now = time[1] * 1000 + math.floor(time[2] / 1000)
  local taken = {}
  for _, id in ipairs(redis.call('SMEMBERS', KEYS[1])) do
    if #taken >= 3 * room then break end
    local key = KEYS[2] .. id
    local state = redis.call('HMGET', key, 'owner', 'epoch', 'desired', 'request', 'tenantId')
    local owner = state[1] or ''
    if state[3] ~= 'running' and (state[4] or '') == '' then
      if owner == '' then redis.call('SREM', KEYS[1], id) end
    elseif owner == '' or (owner ~= me and mayReap and redis.call('EXISTS', prefix .. owner) == 0) then
      local epoch = math.max(tonumber(state[2] or '0') + 1, now)
      redis.call('HSET', key, 'owner', me, 'epoch', string.format('%.0f', epoch))
      if owner ~= '' then redis.call('SREM', prefix .. owner .. ':sessions', id) end
      redis.call('SADD', prefix .. me .. ':sessions', id)
      taken[#taken + 1] = id
      taken[#taken + 1] = string.format('%.0f', epoch)
      taken[#taken + 1] = state[5]
    end
  end
  return taken
`);

const IF_OWNED = `
  if redis.call('HGET', KEYS[1], 'owner') ~= ARGV[1] or redis.call('HGET', KEYS[1], 'epoch') ~= ARGV[2] then
    return 0
  end
`;

const update = defineScript(`${IF_OWNED}
  redis.call('HSET', KEYS[1], unpack(ARGV, 3))
  return 1
`);

/** A request is done only if it is still the one that was carried out. */
const finish = defineScript(`${IF_OWNED}
  if redis.call('HGET', KEYS[1], 'request') == ARGV[3] then redis.call('HDEL', KEYS[1], 'request') end
  return 1
`);

const release = defineScript(`${IF_OWNED}
  redis.call('HDEL', KEYS[1], 'owner')
  redis.call('SREM', KEYS[2], ARGV[3])
  redis.call('PUBLISH', ARGV[4], ARGV[3])
  return 1
`);

/** The log stays readable for a while, so that the last events can still be delivered; nothing is left to be sent. */
const forget = defineScript(`${IF_OWNED}
  redis.call('DEL', KEYS[1], KEYS[4])
  redis.call('ZREM', KEYS[2], ARGV[3])
  redis.call('SREM', KEYS[3], ARGV[3])
  redis.call('SREM', KEYS[5], ARGV[3])
  for i = 6, #KEYS do redis.call('EXPIRE', KEYS[i], ARGV[4]) end
  return 1
`);

const LOG_AFTER_DELETION_SECONDS = 7 * 86_400;

export interface Claimed {
  readonly fence: Fence;
  readonly tenantId: string;
}

export interface Ownership {
  /** Takes up to `room` sessions. */
  claim(room: number): Promise<Claimed[]>;
  /** Gives up the lease; what is still owned can be taken at once. */
  end(): Promise<void>;
  /** Writes fields of a session. False when it belongs to someone else now. */
  update(fence: Fence, fields: Readonly<Record<string, string>>): Promise<boolean>;
  finishRequest(fence: Fence, request: SessionRequest): Promise<void>;
  release(fence: Fence): Promise<void>;
  forget(fence: Fence): Promise<void>;
}

export interface OwnershipOptions {
  readonly worker: Pick<WorkerLease, 'id'>;
  readonly leaseMs: number;
  readonly logger: Logger;
}

export function createOwnership(redis: Redis, { worker, leaseMs, logger }: OwnershipOptions): Ownership {
  // After an outage of Redis every lease may have run out although its worker is alive: let them be renewed first.
  let connectedAt = performance.now();
  redis.on('ready', () => {
    connectedAt = performance.now();
  });
  const fenced = (fence: Fence) => [fence.owner, fence.epoch] as const;

  return {
    async claim(room) {
      const mayReap = performance.now() - connectedAt > leaseMs;
      const taken = await claim.run(
        redis,
        [keys.sessionsToOwn, keys.session(''), ...GAP_KEYS],
        [worker.id, room, mayReap ? 1 : 0, keys.worker(''), leaseMs],
      );
      const flat = Array.isArray(taken) ? taken.map(String) : [];
      const claimed: Claimed[] = [];
      for (let i = 0; i + 2 < flat.length; i += 3) {
        const [sessionId = '', epoch, tenantId = ''] = flat.slice(i, i + 3);
        claimed.push({ fence: { sessionId, owner: worker.id, epoch: Number(epoch) }, tenantId });
      }
      return claimed;
    },
    async end() {
      await endLease(redis, worker.id);
    },
    async update(fence, fields) {
      const args = [...fenced(fence), ...Object.entries(fields).flat()];
      return (await update.run(redis, [keys.session(fence.sessionId)], args)) === 1;
    },
    async finishRequest(fence, request) {
      await finish.run(redis, [keys.session(fence.sessionId)], [...fenced(fence), request]);
    },
    async release(fence) {
      const args = [...fenced(fence), fence.sessionId, channels.wish];
      const names = [keys.session(fence.sessionId), keys.workerSessions(worker.id)];
      const released = await release.run(redis, names, args);
      logger.debug({ session: fence.sessionId, released: released === 1 }, 'session released');
    },
    async forget(fence) {
      const id = fence.sessionId;
      await forget.run(
        redis,
        [
          keys.session(id),
          keys.sessions,
          keys.sessionsToOwn,
          keys.unsettled(id),
          keys.workerSessions(worker.id),
          keys.events(id),
          keys.eventsHead(id),
          keys.eventsSeen(id),
          keys.messages(id),
        ],
        [...fenced(fence), id, LOG_AFTER_DELETION_SECONDS],
      );
    },
  };
}
