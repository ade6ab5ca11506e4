import { z } from 'zod';
import { apiLimitOptions } from './api-limit-options.ts';
import { list } from './read-config.ts';

/** The sets of routes that systems which were built against another gateway already call; see docs/dialects.md. */
export const DIALECT_NAMES = ['tenant', 'connection', 'evolution'] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

/** Those that are served unless somebody says otherwise. */
export const DEFAULT_DIALECTS: DialectName[] = ['tenant', 'connection'];

const EVOLUTION_FORMATS = ['evolution', 'evolution-v2'] as const;
export type EvolutionFormat = (typeof EVOLUTION_FORMATS)[number];

export const dialectOptions = {
  DIALECTS: z
    .preprocess((text) => (text === 'none' ? '' : text), list)
    .pipe(z.array(z.enum(DIALECT_NAMES, `must name some of ${DIALECT_NAMES.join(', ')}, or be none`)))
    .default(DEFAULT_DIALECTS)
    .describe(
      'Whose routes are served beside the native ones, separated by commas; none for the native ones alone. See docs/dialects.md.',
    ),
  EVOLUTION_WEBHOOK_FORMAT: z
    .enum(EVOLUTION_FORMATS, `must be one of ${EVOLUTION_FORMATS.join(', ')}`)
    .default('evolution')
    .describe(
      'What a webhook that is set up through the dialect evolution gets: evolution, or evolution-v2 for receivers that were written for Evolution API itself. See docs/from-evolution-api.md.',
    ),
  CORS_ORIGIN: apiLimitOptions.ALLOWED_ORIGINS.describe('An older name of ALLOWED_ORIGINS.'),
} as const;

/** How two of these systems name the webhook of their microservice. */
export const olderWebhookOptions = {
  LOCAI_WEBHOOK_URL: z
    .url({ protocol: /^https?$/, error: 'must be an http or https URL' })
    .optional()
    .describe(
      'An older name of APP_WEBHOOK_URL, in the format tenant unless WEBHOOK_FORMAT says otherwise. A URL without a path gets /api/webhook/whatsapp-microservice.',
    ),
  LOCAI_WEBHOOK_SECRET: z.string().min(1).optional().describe('An older name of WEBHOOK_SECRET.'),
} as const;

const PATH_OF_ORIGINS = '/api/webhook/whatsapp-microservice';

/** Of the two systems, one names the origin and appends the path itself, the other names the whole URL. */
export function olderWebhookUrl(text: string): string {
  const url = new URL(text);
  if (url.pathname === '/') url.pathname = PATH_OF_ORIGINS;
  return url.href;
}
