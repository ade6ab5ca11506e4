import { resolve } from 'node:path';
import { openBlobStore } from '@wagw/shared/blobs/open-blob-store';
import { blobStoreAddress } from '@wagw/shared/config/blob-store-options';
import { ConfigError } from '@wagw/shared/config/read-config';
import { readWorkerSettings, redisSettings, type WorkerSettings } from '@wagw/shared/config/settings';
import { createLogger, type Logger } from '@wagw/shared/observability/logger';
import { connectRedis, type RedisSettings, untilReady } from '@wagw/shared/redis/connect';
import type { Redis } from 'ioredis';
import { openLoginStore } from '../logins/open-store.ts';
import { type BackupStore, createBackupStore } from './backup-store.ts';

/** What `pnpm backup` and `pnpm restore` have in common: the configuration is the workers'. */

export interface Tools {
  readonly settings: WorkerSettings;
  readonly redis: Redis;
  readonly redisSettings: RedisSettings;
  readonly backups: BackupStore;
  readonly logins: Awaited<ReturnType<typeof openLoginStore>>;
  /** The store of the files of messages, if they are wanted. */
  readonly media: Awaited<ReturnType<typeof openLoginStore>>;
  readonly logger: Logger;
  readonly say: (line: string) => void;
}

/**
 * Does the work of a command and ends the process: with 0, with 1 when it was not done or not wholly, with 78 when the configuration
 * cannot be used.
 * @param place a folder, or an address as in LOGIN_STORE
 * @param work returns whether all is well
 */
export async function runCommand(
  env: Readonly<Record<string, string | undefined>>,
  { place, withMedia }: { readonly place: string; readonly withMedia: boolean },
  work: (tools: Tools) => Promise<boolean>,
): Promise<void> {
  const say = (line: string) => void process.stdout.write(`${line}\n`);
  try {
    const settings = readWorkerSettings(env);
    const logger = createLogger({ name: 'backup', level: settings.LOG_LEVEL });
    const store = await openBlobStore(addressOf(place), settings);
    const connection = redisSettings(settings);
    const redis = connectRedis(connection, 'work', logger);
    try {
      await untilReady(redis);
      const isWell = await work({
        settings,
        redis,
        redisSettings: connection,
        backups: createBackupStore(store, settings.BACKUP_KEY),
        logins: await openLoginStore(settings),
        media: withMedia ? await openBlobStore(settings.MEDIA_STORE, settings) : undefined,
        logger,
        say,
      });
      process.exitCode = isWell ? 0 : 1;
    } finally {
      redis.disconnect();
      store.close();
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof ConfigError ? 78 : 1; // EX_CONFIG of sysexits.h
  }
}

function addressOf(place: string) {
  const text = /^(?:s3|directory|file):/.test(place) ? place : `directory:${resolve(place)}`;
  const parsed = blobStoreAddress.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new ConfigError(`${place} ${parsed.error.issues[0]?.message ?? 'cannot be used'}`);
}
