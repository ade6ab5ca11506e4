import type { Logger } from '@wagw/shared/observability/logger';
import { keys } from '@wagw/shared/redis/keys';
import { backupName } from './backup-store.ts';
import { type BackupParts, takeBackup } from './take-backup.ts';

/** Backups that one of all workers takes by itself. */
export interface ScheduledBackups {
  /** Waits for the one under way. Idempotent. */
  close(): Promise<void>;
}

export interface ScheduleParts extends BackupParts {
  readonly everyMs: number;
  readonly keep: number;
  readonly logger: Logger;
  readonly tickMs?: number;
}

const TICK_MS = 30_000;

export function scheduleBackups(parts: ScheduleParts): ScheduledBackups {
  const { redis, backups, everyMs, keep, logger, tickMs = TICK_MS } = parts;
  let isClosed = false;
  let working: Promise<void> = Promise.resolve();
  let timer = setTimeout(begin, tickMs);

  async function backUp(): Promise<void> {
    const now = Date.now();
    const name = backupName(now);
    const { missing, logins, redis: snapshot } = await takeBackup(parts, name, now);
    logger.info({ backup: name, bytes: snapshot.bytes, logins: logins.length }, 'backup taken');
    for (const sentence of missing) logger.error({ backup: name }, `missing in the backup: ${sentence}`);
    if (missing.length === 0) await backups.keepNewest(keep);
  }

  async function round(): Promise<void> {
    try {
      const isMine =
        redis.status === 'ready' &&
        (await redis.set(keys.chore('backup'), '1', 'PX', everyMs, 'NX')) !== null;
      if (isMine) await backUp();
    } catch (error) {
      logger.error({ err: error }, 'no backup could be taken; it is tried again');
      await redis.del(keys.chore('backup')).catch(() => undefined);
    }
    if (!isClosed) timer = setTimeout(begin, tickMs);
  }

  function begin(): void {
    working = round();
  }

  return {
    async close() {
      isClosed = true;
      clearTimeout(timer);
      await working;
    },
  };
}
