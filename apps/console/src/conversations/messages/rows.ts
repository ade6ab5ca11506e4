import type { ShownMessage } from './shown-message.ts';
import { startOfDay } from './use-chat-times.ts';

/** What the list of a conversation consists of. */
export type Row =
  | { readonly kind: 'day'; readonly key: string; readonly at: number }
  | { readonly kind: 'message'; readonly key: string; readonly message: ShownMessage };

const LONGEST_DAY_MS = 25 * 3_600_000;

/** Each day's messages under its name. */
export function rowsOf(messages: readonly ShownMessage[]): Row[] {
  const rows: Row[] = [];
  let [dayFrom, dayTo] = [0, 0];
  for (const message of messages) {
    const { at, key } = message;
    if (at < dayFrom || at >= dayTo) {
      dayFrom = startOfDay(at);
      dayTo = startOfDay(dayFrom + LONGEST_DAY_MS);
      rows.push({ kind: 'day', key: `day ${dayFrom}`, at });
    }
    rows.push({ kind: 'message', key, message });
  }
  return rows;
}
