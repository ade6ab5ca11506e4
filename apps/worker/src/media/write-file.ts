import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { MediaError } from './media-error.ts';

/**
 * Writes a stream to a new file and returns its size in bytes.
 * @throws MediaError `media_too_large` as soon as there is more than `maxBytes`
 */
export async function writeFile(path: string, content: Readable, maxBytes: number): Promise<number> {
  let bytes = 0;
  await pipeline(
    content,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) throw tooLarge(maxBytes);
        yield chunk;
      }
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
  );
  return bytes;
}

export function tooLarge(maxBytes: number): MediaError {
  return new MediaError('media_too_large', `The file has more than the ${maxBytes} bytes allowed.`);
}
