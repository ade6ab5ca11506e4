import type { ErrorKinds } from './error-kind.ts';

/** Problems with messages, whom they are for, and their files. */
export const MESSAGE_ERRORS = {
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
  message_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such message in this session.',
    remedy: 'Check the id; records are kept for the days set by MESSAGE_RETENTION_DAYS.',
  },
  message_not_sent: {
    status: 409,
    retryable: true,
    title: 'The message is not at WhatsApp yet.',
    remedy:
      'Wait until its status is `sent`. One that is `queued` or `scheduled` can be cancelled with DELETE.',
  },
  message_not_failed: {
    status: 409,
    retryable: false,
    title: 'The message has not failed, so nothing is sent in its place.',
    remedy: 'Look at its status. To say the same once more all the same, leave `resendOf` out.',
  },
  message_may_have_arrived: {
    status: 409,
    retryable: false,
    title: 'It is not known whether the message has arrived.',
    remedy: 'Look on the phone. If it is not there, send it as a new message, without `resendOf`.',
  },
  message_resent: {
    status: 409,
    retryable: false,
    title: 'The message was sent again already.',
    remedy:
      'Look at the one in its place: its id is `resentAs` of the failed one. If that failed too, send that one again.',
  },
  batch_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such batch in this session.',
    remedy: 'Check the id; batches are kept for the days set by MESSAGE_RETENTION_DAYS.',
  },
  upload_not_found: {
    status: 422,
    retryable: false,
    title: 'There is no such upload in this session.',
    remedy: 'Upload the file again with POST /api/v1/sessions/{id}/media and use the id of the answer.',
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
  media_not_found: {
    status: 404,
    retryable: false,
    title: 'Nothing is known of a file of this message.',
    remedy:
      'Check the id: it is the one in the event of the message, and files are kept for MEDIA_RETENTION_DAYS.',
  },
  media_gone: {
    status: 410,
    retryable: false,
    title: 'The file is not stored any more, neither here nor at WhatsApp.',
    remedy: 'Ask for it to be sent again.',
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
  media_too_large: {
    status: 413,
    retryable: false,
    title: 'The file is too large.',
    remedy: 'Send a smaller one. The limits are MEDIA_MAX_MB and, for each kind, WhatsApp’s own.',
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
} as const satisfies ErrorKinds;
