import type { ErrorKinds } from './error-kind.ts';

/** Problems with what any request can meet. */
export const REQUEST_ERRORS = {
  invalid_request: {
    status: 400,
    retryable: false,
    title: 'The request is not valid.',
    remedy: 'Correct the fields named in `errors` and send it again.',
  },
  invalid_idempotency_key: {
    status: 400,
    retryable: false,
    title: 'The Idempotency-Key is not valid.',
    remedy: 'Use 1 to 255 printable ASCII characters, for example a UUID.',
  },
  unauthorized: {
    status: 401,
    retryable: false,
    title: 'The key is missing or wrong.',
    remedy: 'Send the API key in the header x-gateway-key.',
  },
  signed_out: {
    status: 401,
    retryable: false,
    title: 'Nobody is signed in, or not any more.',
    remedy: 'Sign in to the console with a key; programs send theirs in the header x-gateway-key.',
  },
  csrf_check_failed: {
    status: 403,
    retryable: false,
    title: 'The request cannot be told from one that another web page has made the browser send.',
    remedy:
      'Send the `csrfToken` of GET /console/session in the header x-csrf-token, from a page of the api itself. Behind a proxy that changes the Host header, set PUBLIC_URL.',
  },
  forbidden: {
    status: 403,
    retryable: false,
    title: 'The key does not allow this.',
    remedy: 'Use a key that allows it, or let the operator make one with POST /api/v1/keys.',
  },
  route_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such route.',
    remedy: 'Check the method and the path.',
  },
  console_not_built: {
    status: 404,
    retryable: false,
    title: 'The console was not built.',
    remedy:
      'Build it with `pnpm --filter @wagw/console build` and start the api again; the images hold it already.',
  },
  request_timeout: {
    status: 408,
    retryable: true,
    title: 'The request took too long to arrive or to be carried out.',
    remedy: 'Send the same request again with the same Idempotency-Key, and large files by URL.',
  },
  idempotency_key_in_use: {
    status: 409,
    retryable: true,
    title: 'A request with this Idempotency-Key is still being carried out.',
    remedy: 'Repeat the same request in a second.',
  },
  idempotency_key_reused: {
    status: 422,
    retryable: false,
    title: 'This Idempotency-Key was used for another request.',
    remedy: 'Use a new key for a new request.',
  },
  body_too_large: {
    status: 413,
    retryable: false,
    title: 'The request body is too large.',
    remedy:
      'Send less than 1 MiB; with a file in base64 less than 24 MiB. Larger files go as multipart/form-data, or by URL.',
  },
  unsupported_media_type: {
    status: 415,
    retryable: false,
    title: 'The body is of a kind that this route does not read.',
    remedy: 'Send JSON with the header content-type: application/json.',
  },
  url_too_long: {
    status: 414,
    retryable: false,
    title: 'The URL is too long.',
    remedy: 'Use at most 8 KiB; ask for less at once.',
  },
  headers_too_large: {
    status: 431,
    retryable: false,
    title: 'The request has too many headers, or too large ones.',
    remedy: 'Send at most 100 headers and 16 KiB of them; cookies are not needed.',
  },
  rate_limited: {
    status: 429,
    retryable: true,
    title: 'Too many requests came in this minute.',
    remedy:
      'Wait for the seconds in Retry-After, then send the same request again. RateLimit-Policy says how many are allowed; the operator can change that.',
  },
  overloaded: {
    status: 503,
    retryable: true,
    title: 'This process has too much to do just now, so nothing was accepted.',
    remedy: 'Send the same request again in some seconds, with the same Idempotency-Key.',
  },
  storage_unavailable: {
    status: 503,
    retryable: true,
    title: 'Redis cannot be reached, so nothing was accepted.',
    remedy: 'Send the same request again in a second, with the same Idempotency-Key.',
  },
  internal_error: {
    status: 500,
    retryable: true,
    title: 'Something went wrong in the gateway.',
    remedy:
      'Send the same request again with the same Idempotency-Key; tell the operator the `instance` of this answer if it stays.',
  },
} as const satisfies ErrorKinds;
