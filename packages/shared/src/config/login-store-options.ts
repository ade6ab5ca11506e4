import { z } from 'zod';
import { blobStoreAddress } from './blob-store-options.ts';
import { sealingKeys } from './keys-option.ts';
import { duration } from './read-config.ts';

export const loginStoreOptions = {
  LOGIN_STORE: blobStoreAddress
    .optional()
    .describe(
      'Where copies of the WhatsApp logins are kept for other hosts: directory:/path, or s3://bucket/prefix. Each host then has a SESSIONS_PATH of its own. Without it all workers must share SESSIONS_PATH.',
    ),
  LOGIN_STORE_KEY: sealingKeys.describe(
    'Encrypts the logins in LOGIN_STORE: 32 random bytes in base64, for example from: openssl rand -base64 32. Of several, separated by commas, the first encrypts and all decrypt.',
  ),
  LOGIN_SAVE_INTERVAL: duration
    .pipe(z.number().min(10_000, 'must be at least 10s'))
    .default(600_000)
    .describe(
      'How often the login of a connected session is saved. It is also saved soon after it connects and when it stops.',
    ),
} as const;
