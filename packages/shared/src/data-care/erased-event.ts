import type { Envelope } from '../events/catalogue.ts';

/** What stands in the event log instead of an event that was erased: its place, and that it was there. */

const ERASED_DATA = { erased: true } as const;

/** The bytes of an event without what it told. */
export function eraseEvent(json: string): string {
  const event = JSON.parse(json) as Envelope;
  return JSON.stringify({ ...event, data: ERASED_DATA });
}

/** Such an event has nothing to be made of, in no format but the log's own. */
export const isErased = ({ data }: Pick<Envelope, 'data'>): boolean => data.erased === true;
