import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createDirectoryStore } from './directory-store.ts';
import { itIsABlobStore } from './testing/store-conformance.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wagw-logins-'));
});

afterAll(async () => {
  await rm(folder, { recursive: true, force: true });
});

itIsABlobStore(async () => {
  const path = await mkdtemp(join(tmpdir(), 'wagw-logins-'));
  return {
    store: createDirectoryStore(join(path, 'not', 'there', 'yet')),
    cleanUp: () => rm(path, { recursive: true, force: true }),
  };
});

it('lets nobody but its owner read', async () => {
  await createDirectoryStore(folder).put('one/1-1', Readable.from(['login']));
  const modes = ['one', 'one/1-1'].map(async (path) => (await stat(join(folder, path))).mode & 0o777);
  expect(await Promise.all(modes)).toEqual([0o700, 0o600]);
});

it('clears away what a process was writing when it died, and nothing that is being written', async () => {
  const store = createDirectoryStore(folder);
  await store.put('one/1-1', Readable.from(['login']));
  const yesterday = new Date(Date.now() - 25 * 3_600_000);
  await writeFile(join(folder, '.unfinished', 'abandoned'), 'half');
  await utimes(join(folder, '.unfinished', 'abandoned'), yesterday, yesterday);
  await writeFile(join(folder, '.unfinished', 'under-way'), 'half');
  await store.put('one/1-2', Readable.from(['login']));
  expect(await readdir(join(folder, '.unfinished'))).toEqual(['under-way']);
});
