import type { ErrorKinds } from './error-kind.ts';

/** Problems with events, webhooks and their deliveries. */
export const EVENT_ERRORS = {
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
  webhook_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such webhook.',
    remedy: 'Check the id; GET /api/v1/webhooks lists all of them.',
  },
  webhook_blocked_address: {
    status: 422,
    retryable: false,
    title: 'Events may not be posted to this URL.',
    remedy:
      'Use a public http or https address without credentials; a key can go into `headers`. The operator can admit private receivers with WEBHOOK_ALLOWED_HOSTS.',
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
  event_not_carried: {
    status: 422,
    retryable: false,
    title: 'The format of this webhook does not carry this event.',
    remedy: 'Choose another event or another `format`; docs/webhook-formats.md shows which carries what.',
  },
  delivery_not_found: {
    status: 404,
    retryable: false,
    title: 'There is no such delivery.',
    remedy:
      'Check the id. Deliveries are listed for the time set by WEBHOOK_LOG_AGE, dead letters by WEBHOOK_DEAD_LETTER_AGE; those of a webhook go with it.',
  },
  delivery_pending: {
    status: 409,
    retryable: true,
    title: 'The delivery is still on its way.',
    remedy: 'Wait for its outcome: GET /api/v1/webhooks/deliveries/{id} shows its attempts.',
  },
} as const satisfies ErrorKinds;
