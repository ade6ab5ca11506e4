import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import {
  findEmptierWorkers,
  lookAround,
  PLACEMENT,
  type Surroundings,
} from '@wagw/shared/sessions/placement';
import type { SessionRequest } from '@wagw/shared/sessions/session-store';
import { announceDrain, endLease } from '@wagw/shared/sessions/workers';
import type { Redis } from 'ioredis';

/**
 * Who owns which session. A worker lives as long as its lease; a session belongs to one worker, under an epoch that
 * every change of hands raises and that each effect is checked against.
 */

const IF_OWNED = `
  local held = redis.call('HMGET', KEYS[1], 'owner', 'epoch')
  if held[1] ~= ARGV[1] or held[2] ~= ARGV[2] then return 0 end
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

/** Whether it moves to a worker that was named, to any other, or just goes: in each case it is on its way now. */
const release = defineScript(`${PLACEMENT}${IF_OWNED}
  redis.call('HDEL', KEYS[1], 'owner')
  if redis.call('HGET', KEYS[1], 'request') == 'move' then redis.call('HDEL', KEYS[1], 'request') end
  redis.call('SREM', KEYS[2], ARGV[3])
  place(ARGV[3], takingWorkers(), nowMs(), ARGV[1])
  return 1
`);

/**
 * The log stays readable for a while, so that the last events can still be delivered; nothing is left to be sent. Then everything goes
 * that is stored of the session (`chores.ts`).
 */
const forget = defineScript(`${IF_OWNED}
  local tenant = redis.call('HGET', KEYS[1], 'tenantId') or ''
  redis.call('ZREM', '${keys.tenantSessions('')}' .. tenant, ARGV[3])
  redis.call('DEL', KEYS[1], KEYS[4])
  redis.call('ZREM', KEYS[2], ARGV[3])
  redis.call('ZREM', KEYS[3], ARGV[3])
  redis.call('SREM', KEYS[5], ARGV[3])
  for i = 6, #KEYS do redis.call('EXPIRE', KEYS[i], ARGV[4]) end
  redis.call('ZADD', '${keys.sessionsGone}', ARGV[5], ARGV[3])
  return 1
`);

const LOG_AFTER_DELETION_SECONDS = 7 * 86_400;

export interface Ownership {
  /** The ids of the sessions that are this worker's, by what Redis says. */
  owned(): Promise<string[]>;
  /** Places what waits, here or elsewhere, and takes over from the dead. */
  lookAround(): Promise<Surroundings>;
  /** From now on nothing is placed here; what is released goes elsewhere. */
  announceDrain(): Promise<void>;
  /** The labels of each emptier worker that could have a session of this one; none when it is not its turn. */
  emptierWorkers(everyMs: number): Promise<ReadonlySet<string>[]>;
  /** Gives up the lease; what is still owned is placed elsewhere. */
  end(): Promise<void>;
  /** Writes fields of a session. False when it belongs to someone else now. */
  update(fence: Fence, fields: Readonly<Record<string, string>>): Promise<boolean>;
  finishRequest(fence: Fence, request: SessionRequest): Promise<void>;
  /** Gives a session up. If it is wanted still, another worker has it in the same moment, if one has room. */
  release(fence: Fence): Promise<void>;
  forget(fence: Fence): Promise<void>;
}

export interface OwnershipOptions {
  readonly workerId: string;
  readonly leaseMs: number;
  readonly logger: Logger;
}

export function createOwnership(redis: Redis, { workerId, leaseMs, logger }: OwnershipOptions): Ownership {
  // After an outage of Redis every lease may have run out although its worker is alive: let them be renewed first.
  let connectedAt = performance.now();
  redis.on('ready', () => {
    connectedAt = performance.now();
  });
  const fenced = (fence: Fence) => [fence.owner, fence.epoch] as const;

  return {
    owned: () => redis.smembers(keys.workerSessions(workerId)),
    lookAround: () => lookAround(redis, leaseMs, performance.now() - connectedAt > leaseMs),
    announceDrain: () => announceDrain(redis, workerId),
    emptierWorkers: (everyMs) => findEmptierWorkers(redis, workerId, everyMs),
    async end() {
      await endLease(redis, workerId);
    },
    async update(fence, fields) {
      const args = [...fenced(fence), ...Object.entries(fields).flat()];
      return (await update.run(redis, [keys.session(fence.sessionId)], args)) === 1;
    },
    async finishRequest(fence, request) {
      await finish.run(redis, [keys.session(fence.sessionId)], [...fenced(fence), request]);
    },
    async release(fence) {
      const names = [keys.session(fence.sessionId), keys.workerSessions(workerId)];
      const released = await release.run(redis, names, [...fenced(fence), fence.sessionId]);
      logger.debug({ session: fence.sessionId, released: released === 1 }, 'session released');
    },
    async forget(fence) {
      const id = fence.sessionId;
      await forget.run(
        redis,
        [
          keys.session(id),
          keys.sessions,
          keys.sessionsWaiting,
          keys.unsettled(id),
          keys.workerSessions(workerId),
          keys.events(id),
          keys.eventsHead(id),
          keys.eventsSeen(id),
          keys.messages(id),
          keys.phoneOfLid(id),
          keys.lidOfPhone(id),
          keys.chatKeyOfLid(id),
        ],
        [...fenced(fence), id, LOG_AFTER_DELETION_SECONDS, Date.now() + LOG_AFTER_DELETION_SECONDS * 1_000],
      );
    },
  };
}
