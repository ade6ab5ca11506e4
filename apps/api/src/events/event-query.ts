import { EVENTS, type EventName, envelopeSchema } from '@wagw/shared/events/catalogue';
import { sessionIdSchema } from '@wagw/shared/sessions/session-id';
import { z } from 'zod';

/** What can be asked of the event log, and what is answered. */

const OLDEST = 'oldest';
const NEWEST = 'newest';

/** Redis counts the entries of one millisecond in 64 bits. */
const LAST_COUNT = 2n ** 64n - 1n;

/** A place in one session's log. */
export const seqCursor = z.string().regex(/^\d{1,15}$/, 'must be a seq');
/** A place in the order over all sessions. */
export const indexCursor = z
  .string()
  .regex(/^\d{1,15}-\d{1,20}$/, 'must be a cursor of this list')
  .refine((cursor) => BigInt(cursor.split('-')[1] ?? '') <= LAST_COUNT, 'must be a cursor of this list');

const eventNames = z
  .string()
  .transform((names) => names.split(',').map((name) => name.trim()))
  .pipe(z.array(z.enum(Object.keys(EVENTS) as [EventName, ...EventName[]])).min(1))
  .transform((names): ReadonlySet<string> => new Set(names))
  .optional()
  .describe('Only these events, separated by commas.');

const pageQuery = (cursor: z.ZodType<string>) =>
  z.strictObject({
    after: z
      .union([z.literal(OLDEST), cursor], 'must be `oldest` or a cursor that you were given')
      .optional()
      .describe(
        'Only what comes after this cursor; `oldest` for all that is kept. By default a page begins with the oldest, a stream with what happens now.',
      ),
    before: z
      .union([z.literal(NEWEST), cursor], 'must be `newest` or a cursor that you were given')
      .transform((place) => (place === NEWEST ? { cursor: undefined } : { cursor: place }))
      .optional()
      .describe(
        'A page only, not with `after`: the newest events before this cursor, newest first; `newest` begins with the last one.',
      ),
    limit: z.coerce.number().int().min(1).max(500).default(100).describe('Of a page; a stream has none.'),
    event: eventNames,
  });

export const sessionEventsQuery = pageQuery(seqCursor);
export const allEventsQuery = pageQuery(indexCursor).extend({
  sessionId: sessionIdSchema.optional(),
  tenantId: sessionIdSchema.optional(),
});

export const eventPageSchema = z
  .object({
    items: z.array(envelopeSchema),
    missing: z
      .array(z.object({ sessionId: z.string(), seq: z.int() }))
      .describe('Events at this place that the log of their session does not keep any more.'),
    nextCursor: z
      .string()
      .describe(
        '`after` of the next page, also when there is nothing more yet; with `before` the `before` of it.',
      ),
    hasMore: z.boolean().describe('Whether the next page may have something already. A page can be empty.'),
  })
  .meta({ id: 'EventPage' });
