import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { MediaSource, MediaType } from '@wagw/shared/messages/content';
import type { LocalFile } from '../engine/outgoing.ts';
import { MediaError } from './media-error.ts';
import { createOutgoingFiles, type OutgoingFiles } from './outgoing-files.ts';

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
/** The first page of a recording of Opus in Ogg. */
const OPUS = Buffer.concat([
  Buffer.from('OggS'),
  Buffer.from([0, 2]),
  Buffer.alloc(20),
  Buffer.from([1, 19]),
  Buffer.from('OpusHead'),
  Buffer.from([1, 1, 56, 1, 128, 187, 0, 0, 0, 0, 0]),
]);
const WAV = Buffer.concat([
  Buffer.from('RIFF'),
  Buffer.from([36, 0, 0, 0]),
  Buffer.from('WAVEfmt '),
  Buffer.alloc(24),
]);

const UPLOAD: MediaSource = { from: 'store', key: 'shop/a', bytes: 1, mimetype: 'text/csv' };
const LINK: MediaSource = { from: 'url', url: 'https://example.com/files/Pre%C3%A7os.csv?v=2' };

let folder: string;
let stored: Buffer | undefined;
let fetched: { bytes: Buffer; mimetype?: string };
let conversions: number;
let files: OutgoingFiles;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'outgoing-'));
  stored = PNG;
  fetched = { bytes: PNG };
  conversions = 0;
  files = createOutgoingFiles({
    folder,
    stored: async () => (stored === undefined ? undefined : Readable.from([stored])),
    fetcher: {
      async fetch(_url, path) {
        await writeFile(path, fetched.bytes);
        return { bytes: fetched.bytes.length, mimetype: fetched.mimetype };
      },
      close: async () => undefined,
    },
    voice: {
      async convert(_from, to) {
        conversions += 1;
        await writeFile(to, OPUS);
      },
    },
    maxBytes: () => 1_000,
  });
});
afterEach(() => rm(folder, { recursive: true }));

const { signal } = new AbortController();

/** The file, and its content. */
async function bring(type: MediaType, source: MediaSource): Promise<LocalFile & { content: Buffer }> {
  const { file, remove } = await files.bring(type, source, signal);
  const content = await readFile(file.path);
  await remove();
  return { ...file, content };
}

test('a file is there until it is removed, which may be done again', async () => {
  const { file, remove } = await files.bring('image', UPLOAD, signal);
  expect([await readFile(file.path), file.bytes, file.mimetype]).toEqual([PNG, PNG.length, 'image/png']);
  await remove();
  await remove();
  expect(await readdir(folder)).toEqual([]);
});

test('nothing is left of one that was never whole', async () => {
  stored = Buffer.alloc(1_001);
  await expect(bring('document', UPLOAD)).rejects.toMatchObject({ code: 'media_too_large', isFinal: true });
  expect(await readdir(folder)).toEqual([]);
});

describe('the type', () => {
  test('is what the file contains, whatever anybody says', async () => {
    fetched = { bytes: PNG, mimetype: 'image/jpeg' };
    expect(await bring('image', { ...LINK, mimetype: 'image/gif' })).toMatchObject({ mimetype: 'image/png' });
  });

  test('of a document that says nothing is what the caller says, then the server, then nothing', async () => {
    fetched = { bytes: Buffer.from('a;b'), mimetype: 'text/plain' };
    expect(await bring('document', { ...LINK, mimetype: 'text/csv' })).toMatchObject({
      mimetype: 'text/csv',
    });
    expect(await bring('document', LINK)).toMatchObject({ mimetype: 'text/plain' });
    fetched = { bytes: Buffer.from('a;b') };
    expect(await bring('document', LINK)).toMatchObject({ mimetype: 'application/octet-stream' });
  });

  test.each<[MediaType, Buffer]>([
    ['image', Buffer.from('<html>not found</html>')],
    ['video', PNG],
    // It would have ffmpeg read other files.
    ['voice', Buffer.from('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n')],
    ['audio', PNG],
    ['sticker', WAV],
  ])('that is none of %s is refused for good', async (type, bytes) => {
    fetched = { bytes, mimetype: `${type}/x` };
    await expect(bring(type, LINK)).rejects.toMatchObject({ code: 'media_type_mismatch', isFinal: true });
  });
});

describe('the name', () => {
  test('is the one that was given, else the last part of the URL', async () => {
    expect(await bring('image', { ...LINK, filename: 'a.csv' })).toMatchObject({ filename: 'a.csv' });
    expect(await bring('image', LINK)).toMatchObject({ filename: 'Preços.csv' });
    expect((await bring('image', { from: 'url', url: 'https://example.com/' })).filename).toBeUndefined();
    expect(await bring('image', { from: 'url', url: 'https://example.com/%E0%A4%A' })).toMatchObject({
      filename: '%E0%A4%A',
    });
  });

  test('cannot lead anywhere else', async () => {
    const url = 'https://example.com/..%2F..%2Fetc%2Fpasswd';
    const { filename, path } = await bring('image', { from: 'url', url });
    expect([filename?.includes('/'), path.startsWith(folder)]).toEqual([false, true]);
  });
});

test('an upload that is gone, and an empty file, are final', async () => {
  stored = undefined;
  await expect(bring('image', UPLOAD)).rejects.toMatchObject({ code: 'media_gone', isFinal: true });
  stored = Buffer.alloc(0);
  await expect(bring('document', UPLOAD)).rejects.toMatchObject({ code: 'media_refused', isFinal: true });
});

describe('a voice message', () => {
  test('that is Opus in Ogg goes as it is', async () => {
    stored = OPUS;
    expect(await bring('voice', UPLOAD)).toMatchObject({ content: OPUS, mimetype: 'audio/ogg; codecs=opus' });
    expect(conversions).toBe(0);
  });

  test('that is anything else is converted', async () => {
    stored = WAV;
    const voice = await bring('voice', UPLOAD);
    expect(voice).toMatchObject({
      content: OPUS,
      bytes: OPUS.length,
      mimetype: 'audio/ogg; codecs=opus',
    });
    expect(conversions).toBe(1);
  });

  test('but a recording that is sent as audio stays what it is', async () => {
    stored = WAV;
    expect(await bring('audio', UPLOAD)).toMatchObject({ mimetype: 'audio/wav' });
    expect(conversions).toBe(0);
  });
});

test('only a server that does not answer now is asked again', () => {
  expect(new MediaError('media_unavailable', '').isFinal).toBe(false);
  expect(new MediaError('ffmpeg_missing', '').isFinal).toBe(true);
});
