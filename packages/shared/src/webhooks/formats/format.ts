import { isErased } from '../../data-care/erased-event.ts';
import type { Envelope, EventData, EventName } from '../../events/catalogue.ts';

/** An event of the log, read and as its very bytes. */
export interface RecordedEvent {
  readonly envelope: Envelope;
  readonly json: string;
  /** Unix milliseconds; by default the second that the event itself names. */
  readonly recordedAt?: number | undefined;
}

/**
 * How a receiver wants its events written. Pure: the same event always becomes the same text, so that every repetition and
 * replay of a delivery has the same bytes.
 */
export interface WebhookFormat {
  readonly name: string;
  /** What it is and what it leaves out, for `docs/webhook-formats.md`. */
  readonly description: string;
  /** The JSON text to be posted; undefined when the format does not carry the event. */
  render(event: RecordedEvent): string | undefined;
  /**
   * Headers that the format has beside those of every delivery.
   * @param secret of the endpoint, as its owner knows it; undefined when it has none
   */
  headers?(body: Buffer, secret: string | undefined): Readonly<Record<string, string>>;
  /** The format's own name of the event in a text of `render`, where endpoints choose by these names. */
  nameIn?(text: string): string;
}

/** What becomes of each event; events that are not named are not carried, nor those whose rule gives nothing. */
export type Rules<Body> = {
  readonly [N in EventName]?: (data: EventData<N>, envelope: Envelope) => Body | undefined;
};

/** Applies the rule of the event, if there is one. Only events of the catalogue come into the log; what is left of erased ones gives nothing. */
export function applyRules<Body>(rules: Rules<Body>, envelope: Envelope): Body | undefined {
  if (isErased(envelope)) return undefined;
  const rule = rules[envelope.event] as ((data: unknown, envelope: Envelope) => Body | undefined) | undefined;
  return rule?.(envelope.data, envelope);
}
