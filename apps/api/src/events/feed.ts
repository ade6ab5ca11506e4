/** One event, ready to be told. */
export interface FeedEvent {
  /** Reading goes on after it with this. */
  readonly cursor: string;
  readonly event: string;
  /** The very bytes of the log. */
  readonly json: string;
}

/** An event that the order knows but whose session's log keeps it no more. */
export interface MissingEvent {
  readonly sessionId: string;
  readonly seq: number;
}

export interface FeedPage {
  readonly events: readonly FeedEvent[];
  readonly missing: readonly MissingEvent[];
  /** The cursor behind everything that was looked at, in the direction of reading; what the filter held back too. */
  readonly next: string;
  /** Whether there may be more after `next` already. */
  readonly hasMore: boolean;
}

/** Events in an order that can be resumed: those of one session, or of all. */
export interface Feed {
  /** What a new event must have to matter here; undefined for every session. */
  readonly sessionId: string | undefined;
  /** The cursor before everything that is kept. */
  oldest(): Promise<string>;
  /** The cursor after everything that is there. */
  newest(): Promise<string>;
  /**
   * The events after a cursor.
   * @throws EventsExpired when some of them are not kept any more
   * @throws AccessEnded
   */
  read(after: string, limit: number): Promise<FeedPage>;
}

/** The same events, from the newest back. */
export interface BackwardFeed {
  /**
   * The newest events before a cursor, newest first, as far as they are kept; a page looks at so many events at most, and can be
   * shorter than `limit` although there are more.
   * @param before undefined for the newest of all
   */
  readBack(before: string | undefined, limit: number): Promise<FeedPage>;
}

export interface EventFilter {
  readonly sessionId?: string | undefined;
  readonly tenantId?: string | undefined;
  readonly events?: ReadonlySet<string> | undefined;
}

/** Whoever reads may not any more. */
export class AccessEnded extends Error {
  override readonly name = 'AccessEnded';
}

/** Some events after the cursor are gone, so reading cannot go on without a gap. */
export class EventsExpired extends Error {
  override readonly name = 'EventsExpired';
  /** The cursor of the first event that is kept. */
  readonly first: string;

  constructor(first: string) {
    super(`The log begins at ${first}.`);
    this.first = first;
  }
}
