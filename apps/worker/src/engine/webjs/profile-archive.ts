import { createReadStream } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough, type Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Extract, extract, type Header, type Pack, pack } from 'tar-stream';

/** What an archive may hold at most; a profile is far below. */
export interface ArchiveLimits {
  readonly bytes: number;
  readonly entries: number;
}

const LIMITS: ArchiveLimits = { bytes: 4 * 2 ** 30, entries: 100_000 };

/** An archive that is not what `packFolder` makes; nothing of it may be used. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError';
}

/** A folder and all that is in it as a tar archive. Files may grow meanwhile: of each, what it held at its turn is packed. */
export function packFolder(folder: string): Readable {
  const archive = pack();
  const output = new PassThrough();
  // A failure is told by the output, which fails with it.
  pipeline(archive, output).catch(() => undefined);
  addFolder(archive, folder, '').then(
    () => archive.finalize(),
    (error: Error) => archive.destroy(error),
  );
  return output;
}

async function addFolder(archive: Pack, folder: string, prefix: string): Promise<void> {
  for (const item of await readdir(join(folder, prefix), { withFileTypes: true })) {
    const name = join(prefix, item.name);
    if (item.isDirectory()) {
      archive.entry({ name, type: 'directory', mode: 0o700 });
      await addFolder(archive, folder, name);
    } else {
      await addFile(archive, join(folder, name), name);
    }
  }
}

async function addFile(archive: Pack, path: string, name: string): Promise<void> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const header = { name, size, mode: 0o600 };
    if (size === 0) {
      archive.entry(header, '');
      return;
    }
    const content = createReadStream(path, { fd: file, autoClose: false, start: 0, end: size - 1 });
    await pipeline(content, archive.entry(header));
  } finally {
    await file.close();
  }
}

/**
 * Writes an archive into a new folder, readable for its owner only, and onto the disk. Takes plain files and folders
 * that stay inside; resolves when the archive has come to its end without an error.
 * @throws ArchiveError and whatever the archive's stream fails with; the folder is then of no use
 */
export async function unpackArchive(
  archive: Readable,
  folder: string,
  limits: ArchiveLimits = LIMITS,
): Promise<void> {
  await mkdir(folder, { mode: 0o700 });
  const entries = extract();
  const reading = pipeline(archive, entries);
  reading.catch(() => undefined);
  await writeEntries(entries, folder, limits);
  await reading;
}

async function writeEntries(entries: Extract, folder: string, limits: ArchiveLimits) {
  let bytes = 0;
  let count = 0;
  const folders = new Set([folder]);
  for await (const entry of entries) {
    bytes += entry.header.size;
    count += 1;
    if (bytes > limits.bytes || count > limits.entries) throw new ArchiveError('The archive is too large');
    const path = join(folder, safeName(entry.header));
    if (entry.header.type === 'directory') {
      await mkdir(path, { recursive: true, mode: 0o700 });
      folders.add(path);
      entry.resume();
    } else {
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      await writeFile(entry as AsyncIterable<Uint8Array>, path);
    }
  }
  for (const path of folders) await syncFolder(path);
}

/** Never over a file that is there: no archive of ours holds a name twice. */
async function writeFile(entry: AsyncIterable<Uint8Array>, path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    for await (const chunk of entry) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Names in a folder last when the folder is on the disk. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function safeName({ name, type }: Header): string {
  if (type !== 'file' && type !== 'directory') throw new ArchiveError(`The archive holds a ${type}: ${name}`);
  const parts = name.replace(/\/$/, '').split('/');
  const isUnsafe = (part: string) => part === '' || part === '.' || part === '..' || part.includes('\0');
  if (parts.some(isUnsafe)) throw new ArchiveError(`The archive holds a name that leads outside: ${name}`);
  return parts.join('/');
}
