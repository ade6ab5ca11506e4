import { randomBytes } from 'node:crypto';
import { mkdir, open, readdir, rename, rm, rmdir, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type BlobStore, checkKey } from './blob-store.ts';

/** Files that were being written by then are of a process that died. */
const ABANDONED_MS = 24 * 3_600_000;

/** Objects as files of a folder that several hosts see, for example by NFS. */
export function createDirectoryStore(path: string): BlobStore {
  const root = resolve(path);
  /** No session's folder begins with a dot. */
  const unfinished = join(root, '.unfinished');
  const fileOf = (key: string) => join(root, checkKey(key));

  return {
    async put(key, content, signal) {
      const file = fileOf(key);
      await mkdir(unfinished, { recursive: true, mode: 0o700 });
      await clearAbandoned(unfinished);
      const draft = join(unfinished, randomBytes(12).toString('hex'));
      try {
        await writeDurably(draft, content, signal);
        await mkdir(dirname(file), { recursive: true, mode: 0o700 });
        await rename(draft, file);
        await syncFolder(dirname(file));
      } catch (error) {
        await rm(draft, { force: true });
        throw error;
      }
    },

    async get(key, signal) {
      const file = await open(fileOf(key)).catch(absentAsUndefined);
      return file?.createReadStream({ ...(signal === undefined ? {} : { signal }) });
    },

    async delete(key) {
      const file = fileOf(key);
      await rm(file, { force: true });
      // Only the last one takes the folder with it.
      await rmdir(dirname(file)).catch(() => undefined);
    },

    async list(sessionId) {
      const names = (await readdir(join(root, sessionId)).catch(absentAsUndefined)) ?? [];
      return names.map((name) => `${sessionId}/${name}`).sort();
    },

    close: () => undefined,
  };
}

async function writeDurably(path: string, content: Readable, signal?: AbortSignal): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await pipeline(
      content,
      async (chunks: AsyncIterable<Uint8Array>) => {
        for await (const chunk of chunks) await file.writeFile(chunk);
      },
      { ...(signal === undefined ? {} : { signal }) },
    );
    await file.sync();
  } finally {
    await file.close();
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

async function clearAbandoned(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const file = join(folder, name);
    const written = await stat(file).catch(absentAsUndefined);
    if (written !== undefined && Date.now() - written.mtimeMs > ABANDONED_MS) await rm(file, { force: true });
  }
}

function absentAsUndefined(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
