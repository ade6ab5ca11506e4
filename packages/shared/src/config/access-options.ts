import { z } from 'zod';
import { isOrigin, list } from './read-config.ts';

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
  CONSOLE: z
    .enum(['on', 'off'], 'must be on or off')
    .default('on')
    .describe('Whether the api serves the console, the page for browsers at /console.'),
  CONSOLE_PATH: z
    .string()
    .optional()
    .describe('The folder of the built console. By default apps/console/dist of this installation.'),
  PUBLIC_URL: z
    .string()
    .transform((url) => url.replace(/\/$/, ''))
    .refine(isOrigin, 'must look like https://wa.example.com, without a path')
    .optional()
    .describe(
      'Where browsers reach the api, like https://wa.example.com. Connect links begin with it, and pages from there are taken for the console. By default the host that each request names.',
    ),
} as const;
