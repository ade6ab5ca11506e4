import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { expect, test } from '@jest/globals';
import { referencePages } from './pages.ts';

const DOCS = resolve(import.meta.dirname, '../../../../docs');

test.each(Object.entries(referencePages()))(
  'docs/%s says what the code says; if not, run `pnpm docs`',
  async (name, text) => {
    expect(await readFile(join(DOCS, name), 'utf8')).toBe(text);
  },
);
