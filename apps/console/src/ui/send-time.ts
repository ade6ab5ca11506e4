/** What a field for a date and time holds: "2026-11-23T09:30", in the time zone of the browser. */

const LONGEST_MS = 365 * 86_400_000;
const MINUTE_MS = 60_000;

/** @param at unix milliseconds */
export function toField(at: number): string {
  const date = new Date(at - new Date(at).getTimezoneOffset() * MINUTE_MS);
  return date.toISOString().slice(0, 16);
}

/** Unix milliseconds; undefined unless it is a time to come, within a year. @param now unix milliseconds */
export function fromField(value: string, now: number): number | undefined {
  const at = Date.parse(value);
  return at > now && at < now + LONGEST_MS ? at : undefined;
}

/** A proposal: the next full hour that is at least an hour away. */
export const nextHour = (now: number): number =>
  Math.ceil((now + 60 * MINUTE_MS) / (60 * MINUTE_MS)) * 60 * MINUTE_MS;
