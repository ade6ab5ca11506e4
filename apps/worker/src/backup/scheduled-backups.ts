import type { Logger } from '@wagw/shared/observability/logger';
import { keys } from '@wagw/shared/redis/keys';
import { type Rounds, startRounds } from '../rounds.ts';
import { backupName } from './backup-store.ts';
import { type BackupParts, takeBackup } from './take-backup.ts';

export interface ScheduleParts extends BackupParts {
  readonly everyMs: number;
  readonly keep: number;
  readonly logger: Logger;
  readonly tickMs?: number;
}

const TICK_MS = 30_000;

/** Backups that one of all workers takes by itself. */
export function scheduleBackups(parts: ScheduleParts): Rounds {
  const { redis, backups, everyMs, keep, logger, tickMs = TICK_MS } = parts;

  async function backUp(): Promise<void> {
    const now = Date.now();
    const name = backupName(now);
    const { missing, logins, redis: snapshot } = await takeBackup(parts, name, now);
    logger.info({ backup: name, bytes: snapshot.bytes, logins: logins.length }, 'backup taken');
    for (const sentence of missing) logger.error({ backup: name }, `missing in the backup: ${sentence}`);
    if (missing.length === 0) await backups.keepNewest(keep);
  }

  async function round(): Promise<void> {
    if (redis.status !== 'ready') return;
    if ((await redis.set(keys.chore('backup'), '1', 'PX', everyMs, 'NX')) === null) return;
    try {
      await backUp();
    } catch (error) {
      // Whoever looks next tries it again.
      await redis.del(keys.chore('backup')).catch(() => undefined);
      throw error;
    }
  }

  return startRounds(round, {
    waitMs: () => tickMs,
    onError: (error) => logger.error({ err: error }, 'no backup could be taken; it is tried again'),
  });
}
