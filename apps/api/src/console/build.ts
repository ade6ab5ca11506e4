import { readdir, readFile } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';

/** What `vite build` has made of apps/console. */
export interface ConsoleBuild {
  /** Paths below the folder, with slashes. */
  readonly files: ReadonlySet<string>;
  /** The page of those who have a key. */
  readonly consoleHtml: string;
  /** The page of those who have a link. */
  readonly connectHtml: string;
}

/** Undefined when nothing was built there. */
export async function readBuild(folder: string): Promise<ConsoleBuild | undefined> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    const paths = entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)).split(sep).join('/'));
    return {
      files: new Set(paths.filter((path) => !path.endsWith('.html'))),
      consoleHtml: await readFile(join(folder, 'index.html'), 'utf8'),
      connectHtml: await readFile(join(folder, 'connect.html'), 'utf8'),
    };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
