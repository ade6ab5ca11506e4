import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * What the folder with this host's logins is called: by the host that used it first, and so that no other has its name. A
 * host's own name would not do, since a container that was made again has another one and the same volume. Workers that
 * share the folder share the name.
 * @param host of the machine, for the reader
 */
export async function nameOfLoginFolder(path: string, host: string): Promise<string> {
  const file = join(path, '.name');
  const found = await readName(file);
  if (found !== undefined) return found;
  await mkdir(path, { recursive: true, mode: 0o700 });
  const draft = `${file}-${randomBytes(6).toString('hex')}`;
  await writeFile(draft, `${host}-${randomBytes(3).toString('hex')}`);
  // Whoever comes first names it, and nobody reads half a name.
  await link(draft, file).catch(() => undefined);
  await rm(draft);
  const named = await readName(file);
  if (named === undefined) throw new Error(`The name of the folder cannot be written: ${file}`);
  return named;
}

async function readName(file: string): Promise<string | undefined> {
  return await readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code !== 'ENOENT') throw error;
    return undefined;
  });
}
