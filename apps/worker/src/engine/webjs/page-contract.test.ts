import { readdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from '@jest/globals';
import { NEEDED_TO_LINK, NEEDED_WHEN_LINKED } from './page-contract.ts';

const library = join(dirname(createRequire(import.meta.url).resolve('whatsapp-web.js/package.json')), 'src');

async function sourceOf(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true });
  const texts = files
    .filter((name) => name.endsWith('.js'))
    .map((name) => readFile(join(folder, name), 'utf8'));
  return (await Promise.all(texts)).join('\n');
}

const modulesIn = (text: string) =>
  [...text.matchAll(/require\(\s*['"](WA\w+)['"],?\s*\)/g)].map(([, name]) => String(name));

test('what the library puts into a page without a login is all looked for', async () => {
  const authStore = await sourceOf(join(library, 'util/Injected/AuthStore'));
  const modules: readonly string[] = NEEDED_TO_LINK.map((path) => path.split('.')[0] ?? '');
  expect(modulesIn(authStore).length).toBeGreaterThan(5);
  expect(modulesIn(authStore).filter((name) => !modules.includes(name))).toEqual([]);
});

test('nothing is looked for that neither the library nor this engine uses any more', async () => {
  const used = (await sourceOf(library)) + (await ownPrograms());
  const stale = NEEDED_WHEN_LINKED.filter((name) => !used.includes(`'${name}'`));
  expect(stale).toEqual([]);
});

async function ownPrograms(): Promise<string> {
  const names = (await readdir(import.meta.dirname)).filter((name) =>
    /^page-(?!contract)\w+\.ts$/.test(name),
  );
  return (await Promise.all(names.map((name) => readFile(join(import.meta.dirname, name), 'utf8')))).join(
    '\n',
  );
}
