import { writeFile } from 'node:fs/promises';
import { openapiDocument } from './document.ts';
import { schemaText } from './schema-text.ts';

/** `pnpm docs`: writes the types of the gateway's OpenAPI document. */
await writeFile(new URL('../schema.ts', import.meta.url), await schemaText(await openapiDocument()));
