import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { openBlobStore } from '@wagw/shared/blobs/open-blob-store';
import { redisSettings, type WorkerSettings } from '@wagw/shared/config/settings';
import type { Logger } from '@wagw/shared/observability/logger';
import type { Redis } from 'ioredis';
import type { Rounds } from '../rounds.ts';
import { createBackupStore } from './backup-store.ts';
import { scheduleBackups } from './scheduled-backups.ts';

/**
 * The backups that the configuration asks for, if any. Files of messages are left out: they lie in a store of their own.
 * @throws ConfigError when variables contradict each other
 */
export async function openBackups(
  settings: WorkerSettings,
  redis: Redis,
  logins: BlobStore | undefined,
  logger: Logger,
): Promise<Rounds | undefined> {
  if (settings.BACKUP_TO === undefined) return undefined;
  const store = await openBlobStore(settings.BACKUP_TO, settings);
  const scheduled = scheduleBackups({
    redis,
    redisSettings: redisSettings(settings),
    backups: createBackupStore(store, settings.BACKUP_KEY),
    sessionsPath: settings.sessionsPath,
    logins,
    media: undefined,
    everyMs: settings.BACKUP_INTERVAL,
    keep: settings.BACKUP_KEEP,
    logger,
  });
  return {
    async close() {
      await scheduled.close();
      store.close();
    },
  };
}
