import { download, OpaqueData, prepRawMedia, toWebpSticker, upload } from '../media.ts';
import type { Modules } from '../registry.ts';

/** What the page knows of a medium by its hash, whatever messages it is in. */
class MediaObject {
  readonly filehash: string;
  readonly contentInfo: Record<string, unknown> = {};
  type = '';
  size = 0;
  mediaBlob: OpaqueData | undefined;

  constructor(filehash: string) {
    this.filehash = filehash;
  }

  consolidate(data: object): void {
    Object.assign(this, data);
  }
}

const objects = new Map<string, MediaObject>();
const blobs = new Map<string, Blob>();

function getOrCreateMediaObject(filehash: string): MediaObject {
  const object = objects.get(filehash) ?? new MediaObject(filehash);
  objects.set(filehash, object);
  return object;
}

async function uploadMedia({ mediaObject }: { mediaObject: MediaObject }): Promise<object> {
  const blob = blobs.get(mediaObject.filehash);
  if (!blob) throw new Error('media-fault: the blob is gone');
  const mediaEntry = await upload(blob);
  blobs.delete(mediaObject.filehash);
  return { mediaEntry };
}

async function encryptAndUpload({ blob, mediaKey }: { blob: Blob; mediaKey: string }): Promise<object> {
  const { mmsUrl: url, ...entry } = await upload(blob);
  return { ...entry, url, mediaKey, mimetype: blob.type };
}

/** Pictures, films, sounds, documents and stickers: looked at, uploaded, downloaded. */
export const mediaModules: Modules = {
  WAWebMediaOpaqueData: OpaqueData,
  WAWebPrepRawMedia: { prepRawMedia },
  WAWebMediaStorage: { getOrCreateMediaObject },
  WAWebMmsMediaTypes: {
    msgToMediaType: ({ type, isGif }: { type: string; isGif?: boolean }) => (isGif ? 'gif' : type),
    castToV4: (type: string) => type,
  },
  WAWebMediaDataUtils: { shouldUseMediaCache: () => true },
  WAWebMediaInMemoryBlobCache: {
    InMemoryMediaBlobCache: { put: (filehash: string, blob: Blob) => blobs.set(filehash, blob) },
  },
  WAWebMediaMmsV4Upload: { uploadMedia },
  WAWebUploadManager: { encryptAndUpload },
  WAWebStartMediaUploadQpl: { startMediaUploadQpl: () => ({}) },
  WAWebImageUtils: { toWebpSticker },
  WAWebDownloadManager: { downloadManager: { downloadAndMaybeDecrypt: download } },
};
