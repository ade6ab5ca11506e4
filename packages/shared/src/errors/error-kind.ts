/** One kind of error that a caller of the API can meet. */
export interface ErrorKind {
  /** Of the answer. */
  readonly status: number;
  /** Whether the same request can succeed later. */
  readonly retryable: boolean;
  /** After how many seconds, in `Retry-After`; 1 unless told. Of answers with 503. */
  readonly retryAfterS?: number;
  readonly title: string;
  /** The sentence that tells the caller what to do. */
  readonly remedy: string;
}

/** By their codes, which are stable. */
export type ErrorKinds = Readonly<Record<string, ErrorKind>>;
