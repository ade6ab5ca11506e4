import { ServerStatusCodeError } from './link.ts';

/** A blob that is handed around by reference, as the real page does. */
export class OpaqueData {
  readonly #blob: Blob;
  readonly type: string;
  readonly size: number;

  constructor(blob: Blob, type: string) {
    this.#blob = blob;
    this.type = type;
    this.size = blob.size;
  }

  static async createFromData(data: Blob | OpaqueData, type: string): Promise<OpaqueData> {
    return data instanceof OpaqueData ? data : new OpaqueData(data, type);
  }

  forceToBlob(): Blob {
    return this.#blob;
  }

  url(): string {
    return URL.createObjectURL(this.#blob);
  }

  autorelease(): void {}

  formData(): Blob {
    return this.#blob;
  }
}

interface PrepOptions {
  asSticker?: boolean;
  asGif?: boolean;
  isPtt?: boolean;
  asDocument?: boolean;
}

/** What is known of a medium before and after its upload; its own properties become attributes of the message. */
class MediaData {
  [name: string]: unknown;
  type: string;
  mimetype: string;
  filehash: string;
  size: number;
  mediaBlob: OpaqueData;

  constructor(blob: OpaqueData, type: string, filehash: string) {
    this.type = type;
    this.mimetype = blob.type;
    this.filehash = filehash;
    this.size = blob.size;
    this.mediaBlob = blob;
  }

  set(values: object): void {
    Object.assign(this, values);
  }

  toJSON(): object {
    const { mediaBlob: _blob, renderableUrl: _url, ...plain } = this;
    return plain;
  }
}

/** Looks at a medium: its kind by MIME type and wish, hash, size, and dimensions and a preview of pictures. */
export function prepRawMedia(blob: OpaqueData, options: PrepOptions): { waitForPrep(): Promise<MediaData> } {
  return { waitForPrep: () => prepare(blob, options) };
}

async function prepare(blob: OpaqueData, options: PrepOptions): Promise<MediaData> {
  const file = blob.forceToBlob();
  const media = new MediaData(blob, typeFor(blob.type, options), await sha256(file));
  if (file instanceof File && file.name !== 'undefined') media.filename = file.name;
  if (options.asGif) media.isGif = true;
  if (media.type === 'image') media.set(await lookAtPicture(file));
  return media;
}

function typeFor(mimetype: string, { asSticker, isPtt, asDocument }: PrepOptions): string {
  const kind = mimetype.split('/')[0];
  if (asDocument) return 'document';
  if (asSticker) return 'sticker';
  if (kind === 'audio') return isPtt ? 'ptt' : 'audio';
  return kind === 'image' || kind === 'video' ? kind : 'document';
}

/** Width, height and a small JPEG in base64; nothing of a picture that cannot be read. */
async function lookAtPicture(file: Blob): Promise<object> {
  const bitmap = await createImageBitmap(file).catch(() => undefined);
  if (!bitmap) return {};
  const scale = Math.min(1, 72 / Math.max(bitmap.width, bitmap.height));
  const canvas = new OffscreenCanvas(Math.ceil(bitmap.width * scale), Math.ceil(bitmap.height * scale));
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  const thumbnail = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.6 });
  return { width: bitmap.width, height: bitmap.height, preview: await base64(thumbnail) };
}

export async function toWebpSticker(file: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(file);
  const canvas = new OffscreenCanvas(512, 512);
  canvas.getContext('2d')?.drawImage(bitmap, 0, 0, 512, 512);
  return canvas.convertToBlob({ type: 'image/webp' });
}

interface Uploaded {
  directPath: string;
  filehash: string;
  size: number;
}

interface MediaEntry {
  mmsUrl: string;
  deprecatedMms3Url: string;
  directPath: string;
  mediaKey: string;
  mediaKeyTimestamp: number;
  encFilehash: string;
  uploadHash: string;
  handle: null;
}

/** Brings bytes to the server. They are not encrypted: key and encrypted hash are there for form. */
export async function upload(blob: Blob): Promise<MediaEntry> {
  const response = await fetch('/upload', { method: 'POST', body: blob });
  if (!response.ok) throw new ServerStatusCodeError(response.status, 'media-fault: upload failed');
  const { directPath, filehash } = (await response.json()) as Uploaded;
  const url = new URL(directPath, location.href).href;
  return {
    mmsUrl: url,
    deprecatedMms3Url: url,
    directPath,
    mediaKey: btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32)))),
    mediaKeyTimestamp: Math.floor(Date.now() / 1000),
    encFilehash: filehash,
    uploadHash: filehash,
    handle: null,
  };
}

/** @throws an error with `status` 404 when the medium is no longer there. */
export async function download({
  directPath,
  signal,
}: {
  directPath: string;
  signal?: AbortSignal;
}): Promise<ArrayBuffer> {
  const response = await fetch(directPath, signal ? { signal } : {});
  if (!response.ok) throw new ServerStatusCodeError(response.status, 'The medium cannot be downloaded');
  return response.arrayBuffer();
}

export async function sha256(blob: Blob): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
  return btoa(String.fromCharCode(...new Uint8Array(digest)));
}

async function base64(blob: Blob): Promise<string> {
  const bytes = new Uint8Array(await blob.arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}
