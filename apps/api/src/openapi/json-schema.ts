import type { z } from 'zod';

type Options = NonNullable<Parameters<typeof z.toJSONSchema>[1]>;

/** How zod schemas are written down in the document. */
export const JSON_SCHEMA = {
  override({ zodSchema, jsonSchema }) {
    const { def } = zodSchema._zod;
    // Objects may get further fields; only those that are declared as strict refuse what they do not know.
    if (def.type === 'object' && def.catchall === undefined) delete jsonSchema.additionalProperties;
    // How far JavaScript counts is nothing that a caller needs to read.
    if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
    if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
    // `contentEncoding` says it; as a format nobody else knows it.
    if (jsonSchema.format === 'base64') delete jsonSchema.format;
  },
} satisfies Options;
