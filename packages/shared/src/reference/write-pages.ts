import { writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { referencePages } from './pages.ts';

/** `pnpm docs`: writes the pages of `docs/` that are made from the code. */
const DOCS = resolve(import.meta.dirname, '../../../../docs');

for (const [name, text] of Object.entries(referencePages())) await writeFile(join(DOCS, name), text);
