import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const PACKAGE = resolve(import.meta.dirname, '../..');

/** The programs of the README as files, in a folder that finds the package under its name. */
export interface Examples {
  readonly folder: string;
  readonly names: readonly string[];
  /** Adds a program of a test to them. */
  write(name: string, text: string): void;
  remove(): void;
}

export function extractExamples(): Examples {
  const readme = readFileSync(join(PACKAGE, 'README.md'), 'utf8');
  // Inside of the package, which finds itself by its name only there.
  mkdirSync(join(PACKAGE, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(PACKAGE, 'dist/readme-'));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  const blocks = [...readme.matchAll(/^```ts (\S+)\n(.*?)^```$/gms)];
  for (const [, name = '', text = ''] of blocks) write(name, text);
  return {
    folder,
    names: blocks.map(([, name = '']) => name),
    write,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
