import { z } from 'zod';
import { blobStoreAddress } from './blob-store-options.ts';
import { sealingKeys } from './keys-option.ts';
import { duration, integer } from './read-config.ts';

/** What workers and the commands `pnpm backup` and `pnpm restore` are told of backups. */
export const backupOptions = {
  BACKUP_TO: blobStoreAddress
    .optional()
    .describe(
      'Where one of all workers puts a backup of logins and Redis by itself: directory:/path, or s3://bucket/prefix. See docs/data.md.',
    ),
  BACKUP_INTERVAL: duration
    .pipe(z.number().min(60_000, 'must be at least 1m'))
    .default(86_400_000)
    .describe('How often there is a backup in BACKUP_TO.'),
  BACKUP_KEEP: integer(1, 10_000).default(7).describe('How many of the newest backups stay in BACKUP_TO.'),
  BACKUP_KEY: sealingKeys.describe(
    'Encrypts backups, also those of `pnpm backup`, in the form of LOGIN_STORE_KEY.',
  ),
} as const;
