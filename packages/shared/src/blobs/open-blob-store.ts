import type { z } from 'zod';
import type { BlobStoreAddress, s3Options } from '../config/blob-store-options.ts';
import { ConfigError } from '../config/read-config.ts';
import type { BlobStore } from './blob-store.ts';
import { createDirectoryStore } from './directory-store.ts';
import type { S3Credentials } from './s3-store.ts';

export type S3Settings = z.infer<z.ZodObject<typeof s3Options>>;

/**
 * The store at an address. It is not asked yet: one that is away must not keep a process from starting.
 * @throws ConfigError when variables contradict each other
 */
export async function openBlobStore(address: BlobStoreAddress, settings: S3Settings): Promise<BlobStore> {
  if (address.kind === 'directory') return createDirectoryStore(address.path);
  const { S3_ENDPOINT: endpoint, S3_REGION: region } = settings;
  const credentials = credentialsOf(settings);
  // The client takes memory, which whoever does not use it shall keep.
  const { createS3Store } = await import('./s3-store.ts');
  return createS3Store({
    bucket: address.bucket,
    prefix: address.prefix,
    endpoint,
    region,
    forcePathStyle: settings.S3_FORCE_PATH_STYLE ?? endpoint !== undefined,
    credentials,
  });
}

function credentialsOf(settings: S3Settings): S3Credentials | undefined {
  const { AWS_ACCESS_KEY_ID: id, AWS_SECRET_ACCESS_KEY: secret, AWS_SESSION_TOKEN: token } = settings;
  if ((id === undefined) !== (secret === undefined)) {
    throw new ConfigError(
      'AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY must be set together, or both left out.',
    );
  }
  if (id === undefined || secret === undefined) return undefined;
  return {
    accessKeyId: id,
    secretAccessKey: secret,
    ...(token === undefined ? {} : { sessionToken: token }),
  };
}
