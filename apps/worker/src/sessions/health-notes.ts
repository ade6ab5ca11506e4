import type { Fence } from '@wagw/shared/events/event-log';
import type { Logger } from '@wagw/shared/observability/logger';
import { keys } from '@wagw/shared/redis/keys';
import { defineScript } from '@wagw/shared/redis/script';
import type { SessionHealth } from '@wagw/shared/sessions/session-store';
import type { Redis } from 'ioredis';

/** What a check has found, for the session's record. */
export interface HealthNote {
  readonly health: SessionHealth;
  /** When a probe succeeded, in unix milliseconds; the one before stays when this one did not. */
  readonly heartbeatAt?: number;
}

/** Writes down what the health checks of this worker's sessions find; nothing of a session that is another's by then. */
export interface HealthNotes {
  /** At once, for what is news. */
  write(fence: Fence, note: HealthNote): Promise<void>;
  /** Within seconds, together with others: ten thousand sessions that are well would write hundreds of times a second. */
  writeSoon(fence: Fence, note: HealthNote): void;
}

const SOON_MS = 10_000;

/** Keys: the sessions; for each of them four arguments: owner, epoch, health, and the heartbeat, which may be empty. */
const writeAll = defineScript(`
  for i, session in ipairs(KEYS) do
    local owner, epoch, health, heartbeatAt = unpack(ARGV, 4 * i - 3, 4 * i)
    local held = redis.call('HMGET', session, 'owner', 'epoch')
    if held[1] == owner and held[2] == epoch then
      if heartbeatAt == '' then redis.call('HSET', session, 'health', health)
      else redis.call('HSET', session, 'health', health, 'heartbeatAt', heartbeatAt) end
    end
  end
  return 1
`);

interface Noted {
  readonly fence: Fence;
  readonly note: HealthNote;
}

export function createHealthNotes(redis: Redis, logger: Logger, soonMs = SOON_MS): HealthNotes {
  /** By session; the last note of each counts. */
  const soon = new Map<string, Noted>();

  async function write(noted: readonly Noted[]): Promise<void> {
    await writeAll.run(
      redis,
      noted.map(({ fence }) => keys.session(fence.sessionId)),
      noted.flatMap(({ fence, note }) => [
        fence.owner,
        fence.epoch,
        JSON.stringify(note.health),
        note.heartbeatAt ?? '',
      ]),
    );
  }

  function flush(): void {
    const noted = [...soon.values()];
    soon.clear();
    if (noted.length === 0) return;
    write(noted).catch((error: unknown) => logger.warn({ err: error }, 'notes of health were not written'));
  }

  return {
    async write(fence, note) {
      soon.delete(fence.sessionId);
      await write([{ fence, note }]);
    },
    writeSoon(fence, note) {
      if (soon.size === 0) setTimeout(flush, soonMs).unref();
      soon.set(fence.sessionId, { fence, note });
    },
  };
}
