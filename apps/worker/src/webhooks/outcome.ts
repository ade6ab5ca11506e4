/** What became of one attempt to deliver, and what follows from it. */
export type Outcome =
  | { readonly outcome: 'delivered'; readonly status: number }
  | {
      readonly outcome: 'failed';
      readonly code: FailureCode;
      /** For the log: what happened, without any of the content. */
      readonly detail: string;
      /** The HTTP status, if there was an answer. */
      readonly status?: number;
      /** `never`: no attempt can succeed. `when_enabled`: the receiver wants nothing more until a person says otherwise. */
      readonly retry: 'later' | 'never' | 'when_enabled';
      /** Not before this long, in milliseconds. */
      readonly notBeforeMs: number;
    };

export type FailureCode =
  | 'dns_error'
  | 'connection_refused'
  | 'connection_reset'
  | 'tls_error'
  | 'timeout'
  | 'blocked_address'
  | 'redirect'
  | 'http_4xx'
  | 'http_5xx';

/** A receiver that asked for less, or did not answer in time, is left alone for a while. */
const OVERLOADED_MS = 60_000;
const LONGEST_RETRY_AFTER_MS = 24 * 3_600_000;
const GONE = 410;
const OBEYS_RETRY_AFTER = new Set([429, 502, 503, 504]);

/** What an answer means. Redirects are failures: the bytes are meant for the address that was configured. */
export function outcomeOfStatus(status: number, retryAfter: string | undefined, now: number): Outcome {
  if (status >= 200 && status < 300) return { outcome: 'delivered', status };
  const detail = `The receiver answered ${status}.`;
  const base = {
    outcome: 'failed',
    detail,
    status,
    retry: status === GONE ? 'when_enabled' : 'later',
  } as const;
  const asked = OBEYS_RETRY_AFTER.has(status) ? retryAfterMs(retryAfter, now) : 0;
  const notBeforeMs = Math.max(asked, status === 429 ? OVERLOADED_MS : 0);
  if (status >= 300 && status < 400) return { ...base, code: 'redirect', notBeforeMs };
  return { ...base, code: status < 500 ? 'http_4xx' : 'http_5xx', notBeforeMs };
}

/** The wait that a Retry-After header asks for, in seconds or until a date; 0 when it says nothing usable. */
function retryAfterMs(header: string | undefined, now: number): number {
  if (header === undefined) return 0;
  const ms = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_RETRY_AFTER_MS) : 0;
}

const BY_ERROR_CODE: Readonly<Record<string, FailureCode>> = {
  ENOTFOUND: 'dns_error',
  EAI_AGAIN: 'dns_error',
  ECONNREFUSED: 'connection_refused',
  EHOSTUNREACH: 'connection_refused',
  ENETUNREACH: 'connection_refused',
  UND_ERR_CONNECT_TIMEOUT: 'timeout',
  UND_ERR_HEADERS_TIMEOUT: 'timeout',
  UND_ERR_BODY_TIMEOUT: 'timeout',
  ETIMEDOUT: 'timeout',
  ABORT_ERR: 'timeout',
  // The answer to a TLS greeting was something else.
  EPROTO: 'tls_error',
  ERR_BLOCKED_ADDRESS: 'blocked_address',
};

/** What an error of the connection means. */
export function outcomeOfError(error: unknown): Outcome {
  const {
    code: errorCode = '',
    name = '',
    message = '',
  } = error as { code?: string; name?: string; message?: string };
  const code = name === 'TimeoutError' ? 'timeout' : (BY_ERROR_CODE[errorCode] ?? byFamily(errorCode));
  return {
    outcome: 'failed',
    code,
    detail: message || errorCode,
    retry: code === 'blocked_address' ? 'never' : 'later',
    notBeforeMs: code === 'timeout' ? OVERLOADED_MS : 0,
  };
}

function byFamily(errorCode: string): FailureCode {
  return /TLS|SSL|CERT|SELF_SIGNED|UNABLE_TO/.test(errorCode) ? 'tls_error' : 'connection_reset';
}
