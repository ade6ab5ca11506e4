import { GatewayError } from '../gateway-error.ts';

/** Events that are not kept any more. */
export interface LostEvents {
  /** Undefined in the list of all sessions, whose cursors are no numbers. */
  readonly session: string | undefined;
  /** The first and the last number that are lost, in the list of one session. */
  readonly seqs: readonly [first: number, last: number] | undefined;
  /** The cursor from which somebody wanted to go on. */
  readonly after: string | undefined;
  /** The cursor of the first event that is there. */
  readonly first: string;
}

/**
 * Somebody was away for longer than the log keeps events (410). Iterate again with `after: 'oldest'` to go on with the first that is there, once
 * whatever follows from the lost ones has been dealt with.
 */
export class EventsExpiredError extends GatewayError {
  override readonly name = 'EventsExpiredError';
  readonly lost: LostEvents;

  constructor(cause: GatewayError, session: string | undefined, after: string | undefined) {
    const first = String(cause.problem.first);
    const seqs = session === undefined || after === undefined ? undefined : lostSeqs(after, first);
    const what =
      seqs === undefined
        ? `All events between the cursors ${after} and ${first}`
        : `The events ${seqs[0]} to ${seqs[1]} of ${session}`;
    super(cause.status, { ...cause.problem, title: `${what} are not kept any more.` }, cause.retryAfterMs);
    this.lost = { session, seqs, after, first };
  }
}

const lostSeqs = (after: string, first: string): LostEvents['seqs'] => [Number(after) + 1, Number(first) - 1];

/** One event of the list of all sessions that its session's log does not keep any more. */
export interface MissingEvent {
  readonly sessionId: string;
  readonly seq: number;
}

/** A single event is gone, and nobody said with `onMissing` that this may be. */
export class EventMissingError extends Error {
  override readonly name = 'EventMissingError';
  readonly missing: MissingEvent;

  constructor(missing: MissingEvent) {
    const { sessionId, seq } = missing;
    super(`The event ${seq} of ${sessionId} is not kept any more. Give \`onMissing\` to go on without it.`);
    this.missing = missing;
  }
}
