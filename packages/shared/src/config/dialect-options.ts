import { z } from 'zod';
import { list } from './read-config.ts';

/** The sets of routes that systems which were built against another gateway already call; see docs/dialects.md. */
export const DIALECT_NAMES = ['tenant', 'connection'] as const;
export type DialectName = (typeof DIALECT_NAMES)[number];

const DEFAULT: DialectName[] = ['tenant', 'connection'];

export const dialectOptions = {
  DIALECTS: z
    .preprocess((text) => (text === 'none' ? '' : text), list)
    .pipe(z.array(z.enum(DIALECT_NAMES, `must name some of ${DIALECT_NAMES.join(', ')}, or be none`)))
    .default(DEFAULT)
    .describe(
      'Whose routes are served beside the native ones, separated by commas; none for the native ones alone. See docs/dialects.md.',
    ),
} as const;
