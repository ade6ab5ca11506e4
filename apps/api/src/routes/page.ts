import { z } from 'zod';

/** Which part of a list is wanted. */
export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(100),
  cursor: z.string().min(1).max(128).optional().describe('`nextCursor` of the page before.'),
});

/** As `pageQuery`, of a list that WhatsApp Web is asked for with each page. */
export const livePageQuery = pageQuery.extend({
  cursor: z
    .string()
    .max(128)
    .regex(/^\d+:./, 'must be `nextCursor` of the page before')
    .optional()
    .describe('`nextCursor` of the page before.'),
});
