import { createWriteStream } from 'node:fs';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export interface WriteLimits {
  readonly maxBytes: number;
  /** What it fails with as soon as there is more. */
  readonly tooLarge: (maxBytes: number) => Error;
  /** Sees all that is written, in its order. */
  readonly onChunk?: (chunk: Uint8Array) => void;
}

/** Writes a stream to a new file that only this user can read, and returns its size in bytes. */
export async function writeFile(
  path: string,
  content: Readable,
  { maxBytes, tooLarge, onChunk }: WriteLimits,
): Promise<number> {
  let bytes = 0;
  await pipeline(
    content,
    async function* (chunks: AsyncIterable<Uint8Array>) {
      for await (const chunk of chunks) {
        bytes += chunk.byteLength;
        if (bytes > maxBytes) throw tooLarge(maxBytes);
        onChunk?.(chunk);
        yield chunk;
      }
    },
    createWriteStream(path, { flags: 'wx', mode: 0o600 }),
  );
  return bytes;
}
