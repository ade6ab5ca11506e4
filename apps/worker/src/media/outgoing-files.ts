import { mkdtemp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import type { MediaSource, MediaType } from '@wagw/shared/messages/content';
import type { LocalFile } from '../engine/outgoing.ts';
import type { UrlFetcher } from './fetch-url.ts';
import { kindOfFile } from './file-kind.ts';
import { MediaError } from './media-error.ts';
import { VOICE_MIMETYPE, type VoiceConverter } from './voice.ts';
import { writeFile } from './write-file.ts';

/** The files of messages that go out, brought to this machine for as long as a send takes. */
export interface OutgoingFiles {
  /**
   * Calls `use` with the file, as WhatsApp wants it, and removes it afterwards.
   * @throws MediaError when it is not to be had; `use` was not called then
   */
  with<T>(type: MediaType, source: MediaSource, use: (file: LocalFile) => Promise<T>): Promise<T>;
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
  async function bring(type: MediaType, source: MediaSource, folder: string): Promise<LocalFile> {
    const path = join(folder, 'file');
    const { bytes, mimetype: claim } = await load(source, path, parts.maxBytes(type));
    if (bytes === 0) throw new MediaError('media_refused', 'The file is empty.');
    const found = await kindOfFile(path, type, [source.mimetype, claim]);
    if (type === 'voice' && found !== VOICE_MIMETYPE) return convert(path, folder);
    return { path, bytes, mimetype: found, filename: source.filename ?? nameInUrl(source) };
  }

  async function load(
    source: MediaSource,
    path: string,
    maxBytes: number,
  ): Promise<{ bytes: number; mimetype: string | undefined }> {
    if (source.from === 'url') return parts.fetcher.fetch(source.url, path, maxBytes);
    const content = await parts.stored(source.key);
    if (content === undefined) {
      throw new MediaError('media_gone', 'The file that was uploaded is not stored any more.');
    }
    return { bytes: await writeFile(path, content, maxBytes), mimetype: source.mimetype };
  }

  async function convert(path: string, folder: string): Promise<LocalFile> {
    const converted = join(folder, 'voice.ogg');
    await parts.voice.convert(path, converted);
    const { size } = await stat(converted);
    return { path: converted, bytes: size, mimetype: VOICE_MIMETYPE };
  }

  return {
    async with(type, source, use) {
      const folder = await mkdtemp(join(parts.folder, 'out-'));
      try {
        return await use(await bring(type, source, folder));
      } finally {
        await rm(folder, { recursive: true, force: true });
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
