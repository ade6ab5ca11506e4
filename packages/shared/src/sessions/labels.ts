import { z } from 'zod';
import { list } from '../config/read-config.ts';

/** Labels decide where a session may run: on workers that have all of the session's labels. */
const labelSchema = z
  .string()
  .regex(/^[\w.=:-]{1,64}$/, 'must be up to 64 letters, digits, and any of _ . = : -');

export const labelsSchema = z.array(labelSchema).max(16, 'must be at most 16 labels');

/** As an environment variable: separated by commas. */
export const labelList = list.pipe(labelsSchema);
