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

const seq = z.int().min(1);

/** What is asked for by time, and what by number; the one or the other. */
const NOT_BY_NUMBER = ['status', 'since', 'until'] as const;

interface ByNumber {
  readonly sessionId?: string | undefined;
  readonly fromSeq?: number | undefined;
  readonly toSeq?: number | undefined;
}

type Wish = ByNumber & { readonly [field in (typeof NOT_BY_NUMBER)[number]]?: unknown };

function mistakesIn({ sessionId, fromSeq, toSeq, ...wish }: Wish): [string, string][] {
  if (fromSeq === undefined) return toSeq === undefined ? [] : [['fromSeq', 'must be given with toSeq']];
  const mistakes = NOT_BY_NUMBER.filter((field) => wish[field] !== undefined).map(
    (field): [string, string] => [field, 'does not go with fromSeq'],
  );
  if (sessionId === undefined) mistakes.push(['sessionId', 'must be given with fromSeq']);
  if (toSeq !== undefined && toSeq < fromSeq) mistakes.push(['toSeq', 'must not be less than fromSeq']);
  return mistakes;
}

/** Times become unix milliseconds. */
export const replaySchema = z
  .strictObject({
    status: z
      .enum(['dead', 'all'])
      .optional()
      .describe(
        '`dead`, the default: what was given up. `all`: whatever the event log has, delivered before or not.',
      ),
    since: time.optional().describe('Recorded then or later.'),
    until: time.optional().describe('Recorded before then. By default up to now.'),
    events: z.array(z.enum(EVENT_NAMES)).min(1).optional().describe('Only these events.'),
    sessionId: sessionIdSchema.optional().describe('Only events of this session.'),
    fromSeq: seq
      .optional()
      .describe(
        'With `sessionId`, in place of `status`, `since` and `until`: the events of the session from this number on, delivered before or not.',
      ),
    toSeq: seq
      .optional()
      .describe('With `fromSeq`: up to this number, and with it. By default up to the last one.'),
    cursor: z
      .string()
      .regex(/^\d{1,15}\.\d{1,15}-\d{1,20}$/, 'must be `nextCursor` of an answer')
      .optional()
      .describe('`nextCursor` of the answer before, with all else as it was.'),
  })
  .superRefine((wish, context) => {
    for (const [field, message] of mistakesIn(wish))
      context.addIssue({ code: 'custom', path: [field], message });
  })
  .meta({ id: 'ReplayWebhook' });

export type ReplayWish = z.infer<typeof replaySchema>;

/** Events of one session by their numbers, both ends meant. */
export interface SeqRange {
  readonly sessionId: string;
  readonly fromSeq: number;
  /** Undefined: the last one. */
  readonly toSeq: number | undefined;
}

/** The numbers that are wished; undefined when it is by time, or what was given up. */
export const seqRangeOf = ({ sessionId, fromSeq, toSeq }: ByNumber): SeqRange | undefined =>
  sessionId === undefined || fromSeq === undefined ? undefined : { sessionId, fromSeq, toSeq };

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
