import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript';
import { withoutUnused } from './without-unused.ts';

const HEAD = [
  '// Made by `pnpm docs` from the OpenAPI document of the api; edit its schemas there.',
  '// biome-ignore-all format: as the generator writes it',
  '// biome-ignore-all lint: as the generator writes it',
  '',
];

/**
 * The types of what the gateway reads, answers and posts.
 * @param document what `GET /openapi.json` of an api answers
 */
export async function schemaText(document: unknown): Promise<string> {
  const tree = await openapiTS(withoutUnused(document) as OpenAPI3, {
    rootTypes: true,
    rootTypesNoSchemaPrefix: true,
    // A field with a default may be left out of a request.
    defaultNonNullable: false,
  });
  return HEAD.join('\n') + astToString(tree);
}
