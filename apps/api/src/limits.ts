/** How much a request may bring, and how long that may take. */

export const MAX_BODY_BYTES = 1024 * 1024;

/** Room for a file of 16 MiB in base64. */
export const BASE64_BODY_BYTES = 24 * 2 ** 20;

/** A large file over a slow line takes its time. */
export const UPLOAD_TIMEOUT_MS = 300_000;

export const MAX_URL_LENGTH = 8_192;
/** Of all headers together, with the URL. */
export const MAX_HEADER_BYTES = 16_384;
export const MAX_HEADERS = 100;

/** Deeper than anything that a route reads. */
export const MAX_JSON_DEPTH = 32;
/** Commas and quotation marks: how long a text takes to be parsed depends on them, not on its length. */
export const MAX_JSON_MARKS = 100_000;

/** For how long connections are kept, in milliseconds. Fastify and Node leave most of these at "for ever". */
export interface HttpTimeouts {
  /** Nothing comes and nothing is taken. */
  readonly idleMs: number;
  /** From the beginning of a request, or of the connection, to the end of the headers. */
  readonly headersMs: number;
  /** To the end of the body, of an upload too; other routes end with `handlerMs`. */
  readonly requestMs: number;
  /** From the headers to the answer, on routes that take no files. Longer than the longest wait that a caller may ask for. */
  readonly handlerMs: number;
  /** Between two requests. Longer than usual proxies, which would otherwise send into a connection that is just being closed. */
  readonly keepAliveMs: number;
  /** How often the time-outs of headers and requests are looked at. */
  readonly checkMs: number;
}

const HANDLER_MS = 75_000;

export const TIMEOUTS: HttpTimeouts = {
  // Whoever waits for an outcome is quiet meanwhile.
  idleMs: HANDLER_MS + 15_000,
  headersMs: 15_000,
  requestMs: UPLOAD_TIMEOUT_MS,
  handlerMs: HANDLER_MS,
  keepAliveMs: 72_000,
  checkMs: 1_000,
};
