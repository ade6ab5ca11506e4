/** A session has a login, but it cannot be had now; starting without it would ask for a QR code. */
export class LoginUnavailableError extends Error {
  override readonly name = 'LoginUnavailableError';
  readonly code: LoginProblem;

  constructor(code: LoginProblem, message: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
  }
}

export type LoginProblem =
  /** The store cannot be asked, or broke off. */
  | 'store_away'
  /** The store has lost the object. */
  | 'missing'
  /** The object is not what was put. */
  | 'altered'
  /** None of the configured keys opens it. */
  | 'wrong_key'
  /** It was made by a later version of the gateway. */
  | 'unknown_version'
  /** It was never saved, and lies on another host. */
  | 'elsewhere';

/** The session belongs to someone else now. */
export class NotOwnerError extends Error {
  override readonly name = 'NotOwnerError';

  constructor(sessionId: string) {
    super(`Session ${sessionId} belongs to another worker now`);
  }
}
