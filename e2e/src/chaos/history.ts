/** What was seen of a run from outside, for `check-history.ts` to judge. Times are unix milliseconds. */

/** A text that the API accepted. */
export interface AcceptedSend {
  readonly session: string;
  /** Order is kept within it; undefined: the session has one chat. */
  readonly chat?: string;
  readonly text: string;
}

/** A send as it reached WhatsApp. */
export interface SeenEffect {
  readonly session: string;
  readonly text: string;
  /** WhatsApp's id of it. */
  readonly id: string;
  /** `repeated`: dropped, for that id was there; `refused`: it did not get through. */
  readonly outcome: 'accepted' | 'repeated' | 'refused';
  /** The process that made it, and when it was called to; unknown where a browser is between us and it. */
  readonly maker?: number;
  readonly calledAt?: number;
  /** The process that owned the session by what Redis said at the arrival, and since when: the epoch is a time. */
  readonly owner?: number;
  readonly ownedSince?: number;
}

/** A login that was connected. */
export interface SeenConnection {
  readonly session: string;
  readonly maker: number;
  readonly from: number;
  /** Infinity when it was still there in the end. */
  readonly to: number;
}

/** A message that a customer wrote to a session. */
export interface SeenIncoming {
  readonly session: string;
  readonly id: string;
}

/** One entry of a session's event log. */
export interface LoggedEntry {
  readonly session: string;
  readonly seq: number;
  readonly event: string;
  /** What it tells of, for events that must not be told twice: a message's bare id, or that and its ack. */
  readonly subject?: string;
}

/** A time during which a process cannot end its connections: nobody can expect it to. */
export interface Excuse {
  readonly maker: number;
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

export interface History {
  /** In the order in which they were accepted. */
  readonly accepted: readonly AcceptedSend[];
  /** In the order in which they took effect. */
  readonly effects: readonly SeenEffect[];
  readonly connections: readonly SeenConnection[];
  readonly excuses: readonly Excuse[];
  readonly incoming: readonly SeenIncoming[];
  /** In the order of the log. */
  readonly log: readonly LoggedEntry[];
}
