import { z } from 'zod';
import { EVENT_NAMES } from '../events/catalogue.ts';
import { sessionIdSchema } from '../sessions/session-id.ts';

/** Asking for deliveries that nobody would make by themselves: tests and replays. */

export const testWebhookSchema = z
  .strictObject({
    event: z.enum(EVENT_NAMES).default('message').describe('The example of this event is delivered.'),
  })
  .meta({ id: 'TestWebhook' });

const time = z.iso.datetime({ offset: true }).transform((text) => Date.parse(text));

/** Times become unix milliseconds. */
export const replaySchema = z
  .strictObject({
    status: z
      .enum(['dead', 'all'])
      .default('dead')
      .describe('`dead`: what was given up. `all`: whatever the event log has, delivered before or not.'),
    since: time.optional().describe('Recorded then or later.'),
    until: time.optional().describe('Recorded before then. By default up to now.'),
    events: z.array(z.enum(EVENT_NAMES)).min(1).optional().describe('Only these events.'),
    sessionId: sessionIdSchema.optional().describe('Only events of this session.'),
    cursor: z
      .string()
      .regex(/^\d{1,15}\.\d{1,15}-\d{1,20}$/, 'must be `nextCursor` of an answer')
      .optional()
      .describe('`nextCursor` of the answer before, with all else as it was.'),
  })
  .meta({ id: 'ReplayWebhook' });

export type ReplayWish = z.infer<typeof replaySchema>;

export const replayedSchema = z
  .object({
    added: z.int().describe('Deliveries that wait now.'),
    skipped: z
      .int()
      .describe('What was meant but waits already, is not in the event log any more, or not in the format.'),
    nextCursor: z
      .string()
      .nullable()
      .describe('One call replays about 10,000: ask again with this as `cursor` until it is null.'),
  })
  .meta({ id: 'ReplayedWebhook' });
