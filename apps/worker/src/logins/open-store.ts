import { ConfigError } from '@wagw/shared/config/read-config';
import type { WorkerSettings } from '@wagw/shared/config/settings';
import { createDirectoryStore } from './directory-store.ts';
import type { S3Credentials } from './s3-store.ts';
import type { LoginStore } from './store.ts';

/**
 * The store that the configuration names, if any. It is not asked yet: one that is away must not keep a worker from starting.
 * @throws ConfigError when variables contradict each other
 */
export async function openLoginStore(settings: WorkerSettings): Promise<LoginStore | undefined> {
  const { LOGIN_STORE: address, S3_ENDPOINT: endpoint, S3_REGION: region } = settings;
  if (address === undefined) return undefined;
  if (address.kind === 'directory') return createDirectoryStore(address.path);
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

function credentialsOf(settings: WorkerSettings): S3Credentials | undefined {
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
