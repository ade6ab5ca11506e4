/** How much a request may bring, and how long that may take. */

export const MAX_BODY_BYTES = 1024 * 1024;

/** Room for a file of 16 MiB in base64. */
export const BASE64_BODY_BYTES = 24 * 2 ** 20;

/** A large file over a slow line takes its time. */
export const UPLOAD_TIMEOUT_MS = 300_000;
