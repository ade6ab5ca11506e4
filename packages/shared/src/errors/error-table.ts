/**
 * Every error that a caller of the API can meet. `docs/errors.md` is made from this table.
 *
 * `remedy` is the sentence that tells the caller what to do.
 */
export const ERRORS = {
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
  invalid_recipient: {
    status: 422,
    retryable: false,
    title: 'The recipient is neither a phone number nor a WhatsApp id.',
    remedy:
      'Give the number with its country code, like +5511987654321, or an id like 5511987654321@c.us or …@g.us.',
  },
  country_code_needed: {
    status: 422,
    retryable: false,
    title: 'The phone number has no country code.',
    remedy:
      'Write it with its country code, best with a plus: +55 11 98765-4321. For the numbers of one country the operator can set DEFAULT_COUNTRY.',
  },
  unknown_recipient: {
    status: 422,
    retryable: false,
    title: 'WhatsApp knows no account with this number.',
    remedy:
      'Check the number. If its owner has joined WhatsApp since, ask again with POST /api/v1/sessions/{id}/numbers/check after the time set by NUMBER_UNKNOWN_TTL.',
  },
  unauthorized: {
    status: 401,
    retryable: false,
    title: 'The key is missing or wrong.',
    remedy: 'Send the API key in the header x-gateway-key.',
  },
  forbidden: {
    status: 403,
    retryable: false,
    title: 'The key does not allow this.',
    remedy: 'Use a key that allows it, or let the operator make one with POST /api/v1/keys.',
  },
  key_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such key.',
    remedy: 'Check the id; GET /api/v1/keys lists all of them.',
  },
  media_type_mismatch: {
    status: 422,
    retryable: false,
    title: 'The file cannot be sent as this kind of message.',
    remedy: 'Send it as a document, or send a file of the right kind.',
  },
  media_blocked_address: {
    status: 422,
    retryable: false,
    title: 'Media may not be fetched from this URL.',
    remedy:
      'Use a public http or https address, or send the file itself. The operator can admit private servers with MEDIA_ALLOWED_HOSTS.',
  },
  webhook_blocked_address: {
    status: 422,
    retryable: false,
    title: 'Events may not be posted to this URL.',
    remedy:
      'Use a public http or https address without credentials; a key can go into `headers`. The operator can admit private receivers with WEBHOOK_ALLOWED_HOSTS.',
  },
  event_not_carried: {
    status: 422,
    retryable: false,
    title: 'The format of this webhook does not carry this event.',
    remedy: 'Choose another event or another `format`; docs/webhook-formats.md shows which carries what.',
  },
  upload_not_found: {
    status: 422,
    retryable: false,
    title: 'There is no such upload in this session.',
    remedy: 'Upload the file again with POST /api/v1/sessions/{id}/media and use the id of the answer.',
  },
  route_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such route.',
    remedy: 'Check the method and the path.',
  },
  session_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such session.',
    remedy: 'Create it with POST /api/v1/sessions.',
  },
  tenant_not_found: {
    status: 404,
    retryable: false,
    title: 'This key sees no such tenant.',
    remedy: 'Check the id; a key of a tenant sees that tenant alone.',
  },
  erasure_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such erasure.',
    remedy: 'Check the id; an erasure can be read for thirty days after its end.',
  },
  message_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such message in this session.',
    remedy: 'Check the id; records are kept for the days set by MESSAGE_RETENTION_DAYS.',
  },
  command_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such command in this session.',
    remedy: 'Check the id; an outcome can be read for an hour.',
  },
  batch_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such batch in this session.',
    remedy: 'Check the id; batches are kept for the days set by MESSAGE_RETENTION_DAYS.',
  },
  media_not_found: {
    status: 404,
    retryable: false,
    title: 'Nothing is known of a file of this message.',
    remedy:
      'Check the id: it is the one in the event of the message, and files are kept for MEDIA_RETENTION_DAYS.',
  },
  webhook_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such webhook.',
    remedy: 'Check the id; GET /api/v1/webhooks lists all of them.',
  },
  delivery_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such delivery.',
    remedy:
      'Check the id. Deliveries are listed for the time set by WEBHOOK_LOG_AGE, dead letters by WEBHOOK_DEAD_LETTER_AGE; those of a webhook go with it.',
  },
  target_not_found: {
    status: 404,
    retryable: false,
    title: 'WhatsApp knows no such message, chat, contact or group in this session.',
    remedy: 'Check the id.',
  },
  media_gone: {
    status: 410,
    retryable: false,
    title: 'The file is not stored any more, neither here nor at WhatsApp.',
    remedy: 'Ask for it to be sent again.',
  },
  events_expired: {
    status: 410,
    retryable: false,
    title: 'The log does not keep all events after this cursor any more.',
    remedy:
      'Ask with after=oldest for everything that is kept; `first` in this answer is the cursor of the first event of it. The operator can keep more with EVENT_LOG_LENGTH.',
  },
  event_gone: {
    status: 410,
    retryable: false,
    title: 'The event log does not keep this event any more.',
    remedy: 'It cannot be delivered again. The operator can keep more with EVENT_LOG_LENGTH.',
  },
  too_many_readers: {
    status: 503,
    retryable: true,
    title: 'As many event streams are open as this process allows.',
    remedy:
      'Try again in some seconds, close streams that nobody reads, or read by pages. The operator can raise SSE_MAX_READERS or add an api process.',
  },
  qr_not_available: {
    status: 404,
    retryable: false,
    title: 'No QR code is waiting to be scanned.',
    remedy:
      'See the state of the session: when it is `starting`, ask again in a second; when it is `ready`, none is needed.',
  },
  session_not_running: {
    status: 409,
    retryable: true,
    title: 'The session runs on no worker now.',
    remedy: 'Start it, or wait until a worker has it; GET /health/sessions/:id shows what it waits for.',
  },
  session_not_ready: {
    status: 409,
    retryable: true,
    title: 'The session is not connected to WhatsApp.',
    remedy: 'See its state with GET /api/v1/sessions/{id}, and ask again when it is `ready`.',
  },
  message_not_sent: {
    status: 409,
    retryable: true,
    title: 'The message is not at WhatsApp yet.',
    remedy:
      'Wait until its status is `sent`. One that is `queued` or `scheduled` can be cancelled with DELETE.',
  },
  refused_by_whatsapp: {
    status: 409,
    retryable: false,
    title: 'WhatsApp does not allow it.',
    remedy:
      'Check that it is your own message and not too old (15 minutes for an edit, two days for a deletion), or that you are an admin of the group.',
  },
  media_not_ready: {
    status: 409,
    retryable: true,
    title: 'The file has not been downloaded yet.',
    remedy: 'Wait for the event media_ready, or ask again in some seconds.',
  },
  media_not_taken: {
    status: 409,
    retryable: false,
    title: 'The file was not downloaded, because it is larger than the operator lets in.',
    remedy: 'See it on the phone, or let the operator raise MEDIA_DOWNLOAD_MAX_MB.',
  },
  request_timeout: {
    status: 408,
    retryable: true,
    title: 'The request took too long to arrive or to be carried out.',
    remedy: 'Send the same request again with the same Idempotency-Key, and large files by URL.',
  },
  session_busy: {
    status: 409,
    retryable: true,
    title: 'Something else was asked of the session and is not done yet.',
    remedy: 'Try again in some seconds.',
  },
  worker_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such worker, or it is about to go.',
    remedy: 'Choose one of the workers that GET /health/sessions lists, or leave the choice out.',
  },
  session_there_already: {
    status: 409,
    retryable: false,
    title: 'The session runs on this worker already.',
    remedy: 'Choose another worker, or leave the choice out.',
  },
  no_room_elsewhere: {
    status: 409,
    retryable: true,
    title: 'No other worker, or not the one that was named, has room and the labels of the session.',
    remedy: 'Add a worker or memory, raise MAX_SESSIONS, or change WORKER_LABELS.',
  },
  session_not_active: {
    status: 400,
    retryable: false,
    title: 'Session not active.',
    remedy: 'Start the session, scan its QR code, and send again once its status is `connected`.',
  },
  tenant_mismatch: {
    status: 400,
    retryable: false,
    title: 'X-Tenant-ID names another tenant than the path.',
    remedy: 'Send the same id in both, or leave the header out.',
  },
  session_exists: {
    status: 409,
    retryable: false,
    title: 'A session with this id exists already.',
    remedy: 'Use it, choose another id, or delete it first.',
  },
  session_logged_out: {
    status: 409,
    retryable: false,
    title: 'The session has no WhatsApp account.',
    remedy: 'Start it with POST /api/v1/sessions/{id}/start and scan the QR code, then send again.',
  },
  pairing_not_possible: {
    status: 409,
    retryable: true,
    title: 'The session does not wait for a login, so it can have no pairing code.',
    remedy: 'Start the session and ask again when its state is `qr` or `pairing`.',
  },
  pairing_refused: {
    status: 502,
    retryable: true,
    title: 'WhatsApp gave no pairing code.',
    remedy:
      'Check the phone number and wait some minutes: WhatsApp limits how often a number may ask. The QR code works meanwhile.',
  },
  webhook_from_environment: {
    status: 409,
    retryable: false,
    title: 'This webhook is the one of APP_WEBHOOK_URL.',
    remedy:
      'Change APP_WEBHOOK_URL, WEBHOOK_SECRET or WEBHOOK_FORMAT in the configuration of the workers. Only `enabled` can be set here.',
  },
  webhook_disabled: {
    status: 409,
    retryable: false,
    title: 'The webhook is disabled.',
    remedy: 'Enable it with PATCH /api/v1/webhooks/{id} and {"enabled": true}, then ask again.',
  },
  delivery_pending: {
    status: 409,
    retryable: true,
    title: 'The delivery is still on its way.',
    remedy: 'Wait for its outcome: GET /api/v1/webhooks/deliveries/{id} shows its attempts.',
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
  media_too_large: {
    status: 413,
    retryable: false,
    title: 'The file is too large.',
    remedy: 'Send a smaller one. The limits are MEDIA_MAX_MB and, for each kind, WhatsApp’s own.',
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
  unsupported_by_whatsapp: {
    status: 501,
    retryable: false,
    title: 'This build of WhatsApp Web does not offer it.',
    remedy: 'Do it on the phone; an update of the gateway may bring it back.',
  },
  media_failed: {
    status: 502,
    retryable: false,
    title: 'The file could not be downloaded from WhatsApp.',
    remedy: 'See it on the phone, or ask for it to be sent again.',
  },
  media_store_unavailable: {
    status: 503,
    retryable: true,
    title: 'The store of files cannot be reached.',
    remedy: 'Send the same request again in some seconds; the operator should see to MEDIA_STORE.',
  },
  command_expired: {
    status: 504,
    retryable: true,
    title: 'The session was not connected in time; nothing was done.',
    remedy: 'See the state of the session and ask again.',
  },
  outcome_unknown: {
    status: 504,
    retryable: false,
    title: 'WhatsApp Web did not answer in time, and nobody knows whether it happened.',
    remedy: 'Look at the chat or group before you ask again.',
  },
  pairing_timeout: {
    status: 504,
    retryable: true,
    title: 'No pairing code came in time.',
    remedy: 'See the state of the session and ask again.',
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
} as const satisfies Record<string, { status: number; retryable: boolean; title: string; remedy: string }>;

export type ErrorCode = keyof typeof ERRORS;
