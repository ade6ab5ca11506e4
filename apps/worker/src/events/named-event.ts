import type { EventBody } from '@wagw/shared/events/catalogue';

/**
 * An event for the customer and a name of what happened (`once`), so that the same thing reported twice, or found again
 * later in the store, is one event. Without a name every report counts.
 */
export interface NamedEvent {
  readonly body: EventBody;
  readonly once?: string;
}
