import { accountQueries } from './account.ts';
import { chatQueries } from './chats.ts';
import { groupQueries } from './groups.ts';
import type { Query } from './query.ts';

/** Everything a page may ask, by name. */
export const queries: Readonly<Record<string, Query>> = {
  ...accountQueries,
  ...chatQueries,
  ...groupQueries,
};
