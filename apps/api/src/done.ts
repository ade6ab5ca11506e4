import { z } from 'zod';

/** The answer to what was done and has no other result. */
export const doneSchema = z.object({ done: z.literal(true) }).meta({ id: 'Done' });
export const DONE = { done: true } as const;
