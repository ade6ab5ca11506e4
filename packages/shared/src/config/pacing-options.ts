import { integer } from './read-config.ts';

const limit = integer(0, 1_000_000);

/** How fast a session sends: the worker lets what is too fast wait, and nothing overtakes it within its chat. */
export const pacingOptions = {
  PACING_PER_MINUTE: limit
    .default(60)
    .describe(
      'How many messages a session sends in a minute on average, to all chats together. 0 does not limit.',
    ),
  PACING_BURST: integer(1, 1_000_000)
    .default(60)
    .describe('How many of them may go out at once after a rest.'),
  PACING_CHAT_PER_MINUTE: limit
    .default(10)
    .describe(
      'How many messages a session sends to one chat in a minute on average; 10 as WhatsApp’s own Cloud API allows. 0 does not limit.',
    ),
  PACING_CHAT_BURST: integer(1, 1_000_000)
    .default(45)
    .describe('How many of them may go out at once after a rest; 45 as with the Cloud API.'),
  PACING_PER_DAY: limit
    .default(0)
    .describe(
      'How many messages a session sends in a day of UTC; the others wait for the next. 0 does not limit.',
    ),
  PACING_WARM_UP_FIRST_DAY: limit
    .default(0)
    .describe(
      'How many messages a session sends on the day of its login; each day after it half as many again. 0 does not limit.',
    ),
  PACING_WARM_UP_DAYS: integer(1, 365)
    .default(14)
    .describe('After how many days a new login counts as any other.'),
  PACING_TYPING: integer(0, 60_000)
    .default(0)
    .describe(
      'For how many milliseconds at most "typing" is shown before a text, by its length. 0 shows nothing.',
    ),
} as const;
