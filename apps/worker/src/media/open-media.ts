import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BlobStore } from '@wagw/shared/blobs/blob-store';
import { openBlobStore } from '@wagw/shared/blobs/open-blob-store';
import type { WorkerSettings } from '@wagw/shared/config/settings';
import { maxMediaBytes } from '@wagw/shared/media/media-kinds';
import { createAddressGuard } from '@wagw/shared/outbound/address-guard';
import { createUrlFetcher } from './fetch-url.ts';
import { createOutgoingFiles, type OutgoingFiles } from './outgoing-files.ts';
import type { ReceivedFilesSettings } from './received-files.ts';
import { createVoiceConverter } from './voice.ts';

const MIB = 2 ** 20;
const MS_PER_DAY = 86_400_000;
/** Followed by the id of the process. */
const FOLDER = 'wagw-media-';

/** What this process needs for the files of messages, in both directions. */
export interface Media {
  readonly blobs: BlobStore;
  readonly files: OutgoingFiles;
  readonly received: ReceivedFilesSettings;
  close(): Promise<void>;
}

/** @throws ConfigError when the variables of the store contradict each other */
export async function openMedia(settings: WorkerSettings): Promise<Media> {
  const blobs = await openBlobStore(settings.MEDIA_STORE, settings);
  await removeAbandoned();
  const folder = await mkdtemp(join(tmpdir(), `${FOLDER}${process.pid}-`));
  const fetcher = createUrlFetcher({
    guard: createAddressGuard(settings.MEDIA_ALLOWED_HOSTS, 'MEDIA_ALLOWED_HOSTS'),
    timeoutMs: settings.MEDIA_FETCH_TIMEOUT,
  });
  return {
    blobs,
    files: createOutgoingFiles({
      folder,
      stored: (key) => blobs.get(key),
      fetcher,
      voice: createVoiceConverter({ ffmpeg: settings.FFMPEG_PATH }),
      maxBytes: (type) => maxMediaBytes(type, settings.MEDIA_MAX_MB),
    }),
    received: {
      isAutomatic: settings.MEDIA_AUTO_DOWNLOAD === 'on',
      maxBytes: settings.MEDIA_DOWNLOAD_MAX_MB * MIB,
      keptMs: settings.MEDIA_RETENTION_DAYS * MS_PER_DAY,
    },
    async close() {
      await fetcher.close();
      blobs.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A process that was killed leaves the files of its last sends behind. */
async function removeAbandoned(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    if (!name.startsWith(FOLDER) || isAlive(Number.parseInt(name.slice(FOLDER.length), 10))) continue;
    await rm(join(tmpdir(), name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}
