import { z } from 'zod';
import { type EventDefinition, timestamp } from './event-fields.ts';

/**
 * Events about webhook endpoints. They stand in the log of the session whose event showed it, and are not told to the
 * endpoint that they are about.
 */

const endpoint = {
  webhookId: z.string(),
  url: z.string().describe('Of the endpoint, without what follows a question mark.'),
};

const exampleEndpoint = { webhookId: 'whk_Zk3vT1c2QmX0b9aYw8uJ5rKd', url: 'https://shop.example/hooks' };

export const webhookEvents = {
  'webhook.failing': {
    summary: 'An endpoint has not taken an event in four attempts. It is tried on.',
    data: z.object({
      ...endpoint,
      since: timestamp.describe('Since when nothing but failures came back, in unix seconds.'),
      reason: z.string().describe('What came of the last attempt.'),
    }),
    example: { ...exampleEndpoint, since: 1_702_323_456, reason: 'The receiver answered 500.' },
  },
  'webhook.recovered': {
    summary: 'An endpoint that was told of as failing has taken an event.',
    data: z.object(endpoint),
    example: exampleEndpoint,
  },
  'webhook.disabled': {
    summary:
      'An endpoint gets nothing more until somebody enables it: it has answered 410 Gone, or nothing but failures for five days.',
    data: z.object({ ...endpoint, reason: z.enum(['gone', 'failing']) }),
    example: { ...exampleEndpoint, reason: 'gone' },
  },
} as const satisfies Record<string, EventDefinition>;
