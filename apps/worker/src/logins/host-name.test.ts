import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { nameOfLoginFolder } from './host-name.ts';

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'wagw-names-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a folder keeps its name, whoever asks for it', async () => {
  const path = join(folder, 'one', 'sessions');
  const named = await Promise.all(Array.from({ length: 10 }, (_, i) => nameOfLoginFolder(path, `host-${i}`)));
  expect(new Set(named).size).toBe(1);
  expect(named[0]).toMatch(/^host-\d-[0-9a-f]{6}$/);
  expect(await nameOfLoginFolder(path, 'made-again')).toBe(named[0]);
});

test('two folders have two names, even on hosts of the same name', async () => {
  const names = [join(folder, 'two'), join(folder, 'three')].map((path) =>
    nameOfLoginFolder(path, 'localhost'),
  );
  const [two, three] = await Promise.all(names);
  expect(two).not.toBe(three);
});
