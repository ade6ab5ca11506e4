/** One kind of error that a caller of the API can meet. */
export interface ErrorKind {
  /** Of the answer. */
  readonly status: number;
  /** Whether the same request can succeed later. */
  readonly retryable: boolean;
  readonly title: string;
  /** The sentence that tells the caller what to do. */
  readonly remedy: string;
}

/** By their codes, which are stable. */
export type ErrorKinds = Readonly<Record<string, ErrorKind>>;
