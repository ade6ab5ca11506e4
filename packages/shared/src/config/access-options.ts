import { z } from 'zod';
import { list } from './read-config.ts';

/** Who may use the API. */
export const accessOptions = {
  API_KEY: z
    .string()
    .describe(
      'The key that allows everything, sent in x-gateway-key. Make a long random one, for example with: openssl rand -hex 32',
    ),
  API_KEY_OLD: z
    .string()
    .optional()
    .describe('The API_KEY from before, accepted too while its callers change over.'),
  KEY_HEADERS: list
    .pipe(z.array(z.string().regex(/^[\w-]{1,100}$/, 'must name headers, separated by commas')))
    .transform((names) => names.map((name) => name.toLowerCase()))
    .default([])
    .describe(
      'Further headers in which the key is accepted, beside x-gateway-key, x-api-key, apikey and Authorization: Bearer.',
    ),
  JWT_SECRET: z
    .string()
    .min(32, 'must have at least 32 characters')
    .optional()
    .describe(
      'Signs the short-lived tokens for browsers, alike in every api process. By default it follows from API_KEY, so that another API_KEY ends them.',
    ),
} as const;
