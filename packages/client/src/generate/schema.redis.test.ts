import { readFile } from 'node:fs/promises';
import { expect, test } from '@jest/globals';
import { openapiDocument } from './document.ts';
import { schemaText } from './schema-text.ts';

test('schema.ts says what the api says of itself; if not, run `pnpm docs`', async () => {
  const written = await readFile(new URL('../schema.ts', import.meta.url), 'utf8');
  // Not `toBe`, whose difference of two long texts takes minutes.
  expect(written === (await schemaText(await openapiDocument()))).toBe(true);
});
