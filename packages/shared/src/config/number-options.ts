import { z } from 'zod';
import { type CountryCode, isSupportedCountry } from '../numbers/read-phone.ts';
import { duration } from './read-config.ts';

/** How recipients are read and checked before they are queued. */
export const numberOptions = {
  DEFAULT_COUNTRY: z
    .string()
    .toUpperCase()
    .refine(isSupportedCountry, 'must be the two letters of a country, like BR')
    .transform((country) => country as CountryCode)
    .optional()
    .describe(
      'The country whose national numbers are understood, as two letters like BR. Without it every number needs its country code.',
    ),
  NUMBER_CHECK: z
    .enum(['on', 'off'], 'must be on or off')
    .default('off')
    .describe(
      'Whether a message to a number that WhatsApp does not know is refused at once (422) instead of failing later.',
    ),
} as const;

/** How long the answers of WhatsApp about numbers are believed. */
export const numberCacheOptions = {
  NUMBER_KNOWN_TTL: duration
    .default(7 * 86_400_000)
    .describe('For how long a number that WhatsApp knows is not asked for again.'),
  NUMBER_UNKNOWN_TTL: duration
    .default(3_600_000)
    .describe('For how long a number that WhatsApp does not know is not asked for again.'),
} as const;
