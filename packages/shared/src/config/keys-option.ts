import { z } from 'zod';
import { list } from './read-config.ts';

const KEY_FORM = 'must be 32 bytes in base64, or several of them separated by commas';

const key = z
  .string()
  .regex(/^[A-Za-z0-9+/]{43}=$/, KEY_FORM)
  .transform((text) => new Uint8Array(Buffer.from(text, 'base64')));

/** Keys that encrypt what is kept elsewhere: the first encrypts, all decrypt. */
export const sealingKeys = list.pipe(z.array(key)).default([]);
