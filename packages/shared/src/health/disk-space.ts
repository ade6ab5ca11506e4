import { statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { z } from 'zod';

export const diskSpaceSchema = z
  .object({
    path: z.string(),
    totalBytes: z.int(),
    freeBytes: z.int().describe('What this process may still write.'),
  })
  .meta({ id: 'DiskSpace' });

/** The room of the file system that a path is on, or will be on. */
export type DiskSpace = z.infer<typeof diskSpaceSchema>;

/** Undefined when nobody can tell. */
export async function diskSpace(path: string): Promise<DiskSpace | undefined> {
  try {
    const { bsize, blocks, bavail } = await statfs(path);
    return { path, totalBytes: bsize * blocks, freeBytes: bsize * bavail };
  } catch (error) {
    const isAbsent = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (!isAbsent || dirname(path) === path) return undefined;
    const above = await diskSpace(dirname(path));
    return above === undefined ? undefined : { ...above, path };
  }
}
