import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { openBlobStore } from '@wagw/shared/blobs/open-blob-store';
import type { WorkerSettings } from '@wagw/shared/config/settings';

/**
 * The store that the configuration names, if any. It is not asked yet: one that is away must not keep a worker from starting.
 * @throws ConfigError when variables contradict each other
 */
export async function openLoginStore(settings: WorkerSettings): Promise<BlobStore | undefined> {
  const address = settings.LOGIN_STORE;
  return address === undefined ? undefined : openBlobStore(address, settings);
}
