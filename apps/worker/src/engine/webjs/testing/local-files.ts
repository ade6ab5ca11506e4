import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from '@jest/globals';
import type { LocalFile } from '../../outgoing.ts';

/** One grey pixel. */
export const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==',
  'base64',
);

export interface LocalFiles {
  /** @param content the bytes, or how many: then they are random in part */
  file(mimetype: string, filename?: string, content?: Buffer | number): Promise<LocalFile>;
}

/** Files on the disk while the tests of a suite run. */
export function filesForSuite(): LocalFiles {
  let folder = '';
  let made = 0;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'wagw-files-'));
  });
  afterAll(async () => {
    await rm(folder, { recursive: true, force: true });
  });
  return {
    async file(mimetype, filename, content = PNG) {
      made += 1;
      const path = join(folder, String(made));
      if (typeof content === 'number') await writeLarge(path, content);
      else await writeFile(path, content);
      const bytes = typeof content === 'number' ? content : content.length;
      return { path, bytes, mimetype, ...(filename === undefined ? {} : { filename }) };
    },
  };
}

/** Every MiB has its number at its head, so that none can stand for another. */
async function writeLarge(path: string, bytes: number): Promise<void> {
  const file = await open(path, 'w');
  try {
    const part = Buffer.alloc(1024 * 1024, 0x5a);
    for (let from = 0; from < bytes; from += part.length) {
      part.writeUInt32BE(from, 0);
      await file.write(part, 0, Math.min(part.length, bytes - from));
    }
  } finally {
    await file.close();
  }
}
