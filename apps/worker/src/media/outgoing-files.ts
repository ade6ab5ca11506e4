import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { writeFile } from '@wagw/shared/media/write-file';
import type { MediaSource, MediaType } from '@wagw/shared/messages/content';
import type { LocalFile } from '../engine/outgoing.ts';
import type { UrlFetcher } from './fetch-url.ts';
import { kindOfFile } from './file-kind.ts';
import { MediaError, tooLarge } from './media-error.ts';
import { VOICE_MIMETYPE, type VoiceConverter } from './voice.ts';

/** The files of messages that go out, brought to this machine for as long as a send takes. */
export interface OutgoingFiles {
  /**
   * Brings a file, as WhatsApp wants it. Whoever asked removes it when it is not needed any more.
   * @param signal ends a download
   * @throws MediaError when it is not to be had; nothing is left of it then
   */
  bring(type: MediaType, source: MediaSource, signal: AbortSignal): Promise<BroughtFile>;
}

export interface BroughtFile {
  readonly file: LocalFile;
  /** Idempotent. */
  remove(): Promise<void>;
}

export interface OutgoingFilesParts {
  /** A folder of this process. */
  readonly folder: string;
  /** What was uploaded; undefined when it is gone. */
  readonly stored: (key: string) => Promise<Readable | undefined>;
  readonly fetcher: UrlFetcher;
  readonly voice: VoiceConverter;
  readonly maxBytes: (type: MediaType) => number;
}

export function createOutgoingFiles(parts: OutgoingFilesParts): OutgoingFiles {
  async function bringInto(
    folder: string,
    type: MediaType,
    source: MediaSource,
    signal: AbortSignal,
  ): Promise<LocalFile> {
    const path = join(folder, 'file');
    const { bytes, mimetype: claim } = await load(source, path, parts.maxBytes(type), signal);
    if (bytes === 0) throw new MediaError('media_refused', 'The file is empty.');
    const found = await kindOfFile(path, type, [source.mimetype, claim]);
    if (type === 'voice' && found !== VOICE_MIMETYPE) return convert(path, folder);
    return { path, bytes, mimetype: found, filename: source.filename ?? nameInUrl(source) };
  }

  async function load(
    source: MediaSource,
    path: string,
    maxBytes: number,
    signal: AbortSignal,
  ): Promise<{ bytes: number; mimetype: string | undefined }> {
    if (source.from === 'url') return parts.fetcher.fetch(source.url, path, maxBytes, signal);
    const content = await parts.stored(source.key);
    if (content === undefined) {
      throw new MediaError('media_gone', 'The file that was uploaded is not stored any more.');
    }
    return { bytes: await writeFile(path, content, { maxBytes, tooLarge }), mimetype: source.mimetype };
  }

  async function convert(path: string, folder: string): Promise<LocalFile> {
    const converted = join(folder, 'voice.ogg');
    await parts.voice.convert(path, converted);
    const { size } = await stat(converted);
    return { path: converted, bytes: size, mimetype: VOICE_MIMETYPE };
  }

  return {
    async bring(type, source, signal) {
      const folder = await mkdtemp(join(parts.folder, 'out-'));
      const remove = () => rm(folder, { recursive: true, force: true });
      try {
        return { file: await bringInto(folder, type, source, signal), remove };
      } catch (error) {
        await remove();
        throw error;
      }
    },
  };
}

/** The last part of a URL's path, as a browser would name the file. */
function nameInUrl(source: MediaSource): string | undefined {
  if (source.from !== 'url') return undefined;
  const last = new URL(source.url).pathname.split('/').at(-1) ?? '';
  try {
    return last === '' ? undefined : decodeURIComponent(last).replaceAll('/', '_');
  } catch {
    return last;
  }
}
