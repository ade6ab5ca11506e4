import { resolve } from 'node:path';
import { type BlobStoreAddress, blobStoreAddress } from './blob-store-options.ts';
import { integer, list } from './read-config.ts';

/** How files that are sent or come in are taken in and kept; the same for both processes. */
export const mediaOptions = {
  MEDIA_STORE: blobStoreAddress
    .default((): BlobStoreAddress => ({ kind: 'directory', path: resolve('media') }))
    .describe(
      'Where files that are sent or came in are kept, for api and workers alike: directory:/path, or s3://bucket/prefix. By default the folder ./media, which does only when all processes run in one folder of one machine.',
    ),
  MEDIA_MAX_MB: integer(1, 2_048)
    .default(64)
    .describe(
      "How many MiB a file may have that is sent, unless WhatsApp's own limit for its kind is lower: 16 MiB for images, audio and video, 1 MiB for stickers.",
    ),
  MEDIA_RETENTION_DAYS: integer(1, 3_650)
    .default(30)
    .describe('For how many days a file is kept after it came in or was to be sent.'),
  MEDIA_ALLOWED_HOSTS: list
    .default([])
    .describe(
      'Private servers from which media may be fetched by URL, as host or host:port. Anything else must have a public address: this keeps customers from reaching into your network.',
    ),
} as const;
